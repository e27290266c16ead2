"""Finds or files the people a list names, and reveals a number for a stated reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.inserting import insert_rows
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.kernel.sealing import unseal_text
from doudi.kernel.tokens import Token
from doudi.registry.models import Identity, Person, RegistryTurn
from doudi.registry.rules.listing import ListedPerson
from doudi.registry.rules.persons import known_name
from doudi.registry.selectors.facts import divided_numbers
from doudi.registry.states import IdentityStanding

TOKENS_AT_ONCE = 5000
_HAN = re.compile("[\u4e00-\u9fff]+")
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
    """The person of each row, the record of each number, how many are new, how many names differ."""

    by_row: Mapping[int, Person]
    identities: Mapping[Token, int]
    fresh: Sequence[Person]
    disputed: int

    @property
    def new(self) -> int:
        """Return how many people were not known before."""
        return len(self.fresh)


def take_turn() -> None:
    """Wait until nobody else is filing people; the turn ends with the caller's transaction.

    Two lists may name the same new person at the same moment, from counties that know nothing of each other.
    """
    RegistryTurn.objects.get_or_create(name="people")
    RegistryTurn.objects.select_for_update().get(name="people")


@lru_cache(maxsize=1 << 16)
def initials_of(name: str) -> str:
    """Return the pinyin initials of a name for search, with surnames read as surnames."""
    # its tables take half a second to load, which no page that files nobody should pay
    from pypinyin import Style, lazy_pinyin

    if _HAN.fullmatch(name) and not _reads_as_words(name):
        letters = "".join(map(_initial_of, name))
    else:
        letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return SURNAME_INITIALS.get(name[:1], letters[:1]) + letters[1:]


def _reads_as_words(name: str) -> bool:
    """Say whether a part of a name is a word, whose characters may be read otherwise than each alone."""
    from pypinyin.constants import PHRASES_DICT

    return any(
        name[at:end] in PHRASES_DICT for at in range(len(name)) for end in range(at + 2, len(name) + 1)
    )


@lru_cache(maxsize=1 << 14)
def _initial_of(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER))


def file_people(listed: Sequence[ListedPerson], *, source: str, region: str, at: datetime) -> Filed:
    """Find each listed person by number, file those who are not there yet.

    A number is one person until an officer says otherwise: another name with a known number is a question
    to settle, and meanwhile nobody is lost and nobody doubled.
    """
    known = _identities_of(listed)
    fresh: list[tuple[Person, Identity]] = []
    by_row: dict[int, Person] = {}
    for line in listed:
        identity = known.get(line.token)
        if identity is None:
            person = _new_person(line, region=region, at=at)
            identity = _new_identity(person, line)
            known[line.token] = identity
            fresh.append((person, identity))
        by_row[line.row] = identity.person
    _save(fresh)
    apart = _people_apart(listed, known)
    return Filed(
        by_row={row: apart.get(row) or person.same_as or person for row, person in by_row.items()},
        identities={token: identity.pk for token, identity in known.items()},
        fresh=[person for person, _ in fresh],
        disputed=_names_that_differ(listed, by_row),
    )


def _people_apart(listed: Sequence[ListedPerson], known: Mapping[Token, Identity]) -> dict[int, Person]:
    """Return the rows whose number officers hold to be two people's and whose name is the second's."""
    divided = divided_numbers([identity.pk for identity in known.values()])
    if not divided:
        return {}
    people = Person.objects.select_related("same_as").in_bulk(set(divided.values()))
    found = {}
    for line in listed:
        other = (
            divided.get((known[line.token].pk, known_name(line.name).key[:60]))
            if line.token in known
            else None
        )
        if other is not None:
            found[line.row] = people[other].same_as or people[other]
    return found


def _names_that_differ(listed: Sequence[ListedPerson], by_row: Mapping[int, Person]) -> int:
    differing = 0
    for line in listed:
        key = known_name(line.name).key[:60]
        own = by_row[line.row].name_key
        differing += bool(key and own and key != own)
    return differing


def _identities_of(listed: Sequence[ListedPerson]) -> dict[Token, Identity]:
    known: dict[Token, Identity] = {}
    highs = sorted({line.token.high for line in listed})
    for start in range(0, len(highs), TOKENS_AT_ONCE):
        found = Identity.objects.filter(
            token_high__in=highs[start : start + TOKENS_AT_ONCE], standing=IdentityStanding.CONFIRMED
        )
        for identity in found.select_related("person__same_as").defer("number"):
            known[Token(identity.token_high, identity.token_low)] = identity
    return known


def _new_person(line: ListedPerson, *, region: str, at: datetime) -> Person:
    name = known_name(line.name)
    return Person(
        name=name.normal[:60],
        name_key=name.key[:60],
        initials=initials_of(name.normal)[:60],
        sex=line.sex,
        born_on=line.born_on,
        division=line.division or region,
        created_at=at,
    )


def _new_identity(person: Person, line: ListedPerson) -> Identity:
    return Identity(
        person=person,
        token_high=line.token.high,
        token_low=line.token.low,
        epoch=ring().token.epoch,
        number=unseal_text(ring().seals, line.sealed_number),
    )


def _save(fresh: Iterable[tuple[Person, Identity]]) -> None:
    people, identities = [], []
    for person, identity in fresh:
        people.append(person)
        identities.append(identity)
    insert_rows(people)
    for identity in identities:
        identity.person_id = identity.person.pk
    insert_rows(identities)


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
