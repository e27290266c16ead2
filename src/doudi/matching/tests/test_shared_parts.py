"""What many rules say the same way is said in the same words, and each condition of it holds."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doudi.matching.tests.county import POLICIES, County, Row

END = date(2026, 10, 31)
NEXT = date(2026, 11, 1)
# The same words over what each rule itself calls listed.
SAID_OF_OTHER_ROWS = [["dead-but-listed.sql: totals", "subsidy-and-cremation.sql: totals"]]


PART = re.compile(r"^(?:with )?(\w+) as \(\n(.*?)^\)", re.MULTILINE | re.DOTALL)
LONG = 4


def parts_of(path: Path) -> list[tuple[str, str]]:
    """Return where each long named part of a rule's SQL stands, and each step, and what it says."""
    sql = path.read_text(encoding="utf-8")
    found = [(f"{path.name}: {name}", text) for name, text in PART.findall(sql)]
    if path.parent.name == "steps":
        found.append((path.name, re.sub(r"--[^\n]*\n", "", sql)))
    return [(place, text) for place, text in found if text.count("\n") >= LONG]


def test_no_long_part_of_a_rule_is_written_twice() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(POLICIES.rglob("*.sql")):
        for place, text in parts_of(path):
            places["".join(text.split())].append(place)

    assert [written for written in places.values() if len(written) > 1] == SAID_OF_OTHER_ROWS


def test_bills_of_the_month_and_of_the_year_stand_in_the_same_words() -> None:
    month, year = (
        re.sub(r"--[^\n]*\n", "", (POLICIES / "steps" / f"{name}.sql").read_text(encoding="utf-8"))
        for name in ("net_bills", "net_bills_year")
    )

    assert year.replace("_year", "").replace("m.year_first_day", "m.first_day") == month


def two_certificates(county: County, **changes: Any) -> bool:
    """Say whether a household counts as one of two disabled people if the second certificate is like this."""
    county.all_people(["first", "second"], home=1)
    standing: Row = {"disability_kind": 4, "disability_level": 3, "certificate_status": "VALID"}
    county.row("disability_certificate", "first", **standing)
    county.row("disability_certificate", "second", **{**standing, **changes})
    return bool(county.found("several-disabled-in-household"))


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({}, True),
        ({"certificate_status": None}, True),
        ({"certificate_status": "CANCELLED"}, False),
        ({"expires_on": date(2026, 10, 1)}, True),
        ({"expires_on": date(2026, 9, 30)}, False),
        ({"cancelled_on": END}, False),
        ({"cancelled_on": NEXT}, True),
        ({"disability_level": None}, False),
    ],
)
def test_a_certificate_stands_until_it_ends(county: County, changes: Row, stands: bool) -> None:
    assert two_certificates(county, **changes) is stands


@pytest.mark.parametrize(
    ("record", "dead"),
    [
        ({"died_on": END}, True),
        ({"died_on": NEXT}, False),
        ({"cremated_on": END}, True),
        ({"died_on": END, "cremated_on": NEXT}, True),
        ({}, True),
        ({"died_on": END, "record_kind": "DECLARED"}, True),
        ({"died_on": END, "record_kind": "MISSING"}, False),
        ({"died_on": END, "record_kind": "MOVED"}, False),
        ({"died_on": END, "record_status": "STANDING"}, True),
        ({"died_on": END, "record_status": "WITHDRAWN"}, False),
        ({"died_on": END, "remark": "RESTORED"}, False),
        ({"died_on": END, "remark": "DEATH"}, True),
    ],
)
def test_the_dead_are_those_reported_dead_by_the_end_of_the_month(
    county: County, record: Row, dead: bool
) -> None:
    county.row("cremation", "second", **record)

    assert two_certificates(county) is not dead


def test_a_death_reported_in_an_earlier_month_is_one(county: County) -> None:
    county.row("cremation", "second", period="2025-12", died_on=date(2025, 12, 1))

    assert not two_certificates(county)


def test_a_death_taken_back_on_another_row_is_none(county: County) -> None:
    county.row("cremation", "second", died_on=END)
    county.row("cremation", "second", record_kind="RESTORED")

    assert two_certificates(county)


@pytest.mark.parametrize(
    ("programme", "until", "helped"),
    [
        ("dibao", None, True),
        ("tekun", None, True),
        ("dibao", date(2026, 10, 1), False),
        ("orphan", None, False),
    ],
)
def test_a_household_is_helped_if_anyone_of_it_is_on_basic_aid(
    county: County, programme: str, until: date | None, helped: bool
) -> None:
    county.person("third", home=1)
    county.listed(programme, "third", until=until, child_kind="ORPHAN")

    assert two_certificates(county) is not helped


@pytest.mark.parametrize(("removed", "stands"), [(None, True), (END, False), (NEXT, True)])
def test_the_register_holds_whom_it_has_not_removed(
    county: County, removed: date | None, stands: bool
) -> None:
    county.person("old", age=70)
    county.listed("poverty_register", "old", monitor_class="LIFTED", removed_on=removed)
    county.row("disability_certificate", "old", disability_level=4)

    assert bool(county.found("old-and-disabled")) is stands


@pytest.mark.parametrize(
    ("loss", "work", "jobless"),
    [
        ({}, {}, True),
        ({"registration_state": "CANCELLED"}, {}, False),
        ({"registration_state": "CURRENT"}, {}, True),
        ({"ended_on": END}, {}, False),
        ({"ended_on": NEXT}, {}, True),
        ({"registered_on": None}, {}, False),
        ({"registered_on": None, "unemployed_on": date(2026, 7, 1)}, {}, True),
        ({"employment_kind": "EMPLOYED"}, {}, False),
        ({}, {"registered_on": date(2026, 7, 1)}, False),
        ({}, {"registered_on": date(2026, 6, 30)}, True),
        ({}, {"employed_on": date(2026, 9, 1)}, False),
        ({}, {"registered_on": date(2026, 9, 1), "registration_state": "CANCELLED"}, True),
        ({}, {"registered_on": date(2026, 9, 1), "ended_on": END}, True),
        ({}, {"registered_on": date(2026, 9, 1), "ended_on": NEXT}, False),
    ],
)
def test_whoever_lost_work_and_found_none_since_is_jobless(
    county: County, loss: Row, work: Row, jobless: bool
) -> None:
    county.listed("poverty_register", "worker", monitor_class="LIFTED")
    lost: Row = {"employment_kind": "UNEMPLOYED", "registered_on": date(2026, 7, 1)}
    county.row("employment", "worker", **{**lost, **loss})
    county.row("employment", "worker", **{"employment_kind": "EMPLOYED", "registered_on": None, **work})
    county.row("employment", "stranger", employment_kind="UNEMPLOYED", benefit_fen=1)

    assert bool(county.found("long-unemployed")) is jobless


@pytest.mark.parametrize("day", [date(2026, 11, 1), None])
def test_a_loss_of_work_has_its_day_within_the_month_or_before(county: County, day: date | None) -> None:
    county.listed("dibao", "worker")
    county.row("employment", "worker", employment_kind="UNEMPLOYED", registered_on=day)
    county.row("employment", "worker", period="2026-09", employment_kind="UNEMPLOYED", benefit_fen=1)

    assert county.found("unemployment-benefit-ended") == {}
