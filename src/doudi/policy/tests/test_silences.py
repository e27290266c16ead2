"""Where silence decides, its default has a reason; where it has none, the fact is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from doudi.policy.assessment import assess
from doudi.policy.book import Book, load_book
from doudi.policy.cases import Case, book_of, load_cases
from doudi.policy.facts import Fact
from doudi.policy.plan import plan_of
from doudi.policy.tests.dibao import POLICIES
from doudi.policy.tests.silences import REASONS

TRIES = 25  # a fact that changes nothing in so many families is not looked for any longer


def rows_of(entity: str, household: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of an entity as a family states them."""
    members: list[dict[str, Any]] = household["members"]
    if entity == "household":
        return [household]
    obligors = [one for member in members for one in member.get("obligors", [])]
    return {"person": members, "obligor": obligors}.get(entity, [])


def deciding(book: Book) -> Iterator[str]:
    """Yield the facts whose silence decides: some family's given result waits once they are not known."""
    tries: Counter[str] = Counter()
    found: set[str] = set()
    for case in load_cases(POLICIES):
        own = book_of(book, case)
        if waits(own, case, dict(case.household)):
            continue
        facts = plan_of(own, case.programme, case.region, case.on).facts
        for fact in facts:
            if fact.required or fact.asked or fact.name in found or tries[fact.name] >= TRIES:
                continue
            said = without(case, fact)
            tries[fact.name] += said is not None
            if said is not None and waits(own, case, said):
                found.add(fact.name)
                yield fact.name


def without(case: Case, fact: Fact) -> dict[str, Any] | None:
    """Return a family that says it does not know what it left unsaid; nothing where it said it."""
    said = deepcopy(dict(case.household))
    rows = [row for row in rows_of(fact.entity, said) if fact.name not in row]
    for row in rows:
        row[fact.name] = None
    return said if rows else None


def waits(book: Book, case: Case, said: dict[str, Any]) -> bool:
    return not assess(book, case.programme, case.region, case.on, said, case.context).is_given


@pytest.mark.slow
def test_wherever_silence_decides_its_default_has_a_reason() -> None:
    found = set(deciding(load_book(POLICIES, samples=True)))

    assert found - REASONS.keys() == set()
    assert len(found) > 100


def test_no_reason_speaks_of_a_fact_there_is_not_or_that_is_asked() -> None:
    facts = load_book(POLICIES).facts

    assert [name for name in REASONS if facts.get(name) is None or facts[name].asked] == []
