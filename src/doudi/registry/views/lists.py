"""Shows the lists of people and households."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.kernel.dates import whole_years
from doudi.regions.selectors import division_names
from doudi.registry.models import Household, Person
from doudi.registry.selectors import households_within, people_within, valid_enrolments
from doudi.registry.selectors.finding import find_people
from doudi.registry.states import Programme

PAGE = 50
MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as one line of a list."""

    pk: int
    name: str
    sex: str
    age: int
    place: str
    programmes: tuple[str, ...]
    household: int | None


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household as one line of a list."""

    pk: int
    head: str
    size: int
    place: str
    programmes: tuple[str, ...]


@requires("registry.view_person", verbs=("GET", "POST"))
def people(request: OfficerRequest) -> HttpResponse:
    """List the people of the division in focus; a search is posted: no name or number in an address."""
    query = request.POST.get("q", "").strip()
    programme = request.GET.get("programme", "")
    if query:
        found = find_people(query, scope=request.focus.scope).distinct()[:MOST_FOUND]
        lines = _person_lines(found, on=clock.today())
        return render(request, "registry/people.html", {"query": query, "lines": lines, "most": MOST_FOUND})
    everyone = people_within(request.focus.scope).order_by("division", "id")
    if programme in Programme:
        standing = valid_enrolments().filter(programme=programme, valid_to__isnull=True)
        everyone = everyone.filter(pk__in=standing.values("person_id"))
    page = Paginator(everyone, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _person_lines(page.object_list, on=clock.today()),
        "programmes": Programme.choices,
        "programme": programme,
    }
    return render(request, "registry/people.html", context)


@requires("registry.view_household")
def households(request: OfficerRequest) -> HttpResponse:
    """List the households of the division in focus."""
    programme = request.GET.get("programme", "")
    every = households_within(request.focus.scope).order_by("division", "id")
    if programme in Programme:
        standing = valid_enrolments().filter(programme=programme, valid_to__isnull=True)
        every = every.filter(pk__in=standing.values("household_id"))
    page = Paginator(every, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": household_lines(list(page.object_list)),
        "programmes": Programme.choices,
        "programme": programme,
        "may_change": request.access.may("registry.change_household"),
    }
    return render(request, "registry/households.html", context)


def _person_lines(people: QuerySet[Person] | Iterable[Person], *, on: date) -> list[PersonLine]:
    if isinstance(people, QuerySet):
        live = valid_enrolments().filter(valid_to__isnull=True).order_by("programme")
        people = people.prefetch_related(
            Prefetch("enrolments", live, to_attr="standing"),
            "memberships",
        )
    found = list(people)
    names = division_names(code for person in found for code in _codes(person.division))
    return [
        PersonLine(
            pk=person.pk,
            name=person.name,
            sex=person.get_sex_display(),
            age=whole_years(person.born_on, on),
            place=_place(person.division, names),
            programmes=tuple(str(Programme(e.programme).label) for e in person.standing),
            household=next((m.household_id for m in person.memberships.all() if m.valid_to is None), None),
        )
        for person in found
    ]


def household_lines(found: list[Household]) -> list[HouseholdLine]:
    """Return households as lines of a list: head, size, place, programmes."""
    names = division_names(code for household in found for code in _codes(household.division))
    standing: dict[int, set[str]] = {}
    live = valid_enrolments().filter(household__in=[h.pk for h in found], valid_to__isnull=True)
    for household_id, programme in live.values_list("household_id", "programme"):
        standing.setdefault(household_id or 0, set()).add(programme)
    lines = []
    for household in found:
        members = list(household.members.all())
        first = members[0] if members else None
        head = next((each for each in members if each.person_id == household.head_id), first)
        lines.append(
            HouseholdLine(
                pk=household.pk,
                head=head.person.name if head else "",
                size=len(members),
                place=_place(household.division, names),
                programmes=tuple(str(Programme(p).label) for p in sorted(standing.get(household.pk, ()))),
            )
        )
    return lines


def _codes(division: str) -> tuple[str, ...]:
    return (division[:9], division)


def _place(division: str, names: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(names[code] for code in _codes(division) if code in names))
