"""Answers what departments may be told of people on aid, and what they were told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Count, QuerySet, Sum

from doudi.common.clock import day_of
from doudi.common.scope import Scope
from doudi.exchange.models import SharedUse, SharingGrant
from doudi.exchange.states import SharedField
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.money import yuan_text
from doudi.kernel.tokens import Token
from doudi.regions.models import Organisation
from doudi.regions.selectors import name_path
from doudi.regions.states import OrganisationKind
from doudi.registry.models import Enrolment, Identity, ListPublication
from doudi.registry.selectors import enrolments_in
from doudi.registry.states import Programme

SHARED = (Programme.DIBAO, Programme.TEKUN, Programme.TEMPORARY_RELIEF)
"""The three lists other departments work from (三类对象)."""
CATEGORIES = {"RURAL": "农村", "URBAN": "城市", "DISPERSED": "分散供养", "CENTRAL": "集中供养"}
PEOPLE_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A person on a list as a department is told: the granted fields alone, by code, in Chinese."""

    person: int
    programme: str
    said: Mapping[str, str]


def grant_of(office: Organisation | None) -> SharingGrant | None:
    """Return what an office may be told; None when nobody granted it anything, or no more."""
    if office is None:
        return None
    return SharingGrant.objects.filter(office=office, ended_at__isnull=True).first()


def grants_within(scope: Scope) -> QuerySet[SharingGrant]:
    """Return what the departments of a scope may be told, with how often and for how many they used it."""
    found = SharingGrant.objects.filter(scope.q("region")).select_related("office")
    return found.annotate(times=Count("uses"), told=Sum("uses__people"))


def uses_within(scope: Scope) -> QuerySet[SharedUse]:
    """Return every use departments of a scope made, the newest first."""
    return SharedUse.objects.filter(scope.q("grant__region")).select_related("grant__office")


def departments_within(scope: Scope) -> QuerySet[Organisation]:
    """Return the other departments seated in a scope."""
    return Organisation.objects.filter(scope.q("division_id"), kind=OrganisationKind.DEPARTMENT)


def offices_to_grant(scope: Scope) -> QuerySet[Organisation]:
    """Return the departments of a scope that may be told nothing so far."""
    return departments_within(scope).exclude(
        sharing_grants__ended_at__isnull=True, sharing_grants__isnull=False
    )


class Terms(Protocol):
    """What may be told: of which region, which lists and which fields."""

    @property
    def region(self) -> str:
        """The county whose people it is about."""

    @property
    def programmes(self) -> Sequence[str]:
        """The lists, by the codes of their programmes."""

    @property
    def fields(self) -> Sequence[str]:
        """The fields, by code."""


def shared_lines(grant: Terms, period: Period, people: Collection[int] | None = None) -> list[SharedLine]:
    """Return who stands on the granted lists in a month, with the granted fields; some people, or all."""
    spells = enrolments_in(period).filter(
        Scope.of([grant.region]).q("division"), programme__in=set(grant.programmes) & set(SHARED)
    )
    if people is not None:
        spells = spells.filter(person__in=people)
    newest: dict[tuple[int, str], Enrolment] = {}
    for spell in spells.select_related("person").order_by("valid_from", "id"):
        newest[spell.person_id, spell.programme] = spell
    numbers = _numbers({person for person, _ in newest}) if SharedField.NUMBER in grant.fields else {}
    places: dict[str, str] = {}
    return [
        SharedLine(person, programme, _said(grant, spell, numbers, places))
        for (person, programme), spell in sorted(newest.items())
    ]


def _said(
    grant: Terms, spell: Enrolment, numbers: Mapping[int, str], places: dict[str, str]
) -> dict[str, str]:
    if spell.division not in places:
        places[spell.division] = name_path(spell.division)
    kind = CATEGORIES.get(spell.category, "")
    title = str(Programme(spell.programme).label)
    said = {
        SharedField.NAME: spell.person.name,
        SharedField.NUMBER: numbers.get(spell.person_id, ""),
        SharedField.PLACE: places[spell.division],
        SharedField.CATEGORY: f"{title}（{kind}）" if kind else title,
        SharedField.SINCE: spell.valid_from.isoformat(),
        SharedField.AMOUNT: "" if spell.amount_fen is None else yuan_text(spell.amount_fen),
    }
    return {str(field): text for field, text in said.items() if field in grant.fields}


def people_of(token: Token) -> list[int]:
    """Return everyone whose number this is: two, where officers hold it to be two people's."""
    rows = Identity.objects.filter(token_high=token.high, token_low=token.low).select_related("person")
    return sorted({each.person.same_as_id or each.person_id for each in rows.defer("number")})


def _numbers(people: Iterable[int]) -> dict[int, str]:
    wanted, found = sorted(people), dict[int, str]()
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        part = wanted[start : start + PEOPLE_AT_ONCE]
        numbers = Identity.objects.filter(person__in=part).order_by("-standing", "-id")
        found |= {each.person_id: str(each.number) for each in numbers}
    return found


@dataclass(frozen=True, slots=True)
class DataDate:
    """How new what is told is: the month of the newest granted list, and the day it was published."""

    month: Period
    day: date


def lists_missing(grant: SharingGrant) -> list[str]:
    """Return which granted lists are not published at all, so that nobody can be said not to be on them."""
    lists = ListPublication.objects.filter(withdrawn_at__isnull=True, region__startswith=grant.region)
    known = set(lists.values_list("source", flat=True))
    return [str(each.label) for each in SHARED if each in grant.programmes and str(each).lower() not in known]


def data_date(grant: SharingGrant) -> DataDate | None:
    """Return how new the granted lists are; None when none is published."""
    sources = [str(programme).lower() for programme in grant.programmes]
    lists = ListPublication.objects.filter(
        withdrawn_at__isnull=True, region__startswith=grant.region[:COUNTY_DIGITS], source__in=sources
    )
    newest = lists.order_by("-period", "-published_at").first()
    published = lists.order_by("-published_at").first()
    if newest is None or published is None:
        return None
    return DataDate(Period.parse(newest.period), day_of(published.published_at))
