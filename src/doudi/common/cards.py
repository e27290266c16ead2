"""What the card of a person or a household is made of: each module declares its part in `cards.py`.

A module says in `PARTS` what it shows on a card, in `SHORTCUTS` which of its pages lead on from it. Whose
card it is says, in `FINDERS`, the module that knows people and households. The desk draws what is declared,
and says in `PAGES` where: a module below leads to a card by its kind, not by the desk's addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from doudi.common.access import OfficerRequest
from doudi.common.declared import declared
from doudi.common.kit import Text

NOTES, FACTS, PANELS, DIALOGS = "notes", "facts", "panels", "dialogs"
"""Where a part stands: above all, in the list of facts, as a panel of its own, as a dialog at the end."""
PERSON, HOUSEHOLD, HOUSEHOLDS = "person", "household", "households"


@dataclass(frozen=True, slots=True)
class Card:
    """Whose card it is: all records of a person, or those who live in a household.

    `row` is what the card is about; only the module that found it looks into it. `told` is what is said once,
    on this page alone.
    """

    kind: str
    pk: int
    division: str
    people: tuple[int, ...]
    row: Any
    name: str
    lead: str
    household: int | None = None
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Something a module shows on a kind of card; where `say` has nothing to say, nothing is drawn."""

    card: str
    place: str
    order: int
    template: str
    say: Callable[[OfficerRequest, Card], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A page about the person or household that the card leads on to, by the key of either."""

    card: str
    order: int
    label: Text
    icon: str
    page: str
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as the page draws it."""

    template: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """A shortcut as the page draws it."""

    label: Text
    icon: str
    address: str


def card_address(kind: str, *keys: object) -> str:
    """Return where a page of the cards is: of a person or household, their list, what is done on one."""
    return reverse(declared("cards", "PAGES")[kind], args=keys)


def find_card(request: OfficerRequest, kind: str, pk: int) -> Card | None:
    """Return the card of a person or household of the reader's scope; None is answered as not there."""
    finder: Callable[[OfficerRequest, int], Card | None] = declared("cards", "FINDERS")[kind]
    return finder(request, pk)


def parts_of(request: OfficerRequest, card: Card) -> Mapping[str, Sequence[Shown]]:
    """Return what every module has to say on a card, by place and in order."""
    parts: list[Part] = [part for part in declared("cards", "PARTS").values() if part.card == card.kind]
    shown: dict[str, list[Shown]] = {place: [] for place in (NOTES, FACTS, PANELS, DIALOGS)}
    for part in sorted(parts, key=lambda each: each.order):
        said = part.say(request, card)
        if said is not None:
            shown[part.place].append(Shown(part.template, said))
    return shown


def ways_on(request: OfficerRequest, card: Card) -> Iterator[Way]:
    """Yield the pages that lead on from a card, as far as the post in use may open them."""
    known: list[Shortcut] = sorted(declared("cards", "SHORTCUTS").values(), key=lambda one: one.order)
    for each in known:
        if each.card != card.kind:
            continue
        if not each.permission or request.access.may(each.permission):
            yield Way(each.label, each.icon, reverse(each.page, args=[card.pk]))
