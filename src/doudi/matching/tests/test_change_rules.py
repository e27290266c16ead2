"""People whose circumstances changed: illness, disability, age, work."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

SOLE: Row = {"area_kind": "RURAL", "labour": "PARTIAL"}
VALID: Row = {"certificate_status": "VALID"}


def bill(county: County, name: str, yuan: int, day: date = date(2026, 3, 1), period: str = "2026-10") -> None:
    """Add one settlement of so many yuan paid by the patient."""
    county.row("medical_selfpay", name, settled_on=day, self_pay_fen=yuan * 100, period=period)


@pytest.mark.parametrize(
    ("age", "labour", "reason"), [(60, "ABLE", "AGE"), (15, "ABLE", "MINOR"), (40, "NONE", "LABOUR")]
)
def test_a_sole_dibao_person_unable_to_work_may_be_tekun(
    county: County, age: int, labour: str, reason: str
) -> None:
    county.person("sole", age=age, home=1)
    county.listed("dibao", "sole", labour=labour)

    assert county.found("dibao-single-meets-tekun") == {"sole": {"reason": reason, "age": age}}


@pytest.mark.parametrize(
    ("kind", "level", "found"),
    [(5, 3, True), (6, 3, True), (6, 4, False), (4, 2, True), (4, 3, False), (1, 1, True), (1, 2, False)],
)
def test_the_law_names_the_kinds_and_degrees_that_mean_unable_to_work(
    county: County, kind: int, level: int, found: bool
) -> None:
    county.person("sole", home=1)
    county.listed("dibao", "sole", **SOLE)
    county.row("disability_certificate", "sole", **VALID, disability_kind=kind, disability_level=level)

    assert bool(county.found("dibao-single-meets-tekun")) is found


def test_families_able_people_and_tekun_people_are_not_candidates(county: County) -> None:
    county.person("old husband", age=70, home=1)
    county.person("old wife", age=70, home=1)
    county.all_listed("dibao", ["old husband", "old wife"], **SOLE)
    county.person("able", age=59, home=2)
    county.listed("dibao", "able", **SOLE)
    county.person("already", age=70, home=3)
    county.listed("dibao", "already", **SOLE)
    county.listed("tekun", "already")
    county.person("expired", home=4)
    county.listed("dibao", "expired", **SOLE)
    lapsed: Row = {"disability_kind": 4, "disability_level": 1, "expires_on": date(2026, 9, 30)}
    county.row("disability_certificate", "expired", **VALID, **lapsed)

    assert county.found("dibao-single-meets-tekun") == {}


def test_another_register_tells_of_the_ability_to_work_where_the_dibao_list_is_silent(county: County) -> None:
    county.person("unable", home=1)
    county.listed("dibao", "unable", labour=None)
    county.person("able after all", home=2)
    county.listed("dibao", "able after all", labour="ABLE")
    county.all_listed("poverty_register", ["unable", "able after all"], labour="NONE")

    assert county.found("dibao-single-meets-tekun") == {"unable": {"reason": "LABOUR", "age": 40}}


def test_who_is_left_alone_by_a_member_listed_in_two_households_is_not_single(county: County) -> None:
    county.person("father", age=70, home=1)
    county.person("daughter", age=40, home=2)
    county.listed("dibao", "father", household_number="A", **SOLE)
    county.listed("dibao", "daughter", household_number="A", **SOLE)
    county.row("dibao", "daughter", household_number="B", **SOLE)
    county.person("alone", age=70, home=3)
    county.listed("dibao", "alone", household_number="C", **SOLE)

    assert county.found("dibao-single-meets-tekun") == {"alone": {"reason": "AGE", "age": 70}}


def test_a_tekun_person_of_working_age_needs_a_certificate_or_a_school(county: County) -> None:
    county.person("grown up", age=18)
    county.listed("tekun", "grown up")
    county.person("minor", age=17)
    county.listed("tekun", "minor")
    county.person("old", age=60)
    county.listed("tekun", "old")
    county.person("pupil", age=18)
    county.listed("tekun", "pupil")
    county.row("student", "pupil", student_status="ENROLLED", stage="SENIOR")
    county.person("dropout", age=19)
    county.listed("tekun", "dropout")
    county.row("student", "dropout", student_status="LEFT", stage="SENIOR")
    county.listed("tekun", "certified")
    county.row("disability_certificate", "certified", **VALID, disability_kind=5, disability_level=3)

    assert county.found("category-age-mismatch") == {
        "grown up": {"age": 18, "school": "NOWHERE"},
        "dropout": {"age": 19, "school": "NOWHERE"},
    }


def test_bills_of_the_year_are_added_up_against_the_limit_of_the_category(county: County) -> None:
    county.listed("tekun", "tekun")
    bill(county, "tekun", 600)
    bill(county, "tekun", 401, date(2026, 5, 1), "2026-05")
    county.listed("dibao", "dibao")
    bill(county, "dibao", 5_000)
    county.listed("poverty_register", "monitored", monitor_class="SUDDEN")
    bill(county, "monitored", 10_001)
    county.listed("poverty_register", "lifted", monitor_class="LIFTED")
    bill(county, "lifted", 14_999)
    bill(county, "stranger", 15_001)
    county.row("medical_selfpay", None, self_pay_fen=9_999_999)

    assert county.found("medical-selfpay-over-limit") == {
        "tekun": {"category": "TEKUN", "self_pay_fen": 100_100, "limit_fen": 100_000, "settlements": 2},
        "monitored": {
            "category": "MONITORED",
            "self_pay_fen": 1_000_100,
            "limit_fen": 1_000_000,
            "settlements": 1,
        },
        "stranger": {
            "category": "OTHERS",
            "self_pay_fen": 1_500_100,
            "limit_fen": 1_500_000,
            "settlements": 1,
        },
    }


def test_a_settlement_that_files_repeat_counts_once_and_last_years_not_at_all(county: County) -> None:
    county.listed("dibao", "repeated")
    bill(county, "repeated", 3_000)
    bill(county, "repeated", 3_000, period="2026-09")
    county.listed("dibao", "last year")
    bill(county, "last year", 9_000, date(2025, 12, 31))
    bill(county, "last year", 9_000, date(2025, 12, 31), "2025-12")

    assert county.found("medical-selfpay-over-limit") == {}


def test_a_limit_is_the_bureaus_to_set(county: County) -> None:
    county.listed("dibao", "patient")
    bill(county, "patient", 4_000)

    assert set(county.found("medical-selfpay-over-limit", dibao_fen=399_999)) == {"patient"}


def test_a_heavy_certificate_of_the_month_is_found_with_the_aid_at_hand(county: County) -> None:
    new: Row = {"disability_kind": 6, "disability_level": 2, "issued_on": date(2026, 10, 31), **VALID}
    county.listed("poverty_register", "monitored", monitor_class="MARGINAL")
    county.row("disability_certificate", "monitored", **new)
    county.row("disability_certificate", "stranger", **new)
    county.row("disability_certificate", "light", **{**new, "disability_level": 3})
    county.row("disability_certificate", "last month", **{**new, "issued_on": date(2026, 9, 30)})
    county.row("disability_certificate", "next month", **{**new, "issued_on": date(2026, 11, 1)})
    county.row("disability_certificate", "cancelled", **{**new, "certificate_status": "CANCELLED"})

    measures = {"disability_kind": 6, "disability_level": 2, "issued_on": "2026-10-31", "issue": "UNKNOWN"}
    assert county.found("new-heavy-disability") == {
        "monitored": {**measures, "aid": "MONITORED"},
        "stranger": {**measures, "aid": "NONE"},
    }


def test_whoever_lost_work_this_month_and_is_on_a_list_is_found(county: County) -> None:
    lost: Row = {"employment_kind": "UNEMPLOYED", "registered_on": date(2026, 10, 8)}
    county.listed("poverty_register", "watched", monitor_class="LIFTED")
    county.row("employment", "watched", **lost, benefit_fen=120_000)
    county.listed("dibao", "earlier")
    county.row("employment", "earlier", **{**lost, "registered_on": date(2026, 9, 30)})
    county.listed("dibao", "hired")
    county.row("employment", "hired", **{**lost, "employment_kind": "EMPLOYED"})
    county.row("employment", "stranger", **lost)

    assert county.found("newly-unemployed") == {
        "watched": {
            "programme": "POVERTY_REGISTER",
            "registered_on": "2026-10-08",
            "benefit_fen": 120_000,
            "standing": "UNSAID",
        }
    }


def test_an_orphan_who_came_of_age_and_left_school_is_found(county: County) -> None:
    county.person("grown up", age=18)
    county.listed("orphan", "grown up", child_kind="UNATTENDED", in_school="NO")
    county.person("says so", age=18)
    county.listed("orphan", "says so", child_kind="ORPHAN", in_school="YES")
    county.person("enrolled", age=19)
    county.listed("orphan", "enrolled", child_kind="ORPHAN", in_school="NO")
    county.row("student", "enrolled", student_status="ENROLLED", stage="VOCATIONAL")
    county.person("minor", age=17)
    county.listed("orphan", "minor", child_kind="ORPHAN", in_school="NO")

    assert county.found("orphan-over-age") == {
        "grown up": {"programme": "UNATTENDED_CHILD", "age": 18, "school": "SAID"}
    }
