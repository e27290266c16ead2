"""Says whom the rules about the register of the watched must find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

from tests.second_county.oracle import AID, Facts, Found, stands
from tests.second_county.oracle_parts import (
    both,
    certificates,
    day,
    families,
    fen,
    gravely,
    in_month,
    newly_certified,
    newly_jobless,
    registered,
    stay_this_month,
    without_work,
)
from tests.second_county.people import Someone
from tests.second_county.world import LAST, WATCHED, Record, age


def standing_lines(facts: Facts) -> Iterator[Record]:
    """Yield the register's lines that stand."""
    yield from (each for each in facts.lists["poverty_register"] if stands(each))


def aid_of(facts: Facts, who: Someone) -> str:
    """Return the aid a person really gets."""
    return "TEKUN" if facts.of("tekun", who) else "DIBAO" if facts.of("dibao", who) else "NONE"


def aid_state_disagrees(facts: Facts) -> Found:
    return {
        each.who for each in standing_lines(facts)
        if (said := each.values.get("aid_state")) and said != aid_of(facts, each.who)
    }  # fmt: skip


def in_need(facts: Facts, key: str) -> Found:
    """Return those of the low income population of whom the register denies a thing they need."""
    return {
        each.who for each in facts.lists["poverty_register"]
        if each.values.get(key) == "NO"
        and (facts.aided(each.who) or (stands(each) and each.values["monitor_class"] in WATCHED))
    }  # fmt: skip


def member_imprisoned(facts: Facts) -> Found:
    found: Found = set()
    for home, lines in registered(facts):
        gone = {each.who.number for each in lines if in_prison(each)}
        rest = [who for who in families(facts).get(home, ()) if who.number not in gone]
        if gone and rest and not facts.home_aided(home):
            found.add(home)
    return found


def in_prison(record: Record) -> bool:
    """Say whether somebody left the home for prison by the month's end."""
    left = day(record, "left_on")
    return record.values.get("left_reason") == "PRISON" and left is not None and left <= LAST


def monitor_class_worsened(facts: Facts) -> Found:
    return {
        line.who for was, line in both(facts, "poverty_register")
        if was.values["monitor_class"] == "LIFTED" and line.values["monitor_class"] in WATCHED
        and stands(line) and not facts.aided(line.who)
    }  # fmt: skip


def newly_seriously_ill(facts: Facts) -> Found:
    return {
        line.who for was, line in both(facts, "poverty_register")
        if line.values.get("health") == "SERIOUS" and was.values.get("health") not in (None, "SERIOUS")
        and stands(line) and not facts.home_aided(facts.homes[line.who.number]) and not facts.died(line.who)
    }  # fmt: skip


def labour_lost(facts: Facts) -> Found:
    strength = {"ABLE": 2, "PARTIAL": 1, "NONE": 0}
    return {
        line.who for was, line in both(facts, "poverty_register")
        if was.values["labour"] in strength and line.values["labour"] in strength
        and strength[str(line.values["labour"])] < strength[str(was.values["labour"])]
        and 16 <= age(line.who) < 60 and stands(line) and not facts.aided(line.who)
    }  # fmt: skip


def no_worker_in_household(facts: Facts) -> Found:
    found: Found = set()
    for home, lines in registered(facts):
        living = [each for each in lines if not facts.died(each.who)]
        cannot = [
            not 16 <= age(each.who) < 60 or each.values["labour"] == "NONE" or gravely(facts, each.who)
            for each in living
        ]  # fmt: skip
        if living and all(cannot) and not facts.home_aided(home):
            found.add(home)
    return found


def lifted_with_new_shock(facts: Facts) -> Found:
    found: Found = set()
    for home, lines in registered(facts):
        people = [each.who for each in lines if each.values["monitor_class"] == "LIFTED"]
        if len(people) < len(lines):
            continue
        struck = (
            sum(stay_this_month(facts, who) for who in people) >= 600_000,
            any(newly_certified(facts, who) for who in people),
            any(newly_jobless(facts, who) for who in people),
            any(
                in_month(facts.died(who)) and 18 <= age(who, cast(date, facts.died(who))) < 60
                for who in people
            ),
        )  # fmt: skip
        if sum(struck) >= 2:
            found.add(home)
    return found


def four_causes(facts: Facts) -> Found:
    """Return people on aid or registered with one of the four causes, of this year as the bills are."""
    return {
        each.who for each in [*facts.lists["poverty_register"], *facts.lists["dibao"], *facts.lists["tekun"]]
        if facts.bills(each.who) >= 500_000 or without_work(facts, each.who)
        or any((given := day(line, "first_issued_on")) and given.year == LAST.year
               for line in certificates(facts, each.who))
        or any((fen(row, "tuition_fen") or 0) >= 500_000 and row.values["student_status"] == "ENROLLED"
               for row in facts.of("student", each.who))
    }  # fmt: skip


def two_kinds_not_on_dibao(facts: Facts) -> Found:
    return {
        home for home, lines in registered(facts)
        if any(each.values["monitor_class"] in ("UNSTABLE", "MARGINAL") for each in lines)
        and not facts.home_aided(home)
    }  # fmt: skip


ORACLES_OF_THE_REGISTER: Mapping[str, Callable[[Facts], Found]] = {
    "aid-state-disagrees": aid_state_disagrees,
    "four-causes-risk": four_causes,
    "house-unsafe": lambda facts: in_need(facts, "housing_safe"),
    "labour-lost": labour_lost,
    "lifted-with-new-shock": lifted_with_new_shock,
    "medical-insurance-missing": lambda facts: in_need(facts, "medical_insured"),
    "member-imprisoned": member_imprisoned,
    "monitor-class-worsened": monitor_class_worsened,
    "newly-seriously-ill": newly_seriously_ill,
    "no-worker-in-household": no_worker_in_household,
    "prisoner-on-aid": lambda facts: {
        each.who for each in facts.lists["poverty_register"] if in_prison(each) and facts.aided(each.who, AID)
    },
    "two-kinds-not-on-dibao": two_kinds_not_on_dibao,
}  # fmt: skip
