"""Counts what taking in a list changes in its month, whoever was there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from doudi.registry.rules.lines import ONE_OFF, Values

Key = tuple[int, str]
Standing = Mapping[Key, Counter[Values]]


@dataclass(slots=True)
class Tally:
    """How many people a list opens, changes, closes and leaves as they are."""

    opened: int = 0
    changed: int = 0
    closed: int = 0
    unchanged: int = 0

    def compare(
        self, before: Standing, after: Standing, listed: Standing, agree: Callable[[Values, Values], bool]
    ) -> None:
        """Count what differs between before and after for people of whom `listed` are on the list.

        Changed is who was known to be something and is known to be something else; what was unknown before
        or is unknown now changes nobody.
        """
        for key in {*before, *after}:
            was, now = before.get(key), after.get(key)
            if now is None:
                self.closed += key[1] not in ONE_OFF
            elif key in listed and key[1] in ONE_OFF:
                rows = listed[key].total()
                new = min(max(now.total() - (was or Counter()).total(), 0), rows)
                self.opened += new
                self.unchanged += rows - new
            elif key in listed:
                self._one(was, now, agree)

    def _one(
        self, was: Counter[Values] | None, now: Counter[Values], agree: Callable[[Values, Values], bool]
    ) -> None:
        if was is None:
            self.opened += 1
        elif agree(next(iter(was)), next(iter(now))):
            self.unchanged += 1
        else:
            self.changed += 1


def repeated_rows(listed: Standing) -> int:
    """Return how many rows say again what another row of the list says already."""
    return sum(rows.total() - 1 for key, rows in listed.items() if key[1] not in ONE_OFF)
