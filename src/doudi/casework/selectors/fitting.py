"""Answers what a household may apply for: who lives there, what the rules say of it, what is under way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.casework.catalogue import applied_for
from doudi.casework.models import ApplicationStanding
from doudi.casework.rules.programmes import AppliedFor, Whose
from doudi.kernel.dates import whole_years
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.assessment import Verdict
from doudi.policy.book import Book
from doudi.registry.models import Household, HouseholdMember
from doudi.studies.models import FactSheet
from doudi.studies.rules.trials import Question, Trial, tried

TONES: Mapping[str, str] = {"YES": "busy", "ASK": "wait", "NO": "", "WRONG": "bad", "": ""}
SAID: Mapping[str, str] = {
    "YES": "可能符合",
    "ASK": "要先问清",
    "NO": "可能不符合",
    "WRONG": "情况表有错",
    "": "还没有情况表",
}


APPLIES = "applies_alone"
ORDER = ("YES", "ASK", "", "WRONG", "NO")


@dataclass(frozen=True, slots=True)
class Living:
    """Somebody who lives in the household today."""

    member: HouseholdMember
    age: int

    @property
    def key(self) -> int:
        """Return the person's key."""
        return self.member.person_id

    @property
    def name(self) -> str:
        """Return what they are called."""
        return self.member.person.name


@dataclass(frozen=True, slots=True)
class Fit:
    """One thing that may be applied for: what the rules say of it by what is known, and why not if not.

    `person` is whom it would be for; nobody where it is for the household.
    """

    programme: str
    kind: AppliedFor
    person: Living | None
    verdict: str
    note: str
    is_open: bool

    @property
    def key(self) -> str:
        """Return what a form calls it by."""
        return f"{self.programme}:{self.person.key}" if self.person else self.programme

    @property
    def is_unlikely(self) -> bool:
        """Say whether the rules refuse it by what is known."""
        return self.verdict == "NO" and not self.is_open

    @property
    def said(self) -> str:
        """Return the verdict in words."""
        return SAID[self.verdict]

    @property
    def tone(self) -> str:
        """Return the colour of the verdict."""
        return TONES[self.verdict]


def living_in(household: Household, *, on: date) -> list[Living]:
    """Return who lives in a household today, the head first."""
    members = household.members.filter(valid_to__isnull=True).select_related("person").order_by("id")
    found = [Living(each, whole_years(each.person.born_on, on)) for each in members]
    return sorted(found, key=lambda one: one.key != household.head_id)


def facts_of(household: Household) -> FactSheet | None:
    """Return what is on record of a household's circumstances."""
    return FactSheet.objects.filter(household=household, superseded_at__isnull=True).first()


def fits(book: Book, household: Household, facts: FactSheet | None, *, on: date) -> list[Fit]:
    """Return everything that may be applied for, what may be granted first; nothing is decided by it."""
    living = living_in(household, on=on)
    found = [fit for code in applied_for() for fit in _fits(book, code, household, living, facts, on)]
    return sorted(found, key=lambda one: ORDER.index(one.verdict))


def _fits(
    book: Book, code: str, household: Household, living: Sequence[Living], facts: FactSheet | None, on: date
) -> list[Fit]:
    kind = applied_for()[code]
    trial = _trial(book, kind.rule, facts, on)
    under_way = _under_way(code, household, living)
    if kind.whose is Whose.HOUSEHOLD:
        said = (trial.verdict, _note(trial)) if trial else ("", "")
        return [Fit(code, kind, None, *said, is_open=None in under_way)]
    people = facts.people if facts else []
    return [
        Fit(code, kind, one, *_of_person(trial, people, one.key), is_open=one.key in under_way)
        for one in living
    ]


def _trial(book: Book, rule: str, facts: FactSheet | None, on: date) -> Trial | None:
    if facts is None:
        return None
    said = json.loads(facts.facts)
    # whoever is looked at here would be applying
    said["members"] = [{**one, APPLIES: True} for one in said.get("members", ())]
    return tried(book, rule, Question(facts.division[:COUNTY_DIGITS], on, said, {}))


def _note(trial: Trial) -> str:
    return {
        "ASK": f"先问：{trial.first_question}",
        "NO": trial.first_reason,
        "WRONG": "请更正家庭情况表",
    }.get(trial.verdict, "")


def _of_person(trial: Trial | None, people: Sequence[int | None], person: int) -> tuple[str, str]:
    """Return what a programme of persons says of one of them, else what it says of the family."""
    if trial is None:
        return "", ""
    if trial.assessment is None:
        return trial.verdict, _note(trial)
    mine = [one for one in trial.assessment.verdicts if _place(people, one) == person]
    if not mine:
        return "", "情况表里没有对上这个人"
    if mine[0].eligible is None:
        return "ASK", _note(trial) if trial.verdict == "ASK" else "先问清这个人的情况"
    return ("YES", "") if mine[0].eligible else ("NO", _why_not(trial, mine[0]))


def _why_not(trial: Trial, verdict: Verdict) -> str:
    """Return the first condition one person does not meet."""
    steps = trial.programme.steps
    return next((f"不满足：{steps[name].label}" for name in verdict.failed if name in steps), "")


def _place(people: Sequence[int | None], verdict: Verdict) -> int | None:
    place = verdict.member - 1
    return people[place] if 0 <= place < len(people) else None


def _under_way(code: str, household: Household, living: Sequence[Living]) -> set[int | None]:
    same = ApplicationStanding.objects.filter(programme=code, outcome="")
    found: set[int | None] = set(
        same.filter(person__in=[one.key for one in living]).values_list("person_id", flat=True)
    )
    if same.filter(household=household, person__isnull=True).exists():
        found.add(None)
    return found
