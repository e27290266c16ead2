"""Tells what the registry holds, the same for the same facts, in whatever order they came and went.

People are named by the tokens of their numbers, households by whoever ever lived in them; there are no row
keys and no moments. What only lists said that were all taken back is not told: publishing and withdrawing a
file leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from doudi.registry.models import (
    Enrolment,
    FormerIdentity,
    Household,
    HouseholdAct,
    HouseholdMember,
    HouseholdNumber,
    Identity,
    IdentityQuestion,
    KnownName,
    ListLine,
    ListPublication,
    Person,
    SpellAct,
)
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import PAIRS, IdentityStanding, QuestionStatus

Row = list[object]
Tokens = Mapping[int, str]
LINE_FIELDS = (
    "identity__token_high",
    "identity__token_low",
    "account_high",
    "account_low",
    "pk",
    "publication__source",
    "publication__region",
    "publication__period",
    "row",
    "name",
    "programme",
    "division",
    "household_number",
    "relation",
    "category",
    "amount_fen",
    "started_on",
    "labour",
    "stable_work",
    "risk_cause",
    "income_fen",
)
ROWS_AT_ONCE = 5000


def hexadecimal(high: int | None, low: int | None) -> str:
    """Return a token in 32 hexadecimal digits; '' for none."""
    if high is None or low is None:
        return ""
    return f"{high & (2**64 - 1):016x}{low & (2**64 - 1):016x}"


@dataclass(frozen=True, slots=True)
class Names:
    """How people and households are named where no row key may be: by tokens.

    `people` gives whoever an officer held to be one person one name, the least of their tokens. `records`
    names each record by its own number; of two people with one number the second also by their name.
    """

    people: Tokens
    records: Tokens
    homes: Mapping[int, list[str]]


def names_in_state() -> Names:
    """Return how people and households are named."""
    stands_for = dict(Person.objects.values_list("pk", "same_as_id"))
    records: dict[int, str] = {}
    people: dict[int, str] = {}
    for person, token in _numbers(stands_for):
        first = stands_for[person] or person
        records[person] = min(token, records.get(person, token))
        people[first] = min(token, people.get(first, token))
    for person, first in stands_for.items():
        if first is not None and first in people:
            people[person] = people[first]
        records.setdefault(person, people.setdefault(person, ""))
    homes: dict[int, set[str]] = {}
    for household, person in HouseholdMember.objects.values_list("household_id", "person_id"):
        homes.setdefault(household, set()).add(people[person])
    return Names(people, records, {household: sorted(lived) for household, lived in homes.items()})


def _numbers(stands_for: Mapping[int, int | None]) -> Iterable[tuple[int, str]]:
    """Yield whose each number is, but not of a second person whom nobody holds to be one any more."""
    second = IdentityQuestion.objects.filter(other__isnull=False, identity__isnull=False)
    shared = dict(second.order_by("name_key").values_list("other_id", "name_key"))
    for person, high, low, standing in Identity.objects.values_list(
        "person_id", "token_high", "token_low", "standing"
    ):
        if standing != IdentityStanding.SHARED:
            yield person, hexadecimal(high, low)
        elif stands_for[person] is None:
            yield person, f"{hexadecimal(high, low)}#{shared.get(person, '')}"


def registry_state(names: Names) -> dict[str, list[Row]]:
    """Return what the registry holds, part by part, each sorted; see the contract for the columns."""
    parts: dict[str, Callable[[Names], Iterable[Row]]] = {
        "people": _people,
        "known_names": _known_names,
        "households": _households,
        "homes": _homes,
        "stays": _stays,
        "enrolments": _enrolments,
        "questions": _questions,
        "acts": _acts,
        "lists": _lists,
        "facts": _facts,
    }
    return {name: sorted(part(names), key=str) for name, part in parts.items()}


def _people(names: Names) -> Iterable[Row]:
    """Yield the numbers of people, but not of those whom only lists named that were all taken back."""
    spoken_of = ListLine.objects.filter(identity=OuterRef("pk"))
    standing = spoken_of.filter(publication__withdrawn_at__isnull=True)
    numbers = Identity.objects.filter(Exists(standing) | ~Exists(spoken_of)).select_related("person__same_as")
    for number in numbers.defer("number").iterator(chunk_size=ROWS_AT_ONCE):
        person = number.person.same_as or number.person
        if number.standing == IdentityStanding.SHARED and number.person.same_as_id:
            continue
        yield [
            str(number.token_high),
            str(number.token_low),
            str(number.standing),
            person.name,
            person.division,
            str(number.person.born_on),
            str(number.person.sex),
            names.people[person.pk],
        ]


def _known_names(names: Names) -> Iterable[Row]:
    for person, key in KnownName.objects.values_list("person_id", "name_key"):
        yield [names.people[person], key]


def _households(names: Names) -> Iterable[Row]:
    """Yield who lives together now; two people with one number are told alike here."""
    for household, living in _living(names).items():
        if household:
            yield [token.partition("#")[0] for token in living]


def _living(names: Names) -> dict[int, list[str]]:
    living: dict[int, list[str]] = {}
    stays = HouseholdMember.objects.filter(valid_to__isnull=True)
    for household, person in stays.values_list("household_id", "person_id"):
        living.setdefault(household, []).append(names.people[person])
    return {household: sorted(people) for household, people in living.items()}


def _homes(names: Names) -> Iterable[Row]:
    """Yield where each household lies in which somebody lives, its head, its people and its numbers."""
    living = _living(names)
    numbers: dict[int, list[list[str]]] = {}
    for household, *number in HouseholdNumber.objects.values_list(
        "household_id", "source", "region", "number"
    ):
        numbers.setdefault(household, []).append([str(each) for each in number])
    for household, division, head in Household.objects.values_list("pk", "division", "head_id"):
        if household in living:
            headed_by = names.people[head] if head else ""
            yield [division, headed_by, living[household], sorted(numbers.get(household, []))]


def _stays(names: Names) -> Iterable[Row]:
    for stay in HouseholdMember.objects.iterator(chunk_size=ROWS_AT_ONCE):
        days = [str(stay.valid_from), str(stay.valid_to or "")]
        said = [str(stay.relation), bool(stay.counted)]
        yield [names.people[stay.person_id], *said, *days, names.homes[stay.household_id]]


def _enrolments(names: Names) -> Iterable[Row]:
    spells = valid_enrolments().select_related("opened_by", "closed_by")
    for spell in spells.iterator(chunk_size=ROWS_AT_ONCE):
        token = names.people[spell.person_id]
        yield [
            token.partition("#")[0],
            str(spell.programme),
            spell.category,
            spell.division,
            str(spell.amount_fen),
            str(spell.valid_from),
            str(spell.valid_to),
            hexadecimal(spell.account_high, spell.account_low),
            spell.labour,
            spell.stable_work,
            spell.risk_cause,
            spell.income_fen,
            _said_by(spell.opened_by),
            _said_by(spell.closed_by),
            token,
            _home_of(spell, names),
        ]


def _said_by(publication: ListPublication | None) -> list[str]:
    return [publication.source, publication.region, publication.period] if publication else []


def _home_of(spell: Enrolment, names: Names) -> list[str]:
    return names.homes.get(spell.household_id, []) if spell.household_id else []


def _questions(names: Names) -> Iterable[Row]:
    """Yield the questions that stand or were answered, with whom they are about and who answered."""
    asked = IdentityQuestion.objects.exclude(status=QuestionStatus.LAPSED).select_related("identity")
    for question in asked.defer("identity__number"):
        is_pair = question.kind in PAIRS
        if is_pair:
            about = sorted(names.records.get(one or 0, "") for one in (question.person_id, question.other_id))
        else:
            number = question.identity
            about = [hexadecimal(number.token_high, number.token_low) if number else "", question.name_key]
        answered_by = "" if question.status == QuestionStatus.OPEN else question.answered_by
        yield [str(question.kind), str(question.status), *about, answered_by]


def _acts(names: Names) -> Iterable[Row]:
    """Yield officers' acts on households and on endings that stand, but not their reasons."""
    acts = HouseholdAct.objects.filter(undone_at__isnull=True).prefetch_related("people")
    for act in acts:
        people = sorted({names.people[person.pk] for person in act.people.all()})
        anchor = names.people[act.anchor_id] if act.anchor_id else ""
        yield [str(act.kind), str(act.happened_on), people, anchor, act.division, act.done_by]
    for spell in SpellAct.objects.all():
        yield ["RESTORE", spell.period, [names.people[spell.person_id]], "", spell.programme, spell.done_by]


def _lists(_: Names) -> Iterable[Row]:
    for each in ListPublication.objects.filter(withdrawn_at__isnull=True):
        yield [*_said_by(each), bool(each.whole), sorted(str(place) for place in each.townships)]


def _facts(_: Names) -> Iterable[Row]:
    """Yield what each row of each standing list says of whom, with what they were called before."""
    before: dict[int, list[list[str]]] = {}
    standing = FormerIdentity.objects.filter(line__publication__withdrawn_at__isnull=True)
    for line, high, low, name in standing.values_list("line_id", "token_high", "token_low", "name"):
        before.setdefault(line, []).append([hexadecimal(high, low), name])
    lines = ListLine.objects.filter(publication__withdrawn_at__isnull=True).values_list(*LINE_FIELDS)
    for high, low, account_high, account_low, line, *said in lines.iterator(chunk_size=ROWS_AT_ONCE):
        values = [value if value is None or isinstance(value, int) else str(value) for value in said]
        account = hexadecimal(account_high, account_low)
        yield [hexadecimal(high, low), *values, account, sorted(before.get(line, []))]
