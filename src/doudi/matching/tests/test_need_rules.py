"""People on the lists, or watched, whose need is greater than what they get."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.matching.tests.county import County, Row

LAST = "2026-09"
OCTOBER = date(2026, 10, 5)
WATCHED: Row = {"monitor_class": "SUDDEN"}
LIFTED: Row = {"monitor_class": "LIFTED"}


def certificate(county: County, name: str, kind: int = 4, level: int = 1, **changes: Any) -> None:
    """Give someone a standing certificate."""
    columns = {"disability_kind": kind, "disability_level": level, "certificate_status": "VALID", **changes}
    county.row("disability_certificate", name, **columns)


def bill(county: County, name: str, yuan: int, day: date = OCTOBER, **changes: Any) -> None:
    """Add a settlement of so many yuan paid by the patient."""
    columns = {"settled_on": day, "self_pay_fen": yuan * 100, "visit_kind": "INPATIENT", **changes}
    county.row("medical_selfpay", name, **columns)


def test_watched_people_whose_disability_lets_them_apply_alone_are_found(county: County) -> None:
    names = ["second", "third", "mind third", "mind fourth", "on dibao", "orphan", "dead", "two", "expired"]
    county.all_listed("poverty_register", names, **WATCHED)
    certificate(county, "second", level=2)
    certificate(county, "third", level=3)
    certificate(county, "mind third", kind=5, level=3)
    certificate(county, "mind fourth", kind=6, level=4)
    certificate(county, "two", level=3)
    certificate(county, "two", kind=6, level=3)
    certificate(county, "expired", expires_on=date(2026, 9, 30))
    county.all_rows("disability_certificate", ["on dibao", "orphan", "dead"], disability_level=1)
    county.listed("dibao", "on dibao")
    county.listed("orphan", "orphan", child_kind="ORPHAN")
    county.row("cremation", "dead", died_on=OCTOBER)
    county.listed("poverty_register", "lifted", **LIFTED)
    certificate(county, "lifted")
    county.listed("poverty_register", "removed", **WATCHED, removed_on=OCTOBER)
    certificate(county, "removed")

    found = county.found("heavy-disabled-not-single")

    assert set(found) == {"second", "mind third", "two"}
    assert found["two"] == {"monitor_class": "SUDDEN", "disability_kind": 6, "disability_level": 3}
    assert found["second"]["disability_level"] == 2


def test_sudden_hardship_without_relief_this_year_is_found(county: County) -> None:
    county.all_people(["a1", "a2"], home=1)
    county.all_listed("poverty_register", ["a1", "a2"], **WATCHED)
    county.all_people(["b1", "b2"], home=2)
    county.listed("poverty_register", "b1", **WATCHED)
    county.row("temporary_relief", "b2", period="2026-02")
    county.all_people(["c1", "c2"], home=3)
    county.listed("poverty_register", "c1", **WATCHED)
    county.listed("dibao", "c2")
    county.listed("poverty_register", "alone", **WATCHED)
    county.row("temporary_relief", "alone", period="2025-12")
    county.listed("poverty_register", "returned", **WATCHED)
    county.row("temporary_relief", "returned", payment_status="RETURNED")
    county.listed("poverty_register", "marginal", monitor_class="MARGINAL")
    county.listed("poverty_register", "removed", **WATCHED, removed_on=OCTOBER)

    assert county.found("sudden-without-relief") == {
        "household 1": {"people": 2},
        "alone": {"people": 1},
        "returned": {"people": 1},
    }


def test_bills_over_the_limit_without_relief_are_found(county: County) -> None:
    county.listed("tekun", "tekun")
    bill(county, "tekun", 600, visit_kind="OUTPATIENT")
    bill(county, "tekun", 401, date(2026, 1, 1), period="2026-01")
    county.listed("dibao", "dibao")
    county.listed("poverty_register", "dibao", **WATCHED)
    bill(county, "dibao", 5_001)
    county.listed("dibao", "at it")
    bill(county, "at it", 5_000)
    county.listed("poverty_register", "watched", **WATCHED)
    bill(county, "watched", 10_001)
    county.listed("poverty_register", "lifted", **LIFTED)
    bill(county, "lifted", 20_000)
    county.listed("dibao", "relieved")
    bill(county, "relieved", 9_000)
    county.row("temporary_relief", "relieved", period="2026-02")
    county.listed("dibao", "relief came back")
    bill(county, "relief came back", 9_000)
    county.row("temporary_relief", "relief came back", payment_status="RETURNED")
    county.listed("dibao", "taken back")
    bill(county, "taken back", 9_000)
    bill(county, "taken back", -9_000)
    bill(county, "stranger", 90_000)

    found = county.found("big-bill-without-relief")

    assert set(found) == {"tekun", "dibao", "watched", "relief came back"}
    assert found["tekun"] == {"category": "TEKUN", "self_pay_fen": 100_100, "limit_fen": 100_000}
    assert found["dibao"] == {"category": "DIBAO", "self_pay_fen": 500_100, "limit_fen": 500_000}
    assert found["watched"]["category"] == "MONITORED"


def test_children_of_school_age_whom_no_school_has_are_found(county: County) -> None:
    county.person("seven", age=7)
    county.person("fifteen", age=15)
    county.person("six", age=6)
    county.person("sixteen", age=16)
    county.person("pupil", age=10)
    county.person("left", age=10)
    county.person("disabled", age=10)
    county.person("dead", age=10)
    county.all_listed("dibao", ["seven", "six", "sixteen", "pupil", "left", "disabled", "dead"])
    county.listed("orphan", "fifteen", child_kind="ORPHAN")
    county.row("student", "pupil", student_status="ENROLLED", stage="PRIMARY")
    county.row("student", "left", student_status="LEFT")
    certificate(county, "disabled", level=4)
    county.row("cremation", "dead", died_on=OCTOBER)
    county.person("at school elsewhere", age=10)
    county.listed("poverty_register", "at school elsewhere", **LIFTED, schooling="PRIMARY")
    county.all_people(["not at school", "lifted", "removed"])
    county.people.update(
        {n: {**county.people[n], "born_on": date(2016, 5, 1)} for n in ("not at school", "lifted", "removed")}
    )
    county.listed("poverty_register", "not at school", **WATCHED, schooling="NONE")
    county.listed("poverty_register", "lifted", **LIFTED)
    county.listed("poverty_register", "removed", **WATCHED, removed_on=date(2026, 8, 8))
    county.person("subsidised", age=10)
    county.listed("disability_subsidy", "subsidised", nursing_fen=1)

    assert county.found("school-age-not-enrolled") == {
        "seven": {"programme": "DIBAO", "age": 7},
        "fifteen": {"programme": "ORPHAN", "age": 15},
        "left": {"programme": "DIBAO", "age": 10},
        "not at school": {"programme": "POVERTY_REGISTER", "age": 10},
    }


def test_disabled_children_whom_no_school_has_are_found_apart(county: County) -> None:
    for_ages = {"seven": 7, "fifteen": 15, "six": 6, "sixteen": 16, "pupil": 10, "expired": 10, "dead": 10}
    county.all_people(for_ages)
    county.people.update(
        {n: {**county.people[n], "born_on": date(2026 - a, 5, 1)} for n, a in for_ages.items()}
    )
    county.all_listed("dibao", for_ages)
    county.all_rows(
        "disability_certificate", ["seven", "fifteen", "six", "sixteen", "pupil", "dead"], disability_level=3
    )
    certificate(county, "expired", expires_on=date(2026, 9, 30))
    county.row("student", "pupil", student_status="ENROLLED", stage="JUNIOR")
    county.row("cremation", "dead", died_on=OCTOBER)

    found = county.found("disabled-child-not-enrolled")

    assert set(found) == {"seven", "fifteen"}
    assert found["seven"] == {
        "programme": "DIBAO",
        "age": 7,
        "disability_kind": "UNKNOWN",
        "disability_level": 3,
    }


def test_whoever_is_new_at_a_college_is_found(county: County) -> None:
    college: Row = {"student_status": "ENROLLED", "stage": "COLLEGE"}
    county.all_listed("dibao", ["new", "from school", "last year too", "at school", "left"])
    county.all_rows("student", ["new", "from school", "last year too", "stranger", "registered"], **college)
    county.row("student", "at school", **{**college, "stage": "SENIOR"})
    county.row("student", "left", **{**college, "student_status": "LEFT"})
    county.row("student", "from school", period=LAST, **{**college, "stage": "SENIOR"})
    county.row("student", "last year too", period=LAST, **college)
    county.listed("poverty_register", "registered", **WATCHED)
    county.row("student", "registered", period=LAST, **{**college, "student_status": "LEFT"})
    county.listed("poverty_register", "lifted", **LIFTED)
    county.row("student", "lifted", **college)
    county.listed("poverty_register", "removed", **WATCHED, removed_on=date(2026, 8, 8))
    county.row("student", "removed", **college)
    county.listed("disability_subsidy", "subsidised", nursing_fen=1)
    county.row("student", "subsidised", **college)

    assert county.found("new-college-student") == {
        "new": {"programme": "DIBAO"},
        "from school": {"programme": "DIBAO"},
        "registered": {"programme": "POVERTY_REGISTER"},
    }


def test_students_the_schools_do_not_aid_are_found(county: County) -> None:
    unaided: Row = {"student_status": "ENROLLED", "aided": "NO"}
    county.all_listed("dibao", ["unaided", "aided", "unsaid", "left", "aided elsewhere"])
    county.all_rows(
        "student", ["unaided", "aided elsewhere", "watched", "lifted", "removed", "stranger"], **unaided
    )
    county.row("student", "aided", **{**unaided, "aided": "YES"})
    county.row("student", "unsaid", student_status="ENROLLED")
    county.row("student", "left", **{**unaided, "student_status": "LEFT"})
    county.row("student", "aided elsewhere", **{**unaided, "aided": "YES"})
    county.listed("poverty_register", "watched", **WATCHED)
    county.listed("poverty_register", "lifted", **LIFTED)
    county.listed("poverty_register", "removed", **WATCHED, removed_on=date(2026, 8, 8))

    assert county.found("student-not-aided") == {
        "unaided": {"programme": "DIBAO"},
        "watched": {"programme": "POVERTY_REGISTER"},
    }


def test_the_old_on_aid_without_a_pension_are_found(county: County) -> None:
    county.person("sixty", age=60)
    county.person("fifty-nine", age=59)
    county.person("retired", age=70)
    county.person("drawing", age=70)
    county.person("stopped", age=70)
    county.person("dead", age=70)
    county.all_listed("dibao", ["sixty", "fifty-nine", "retired", "drawing", "dead"])
    county.listed("tekun", "stopped")
    county.row("social_insurance", "retired", insurance_kind="RESIDENT", insurance_status="RETIRED")
    county.row("social_insurance", "drawing", pension_fen=1)
    county.row("social_insurance", "stopped", insurance_status="STOPPED", pension_fen=0)
    county.row("cremation", "dead", died_on=OCTOBER)
    county.person("registered", age=70)
    county.listed("poverty_register", "registered", **LIFTED)

    assert county.found("elderly-without-pension") == {
        "sixty": {"programme": "DIBAO", "age": 60},
        "stopped": {"programme": "TEKUN", "age": 70},
    }


def test_a_household_of_which_only_some_are_on_dibao_is_found(county: County) -> None:
    county.all_people(["a1", "a2", "a3"], home=1)
    county.all_listed("poverty_register", ["a1", "a2", "a3"], **LIFTED)
    county.listed("dibao", "a1")
    county.all_people(["b1", "b2"], home=2)
    county.all_listed("poverty_register", ["b1", "b2"], **LIFTED)
    county.all_listed("dibao", ["b1", "b2"])
    county.all_people(["c1", "c2"], home=3)
    county.all_listed("poverty_register", ["c1", "c2"], **LIFTED)
    county.listed("dibao", "c1", single_person="YES")
    county.all_people(["d1", "d2"], home=4)
    county.all_listed("poverty_register", ["d1", "d2"], **LIFTED)
    county.listed("dibao", "d1")
    certificate(county, "d1", level=2)
    county.all_people(["e1", "e2"], home=5)
    county.all_listed("poverty_register", ["e1", "e2"], **LIFTED)
    county.listed("dibao", "e1", health="SERIOUS")
    county.all_people(["f1", "f2"], home=6)
    county.all_listed("poverty_register", ["f1", "f2"], **LIFTED)
    county.listed("dibao", "f1")
    county.listed("tekun", "f2")
    county.all_people(["g1", "g2"], home=7)
    county.all_listed("poverty_register", ["g1", "g2"], **LIFTED)
    county.listed("dibao", "g1")
    county.row("cremation", "g2", died_on=OCTOBER)
    county.all_people(["h1", "h2"], home=8)
    county.listed("dibao", "h1")
    county.all_people(["i1", "i2"], home=9)
    county.all_listed("poverty_register", ["i1", "i2"], **LIFTED)
    county.listed("dibao", "i1")
    certificate(county, "i1", kind=6, level=4)

    assert county.found("household-partly-listed") == {"household 1": {"listed": 1, "unlisted": 2}}


def test_a_light_disability_lets_nobody_be_taken_in_alone(county: County) -> None:
    county.all_people(["light", "mother"], home=1)
    county.all_listed("poverty_register", ["light", "mother"], **LIFTED)
    county.listed("dibao", "light")
    certificate(county, "light", level=3)

    assert county.found("household-partly-listed") == {}, "the list never says who was taken in alone"
    county.listed("dibao", "taken in alone", single_person="YES")
    assert set(county.found("household-partly-listed")) == {"household 1"}


def test_a_dibao_household_where_nobody_able_works_is_found(county: County) -> None:
    able: Row = {"labour": "ABLE"}
    county.all_people(["a1", "a2"], home=1)
    county.all_listed("dibao", ["a1", "a2"], **able)
    county.row("employment", "a1", employment_kind="UNEMPLOYED")
    county.row("employment", "a2", employment_kind="EMPLOYED", ended_on=date(2026, 10, 31))
    county.all_people(["b1", "b2"], home=2)
    county.all_listed("dibao", ["b1", "b2"], **able)
    county.row("employment", "b2", employment_kind="EMPLOYED")
    county.listed("dibao", "insured", **able)
    county.row("social_insurance", "insured", insurance_kind="EMPLOYEE", insurance_status="PAYING")
    county.listed("dibao", "resident", **able)
    county.row("social_insurance", "resident", insurance_kind="RESIDENT", insurance_status="PAYING")
    county.listed("dibao", "partly able", labour="PARTIAL")
    county.listed("dibao", "student", **able)
    county.row("student", "student", student_status="ENROLLED")
    county.person("fifteen", age=15)
    county.person("sixty", age=60)
    county.person("sixteen", age=16)
    county.all_listed("dibao", ["fifteen", "sixty", "sixteen", "dead", "cancelled"], **able)
    county.row("cremation", "dead", died_on=OCTOBER)
    county.row("employment", "cancelled", employment_kind="EMPLOYED", registration_state="CANCELLED")
    county.listed("tekun", "tekun", **able)

    assert county.found("nobody-employed") == {
        "household 1": {"able": 2},
        "resident": {"able": 1},
        "sixteen": {"able": 1},
        "cancelled": {"able": 1},
    }


def test_who_works_is_at_work_though_no_list_tells_their_strength(county: County) -> None:
    county.all_people(["able", "strength untold"], home=1)
    county.all_people(["his wife", "not on dibao"], home=2)
    county.all_people(["widow", "worked until death"], home=3)
    county.all_listed("dibao", ["able", "his wife", "widow"], labour="ABLE")
    county.listed("dibao", "strength untold")
    at_work = ["strength untold", "not on dibao", "worked until death"]
    county.all_rows("employment", at_work, employment_kind="EMPLOYED")
    county.row("cremation", "worked until death", died_on=OCTOBER)

    assert set(county.found("nobody-employed")) == {"household 3"}


def test_the_heavily_disabled_who_live_alone_are_found(county: County) -> None:
    county.person("alone", home=1)
    county.person("with family", home=2)
    county.person("family", home=2)
    county.person("widowed", home=3)
    county.person("husband", home=3)
    county.person("light", home=4)
    county.person("dead", home=5)
    county.all_listed("dibao", ["alone", "with family", "light", "dead", "no home"])
    county.listed("poverty_register", "widowed", **LIFTED)
    county.all_rows("cremation", ["husband", "dead"], died_on=OCTOBER)
    certificate(county, "alone", level=2)
    certificate(county, "light", level=3)
    county.all_rows(
        "disability_certificate", ["with family", "widowed", "dead", "no home"], disability_level=1
    )
    county.person("on tekun", home=6)
    county.listed("tekun", "on tekun")
    certificate(county, "on tekun")

    assert set(county.found("alone-and-heavily-disabled")) == {"alone", "widowed"}
    assert county.found("alone-and-heavily-disabled")["alone"] == {
        "programme": "DIBAO",
        "disability_kind": 4,
        "disability_level": 2,
    }


@pytest.mark.parametrize("rule", ["school-age-not-enrolled", "disabled-child-not-enrolled"])
def test_a_pupil_whose_status_the_list_does_not_say_is_not_out_of_school(county: County, rule: str) -> None:
    names = ("unsaid", "left", "listed")
    for who in names:
        county.person(who, age=10)
    county.all_listed("dibao", names)
    if rule == "disabled-child-not-enrolled":
        for who in names:
            certificate(county, who)
    county.row("student", "listed", student_status="ENROLLED", stage="PRIMARY")
    county.row("student", "unsaid", stage="PRIMARY")
    county.row("student", "left", stage="PRIMARY", left_on=OCTOBER)

    assert set(county.found(rule)) == {"left"}


@pytest.mark.parametrize("rule", ["school-age-not-enrolled", "disabled-child-not-enrolled"])
def test_a_list_of_students_without_pupils_says_nothing_of_children(county: County, rule: str) -> None:
    county.person("child", age=10)
    county.person("disabled child", age=10)
    county.all_listed("dibao", ["child", "disabled child"])
    certificate(county, "disabled child")
    county.row("student", "stranger", student_status="ENROLLED", stage="COLLEGE")
    county.row("student", "other stranger", student_status="LEFT", stage="PRIMARY")

    assert county.found(rule) == {}


def test_lists_that_had_nobody_of_a_kind_say_nothing_of_anyone(county: County) -> None:
    county.person("old", age=70)
    county.all_listed("dibao", ["old", "student"], labour="ABLE")
    county.row("student", "student", student_status="ENROLLED", stage="COLLEGE")
    county.row("student", "stranger", period=LAST, student_status="ENROLLED", stage="SENIOR")
    county.row("social_insurance", "stranger", insurance_status="PAYING", pension_fen=0)
    county.listed("dibao", "able", labour="ABLE")
    county.row("employment", "stranger", employment_kind="UNEMPLOYED")

    assert county.found("elderly-without-pension") == {}
    assert county.found("new-college-student") == {}
    assert county.found("nobody-employed") == {}


@pytest.mark.parametrize(
    ("rule", "column"), [("medical-insurance-missing", "medical_insured"), ("house-unsafe", "housing_safe")]
)
def test_what_the_register_says_is_missing_is_passed_on(county: County, rule: str, column: str) -> None:
    missing: Row = {column: "NO"}
    county.listed("poverty_register", "watched", **WATCHED, **missing)
    county.listed("poverty_register", "lifted", **LIFTED, **missing)
    county.listed("poverty_register", "lifted on dibao", **LIFTED, **missing)
    county.listed("dibao", "lifted on dibao")
    county.listed("poverty_register", "has it", **{**WATCHED, column: "YES"})
    county.listed("poverty_register", "unsaid", **WATCHED)
    county.listed("poverty_register", "removed", **WATCHED, **missing, removed_on=date(2026, 10, 31))
    county.listed("poverty_register", "not yet removed", **WATCHED, **missing, removed_on=date(2026, 11, 1))

    assert county.found(rule) == {
        "watched": {"monitor_class": "SUDDEN"},
        "lifted on dibao": {"monitor_class": "LIFTED"},
        "not yet removed": {"monitor_class": "SUDDEN"},
    }


def test_a_stay_in_hospital_without_medical_aid_is_found(county: County) -> None:
    county.all_listed("dibao", ["unaided", "aided", "unsaid", "outpatient", "last month", "later"])
    bill(county, "unaided", 100, relief_fen=0)
    bill(county, "unaided", 50, relief_fen=0)
    bill(county, "aided", 100, relief_fen=1)
    bill(county, "unsaid", 100)
    bill(county, "outpatient", 100, relief_fen=0, visit_kind="OUTPATIENT")
    bill(county, "last month", 100, date(2026, 9, 30), relief_fen=0)
    bill(county, "later", 100, date(2026, 11, 1), relief_fen=0)
    county.listed("tekun", "on the first day")
    bill(county, "on the first day", 100, date(2026, 10, 1), relief_fen=0)
    county.listed("dibao", "before the aid", since=date(2026, 10, 6))
    bill(county, "before the aid", 100, relief_fen=0)
    county.listed("poverty_register", "registered", **WATCHED)
    bill(county, "registered", 100, relief_fen=0)

    assert county.found("medical-aid-missing") == {
        "unaided": {"programme": "DIBAO", "settled_on": "2026-10-05", "self_pay_fen": 10_000},
        "on the first day": {"programme": "TEKUN", "settled_on": "2026-10-01", "self_pay_fen": 10_000},
    }


def test_a_stay_that_was_taken_back_needs_no_medical_aid(county: County) -> None:
    one: Row = {"relief_fen": 0, "settlement_number_high": 1, "settlement_number_low": 1}
    back: Row = {"relief_fen": 0, "reversed_number_high": 1, "reversed_number_low": 1}
    county.all_listed("dibao", ["marked", "remarked", "named", "taken back", "nothing paid"])
    bill(county, "marked", 100, relief_fen=0, bill_status="REVERSED")
    bill(county, "remarked", 100, relief_fen=0, remark="REFUND")
    bill(county, "named", 100, **one)
    bill(county, "named", 100, **back, bill_status="REVERSED")
    bill(county, "taken back", 100, relief_fen=0)
    bill(county, "taken back", -100, relief_fen=0)
    bill(county, "nothing paid", 0, relief_fen=0)

    assert county.found("medical-aid-missing") == {}
