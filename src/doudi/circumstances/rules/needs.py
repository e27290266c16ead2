"""Which kinds of need a sentence speaks of, by the words of the county's table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A programme that may answer a need: who decides on it, and the article it stands on."""

    name: str
    office: str
    basis: str
    verified: bool


def kinds_in(text: str, words: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the kinds whose words stand in a text, in the order of the table."""
    return tuple(kind for kind, said in words.items() if any(word in text for word in said))
