"""Run mutants of the policy folder against its hand-worked cases, to the first that comes out otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from doudi.formulas.nodes import Reference, walk
from doudi.policy.assessment import Assessment
from doudi.policy.book import Book, lineage
from doudi.policy.cases import Case, differences, run_case
from tools.mutation.rules import Mutant, Refused


class Fate(StrEnum):
    """What became of a mutant."""

    REFUSED = "refused by the loader"
    KILLED = "killed"
    SURVIVED = "survived"


@dataclass
class Killers:
    """The cases by programme, with the steps each goes through and those it expects a value of.

    First come those that told another mutant of the same place, then those that expect what is changed.
    """

    cases: Mapping[str, tuple[Case, ...]]
    reached: Mapping[str, frozenset[str]]
    expected: Mapping[str, frozenset[str]]
    kills: Counter[tuple[object, str]] = field(default_factory=Counter)

    def fate_of(self, mutant: Mutant) -> Fate:
        """Run a mutant against the cases that could tell it from the rule."""
        books: dict[str, Book] = {}
        for case in self._of(mutant):
            if case.programme not in books:
                try:
                    books[case.programme] = mutant.made(case.programme)
                except Refused:
                    return Fate.REFUSED
            if is_told(books[case.programme], case):
                self.kills[mutant.part[:2], case.name] += 1
                return Fate.KILLED
        return Fate.SURVIVED if books or _is_taken(mutant) else Fate.REFUSED

    def _of(self, mutant: Mutant) -> list[Case]:
        """Return the cases of the programmes a mutant touches that go through what it changes."""
        found = [case for code in sorted(mutant.programmes) for case in self.cases.get(code, ())]
        if mutant.steps:
            found = [case for case in found if mutant.steps & self.reached[case.name]]
        if mutant.region:
            found = [case for case in found if mutant.region in lineage(case.region)]
        return sorted(
            found,
            key=lambda case: (
                -self.kills[mutant.part[:2], case.name],
                not mutant.steps & self.expected[case.name],
            ),
        )


def _is_taken(mutant: Mutant) -> bool:
    """Tell whether the loader takes a mutant that no case goes through."""
    try:
        mutant.made(min(mutant.programmes))
    except Refused:
        return False
    return True


def is_told(book: Book, case: Case) -> bool:
    """Tell whether a case comes out otherwise than by hand, or stops."""
    try:
        return bool(differences(book, case))
    except Exception:  # a rule that stops on a family is told from one that answers
        return True


def killers_of(book: Book, cases: Iterable[Case]) -> Killers:
    """Return the cases with what they reach; raise ValueError if one comes out wrong before any change."""
    by_programme: dict[str, list[Case]] = defaultdict(list)
    reached, expected = {}, {}
    for case in cases:
        if wrong := differences(book, case):
            raise ValueError(f"{case.name}: {'; '.join(wrong)}")
        by_programme[case.programme].append(case)
        reached[case.name] = _reached(book, case)
        expected[case.name] = _expected(case)
    return Killers({code: tuple(own) for code, own in by_programme.items()}, reached, expected)


def deciding(book: Book) -> frozenset[str]:
    """Return the steps somebody's eligibility or amount rests on, in any programme."""
    found: set[str] = set()
    for programme in book.programmes.values():
        outcome = programme.outcome
        waiting = [outcome.eligible, outcome.amount, *outcome.parts]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in seen and name in programme.steps:
                seen.add(name)
                waiting += [
                    part.name for part in walk(programme.steps[name].node) if isinstance(part, Reference)
                ]
        found |= seen
    return frozenset(found)


def _reached(book: Book, case: Case) -> frozenset[str]:
    """Return the steps a case goes through; all of them where it names one the answer does not need."""
    everything = frozenset(book.programmes[case.programme].steps)
    steps = frozenset(_worked(run_case(book, case))) & everything
    return steps if (_expected(case) & everything) <= steps else everything


def _expected(case: Case) -> frozenset[str]:
    return frozenset(name for said in (case.expect, *case.expect.get("members", ())) for name in said)


def _worked(found: Assessment) -> Iterator[str]:
    rows = [found.context]
    while rows:
        row = rows.pop()
        yield from row.values
        rows.extend(row.below)
