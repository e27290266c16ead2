"""What several of the newer rules ask of a county: families, earlier lists, work, school, certificates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import cast

from tests.second_county.lists_more import PREVIOUS
from tests.second_county.oracle import AID, Facts, grade, holds, is_billed, stands
from tests.second_county.people import Someone
from tests.second_county.world import FIRST, LAST, PERIOD, Home, Record

CHILDREN_OF = ("子", "女")
Families = dict[Home, list[Someone]]


def fen(record: Record, key: str) -> int | None:
    """Return an amount a line tells, None where it tells none."""
    return cast("int | None", record.values.get(key))


def day(record: Record, key: str) -> date | None:
    """Return a day a line tells, None where it tells none."""
    return cast("date | None", record.values.get(key))


def in_month(told: date | None) -> bool:
    """Say whether a day is told and lies in the month."""
    return told is not None and FIRST <= told <= LAST


def earlier(facts: Facts, source: str, period: str = PREVIOUS) -> dict[str, Record]:
    """Return what the list of an earlier month said, by number."""
    return {each.who.number: each for each in facts.world.earlier.get((source, period), ())}


def now(facts: Facts, source: str) -> dict[str, Record]:
    """Return the last line this month's list has of each person, by number."""
    return {each.who.number: each for each in facts.lists.get(source, ())}


def both(facts: Facts, source: str) -> Iterator[tuple[Record, Record]]:
    """Yield September's and October's line of each person on both."""
    was = earlier(facts, source)
    for number, line in now(facts, source).items():
        if number in was:
            yield was[number], line


def this_year(facts: Facts, source: str) -> Iterator[tuple[str, Record]]:
    """Yield each line of the year's lists with the month of the list."""
    for (name, period), records in facts.world.earlier.items():
        if name == source and period[:4] == PERIOD[:4]:
            yield from ((period, each) for each in records)
    yield from ((PERIOD, each) for each in facts.lists.get(source, ()))


def families(facts: Facts) -> Families:
    """Return the living people of each home as the lists that tell homes know it."""
    homes: dict[Home, dict[str, Someone]] = defaultdict(dict)
    for source in ("dibao", "poverty_register"):
        for each in facts.lists.get(source, ()):
            home = facts.homes[each.who.number]
            if not facts.died(each.who):
                homes[home][each.who.number] = each.who
    return {home: list(people.values()) for home, people in homes.items()}


def on_register(facts: Facts, who: Someone, *kinds: str) -> Record | None:
    """Return a person's line on the register that still stands, of these kinds if any are asked."""
    lines = [each for each in facts.of("poverty_register", who) if stands(each)]
    return next((each for each in lines if not kinds or each.values["monitor_class"] in kinds), None)


def registered(facts: Facts) -> Iterator[tuple[Home, list[Record]]]:
    """Yield the homes of the register with the lines that stand."""
    yield from facts.standing().items()


def is_low_income(facts: Facts, who: Someone) -> bool:
    """Say whether a person is of the low income population: on aid, a child on aid, or watched."""
    return facts.aided(who, (*AID, "orphan")) or facts.watched(who)


def certificates(facts: Facts, who: Someone) -> list[Record]:
    """Return the certificates a person holds in the month."""
    return [each for each in facts.of("disability_certificate", who) if holds(each)]


def gravely(facts: Facts, who: Someone, *, mind: int = 2) -> bool:
    """Say whether a person is gravely disabled: grade one or two, of the mind to a grade of its own."""
    return any(
        grade(each) <= (mind if each.values["disability_kind"] in (5, 6) else 2)
        for each in certificates(facts, who)
    )


def newly_certified(facts: Facts, who: Someone) -> bool:
    """Say whether a person's first certificate was given in the month and stands."""
    lines = certificates(facts, who)
    return bool(lines) and any(in_month(day(each, "first_issued_on")) for each in lines)


def at_school(facts: Facts, who: Someone) -> bool:
    """Say whether a school has a person on its roll."""
    return any(each.values["student_status"] == "ENROLLED" for each in facts.of("student", who))


def without_work(facts: Facts, who: Someone) -> list[Record]:
    """Return the registrations by which a person is out of work to this day."""
    lines = facts.of("employment", who)
    lost = [each for each in lines if is_registered(each, "UNEMPLOYED")]
    since = max((cast(date, each.values["registered_on"]) for each in lost), default=LAST)
    again = any(
        is_registered(each, "EMPLOYED") and cast(date, each.values["registered_on"]) >= since
        for each in lines
    )
    return [] if again else lost


def is_registered(record: Record, kind: str) -> bool:
    """Say whether a line registers work or its loss, and was not cancelled."""
    is_kind = record.values["employment_kind"] == kind
    return is_kind and record.values.get("registration_state") != "CANCELLED"


def newly_jobless(facts: Facts, who: Someone) -> bool:
    """Say whether a person lost work in the month."""
    return any(in_month(day(each, "registered_on")) for each in without_work(facts, who))


def pays_as_employee(facts: Facts, who: Someone) -> bool:
    """Say whether an employee's insurance is being paid for a person."""
    return any(is_paying(each) for each in facts.of("social_insurance", who))


def is_paying(record: Record) -> bool:
    """Say whether a line of the insurance tells an employee who pays."""
    return (record.values["insurance_kind"], record.values["insurance_status"]) == ("EMPLOYEE", "PAYING")


def stay_this_month(facts: Facts, who: Someone) -> int:
    """Return what a person paid for stays in hospital settled this month."""
    return sum(
        cast(int, each.values["self_pay_fen"])
        for each in facts.of("medical_selfpay", who)
        if each.values["visit_kind"] == "INPATIENT" and is_billed(each)
    )


def months_before(months: int) -> date:
    """Return the last day from which so many months have passed by the month's end."""
    year, month = divmod(LAST.year * 12 + LAST.month - 1 - months, 12)
    for last in (31, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


def aided_homes(facts: Facts) -> Families:
    """Return the families of which somebody is on dibao or wholly provided for, those without a home too."""
    homes = {home: people for home, people in families(facts).items() if facts.home_aided(home)}
    for who in facts.people("tekun"):
        homes.setdefault(facts.homes[who.number], [who])
    return homes
