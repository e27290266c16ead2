"""Keeps what people are called besides, and raises questions where names and numbers disagree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from doudi.common.rows import save_rows
from doudi.registry.models import IdentityQuestion, KnownName, Person
from doudi.registry.rules.persons import Names
from doudi.registry.selectors.facts import chunks
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


def ask_about_new_people(fresh: Iterable[Person], *, at: datetime) -> None:
    """Ask whether new people are known ones whose number was corrected: same name, birth date and county."""
    new = {person.pk: person for person in fresh if person.name_key}
    known: dict[tuple[str, object], list[Person]] = {}
    keys = sorted({person.name_key for person in new.values()})
    for start in range(0, len(keys), NAMES_AT_ONCE):
        for person in Person.objects.filter(name_key__in=keys[start : start + NAMES_AT_ONCE]):
            known.setdefault((person.name_key, person.born_on), []).append(person)
    pairs = set()
    for person in new.values():
        for other in known.get((person.name_key, person.born_on), ()):
            if other.pk != person.pk and other.division[:COUNTY_DIGITS] == person.division[:COUNTY_DIGITS]:
                pairs.add((min(person.pk, other.pk), max(person.pk, other.pk)))
    IdentityQuestion.objects.bulk_create(
        [
            IdentityQuestion(kind=QuestionKind.OTHER_NUMBER, person_id=first, other_id=second, raised_at=at)
            for first, second in sorted(pairs)
        ],
        ignore_conflicts=True,
    )
