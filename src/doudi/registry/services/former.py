"""Keeps what lists say people had before, and asks whether a former number's owner is the same person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet

from doudi.common.inserting import insert_rows
from doudi.common.rows import save_rows
from doudi.registry.models import FormerIdentity, Identity, IdentityQuestion, ListLine, Person
from doudi.registry.rules.listing import ListedPerson
from doudi.registry.rules.persons import known_name
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.former import live_former
from doudi.registry.services.reconciling import Cause
from doudi.registry.states import PAIRS, IdentityStanding, QuestionKind, QuestionStatus

COUNTY_DIGITS = 6
NAME_LENGTH = 60
SHORTEST_NAME = 2
Pair = tuple[int, int]
Number = tuple[int | None, int | None]


def keep_former(people: Sequence[ListedPerson], lines: Sequence[ListLine]) -> None:
    """Keep the former numbers and names that rows give; a number that is the row's own says nothing."""
    found: list[FormerIdentity] = []
    for said, line in zip(people, lines, strict=True):
        if said.former is not None and said.former != said.token:
            found.append(FormerIdentity(line=line, token_high=said.former.high, token_low=said.former.low))
        own = known_name(said.name).key
        found.extend(
            FormerIdentity(line=line, name=name.normal[:NAME_LENGTH], name_key=name.key[:NAME_LENGTH])
            for name in map(known_name, dict.fromkeys(said.former_names))
            if len(name.key) >= SHORTEST_NAME and name.key != own
        )
    insert_rows(found)


def ask_about_former_numbers(people: Collection[int], cause: Cause) -> None:
    """Let a question stand for each two records of which a live line says that one had the other's number.

    A question that no line raises any more lapses; it comes back with the line.
    """
    if not FormerIdentity.objects.filter(token_low__isnull=False).exists():
        return
    wanted: set[Pair] = set()
    asked: dict[Pair, IdentityQuestion] = {}
    for part in chunks(people):
        wanted |= _pairs(part)
        asked |= {(each.person_id, each.other_id or 0): each for each in _asked_about(part)}
    changed = []
    for pair, question in asked.items():
        if question.kind == QuestionKind.FORMER_NUMBER and _follows(question, stands=pair in wanted):
            changed.append(question)
    save_rows(changed, ["status"], recorded_as=cause.recorded_as)
    IdentityQuestion.objects.bulk_create(
        IdentityQuestion(
            kind=QuestionKind.FORMER_NUMBER, person_id=first, other_id=second, raised_at=cause.at
        )
        for first, second in sorted(wanted - set(asked))
    )


def _follows(question: IdentityQuestion, *, stands: bool) -> bool:
    """Let an unanswered question be open or lapsed; say whether that changed it."""
    status = QuestionStatus.OPEN if stands else QuestionStatus.LAPSED
    if question.status not in (QuestionStatus.OPEN, QuestionStatus.LAPSED) or question.status == status:
        return False
    question.status = status
    return True


def _asked_about(people: Collection[int]) -> QuerySet[IdentityQuestion]:
    """Return the questions about two records of which one is, or stands for, one of these people."""
    first = Q(person__in=people) | Q(person__same_as__in=people)
    second = Q(other__in=people) | Q(other__same_as__in=people)
    return IdentityQuestion.objects.filter(first | second, kind__in=PAIRS)


def _pairs(people: Collection[int]) -> set[Pair]:
    """Return the two records of each live statement about these people, whichever side they are on."""
    theirs = Q(person__in=people) | Q(person__same_as__in=people)
    numbers = Identity.objects.filter(theirs).values("token_low")
    said = live_former().filter(
        Q(line__person__in=people) | Q(line__identity__person__in=people) | Q(token_low__in=numbers),
        token_low__isnull=False,
    )
    rows = list(said.select_related("line__identity__person"))
    owners = _owners(Identity.objects.filter(token_low__in={row.token_low for row in rows}))
    places = _counties([_holder(row.line) for row in rows] + list(owners.values()))
    pairs = set()
    for row in rows:
        holder, owner = _holder(row.line), owners.get((row.token_high, row.token_low))
        if owner is not None and owner != holder and places[owner] == places[holder]:
            pairs.add((min(owner, holder), max(owner, holder)))
    return pairs


def _holder(line: ListLine) -> int:
    """Return whose number a line's is, and of two people with one number the one the line is of."""
    owner = line.identity.person
    return owner.pk if line.person_id in (owner.pk, owner.same_as_id) else line.person_id


def _owners(identities: QuerySet[Identity]) -> dict[Number, int]:
    known = identities.filter(standing=IdentityStanding.CONFIRMED)
    return {
        (high, low): person for high, low, person in known.values_list("token_high", "token_low", "person_id")
    }


def _counties(people: Iterable[int]) -> dict[int, str]:
    places = Person.objects.filter(pk__in=set(people)).values_list("pk", "division")
    return {pk: division[:COUNTY_DIGITS] for pk, division in places}
