"""Says whom the rules about children and students must find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from tests.second_county.oracle import AID, Facts, Found
from tests.second_county.oracle_parts import (
    CHILDREN_OF,
    at_school,
    certificates,
    earlier,
    families,
    fen,
    gravely,
    is_low_income,
    registered,
    this_year,
)
from tests.second_county.people import Someone
from tests.second_county.plants import LIMITS
from tests.second_county.world import Home, age

PAST_SCHOOL = ("SENIOR", "VOCATIONAL", "COLLEGE")


def child_allowance_below_standard(facts: Facts) -> Found:
    """Return children short of the standard; what the unattended get of other kinds counts, if it is told."""
    standard, found = LIMITS["child-allowance-below-standard"]["standard_fen"], set()
    for each in facts.lists["orphan"]:
        paid = fen(each, "child_fen")
        if not paid or each.values.get("raised") == "INSTITUTION":
            continue
        others: list[int | None] = []
        if each.values["child_kind"] == "UNATTENDED":
            others = [fen(line, "amount_fen") for line in facts.of("dibao", each.who)]
            others += [fen(line, "support_fen") for line in facts.of("tekun", each.who)]
            others += [fen(line, "living_fen") or 0 for line in facts.of("disability_subsidy", each.who)]
        if None not in others and paid + sum(cast("list[int]", others)) < standard:
            found.add(each.who)
    return cast(Found, found)


def unattended_over_standard(facts: Facts) -> Found:
    standard = LIMITS["unattended-and-dibao-over-standard"]["standard_fen"]
    return {
        each.who for each in facts.lists["orphan"] for line in facts.of("dibao", each.who)
        if each.values["child_kind"] == "UNATTENDED"
        and (child := fen(each, "child_fen")) and (dibao := fen(line, "amount_fen"))
        and child + dibao > standard
    }  # fmt: skip


def minors_alone(facts: Facts) -> Found:
    """Return homes of minors only, none of them on a list of children or wholly provided for."""
    return {
        home for home, people in families(facts).items()
        if people and all(age(who) < 18 for who in people)
        and not any(facts.aided(who, ("orphan", "tekun")) for who in people)
    }  # fmt: skip


def children_and_parents(facts: Facts) -> Iterator[tuple[Someone, list[Someone]]]:
    """Yield the minors among the children of a couple who head a home, with both, dead ones too."""
    told: dict[str, set[str]] = defaultdict(set)
    for source in ("dibao", "poverty_register"):
        for _, each in this_year(facts, source):
            told[each.who.number] |= {str(each.values["relation"])}
    for home in {facts.homes[who.number] for who in facts.people("dibao") + facts.people("poverty_register")}:
        listed = [
            (person, relation) for person, relation in home.members if relation in told[person.number]
            and (facts.of("dibao", person) or facts.of("poverty_register", person))
        ]  # fmt: skip
        parents = [person for person, relation in listed if relation in ("户主", "配偶")]
        for person, relation in listed:
            if relation in CHILDREN_OF and age(person) < 18 and len(parents) == 2:
                yield person, parents


def bereft(facts: Facts, least_dead: int) -> Found:
    """Return children of parents dead or gravely disabled, so many of them dead, on no list of children."""
    return {
        child for child, parents in children_and_parents(facts)
        if not facts.of("orphan", child) and not facts.died(child)
        and sum(bool(facts.died(each)) for each in parents) >= least_dead
        and all(facts.died(each) or gravely(facts, each, mind=4) for each in parents)
    }  # fmt: skip


def out_of_school(facts: Facts, *, disabled: bool) -> Found:
    """Return listed children no school has: the disabled of any list, others of the low income population."""
    sources = (*AID, "orphan", "poverty_register")
    return {
        who for source in sources for who in facts.people(source)
        if 7 <= age(who) < 16 and not at_school(facts, who) and not facts.died(who)
        and (disabled or is_low_income(facts, who)) and bool(certificates(facts, who)) == disabled
    }  # fmt: skip


def left_school(facts: Facts) -> Found:
    was = earlier(facts, "student")
    return {
        each.who for each in facts.lists["dibao"]
        if each.values["relation"] in CHILDREN_OF and age(each.who) >= 18 and not facts.died(each.who)
        and (line := was.get(each.who.number)) and line.values["student_status"] == "ENROLLED"
        and not at_school(facts, each.who)
    }  # fmt: skip


def new_college_student(facts: Facts) -> Found:
    was = earlier(facts, "student")
    return {
        each.who for each in facts.lists["student"]
        if (each.values["student_status"], each.values.get("stage")) == ("ENROLLED", "COLLEGE")
        and is_low_income(facts, each.who)
        and not ((line := was.get(each.who.number)) and line.values["stage"] == "COLLEGE"
                 and line.values["student_status"] == "ENROLLED")
    }  # fmt: skip


def several_students(facts: Facts) -> Found:
    found: Found = set()
    home: Home
    for home, lines in registered(facts):
        students = [
            each.who for each in lines
            if any(row.values["student_status"] == "ENROLLED" and row.values.get("stage") in PAST_SCHOOL
                   for row in facts.of("student", each.who))
        ]  # fmt: skip
        if len(set(students)) >= 2 and not facts.home_aided(home):
            found.add(home)
    return found


def student_not_aided(facts: Facts) -> Found:
    return {
        each.who for each in facts.lists["student"]
        if each.values["student_status"] == "ENROLLED" and each.values.get("aided") == "NO"
        and is_low_income(facts, each.who)
    }  # fmt: skip


ORACLES_OF_CHILDREN: Mapping[str, Callable[[Facts], Found]] = {
    "child-allowance-below-standard": child_allowance_below_standard,
    "disabled-child-not-enrolled": lambda facts: out_of_school(facts, disabled=True),
    "left-school-on-dibao": left_school,
    "minors-alone": minors_alone,
    "new-college-student": new_college_student,
    "orphaned-child": lambda facts: bereft(facts, 2),
    "school-age-not-enrolled": lambda facts: out_of_school(facts, disabled=False),
    "several-students": several_students,
    "student-not-aided": student_not_aided,
    "unattended-and-dibao-over-standard": unattended_over_standard,
    "unattended-child": lambda facts: bereft(facts, 0) - bereft(facts, 2),
}  # fmt: skip
