"""A number alone does not say who somebody is: what stands under two names is found as a doubt."""

from __future__ import annotations

from datetime import date

import pyarrow.parquet as pq
import pytest

from doudi.matching.engine import Tally
from doudi.matching.tests.county import County

ZHANG, LI, WANG = 11, 22, 33
DIED = date(2026, 6, 3)


def compared(county: County, rule_id: str) -> tuple[Tally, dict[str, str]]:
    """Return a rule's tally and the doubt of each subject it found."""
    rule = county.rule(rule_id)
    county.received(*rule.needs)
    result = county.compare(rule)
    rows = pq.read_table(result.findings).to_pylist()
    return result.rules[0], {county._subject(row): row["doubt"] for row in rows}


@pytest.mark.parametrize(
    ("listed", "burnt", "doubt"),
    [
        (ZHANG, ZHANG, ""),
        (ZHANG, LI, "NAME"),
        (ZHANG, None, ""),
        (None, LI, ""),
    ],
)
def test_a_number_under_another_name_is_a_doubt_and_counted_apart(
    county: County, listed: int | None, burnt: int | None, doubt: str
) -> None:
    county.person("kept", known_as=listed)
    county.listed("tekun", "kept", name_key=listed)
    county.row("cremation", "kept", died_on=DIED, name_key=burnt)

    tally, doubts = compared(county, "dead-but-listed")

    assert doubts == {"kept": doubt}
    assert (tally.found, tally.doubtful) == ((0, 1) if doubt else (1, 0))


def test_a_relatives_record_under_another_name_is_a_doubt_too(county: County) -> None:
    county.person("head", home=1, known_as=ZHANG)
    county.person("son", home=1, known_as=LI)
    county.listed("dibao", "head", name_key=ZHANG)
    county.row("vehicle", "son", vehicle_kind="CAR", registered_on=date(2020, 1, 1), name_key=WANG)

    tally, doubts = compared(county, "vehicle-in-household")

    assert doubts == {"household 1": "NAME"}
    assert (tally.found, tally.doubtful) == (0, 1)


def test_a_relatives_record_under_the_relatives_own_name_is_certain(county: County) -> None:
    county.person("head", home=1, known_as=ZHANG)
    county.person("son", home=1, known_as=LI)
    county.listed("dibao", "head", name_key=ZHANG)
    county.row("vehicle", "son", vehicle_kind="CAR", registered_on=date(2020, 1, 1), name_key=LI)

    assert compared(county, "vehicle-in-household")[1] == {"household 1": ""}


def test_a_record_that_gives_the_known_name_as_its_former_one_is_certain(county: County) -> None:
    county.person("kept", known_as=ZHANG)
    county.listed("tekun", "kept", name_key=ZHANG)
    county.row("cremation", "kept", died_on=DIED, name_key=LI, former_name_high=ZHANG)

    assert compared(county, "dead-but-listed")[1] == {"kept": ""}


def test_a_number_the_roster_has_under_two_people_is_a_doubt(county: County) -> None:
    county.person("monitored", known_as=ZHANG)
    county.listed("poverty_register", "monitored", monitor_class="MARGINAL", name_key=ZHANG)
    county.people["other"] = {**county.people["monitored"], "person_id": 99, "name_key": LI}

    tally, doubts = compared(county, "monitored-without-aid")

    assert doubts == {"monitored": "SHARED"}
    assert (tally.found, tally.doubtful) == (0, 1)


def test_a_record_of_somebody_the_roster_does_not_know_has_no_name_to_differ_from(county: County) -> None:
    county.row("medical_selfpay", "stranger", self_pay_fen=9_000_000, settled_on=DIED, name_key=LI)

    assert compared(county, "medical-selfpay-over-limit")[1] == {"stranger": ""}


def test_the_same_number_twice_under_two_names_is_a_doubt(county: County) -> None:
    county.person("twice", known_as=ZHANG)
    county.listed("dibao", "twice", name_key=ZHANG)
    county.listed("tekun", "twice", name_key=LI)

    assert compared(county, "dibao-and-tekun")[1] == {"twice": "NAME"}
