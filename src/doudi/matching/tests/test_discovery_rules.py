"""Families in trouble whom nobody has found: disabled, old, without a worker, out of work, in hospital."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.matching.tests.county import County, Row

LIFTED: Row = {"monitor_class": "LIFTED"}
LAST = "2026-09"
JOBLESS: Row = {"employment_kind": "UNEMPLOYED"}


def certificate(county: County, name: str, kind: int = 4, level: int = 3, **changes: Any) -> None:
    """Give someone a standing certificate."""
    columns = {"disability_kind": kind, "disability_level": level, "certificate_status": "VALID", **changes}
    county.row("disability_certificate", name, **columns)


def family(county: County, home: int, **ages: int | None) -> None:
    """Let the registry know a household by its members' ages; of unknown age if none is given."""
    for name, age in ages.items():
        county.person(name, age=age or 40, home=home, born=None if age else date(1980, 1, 1))
        county.people[name]["born_on"] = county.people[name]["born_on"] if age else None


def test_two_certificates_in_a_household_without_aid_are_found(county: County) -> None:
    family(county, 1, a1=40, a2=50, a3=60)
    certificate(county, "a1")
    certificate(county, "a2", level=1)
    family(county, 2, b1=40, b2=50)
    certificate(county, "b1")
    certificate(county, "b1", kind=5)
    family(county, 3, c1=40, c2=50)
    certificate(county, "c1")
    certificate(county, "c2")
    county.listed("dibao", "c2")
    family(county, 4, d1=40, d2=50)
    certificate(county, "d1")
    certificate(county, "d2")
    county.row("cremation", "d2", died_on=date(2026, 10, 1))
    family(county, 5, e1=40, e2=50)
    certificate(county, "e1")
    certificate(county, "e2", certificate_status="CANCELLED")
    family(county, 6, f1=40, f2=50)
    certificate(county, "f1", expires_on=date(2026, 10, 1))
    certificate(county, "f2", expires_on=date(2026, 9, 30))
    family(county, 7, g1=40, g2=50)
    certificate(county, "g1")
    certificate(county, "g2", cancelled_on=date(2026, 10, 31))
    family(county, 8, h1=40, h2=50)
    certificate(county, "h1")
    certificate(county, "h2", cancelled_on=date(2026, 11, 1))
    county.all_people(["no home", "no home either"])
    certificate(county, "no home")
    certificate(county, "no home either")
    county.row("disability_certificate", None, disability_level=1)

    assert county.found("several-disabled-in-household") == {
        "household 1": {"people": 2},
        "household 8": {"people": 2},
    }
    assert county.found("several-disabled-in-household", people=3) == {}


def test_a_death_that_was_taken_back_is_none(county: County) -> None:
    family(county, 1, a1=40, a2=50)
    certificate(county, "a1")
    certificate(county, "a2")
    county.row("cremation", "a2", died_on=date(2026, 9, 1), record_status="WITHDRAWN")
    family(county, 2, b1=40, b2=50)
    certificate(county, "b1")
    certificate(county, "b2")
    county.row("cremation", "b2", died_on=date(2026, 9, 1))
    county.row("cremation", "b2", record_kind="RESTORED")
    family(county, 3, c1=40, c2=50)
    certificate(county, "c1")
    certificate(county, "c2")
    county.row("cremation", "c2", died_on=date(2026, 9, 1), record_kind="MOVED")
    family(county, 4, d1=40, d2=50)
    certificate(county, "d1")
    certificate(county, "d2")
    county.row("cremation", "d2", died_on=date(2026, 9, 1), record_kind="DECLARED")
    family(county, 5, e1=40, e2=50)
    certificate(county, "e1")
    certificate(county, "e2")
    county.row("cremation", "e2", died_on=date(2026, 9, 1), remark="RESTORED")

    found = set(county.found("several-disabled-in-household"))

    assert found == {"household 1", "household 2", "household 3", "household 5"}


