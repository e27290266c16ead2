"""Answers what live lists say people were called or numbered before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from doudi.kernel.tokens import Token
from doudi.registry.models import FormerIdentity, Identity
from doudi.registry.selectors.facts import chunks

NUMBER_SAID = "原号码（另一边的号码）"


def live_former() -> QuerySet[FormerIdentity]:
    """Return what lines of lists that were not taken back say."""
    return FormerIdentity.objects.filter(line__publication__withdrawn_at__isnull=True)


def former_names(people: Collection[int]) -> dict[tuple[int, str], str]:
    """Return the former names live lines give people, by person and key."""
    named = live_former().exclude(name_key="")
    if not named.exists():
        return {}
    return {
        (person, key): name
        for part in chunks(people)
        for person, key, name in named.filter(line__person__in=part)
        .order_by("-line__publication__period", "-pk")
        .values_list("line__person_id", "name_key", "name")
    }


def people_formerly(token: Token) -> QuerySet[FormerIdentity, int]:
    """Return who had a number that is nobody's own; nobody when somebody has it: then it is a question."""
    said = live_former().filter(token_high=token.high, token_low=token.low)
    if Identity.objects.filter(token_high=token.high, token_low=token.low).exists():
        said = said.none()
    return said.values_list("line__person_id", flat=True)


def said_before(lines: Iterable[int]) -> dict[int, str]:
    """Return in words what each of some lines says its person had before."""
    told: dict[int, list[str]] = {}
    for one in FormerIdentity.objects.filter(line__in=list(lines)).order_by("pk"):
        told.setdefault(one.line_id, []).append(f"曾用名 {one.name}" if one.name else NUMBER_SAID)
    return {line: "、".join(words) for line, words in told.items()}
