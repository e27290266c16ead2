"""Keeps what people are called besides, and raises questions where names and numbers disagree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from doudi.common.rows import save_rows
from doudi.registry.models import IdentityQuestion, KnownName, Person
from doudi.registry.rules.persons import Names
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.former import former_names
from doudi.registry.services.reconciling import Cause
from doudi.registry.states import QuestionKind, QuestionStatus

COUNTY_DIGITS = 6
NAMES_AT_ONCE = 500


def keep_names(people: Collection[int], names: Mapping[int, Names], cause: Cause) -> None:
    """Make the other names of people match what lists say, and ask about those nobody accepted."""
    wanted = {
        (person, key): name.normal[:60]
        for person, said in names.items()
        for (_, key), name in said.others.items()
    }
    wanted |= _former_names(people, names)
    gone: list[int] = []
    for part in chunks(people):
        known = KnownName.objects.filter(person__in=part)
        gone += [row.pk for row in known if wanted.pop((row.person_id, row.name_key), None) is None]
    for part in chunks(gone):
        KnownName.objects.filter(pk__in=part).delete()
    KnownName.objects.bulk_create(
        KnownName(person_id=person, name=name, name_key=key[:60]) for (person, key), name in wanted.items()
    )
    _ask_about_names(people, names, cause)


def _former_names(people: Collection[int], names: Mapping[int, Names]) -> dict[tuple[int, str], str]:
    """Return the names lists say people had before, but the one a person goes by."""
    goes_by = {person: said.goes_by.key for person, said in names.items() if said.goes_by}
    said = former_names(people).items()
    return {(person, key): name for (person, key), name in said if goes_by.get(person) != key}


def _ask_about_names(people: Collection[int], names: Mapping[int, Names], cause: Cause) -> None:
    """Raise a question for each name nobody accepted; let those lapse that no line gives any more."""
    wanted = {
        (identity, key[:60]): (person, name.normal[:60])
        for person, said in names.items()
        for (identity, key), name in said.asked.items()
    }
    changed = []
    for part in chunks(people):
        of_these = Q(person__in=part) | Q(person__same_as__in=part)
        for row in IdentityQuestion.objects.filter(of_these, kind=QuestionKind.SAME_NUMBER):
            stands = wanted.pop((row.identity_id or 0, row.name_key), None) is not None
            status = {True: QuestionStatus.OPEN, False: QuestionStatus.LAPSED}[stands]
            if row.status in (QuestionStatus.OPEN, QuestionStatus.LAPSED) and row.status != status:
                row.status = status
                changed.append(row)
    save_rows(changed, ["status"], recorded_as=cause.recorded_as)
    IdentityQuestion.objects.bulk_create(
        IdentityQuestion(
            kind=QuestionKind.SAME_NUMBER,
            person_id=person,
            identity_id=identity,
            name=name,
            name_key=key,
            raised_at=cause.at,
        )
        for (identity, key), (person, name) in wanted.items()
    )


def ask_about_people(people: Iterable[Person], *, at: datetime) -> None:
    """Ask whether people are known ones under another number: a name, the birth date and county in common.

    Former names count as much as present ones, on either side.
    """
    new = {person.pk: person for person in people if person.name_key}
    ours = _all_names(new)
    keys = sorted({key for names in ours.values() for key in names})
    known: dict[tuple[str, object], list[Person]] = {}
    for start in range(0, len(keys), NAMES_AT_ONCE):
        part = keys[start : start + NAMES_AT_ONCE]
        for person in Person.objects.filter(name_key__in=part):
            known.setdefault((person.name_key, person.born_on), []).append(person)
        for also in KnownName.objects.filter(name_key__in=part).select_related("person"):
            known.setdefault((also.name_key, also.person.born_on), []).append(also.person)
    pairs = set()
    for person in new.values():
        for other in (one for key in ours[person.pk] for one in known.get((key, person.born_on), ())):
            if _may_be_one(person, other):
                pairs.add((min(person.pk, other.pk), max(person.pk, other.pk)))
    _ask_about_pairs(pairs, at=at)


def _all_names(people: Mapping[int, Person]) -> dict[int, set[str]]:
    names = {pk: {person.name_key} for pk, person in people.items()}
    for person, key in former_names(people):
        names[person].add(key)
    return names


def _may_be_one(person: Person, other: Person) -> bool:
    """Say whether two records are of one county and not already held to be one person."""
    stands_for = {one.same_as_id or one.pk for one in (person, other)}
    return len(stands_for) > 1 and other.division[:COUNTY_DIGITS] == person.division[:COUNTY_DIGITS]


def _ask_about_pairs(pairs: Collection[tuple[int, int]], *, at: datetime) -> None:
    """Raise the questions, once for any two; one that lapsed for another ground is asked again on this."""
    lapsed = IdentityQuestion.objects.filter(kind=QuestionKind.FORMER_NUMBER, status=QuestionStatus.LAPSED)
    again = [row for row in lapsed if (row.person_id, row.other_id) in pairs] if pairs else []
    for row in again:
        row.kind, row.status = QuestionKind.OTHER_NUMBER, QuestionStatus.OPEN
    save_rows(again, ["kind", "status"], recorded_as="registry.list_published")
    IdentityQuestion.objects.bulk_create(
        [
            IdentityQuestion(kind=QuestionKind.OTHER_NUMBER, person_id=first, other_id=second, raised_at=at)
            for first, second in sorted(pairs)
        ],
        ignore_conflicts=True,
    )
