"""People whom nobody helps, and payments that are due and missing."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

HEAVY: Row = {"disability_kind": 4, "disability_level": 1, "certificate_status": "VALID"}
LIGHT: Row = {"disability_kind": 2, "disability_level": 4, "certificate_status": "VALID"}


def test_the_monitored_whom_no_list_names_are_found(county: County) -> None:
    county.listed("poverty_register", "unstable", monitor_class="UNSTABLE")
    county.listed("poverty_register", "relieved", monitor_class="MARGINAL")
    county.listed("temporary_relief", "relieved", amount_fen=100_000)
    county.listed("poverty_register", "on dibao", monitor_class="SUDDEN")
    county.listed("dibao", "on dibao", area_kind="RURAL")
    county.listed("poverty_register", "on tekun", monitor_class="NOT_LIFTED")
    county.listed("tekun", "on tekun")
    county.row("dibao", None)
    county.row("poverty_register", None, monitor_class="UNSTABLE")

    assert county.found("monitored-without-aid") == {
        "unstable": {"monitor_class": "UNSTABLE", "relief": "NO"},
        "relieved": {"monitor_class": "MARGINAL", "relief": "YES"},
    }


def test_families_lifted_out_and_people_off_the_register_are_not_monitored(county: County) -> None:
    county.listed("poverty_register", "lifted", monitor_class="LIFTED")
    county.listed("poverty_register", "removed", monitor_class="SUDDEN", removed_on=date(2026, 10, 31))
    county.listed("poverty_register", "removed later", monitor_class="SUDDEN", removed_on=date(2026, 11, 1))
    county.listed("poverty_register", "ended", monitor_class="SUDDEN", until=date(2026, 10, 1))

    assert set(county.found("monitored-without-aid")) == {"removed later"}


def test_aid_that_ended_before_the_month_is_no_aid(county: County) -> None:
    county.listed("poverty_register", "dropped", monitor_class="UNSTABLE")
    county.listed("dibao", "dropped", until=date(2026, 10, 1))
    county.listed("poverty_register", "ending", monitor_class="UNSTABLE")
    county.listed("dibao", "ending", until=date(2026, 10, 2))

    assert set(county.found("monitored-without-aid")) == {"dropped"}


def test_an_orphan_with_an_allowance_is_not_without_aid(county: County) -> None:
    county.listed("poverty_register", "orphan", monitor_class="UNSTABLE")
    county.listed("orphan", "orphan", child_kind="ORPHAN")

    assert county.found("monitored-without-aid") == {}


def test_of_a_hundred_monitored_and_sixty_aided_forty_two_are_left(county: County) -> None:
    monitored = [f"monitored {number}" for number in range(100)]
    aided = [*monitored[:58], "elsewhere", "nowhere"]
    county.all_listed("poverty_register", monitored, monitor_class="MARGINAL")
    county.all_listed("dibao", aided, area_kind="RURAL")

    assert set(county.found("monitored-without-aid")) == set(monitored[58:])


def test_the_disabled_without_stable_work_are_found_and_may_be_sent_to_dibao_or_tekun(county: County) -> None:
    register: Row = {"monitor_class": "LIFTED"}
    county.listed("poverty_register", "unable", **register, labour="NONE", stable_work="YES")
    county.listed("poverty_register", "partly", **register, labour="PARTIAL", stable_work="NO")
    county.listed("poverty_register", "unable, unsaid", **register, labour="NONE")
    county.listed("poverty_register", "unsaid", **register, labour="PARTIAL")
    county.listed("poverty_register", "working", **register, labour="PARTIAL", stable_work="YES")

    found = county.found("disabled-without-stable-work")

    assert found == {
        "unable": {"age": 40, "labour": "NONE", "stable_work": "YES"},
        "partly": {"age": 40, "labour": "PARTIAL", "stable_work": "NO"},
        "unable, unsaid": {"age": 40, "labour": "NONE", "stable_work": "UNKNOWN"},
    }
    assert {"ENROLLED_DIBAO", "ENROLLED_TEKUN"} <= set(county.rule("disabled-without-stable-work").outcomes)


def test_the_aided_the_young_the_old_and_the_able_are_not_disabled_without_work(county: County) -> None:
    unable: Row = {"monitor_class": "LIFTED", "labour": "NONE", "stable_work": "NO"}
    county.person("child", age=15)
    county.person("old", age=60)
    county.listed("poverty_register", "child", **unable)
    county.listed("poverty_register", "old", **unable)
    county.listed("poverty_register", "aided", **unable)
    county.listed("dibao", "aided")
    county.listed("poverty_register", "marginal", **{**unable, "monitor_class": "MARGINAL"})
    county.listed("poverty_register", "able", **{**unable, "labour": "ABLE"})

    assert county.found("disabled-without-stable-work") == {}


def test_of_ten_rural_dibao_people_with_seven_on_the_register_three_are_found(county: County) -> None:
    people = [f"rural {number}" for number in range(10)]
    county.all_listed("dibao", people, area_kind="RURAL")
    county.all_listed("poverty_register", people[:7], monitor_class="LIFTED")
    county.listed("dibao", "urban", area_kind="URBAN")
    county.listed("tekun", "tekun")

    found = county.found("aid-without-register")

    assert found == {name: {"programme": "DIBAO", "area": "RURAL"} for name in people[7:]} | {
        "tekun": {"programme": "TEKUN", "area": "UNKNOWN"}
    }


def test_certified_people_without_the_subsidy_due_to_them_are_found(county: County) -> None:
    county.listed("dibao", "both")
    county.row("disability_certificate", "both", **HEAVY)
    county.listed("dibao", "living")
    county.row("disability_certificate", "living", **LIGHT)
    county.row("disability_certificate", "stranger", **HEAVY)

    assert county.found("certificate-without-subsidy") == {
        "both": {"missing": "BOTH", "disability_kind": 4, "disability_level": 1},
        "living": {"missing": "LIVING", "disability_kind": 2, "disability_level": 4},
        "stranger": {"missing": "NURSING", "disability_kind": 4, "disability_level": 1},
    }


def test_those_who_get_it_or_are_due_nothing_are_not_found(county: County) -> None:
    subsidy: Row = {"living_fen": 10_000, "nursing_fen": 10_000}
    county.listed("dibao", "paid")
    county.listed("disability_subsidy", "paid", **subsidy)
    county.row("disability_certificate", "paid", **HEAVY)
    county.listed("tekun", "tekun")
    county.row("disability_certificate", "tekun", **HEAVY)
    county.row("disability_certificate", "light", **LIGHT)
    county.row("disability_certificate", "expired", **HEAVY, expires_on=date(2026, 9, 30))
    county.row("disability_certificate", "cancelled", **{**HEAVY, "certificate_status": "CANCELLED"})
    county.row("disability_certificate", "dead", **HEAVY)
    county.row("cremation", "dead", died_on=date(2026, 1, 1))
    county.listed("dibao", "orphan")
    county.listed("orphan", "orphan", child_kind="ORPHAN")
    county.row("disability_certificate", "orphan", **LIGHT)
    county.row("disability_certificate", None, **HEAVY)

    assert county.found("certificate-without-subsidy") == {}


def test_pay_below_the_standard_is_found_with_what_is_missing(county: County) -> None:
    county.listed("disability_subsidy", "short", living_fen=16_100, nursing_fen=24_300, disability_level=1)
    county.listed("disability_subsidy", "nursing", nursing_fen=20_000, disability_level=2)
    county.listed("disability_subsidy", "right", living_fen=18_100, nursing_fen=24_300, disability_level=1)

    found = county.found(
        "subsidy-below-standard", living_fen=18_100, nursing_first_fen=24_300, nursing_second_fen=24_000
    )

    assert found == {
        "short": {"component": "LIVING", "standard_fen": 18_100, "paid_fen": 16_100, "short_fen": 2_000},
        "nursing": {"component": "NURSING", "standard_fen": 24_000, "paid_fen": 20_000, "short_fen": 4_000},
    }


@pytest.mark.clause("QG-12.2")
def test_who_gets_no_subsidy_and_who_gets_twenty_yuan_too_little_are_both_found(county: County) -> None:
    county.listed("dibao", "without")
    county.row("disability_certificate", "without", **HEAVY)
    county.listed("disability_subsidy", "short", living_fen=16_100, disability_level=1)
    standards = {"living_fen": 18_100, "nursing_first_fen": 24_300, "nursing_second_fen": 24_300}

    missing = county.found("certificate-without-subsidy")
    short = county.found("subsidy-below-standard", **standards)

    assert set(missing) == {"without"}
    assert {name: said["short_fen"] for name, said in short.items()} == {"short": 2_000}


def test_without_a_standard_the_rule_is_skipped_not_empty(county: County) -> None:
    county.listed("disability_subsidy", "short", living_fen=1)

    (tally,) = county.compare(county.rule("subsidy-below-standard")).rules

    assert (tally.found, tally.skipped) == (
        0,
        "parameters:living_fen,nursing_first_fen,nursing_second_fen",
    )


def test_whoever_left_the_dibao_list_and_is_still_watched_is_found(county: County) -> None:
    county.row("dibao", "dropped", period="2026-09")
    county.listed("poverty_register", "dropped", monitor_class="SUDDEN")
    county.row("dibao", "stays", period="2026-09")
    county.listed("dibao", "stays")
    county.listed("poverty_register", "stays", monitor_class="SUDDEN")
    county.row("dibao", "to tekun", period="2026-09")
    county.listed("tekun", "to tekun")
    county.listed("poverty_register", "to tekun", monitor_class="SUDDEN")
    county.row("dibao", "dead", period="2026-09")
    county.listed("poverty_register", "dead", monitor_class="SUDDEN")
    county.row("cremation", "dead", died_on=date(2026, 9, 20))
    county.row("dibao", "well off", period="2026-09")
    county.listed("poverty_register", "well off", monitor_class="LIFTED")

    assert county.found("dropped-still-eligible") == {
        "dropped": {"last_period": "2026-09", "monitor_class": "SUDDEN"}
    }


def test_without_an_earlier_month_nobody_can_have_been_dropped(county: County) -> None:
    county.listed("dibao", "new")
    county.listed("tekun", "kept")
    county.listed("poverty_register", "new", monitor_class="SUDDEN")

    (tally,) = county.compare(county.rule("dropped-still-eligible")).rules

    assert tally.skipped == "dibao_previous"
