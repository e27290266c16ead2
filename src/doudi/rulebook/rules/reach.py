"""Which rules a change of parameters reaches."""

from __future__ import annotations

from collections.abc import Sequence

from doudi.policy.book import Book


def programmes_touched(rules: Book, keys: Sequence[str]) -> list[str]:
    """Return the programmes whose rules name one of these parameters, in the order of the book."""
    wanted = set(keys)
    return [code for code, each in rules.programmes.items() if wanted & each.parameters]
