"""Deaths against the lists of aid and the register."""

from __future__ import annotations

from datetime import date

from doudi.matching.tests.county import County

JULY = date(2026, 7, 31)


def test_the_dead_on_any_list_of_aid_are_found_once(county: County) -> None:
    county.listed("dibao", "dead", amount_fen=50_000)
    county.listed("temporary_relief", "dead", amount_fen=100_000, since=date(2026, 10, 1))
    county.row("cremation", "dead", died_on=JULY)
    county.listed("tekun", "kept", amount_fen=100_000)
    county.row("cremation", "kept", cremated_on=JULY)
    county.listed("orphan", "child", child_kind="UNATTENDED", amount_fen=150_000)
    county.row("cremation", "child")

    assert county.found("dead-but-listed") == {
        "dead": {"died_on": "2026-07-31", "months_overpaid": 3, "overpaid_fen": 250_000, "lists": 2},
        "kept": {"died_on": "2026-07-31", "months_overpaid": 3, "overpaid_fen": 300_000, "lists": 1},
        "child": {"died_on": "", "months_overpaid": "UNKNOWN", "overpaid_fen": "UNKNOWN", "lists": 1},
    }


def test_a_payment_that_came_back_leaves_the_dead_on_the_list_a_pause_does_not(county: County) -> None:
    for status in ("RETURNED", "PAUSED", "STOPPED"):
        county.listed("dibao", status, amount_fen=50_000, payment_status=status)
        county.row("cremation", status, died_on=JULY)

    assert set(county.found("dead-but-listed")) == {"RETURNED"}


def test_months_before_the_enrolment_are_not_counted(county: County) -> None:
    county.listed("dibao", "late", amount_fen=50_000, since=date(2026, 9, 15))
    county.row("cremation", "late", died_on=date(2025, 12, 31))

    assert county.found("dead-but-listed")["late"]["months_overpaid"] == 2


def test_a_change_of_amount_after_the_death_shortens_nothing(county: County) -> None:
    county.listed("dibao", "raised", amount_fen=50_000, changed=date(2026, 10, 1))
    county.row("cremation", "raised", died_on=JULY)

    assert county.found("dead-but-listed")["raised"]["months_overpaid"] == 3


def test_the_living_the_departed_and_later_deaths_are_not_found(county: County) -> None:
    county.listed("dibao", "alive")
    county.listed("dibao", "ended", until=date(2026, 8, 1))
    county.row("cremation", "ended", died_on=JULY)
    county.listed("dibao", "next month")
    county.row("cremation", "next month", died_on=date(2026, 11, 1))
    county.listed("disability_subsidy", "subsidy only", living_fen=1)
    county.row("cremation", "subsidy only", died_on=JULY)
    county.listed("poverty_register", "register only", monitor_class="LIFTED")
    county.row("cremation", "register only", died_on=JULY)
    county.row("cremation", None, died_on=JULY)

    assert county.found("dead-but-listed") == {}


def test_a_person_with_two_numbers_is_found_by_either(county: County) -> None:
    county.listed("dibao", "renumbered", amount_fen=50_000)
    county.person("old number")
    county.people["old number"]["person_id"] = county.people["renumbered"]["person_id"]
    county.row("cremation", "old number", died_on=JULY)

    assert set(county.found("dead-but-listed")) == {"renumbered"}


def test_someone_enrolled_here_but_filed_elsewhere_is_found(county: County) -> None:
    county.listed("dibao", "moved", amount_fen=50_000)
    del county.people["moved"]
    county.row("cremation", "moved", died_on=JULY)

    assert set(county.found("dead-but-listed")) == {"moved"}


def test_the_dead_on_the_register_are_found(county: County) -> None:
    county.listed("poverty_register", "dead", monitor_class="LIFTED")
    county.row("cremation", "dead", died_on=JULY)
    county.listed("poverty_register", "removed", monitor_class="SUDDEN", removed_on=JULY)
    county.row("cremation", "removed", died_on=JULY)
    county.listed("poverty_register", "alive", monitor_class="LIFTED")

    assert county.found("dead-but-monitored") == {
        "dead": {"died_on": "2026-07-31", "monitor_class": "LIFTED"}
    }
