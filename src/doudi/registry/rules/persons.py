"""Works out a person's name and place from what live lists say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from doudi.kernel.dates import Period
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.kernel.names import ReadName, read_name
from doudi.registry.rules.homes import FamilyAct
from doudi.registry.rules.spells import Spell

AUTHORITIES = ("DIBAO", "TEKUN")
"""Programmes whose village stands for where a person lives; others only fill a gap."""


@lru_cache(maxsize=1 << 17)
def known_name(written: str) -> ReadName:
    """Return a name as read; a list's names are read once, though several steps ask for them."""
    return read_name(written)


class SaidName(NamedTuple):
    """A name that a line gives a person: month, where the list comes from, row, and the name read."""

    period: str
    region: str
    source: str
    row: int
    identity: int
    name: ReadName


class Names(NamedTuple):
    """The name a person goes by, others they were given, and those nobody accepted, by number and key."""

    goes_by: ReadName | None
    others: dict[tuple[int, str], ReadName]
    asked: dict[tuple[int, str], ReadName]


def order_of_names(one: SaidName) -> tuple[object, ...]:
    """Order rows by what they say and where, never by when they came: two lists may give a row one place."""
    return (*one[:4], one.name.key, one.name.normal, one.name.written, one.identity)


def names_of(said: Iterable[SaidName], accepted: Collection[tuple[int, str]]) -> Names:
    """Return a person's names: the first given, in its newest spelling, until an officer accepts another."""
    given = sorted((one for one in said if one.name.key), key=order_of_names)
    if not given:
        return Names(None, {}, {})
    own = {given[0].name.key} | {one.name.key for one in given if (one.identity, one.name.key) in accepted}
    goes_by = [one for one in given if one.name.key in own][-1].name
    others = {(one.identity, one.name.key): one.name for one in given if one.name.key != goes_by.key}
    return Names(goes_by, others, {key: name for key, name in others.items() if key[1] not in own})


def place_of(spells: Sequence[Spell], moves: Iterable[FamilyAct] = ()) -> str:
    """Return where a person lives: by the newest authority, else by the newest list; deeper where both agree.

    An officer's word of a move holds until a list of a later month says where the person is.
    """
    ordered = sorted(spells, key=_newest_first, reverse=True)
    newest = max((spell.placed for spell in spells), default="")
    for move in sorted(moves, key=lambda act: (act.happened_on, act.order), reverse=True):
        if str(Period.of(move.happened_on)) >= newest:
            return move.division
    places = [spell.values.division for spell in ordered]
    base = next((place for place in places if len(place) >= TOWNSHIP_DIGITS), "")
    if not base:
        return places[0] if places else ""
    return max((place for place in places if place.startswith(base)), key=len)


def _newest_first(spell: Spell) -> tuple[object, ...]:
    is_authority = spell.programme in AUTHORITIES
    return (is_authority, spell.last, spell.valid_to is None, spell.programme, spell.values.division)
