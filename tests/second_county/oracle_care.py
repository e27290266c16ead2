"""Says whom the rules about those wholly provided for, the disabled and the dead must find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import cast

from tests.second_county.lists_more import BEFORE, EARLY, PREVIOUS
from tests.second_county.oracle import AID, Facts, Found, grade, is_billed, is_death
from tests.second_county.oracle_parts import (
    certificates,
    earlier,
    families,
    fen,
    gravely,
    in_month,
    is_registered,
    on_register,
    this_year,
)
from tests.second_county.plants import LIMITS
from tests.second_county.world import LAST, WATCHED, Record, age

SELF, HALF, ALL = "FULL", "PARTIAL", "NONE"
BY_LEVEL = {"NO_CARE": SELF, "HALF_CARE": HALF, "FULL_CARE": ALL}


def selfcare(record: Record) -> str:
    """Return how far somebody looks after himself, by either column that tells it; '' when none does."""
    return str(record.values.get("selfcare") or BY_LEVEL.get(str(record.values.get("care_level")), ""))


def living(facts: Facts) -> Iterator[Record]:
    """Yield the lines of those wholly provided for who live."""
    yield from (each for each in facts.lists["tekun"] if not facts.died(each.who))


def dead_number(facts: Facts, number: object) -> bool:
    """Say whether a number is that of somebody who died by the month's end."""
    return any(
        is_death(each) and cast(date, each.values["died_on"]) <= LAST
        for each in facts.on["cremation"].get(str(number), ())
    )


def care_level_too_low(facts: Facts) -> Found:
    return {
        each.who for each in living(facts)
        if selfcare(each) == SELF and any(grade(line) == 1 for line in certificates(facts, each.who))
    }  # fmt: skip


def carer_missing(facts: Facts) -> Found:
    return {
        each.who for each in living(facts)
        if each.values["support_mode"] == "DISPERSED" and selfcare(each) in (HALF, ALL)
        and not each.values.get("carer_name") and not each.values.get("carer_number")
    }  # fmt: skip


def helpless_at_home(facts: Facts) -> Found:
    return {
        each.who for each in living(facts)
        if each.values["support_mode"] == "DISPERSED" and selfcare(each) == ALL
    }  # fmt: skip


def tekun_below_standard(facts: Facts) -> Found:
    """Return those below the country's standard; a town's is higher, so nobody below it gets enough."""
    standard = LIMITS["tekun-below-standard"]["standard_fen"]
    return {
        each.who for each in facts.lists["tekun"]
        if 0 < (fen(each, "support_fen") or 0) < standard
    }  # fmt: skip


def tekun_minor_grown_up(facts: Facts) -> Found:
    """Return minors of age who are at no school; a college keeps nobody a minor (认定办法 24)."""
    return {
        each.who for each in facts.lists["tekun"]
        if each.values.get("tekun_category") == "MINOR" and age(each.who) >= 18
        and not any(
            row.values["student_status"] == "ENROLLED" and row.values.get("stage") != "COLLEGE"
            for row in facts.of("student", each.who)
        )
    }  # fmt: skip


def heavy_disabled_not_single(facts: Facts) -> Found:
    return {
        who for who in facts.people("poverty_register")
        if on_register(facts, who, *WATCHED) and gravely(facts, who, mind=3)
        and not facts.aided(who) and not facts.died(who)
    }  # fmt: skip


def disabled_child_without_aid(facts: Facts) -> Found:
    return {
        who for who in facts.people("poverty_register")
        if on_register(facts, who) and age(who) < 18 and certificates(facts, who)
        and not facts.aided(who, (*AID, "orphan", "disability_subsidy")) and not facts.died(who)
    }  # fmt: skip


def old_caring_for_disabled(facts: Facts) -> Found:
    found: Found = set()
    for home, people in families(facts).items():
        for who in people:
            others = [each for each in people if each is not who]
            if others and all(age(each) >= 60 for each in others) and gravely(facts, who):
                found |= set() if facts.home_aided(home) else {who}
    return found


def subsidy_month_missed(facts: Facts) -> Found:
    months = (EARLY, BEFORE, PREVIOUS)
    lists = {month: earlier(facts, "disability_subsidy", month) for month in months}
    found: Found = set()
    for who in facts.people("disability_subsidy"):
        paid = [who.number in lists[month] for month in months]
        if True in paid and False in paid[paid.index(True) :]:
            found.add(who)
    return found


def told_dead_elsewhere(facts: Facts) -> Found:
    reasons = (
        ("disability_certificate", "cancel_reason"), ("poverty_register", "left_reason"),
        ("social_insurance", "stop_reason"), ("student", "leave_reason"),
    )  # fmt: skip
    return {
        who for source in (*AID, "orphan", "disability_subsidy") for who in facts.people(source)
        if not facts.told_dead(who)
        and any(each.values.get(key) == "DEATH" for name, key in reasons for each in facts.of(name, who))
    }  # fmt: skip


def alive_after_death(facts: Facts) -> Found:
    found: Found = set()
    bills = [each for _, each in this_year(facts, "medical_selfpay") if is_billed(each)]
    for who in facts.people("cremation"):
        died = facts.died(who)
        if died is None:
            continue
        days = [
            cast(date, each.values["registered_on"]) for each in facts.of("employment", who)
            if is_registered(each, str(each.values["employment_kind"]))
        ]  # fmt: skip
        days += [cast(date, each.values["vehicle_on"]) for each in facts.of("vehicle", who)]
        treated = [cast(date, each.values["settled_on"]) for each in bills if each.who.number == who.number]
        late = died + timedelta(days=92)
        if any(died < on <= LAST for on in days) or any(late < on <= LAST for on in treated):
            found.add(who)
    return found


def worker_died(facts: Facts) -> Found:
    found: Found = set()
    for home, people in families(facts).items():
        lines = [each for person in home.people for each in facts.of("cremation", person) if is_death(each)]
        known = {each.who.number for each in lines if facts.of("dibao", each.who) or facts.of(
            "poverty_register", each.who)}  # fmt: skip
        died = [
            each for each in lines
            if each.who.number in known and in_month(cast(date, each.values["died_on"]))
            and 18 <= age(each.who, cast(date, each.values["died_on"])) < 60
        ]  # fmt: skip
        if died and any(age(who) < 18 for who in people):
            found.add(home)
    return found


ORACLES_OF_CARE: Mapping[str, Callable[[Facts], Found]] = {
    "alive-after-death": alive_after_death,
    "care-level-missing": lambda facts: {each.who for each in living(facts) if not selfcare(each)},
    "care-level-too-low": care_level_too_low,
    "carer-died": lambda facts: {
        each.who for each in facts.lists["tekun"] if dead_number(facts, each.values.get("carer_number"))
    },
    "carer-missing": carer_missing,
    "death-told-elsewhere": told_dead_elsewhere,
    "disabled-child-without-aid": disabled_child_without_aid,
    "guardian-died": lambda facts: {
        each.who for each in facts.lists["orphan"] if dead_number(facts, each.values.get("guardian_number"))
    },
    "heavy-disabled-not-single": heavy_disabled_not_single,
    "helpless-at-home": helpless_at_home,
    "obligor-able": lambda facts: {
        each.who for each in facts.lists["tekun"] if each.values.get("obligor_capacity") == "ABLE"
    },
    "old-caring-for-disabled": old_caring_for_disabled,
    "subsidy-month-missed": subsidy_month_missed,
    "tekun-below-standard": tekun_below_standard,
    "tekun-minor-grown-up": tekun_minor_grown_up,
    "worker-died": worker_died,
}  # fmt: skip
