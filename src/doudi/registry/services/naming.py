"""Keeps what people are called besides, and asks about names that a number has and nobody accepted."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from doudi.common.rows import save_rows
from doudi.registry.models import IdentityQuestion, KnownName
from doudi.registry.rules.persons import Names
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.former import former_names
from doudi.registry.services.reconciling import Cause
from doudi.registry.states import QuestionKind, QuestionStatus


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