def test_old_and_disabled_people_of_the_register_are_found(county: County) -> None:
    family(county, 1, sixty=60)
    county.listed("poverty_register", "sixty", **LIFTED)
    certificate(county, "sixty", kind=1, level=4)
    family(county, 2, younger=59)
    county.listed("poverty_register", "younger", **LIFTED)
    certificate(county, "younger")
    family(county, 3, father=80, son=40)
    county.listed("poverty_register", "father", **LIFTED)
    certificate(county, "father")
    county.listed("dibao", "son")
    family(county, 4, sound=70, removed=70, gone=70)
    county.listed("poverty_register", "sound", **LIFTED)
    county.listed("poverty_register", "removed", **LIFTED, removed_on=date(2026, 10, 31))
    certificate(county, "removed")
    county.listed("poverty_register", "gone", **LIFTED)
    certificate(county, "gone")
    county.row("cremation", "gone", died_on=date(2026, 10, 31))
    family(county, 5, stranger=70)
    certificate(county, "stranger")

    assert county.found("old-and-disabled") == {
        "sixty": {"age": 60, "disability_kind": 1, "disability_level": 4}
    }


def test_the_heavily_disabled_with_only_old_family_are_found(county: County) -> None:
    family(county, 1, son=40, mother=70, father=60)
    certificate(county, "son", level=2)
    family(county, 2, daughter=30, sister=59, mother2=80)
    certificate(county, "daughter", level=1)
    family(county, 3, light=40, mother3=70)
    certificate(county, "light", level=3)
    family(county, 4, alone=40)
    certificate(county, "alone", level=1)
    family(county, 5, aided=40, mother5=70)
    certificate(county, "aided", level=1)
    county.listed("tekun", "mother5")
    family(county, 6, widowed=40, mother6=70, brother=40)
    certificate(county, "widowed", level=1)
    county.row("cremation", "brother", died_on=date(2026, 10, 1))
    family(county, 7, unknown=40, mother7=None)
    certificate(county, "unknown", level=1)
    family(county, 8, old=60, mother8=90)
    certificate(county, "old", level=1)
    family(county, 9, dead=40, mother9=70)
    certificate(county, "dead", level=1)
    county.row("cremation", "dead", died_on=date(2026, 10, 1))

    found = county.found("old-caring-for-disabled")

    assert {who: measures["carers"] for who, measures in found.items()} == {"son": 2, "widowed": 1}
    assert found["son"] == {"age": 40, "disability_kind": 4, "disability_level": 2, "carers": 2}


def test_a_household_without_anyone_able_to_work_is_found(county: County) -> None:
    family(county, 1, granny=60, child=15, sick=40, heavy=30)
    county.all_listed("poverty_register", ["granny", "child"], **LIFTED)
    county.listed("poverty_register", "sick", **LIFTED, labour="NONE")
    county.listed("poverty_register", "heavy", **LIFTED, labour="PARTIAL")
    certificate(county, "heavy", level=2)
    family(county, 2, old2=70, able=16)
    county.all_listed("poverty_register", ["old2", "able"], **LIFTED)
    family(county, 3, old3=70, light=40)
    county.all_listed("poverty_register", ["old3", "light"], **LIFTED)
    certificate(county, "light", level=3)
    family(county, 4, old4=70, elsewhere=59)
    county.listed("poverty_register", "old4", **LIFTED)
    family(county, 5, old5=70, unknown=None)
    county.all_listed("poverty_register", ["old5", "unknown"], **LIFTED)
    family(county, 6, old6=70)
    county.listed("poverty_register", "old6", **LIFTED)
    county.listed("dibao", "old6")
    family(county, 7, old7=70, dead=40)
    county.all_listed("poverty_register", ["old7", "dead"], **LIFTED)
    county.row("cremation", "dead", died_on=date(2026, 10, 1))
    family(county, 8, old8=70)
    county.listed("poverty_register", "old8", **LIFTED, removed_on=date(2026, 10, 1))
    county.person("no home", age=70)
    county.listed("poverty_register", "no home", **LIFTED)

    assert county.found("no-worker-in-household") == {
        "household 1": {"people": 4, "minors": 1, "old": 1},
        "household 7": {"people": 1, "minors": 0, "old": 1},
    }


