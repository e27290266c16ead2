"""Finds or files the people a list names, and reveals a number for a stated reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from pypinyin import Style, lazy_pinyin

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.common.rows import save_rows
from doudi.kernel.sealing import unseal_text
from doudi.registry.models import Identity, Person, RegistryTurn
from doudi.registry.rules.listing import ListedPerson, same_name
from doudi.registry.states import IdentityStanding

TOKENS_AT_ONCE = 5000
DIVISION_AUTHORITIES = frozenset({"dibao", "tekun"})
"""Sources whose village stands for where a person lives; others only fill a gap."""

SURNAME_INITIALS = {
    "仇": "q",
    "曾": "z",
    "单": "s",
    "解": "x",
    "查": "z",
    "朴": "p",
    "尉": "y",
    "区": "o",
    "盖": "g",
}
"""Surnames that are read otherwise than the same character elsewhere."""


class ReasonMissing(Refusal):
    """Personal data was asked for without saying what for."""

    def __init__(self) -> None:
        super().__init__("查看完整证件号码要写明事由（不少于 4 个字），事由会留痕。")


@dataclass(frozen=True, slots=True)
class Filed:
    """The person of each row of a list, how many are new, and how many share a number with another name."""

    by_row: Mapping[int, Person]
    new: int
    disputed: int


def take_turn() -> None:
    """Wait until nobody else is filing people; the turn ends with the caller's transaction.

    Two lists may name the same new person at the same moment, from counties that know nothing of each other.
    """
    RegistryTurn.objects.get_or_create(name="people")
    RegistryTurn.objects.select_for_update().get(name="people")


def initials_of(name: str) -> str:
    """Return the pinyin initials of a name for search, with surnames read as surnames."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return SURNAME_INITIALS.get(name[:1], letters[:1]) + letters[1:]


def file_people(listed: Sequence[ListedPerson], *, source: str, region: str, at: datetime) -> Filed:
    """Find each listed person by token and name, file those who are not there yet.

    People are never merged by number alone: the same number under another name becomes a person of its own
    whose number is disputed, for an officer to settle.
    """
    known = _identities_of(listed)
    by_row: dict[int, Person] = {}
    fresh: list[tuple[Person, Identity]] = []
    disputed = 0
    for line in listed:
        namesakes = known.setdefault((line.token.high, line.token.low), [])
        person = next((p for p in namesakes if not line.name or same_name(p.name, line.name)), None)
        if person is None:
            person = _new_person(line, region=region, at=at)
            fresh.append((person, _new_identity(person, line, disputed=bool(namesakes))))
            disputed += bool(namesakes)
            namesakes.append(person)
        by_row[line.row] = person
    _save(fresh)
    _settle_divisions(listed, by_row, source)
    return Filed(by_row=by_row, new=len(fresh), disputed=disputed)


def _identities_of(listed: Sequence[ListedPerson]) -> dict[tuple[int, int], list[Person]]:
    known: dict[tuple[int, int], list[Person]] = {}
    highs = sorted({line.token.high for line in listed})
    for start in range(0, len(highs), TOKENS_AT_ONCE):
        found = Identity.objects.filter(token_high__in=highs[start : start + TOKENS_AT_ONCE])
        for identity in found.select_related("person").order_by("standing", "id"):
            known.setdefault((identity.token_high, identity.token_low), []).append(identity.person)
    return known


def _new_person(line: ListedPerson, *, region: str, at: datetime) -> Person:
    return Person(
        name=line.name,
        initials=initials_of(line.name),
        sex=line.sex,
        born_on=line.born_on,
        division=line.division or region,
        created_at=at,
    )


def _new_identity(person: Person, line: ListedPerson, *, disputed: bool) -> Identity:
    return Identity(
        person=person,
        token_high=line.token.high,
        token_low=line.token.low,
        epoch=ring().token.epoch,
        number=unseal_text(ring().seals, line.sealed_number),
        standing=IdentityStanding.DISPUTED if disputed else IdentityStanding.CONFIRMED,
    )


def _save(fresh: Iterable[tuple[Person, Identity]]) -> None:
    people, identities = [], []
    for person, identity in fresh:
        people.append(person)
        identities.append(identity)
    Person.objects.bulk_create(people, batch_size=1000)
    for identity in identities:
        identity.person_id = identity.person.pk
    Identity.objects.bulk_create(identities, batch_size=1000)


def _settle_divisions(listed: Iterable[ListedPerson], by_row: Mapping[int, Person], source: str) -> None:
    moved: dict[int, Person] = {}
    for line in listed:
        person = by_row[line.row]
        deeper = len(line.division) > len(person.division)
        moves = source in DIVISION_AUTHORITIES and len(line.division) == len(person.division)
        if line.division and line.division != person.division and (deeper or moves):
            person.division = line.division
            moved[person.pk] = person
    save_rows(moved.values(), ["division"], recorded_as="registry.list_published")


@transaction.atomic
def reveal_number(person: Person, *, by: Actor, at: datetime, reason: str) -> str:
    """Return a person's number in clear; the look is written into the audit trail with its reason."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    identity = person.identities.order_by("standing", "id").first()
    if identity is None:
        return ""
    audit.record(
        "registry.number_revealed",
        subject_type="person",
        subject_id=str(person.pk),
        by=by,
        at=at,
        division=person.division,
        reason=reason.strip(),
    )
    return str(identity.number)
