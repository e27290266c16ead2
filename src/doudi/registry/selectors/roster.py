"""Hands a county's people and spells to the comparison, and nothing of other counties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.registry.models import Enrolment, HouseholdMember, Identity, ListLine, ListPublication
from doudi.registry.rules.lines import ONE_OFF
from doudi.registry.selectors import enrolments_in, valid_enrolments
from doudi.registry.selectors.facts import chunks

ROWS_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the comparison sees one, once for each number they have or had."""

    person_id: int
    token_high: int
    token_low: int
    household_id: int | None
    division: str
    born_on: date
    sex: str
    name: str


def roster_people(region: str) -> Iterator[PersonRow]:
    """Yield everyone the registry knows in a region, once for each number, a former one too.

    Numbers of two records that an officer joined are one person's.
    """
    scope = Scope.of([region])
    living = HouseholdMember.objects.filter(scope.q("person__division"), valid_to__isnull=True)
    homes = dict(living.values_list("person_id", "household_id"))
    own = Identity.objects.filter(scope.q("person__division"), person__same_as__isnull=True)
    fields = ("id", "division", "born_on", "sex", "name")
    yield from _rows(own, [f"person__{name}" for name in fields], homes)
    joined = Identity.objects.filter(scope.q("person__same_as__division"))
    yield from _rows(joined, [f"person__same_as__{name}" for name in fields], homes)


def _rows(
    identities: QuerySet[Identity], fields: Sequence[str], homes: dict[int, int]
) -> Iterator[PersonRow]:
    rows = identities.order_by("person_id", "id").values_list("token_high", "token_low", *fields)
    for high, low, person, division, born_on, sex, name in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield PersonRow(person, high, low, homes.get(person), division, born_on, sex, name)


class Said(NamedTuple):
    """The row of a list that says a spell stands, the number it says it of, and the start it names."""

    token_high: int
    token_low: int
    started_on: date | None
    batch: object
    row: int


def roster_spells(region: str, period: Period) -> Iterator[Sequence[object]]:
    """Yield the enrolments in force in a month, each with the newest list row that says so.

    Each is token_high, token_low, person, household, programme, category, division, valid_from, valid_to,
    since, amount_fen, account_high, account_low, labour, stable_work, started_on, batch, row. `valid_from`
    is where the present amount, account and place begin; `since` the day from which the person has stood on
    the programme without a break; `started_on` the start the row itself names, None where it names none.
    """
    spells = list(enrolments_in(period).filter(Scope.of([region]).q("division")).order_by("id"))
    said = _said(spells, period)
    homes = _homes_then(region, period)
    begun = _begun(spells, region)
    for spell in spells:
        line = said.get(spell.pk)
        if line is not None:
            household = homes.get(spell.person_id, spell.household_id)
            since = begun.get(spell.pk, spell.valid_from)
            told = _told(spell, since)
            yield (line.token_high, line.token_low, spell.person_id, household, *told, *line[2:])


def _begun(spells: Sequence[Enrolment], region: str) -> dict[int, date]:
    """Return since when each person has stood on their programme, where that is before the spell itself."""
    changed = valid_enrolments().filter(Scope.of([region]).q("division"), valid_to__isnull=False)
    changed = changed.exclude(programme__in=ONE_OFF)  # the grants of two months are two
    fields = ("person_id", "programme", "valid_to", "valid_from")
    before = {
        (person, programme, ends): begins
        for person, programme, ends, begins in changed.values_list(*fields).iterator(ROWS_AT_ONCE)
    }
    begun: dict[int, date] = {}
    for spell in spells:
        at: date | None = spell.valid_from
        while at := before.get((spell.person_id, spell.programme, at)):
            begun[spell.pk] = at
    return begun


def _told(spell: Enrolment, since: date) -> tuple[object, ...]:
    return (
        spell.programme,
        spell.category,
        spell.division,
        spell.valid_from,
        spell.valid_to,
        since,
        spell.amount_fen,
        spell.account_high,
        spell.account_low,
        spell.labour,
        spell.stable_work,
    )


def _homes_then(region: str, period: Period) -> dict[int, int]:
    """Return where people lived at a month's end who live elsewhere now."""
    ends = period.next().first_day
    moved = HouseholdMember.objects.filter(
        Scope.of([region]).q("person__division"), valid_from__lt=ends, valid_to__gte=ends
    )
    return dict(moved.values_list("person_id", "household_id"))


def _said(spells: Sequence[Enrolment], period: Period) -> dict[int, Said]:
    """Return the newest line of each spell: month by month back, until every spell has its line."""
    waiting: dict[tuple[int, str], list[Enrolment]] = {}
    for spell in spells:
        waiting.setdefault((spell.person_id, spell.programme), []).append(spell)
    months = ListPublication.objects.filter(withdrawn_at__isnull=True, period__lte=str(period))
    found: dict[int, Said] = {}
    for month in months.values_list("period", flat=True).distinct().order_by("-period"):
        if not waiting:
            break
        _find_lines(waiting, month, found)
    return found


LINE_FIELDS = (
    "person_id",
    "programme",
    "division",
    "amount_fen",
    "identity__token_high",
    "identity__token_low",
    "started_on",
    "publication__batch",
    "row",
)


def _find_lines(waiting: dict[tuple[int, str], list[Enrolment]], month: str, found: dict[int, Said]) -> None:
    lines = ListLine.objects.filter(publication__period=month, publication__withdrawn_at__isnull=True)
    lines = lines.order_by("publication__region", "row")
    best: dict[tuple[int, str], list[tuple[object, ...]]] = {}
    for part in chunks({person for person, _ in waiting}):
        for row in lines.filter(person__in=part).values_list(*LINE_FIELDS):
            if row[:2] in waiting:
                best.setdefault(row[:2], []).append(row)
    for key, rows in best.items():
        for spell in waiting.pop(key):
            line = _line_of(spell, rows)
            found[spell.pk] = Said(*line[4:])  # type: ignore[arg-type]


def _line_of(spell: Enrolment, rows: list[tuple[object, ...]]) -> tuple[object, ...]:
    """Return the row that says what a spell says; one grant each."""
    alike = [row for row in rows if row[2:4] == (spell.division, spell.amount_fen)]
    line = (alike or rows)[0]
    if len(rows) > 1:
        rows.remove(line)
    return line