def test_three_months_out_of_work_without_any_help_are_found(county: County) -> None:
    names = ["three", "two", "benefit", "insured", "relieved", "on dibao", "cancelled", "hired", "ended"]
    county.all_listed("poverty_register", names, **LIFTED)
    since = date(2026, 7, 31)
    county.row("employment", "three", **JOBLESS, unemployed_on=since, registered_on=date(2026, 10, 1))
    county.row("employment", "two", **JOBLESS, registered_on=date(2026, 8, 1))
    county.row("employment", "benefit", **JOBLESS, registered_on=since, benefit_fen=1)
    county.all_rows(
        "employment", ["insured", "relieved", "on dibao", "hired"], **JOBLESS, registered_on=since
    )
    county.row("employment", "cancelled", **JOBLESS, registered_on=since, registration_state="CANCELLED")
    county.row("employment", "ended", **JOBLESS, registered_on=since, ended_on=date(2026, 10, 31))
    county.row("social_insurance", "insured", insurance_kind="EMPLOYEE", insurance_status="PAYING")
    county.row("social_insurance", "three", insurance_kind="RESIDENT", insurance_status="PAYING")
    county.row("social_insurance", "three", insurance_kind="EMPLOYEE", insurance_status="STOPPED")
    county.row("temporary_relief", "relieved", period="2026-03")
    county.listed("dibao", "on dibao")
    county.row("employment", "hired", employment_kind="EMPLOYED", registered_on=since)
    county.row("employment", "three", employment_kind="EMPLOYED", employed_on=date(2026, 7, 30))
    county.listed("poverty_register", "job ended", **LIFTED)
    county.row("employment", "job ended", **JOBLESS, registered_on=since)
    ended: Row = {"employment_kind": "EMPLOYED", "registered_on": date(2026, 8, 1)}
    county.row("employment", "job ended", **ended, ended_on=date(2026, 10, 31))
    county.listed("poverty_register", "removed", **LIFTED, removed_on=date(2026, 10, 1))
    county.row("employment", "removed", **JOBLESS, registered_on=since)
    county.row("employment", "stranger", **JOBLESS, registered_on=since)

    assert county.found("long-unemployed") == {
        "three": {"since": "2026-07-31", "benefit": "UNKNOWN", "standing": "UNSAID"},
        "job ended": {"since": "2026-07-31", "benefit": "UNKNOWN", "standing": "UNSAID"},
    }


def test_a_list_that_never_tells_a_benefit_does_not_say_that_there_is_none(county: County) -> None:
    since = date(2026, 3, 1)
    county.listed("poverty_register", "jobless", **LIFTED)
    county.row("employment", "jobless", period=LAST, **JOBLESS, registered_on=since, benefit_fen=150_000)
    county.row("employment", "jobless", **JOBLESS, registered_on=since)

    assert county.found("long-unemployed") == {}
    assert county.found("unemployment-benefit-ended") == {}


@pytest.mark.parametrize(
    ("source", "columns"), [("dibao", {}), ("poverty_register", {"monitor_class": "SUDDEN"})]
)
def test_a_benefit_that_ended_before_work_was_found_is_told(
    county: County, source: str, columns: Row
) -> None:
    since = date(2025, 10, 1)
    county.all_listed(source, ["ended", "still drawn", "hired", "never drawn", "gone"], **columns)
    drawn = ["ended", "still drawn", "hired", "gone", "on tekun"]
    county.all_rows("employment", drawn, LAST, **JOBLESS, registered_on=since, benefit_fen=150_000)
    county.row("employment", "never drawn", period=LAST, **JOBLESS, registered_on=since)
    county.all_rows("employment", ["ended", "never drawn", "on tekun"], **JOBLESS, registered_on=since)
    county.row("employment", "still drawn", **JOBLESS, registered_on=since, benefit_fen=1)
    county.row("employment", "hired", **JOBLESS, registered_on=since)
    county.row("employment", "hired", employment_kind="EMPLOYED", registered_on=date(2026, 10, 1))
    county.listed("tekun", "on tekun")

    assert county.found("unemployment-benefit-ended") == {
        "ended": {"programme": source.upper(), "benefit_fen": 150_000, "now": "UNKNOWN", "standing": "UNSAID"}
    }
