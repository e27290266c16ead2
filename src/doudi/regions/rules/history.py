"""Follow divisions through their changes (区划变更): merged, split, moved under another code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.kernel.divisions import LENGTHS, parent_code


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, an old code goes on as a new one; '' when it ends and nothing takes its place."""

    old: str
    new: str
    day: date


class DivisionHistory:
    """Which code a division goes on under; pure, made once and asked as often as wanted.

    A code that is followed below a changed parent without a step of its own falls to what the parent became.
    """

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self._steps: dict[str, dict[date, set[str]]] = {}
        for step in steps:
            days = self._steps.setdefault(step.old, {})
            days.setdefault(step.day, set()).add(step.new or parent_code(step.old))

    @property
    def changed(self) -> frozenset[str]:
        """Return every code that was ever changed."""
        return frozenset(self._steps)

    @property
    def told(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Return all changes in one order, to say whether two histories are the same."""
        return tuple(
            (old, day.isoformat(), tuple(sorted(targets)))
            for old, days in sorted(self._steps.items())
            for day, targets in sorted(days.items())
        )

    def successors(self, code: str, on: date, *, since: date = date.min) -> frozenset[str]:
        """Return all codes that a code has become by a day; the code itself when nothing changed.

        `since` is the day the code was written down: a code given anew later is another division.
        """
        found: set[str] = set()
        waiting = [(code, since)]
        while waiting:
            here, day = waiting.pop()
            step = self._next(here, day, on)
            if step is None:
                found.add(here)
                continue
            # days only go up, so that even two villages that swap their codes come to an end
            waiting += [(target, step[0]) for target in step[1]]
        return frozenset(found)

    def successor(self, code: str, on: date, *, since: date = date.min) -> str:
        """Return the one code a code has become by a day.

        A division that was split and goes on itself is still itself; one that is gone, its people shared out
        among several, falls to the division that holds them all.
        """
        found = self.successors(code, on, since=since)
        if code in found or len(found) == 1:
            return code if code in found else next(iter(found))
        return common_division(found)

    def is_same_place(self, before: str, after: str, on: date, *, since: date = date.min) -> bool:
        """Say whether somebody listed at `before` and now at `after` has stayed where they were.

        True when the division was merged, moved to another code or split into it: nobody moved, a code did.
        """
        if before == after:
            return True
        return after in self.successors(before, on, since=since) or after == self.successor(
            before, on, since=since
        )

    def is_shared_out(self, code: str, on: date, *, since: date = date.min) -> bool:
        """Say whether a code no longer says which of several divisions is meant."""
        found = self.successors(code, on, since=since)
        return len(found) > 1 and code not in found

    def _next(self, code: str, since: date, on: date) -> tuple[date, frozenset[str]] | None:
        """Return the next change of a code or, where it has none of its own, of what it lies in."""
        coming = [
            (day, -len(place), targets)
            for place in _with_those_above(code)
            for day, targets in self._steps.get(place, {}).items()
            if since < day <= on and (place == code or place not in targets)
        ]
        if not coming:
            return None
        day, _, targets = min(coming, key=lambda each: each[:2])
        return day, frozenset(targets)


def common_division(codes: Iterable[str]) -> str:
    """Return the lowest division that holds all of these; '' when they share not even a province."""
    known = sorted(set(codes))
    shared = [length for length in LENGTHS if len({code[:length] for code in known}) == 1]
    return known[0][: max(shared)] if shared else ""


def _with_those_above(code: str) -> Iterator[str]:
    while code:
        yield code
        code = parent_code(code)


def reach(codes: Iterable[str], history: DivisionHistory, on: date) -> Mapping[str, frozenset[str]]:
    """Return what somebody in charge of divisions sees through time: by code, the codes it adds.

    Each division adds what it has become; and every ended division adds itself when all that it has become
    lies in their charge, so that records of earlier months stay with those who answer for the people.
    """
    mine = tuple(codes)
    added = {code: history.successors(code, on) for code in mine}
    covered = tuple(code for found in added.values() for code in found)
    for old in history.changed:
        became = history.successors(old, on)
        if covered and all(code.startswith(covered) for code in became):
            added[old] = added.get(old, frozenset()) | {old}
    return added
