"""Finds recognised families whose layer the rules of a day no longer bear out (认定待复核).

The list is worked out anew at each look: when a line moves, the families it leaves outside are on it the
same day, and off it again when the line comes back or their facts change. Nobody is taken off a layer here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from doudi.common.scope import Scope
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.asking import asked_words, questions_of
from doudi.policy.assessment import assess
from doudi.policy.book import Book
from doudi.policy.stating import FactsWrong
from doudi.policy.writing import sheet_of
from doudi.registry.models import HouseholdMember, Recognition
from doudi.registry.states import Category
from doudi.rulebook.catalogue import book
from doudi.studies.models import FactSheet

RULES: Mapping[str, str] = {Category.NEAR_DIBAO: "NEAR_DIBAO", Category.RIGID_EXPENSE: "RIGID_EXPENSE"}


@dataclass(frozen=True, slots=True)
class RecognisedHome:
    """A family that an office has recognised in a layer."""

    household: int
    division: str
    category: str
    since: date

    @property
    def label(self) -> str:
        """The layer's name."""
        return str(Category(self.category).label)


@dataclass(frozen=True, slots=True)
class RecognitionReview:
    """A family to be looked at again: why the rules no longer bear its layer out, or why nobody can say."""

    home: RecognisedHome
    reasons: tuple[str, ...]
    lacking: str = ""


def reviews_due(scope: Scope, on: date) -> list[RecognitionReview]:
    """Return the recognised families of a scope that the rules of a day do not bear out."""
    homes, known = _recognised(scope, on), book()
    stated = FactSheet.objects.filter(
        household__in={home.household for home in homes}, superseded_at__isnull=True
    )
    sheets = {sheet.household_id: sheet for sheet in stated}
    found = [_review(home, sheets.get(home.household), on, known) for home in homes]
    return [each for each in found if each is not None]


def _recognised(scope: Scope, on: date) -> list[RecognisedHome]:
    """Return each recognised family once a layer, the longest recognised first."""
    live = Recognition.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        scope.q("person__division"),
        category__in=RULES,
        valid_from__lte=on,
    )
    rows = live.order_by("valid_from", "id").values_list(
        "person_id", "person__division", "category", "valid_from"
    )
    lives = HouseholdMember.objects.filter(person__in=live.values("person"), valid_to__isnull=True)
    homes = dict(lives.values_list("person_id", "household_id"))
    found: dict[tuple[int, str], RecognisedHome] = {}
    for person, division, category, since in rows:
        if person in homes:
            home = RecognisedHome(homes[person], division, category, since)
            found.setdefault((home.household, category), home)
    return list(found.values())


def _review(home: RecognisedHome, sheet: FactSheet | None, on: date, known: Book) -> RecognitionReview | None:
    if sheet is None:
        return RecognitionReview(home, (), "还没有家庭情况表，无法按收入线和财产线核对。")
    region = sheet.division[:COUNTY_DIGITS]
    try:
        found = assess(known, RULES[home.category], region, on, json.loads(sheet.facts))
    except FactsWrong as problem:
        return RecognitionReview(home, (), str(problem))
    if found.eligible_or_open is None:
        return RecognitionReview(home, (), asked_words(questions_of(found)))
    return None if found.eligible else RecognitionReview(home, tuple(sheet_of(found).reasons))
