"""Says whom the rules about work, wages and what came to a home on aid must find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import cast

from tests.second_county.lists_more import BEFORE
from tests.second_county.oracle import Facts, Found, is_billed
from tests.second_county.oracle_parts import (
    aided_homes,
    at_school,
    both,
    day,
    earlier,
    families,
    fen,
    in_month,
    is_low_income,
    is_paying,
    is_registered,
    months_before,
    now,
    on_register,
    pays_as_employee,
    this_year,
    without_work,
)
from tests.second_county.people import Someone
from tests.second_county.plants import LIMITS
from tests.second_county.world import LAST, Home, Record, age


def long_unemployed(facts: Facts) -> Found:
    relieved = {each.who.number for _, each in this_year(facts, "temporary_relief")}
    return {
        who for who in facts.people("poverty_register")
        if on_register(facts, who) and not facts.aided(who) and not pays_as_employee(facts, who)
        and who.number not in relieved
        and any(cast(date, each.values["registered_on"]) <= months_before(3) and fen(each, "benefit_fen") == 0
                for each in without_work(facts, who))
    }  # fmt: skip


def nobody_employed(facts: Facts) -> Found:
    found: Found = set()
    for home, people in families(facts).items():
        able = [
            who for who in people
            if 16 <= age(who) < 60 and not at_school(facts, who)
            and known_labour(facts, who) == "ABLE"
        ]  # fmt: skip
        if able and not any(works(facts, who) for who in people):
            found.add(home)
    return found


def known_labour(facts: Facts, who: Someone) -> object:
    """Return what dibao's list last told of a person's strength in the months they stood on it in a row."""
    lists = now(facts, "dibao"), earlier(facts, "dibao"), earlier(facts, "dibao", BEFORE)
    standing = takewhile(lambda line: line is not None, (lines.get(who.number) for lines in lists))
    return next((line.values["labour"] for line in standing if line and line.values["labour"]), None)


def works(facts: Facts, who: Someone) -> bool:
    """Say whether a person is registered as at work or an employee's insurance is paid for them."""
    lines = facts.of("employment", who)
    return pays_as_employee(facts, who) or any(is_registered(each, "EMPLOYED") for each in lines)


def benefit_ended(facts: Facts) -> Found:
    return {
        line.who for was, line in both(facts, "employment")
        if fen(was, "benefit_fen") and fen(line, "benefit_fen") == 0 and is_low_income(facts, line.who)
        and line in without_work(facts, line.who)
    }  # fmt: skip


def employees(facts: Facts) -> Iterator[tuple[Home, Record]]:
    """Yield what the insurance says of people of homes on aid who pay as employees."""
    for home, people in aided_homes(facts).items():
        yield from (
            (home, each) for who in people for each in facts.of("social_insurance", who) if is_paying(each)
        )


def new_insured_employee(facts: Facts) -> Found:
    was = earlier(facts, "social_insurance")
    return {
        home for home, each in employees(facts)
        if (line := was.get(each.who.number)) is None or not is_paying(line)
    }  # fmt: skip


def wages_base_rose(facts: Facts) -> Found:
    was, found = earlier(facts, "social_insurance"), set()
    for home, each in employees(facts):
        line, base = was.get(each.who.number), fen(each, "base_fen")
        before = fen(line, "base_fen") if line and is_paying(line) else None
        if before and base and (base - before) * 100 >= 20 * before:
            found.add(home)
    return cast(Found, found)


def since(facts: Facts, home: Home) -> date | None:
    """Return from when on a home has been on aid, as far as its lines tell."""
    days = [
        started for source in ("dibao", "tekun") for who in home.people for each in facts.of(source, who)
        if (started := day(each, "started_on"))
    ]  # fmt: skip
    return min(days, default=None)


def came_on_aid(facts: Facts, source: str, key: str, counts: Callable[[Record], bool]) -> Found:
    """Return homes on aid to which a thing came while they were."""
    return {
        home for home, people in aided_homes(facts).items() if (begun := since(facts, home))
        and any(counts(each) and begun < cast(date, each.values[key]) <= LAST
                for who in people for each in facts.of(source, who))
    }  # fmt: skip


def is_stall(record: Record) -> bool:
    """Say whether a company's line tells a stall that is not large enough for the rule about companies."""
    least = LIMITS["stall-opened-on-aid"]["stall_capital_fen"]
    kind = (record.values["company_role"], record.values["company_status"])
    return kind == ("SELF_EMPLOYED", "ACTIVE") and (fen(record, "capital_fen") or 0) < least


def is_dwelling(record: Record) -> bool:
    """Say whether a line of the land register tells a dwelling still owned."""
    return (record.values["use"], record.values["registration_status"]) == ("RESIDENTIAL", "CURRENT")


def medical_aid_missing(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["medical_selfpay"]
        if facts.aided(each.who) and is_billed(each) and each.values["visit_kind"] == "INPATIENT"
        and in_month(day(each, "settled_on")) and fen(each, "self_pay_fen")
        and fen(each, "medical_aid_fen") == 0
    }  # fmt: skip


ORACLES_OF_WORK: Mapping[str, Callable[[Facts], Found]] = {
    "house-bought-on-aid": lambda facts: came_on_aid(facts, "real_estate", "house_on", is_dwelling),
    "long-unemployed": long_unemployed,
    "medical-aid-missing": medical_aid_missing,
    "new-insured-employee": new_insured_employee,
    "nobody-employed": nobody_employed,
    "stall-opened-on-aid": lambda facts: came_on_aid(facts, "company", "founded_on", is_stall),
    "unemployment-benefit-ended": benefit_ended,
    "wages-base-rose": wages_base_rose,
}  # fmt: skip
