"""Adds up what figures count: by division, by what lies below one, with a digest of what it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from doudi.kernel.shares import Share, together

TOWNSHIP, VILLAGE = 9, 12
Entry = tuple[str, str, int, int | None]
"""A division, the key of a thing counted there, what it adds above the line and below it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What was counted in exactly one division, and a digest of what it was."""

    share: Share
    digest: str


Leaves = Mapping[str, Leaf]
"""A figure of one month: every division something was counted in, each thing in one of them only."""


def leaves_of(entries: Iterable[Entry]) -> Leaves:
    """Add up what was counted, division by division; the order of the things is irrelevant."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry[0], []).append(entry)
    return {division: Leaf(_share(things), _digest(things)) for division, things in sorted(found.items())}


def _share(things: Sequence[Entry]) -> Share:
    wholes = [below for _, _, _, below in things]
    known = [below for below in wholes if below is not None]
    below = sum(known) if len(known) == len(wholes) else None
    return Share(sum(above for _, _, above, _ in things), below)


def _digest(things: Iterable[Entry]) -> str:
    said = sorted(f"{key}:{above}:{below}" for _, key, above, below in things)
    return sha256("\n".join(said).encode()).hexdigest()


def inside(leaves: Leaves, code: str) -> Leaves:
    """Return what was counted in a division and below it."""
    return {division: leaf for division, leaf in leaves.items() if division.startswith(code)}


def level_below(code: str) -> int:
    """Return how many digits the divisions right below one have."""
    return TOWNSHIP if len(code) < TOWNSHIP else VILLAGE


def parts(leaves: Leaves, code: str) -> Mapping[str, Leaves]:
    """Divide a division's figure among those right below; what no deeper division is known of keeps the code.

    The parts add up to the whole.
    """
    found: dict[str, dict[str, Leaf]] = {}
    for division, leaf in inside(leaves, code).items():
        found.setdefault(division[: level_below(code)], {})[division] = leaf
    return dict(sorted(found.items()))


def total(leaves: Leaves) -> Share:
    """Return all of a figure's parts added up."""
    return together(leaf.share for leaf in leaves.values())


def ratio(share: Share, *, is_share: bool) -> Fraction | None:
    """Return what a figure is sorted by; None where there is nothing to compare."""
    if not is_share:
        return Fraction(share.above)
    return Fraction(share.above, share.below) if share.below else None
