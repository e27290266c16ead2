"""Answers how town and country standards stand to one another, and which lie below the province's floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.formulas.arithmetic import rounded
from doudi.policy.book import Book, Chosen, lineage
from doudi.policy.showing import money_text
from doudi.regions.selectors.divisions import division_names, divisions_within
from doudi.regions.states import Level
from doudi.rulebook.catalogue import book
from doudi.rulebook.rules.rises import ratio_in
from doudi.studies.models import AreaDifference, StandardWorksheet
from doudi.studies.rules.standards import Pair
from doudi.studies.states import StandardSubject

KEYS: Mapping[str, str] = {
    StandardSubject.DIBAO_URBAN: "dibao.standard_urban",
    StandardSubject.DIBAO_RURAL: "dibao.standard_rural",
    StandardSubject.TEKUN_URBAN: "tekun.base_urban",
    StandardSubject.TEKUN_RURAL: "tekun.base_rural",
    StandardSubject.ORPHAN_SCATTERED: "children.scattered_standard",
    StandardSubject.ORPHAN_INSTITUTION: "children.institution_standard",
    StandardSubject.FIVE_ELDERS: "five_elders.monthly",
}
FLOORS = (
    ("dibao.standard_urban", "dibao.standard_floor_urban"),
    ("dibao.standard_rural", "dibao.standard_floor_rural"),
)
PAIRS = (
    ("DIBAO", "最低生活保障", "dibao.standard_urban", "dibao.standard_rural"),
    ("TEKUN", "特困人员基本生活", "tekun.base_urban", "tekun.base_rural"),
)
MULTIPLE = "tekun.base_multiple"


@dataclass(frozen=True, slots=True)
class Standing:
    """How town and country stand to one another in one programme, on a day and over time."""

    code: str
    title: str
    now: Pair | None
    trend: tuple[tuple[date, Pair], ...]
    target: Fraction | None
    unverified: bool

    @property
    def target_met(self) -> bool:
        """Say whether the gap is no wider than the target."""
        return self.now is not None and self.target is not None and self.now.gap <= self.target


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """A county whose standard lies below the province's floor."""

    region: str
    name: str
    label: str
    value_fen: int | Fraction
    floor_fen: int | Fraction
    begins: date

    @property
    def texts(self) -> tuple[str, str, str]:
        """Write what it is, the floor and how much is lacking, in yuan a month."""
        amounts = self.value_fen, self.floor_fen, self.floor_fen - self.value_fen
        first, second, third = map(money_text, amounts)
        return first, second, third


def current_fen(region: str, subject: str, on: date) -> int | Fraction | None:
    """Return what a standard is in a region on a day, in fen a month; nothing where nobody set it.

    It is no whole fen where it was set by the year.
    """
    return _fen(book(), region, KEYS[subject], on)


def standings(region: str, on: date) -> list[Standing]:
    """Return the ratio, gap and trend of each programme with one standard for town and one for country."""
    known = book()
    target = ratio_in(known.parameters(region, on), "growth.gap_target")
    return [
        Standing(
            code=code,
            title=title,
            now=_pair(known, region, urban, rural, on),
            trend=tuple(_trend(known, region, urban, rural)),
            target=target,
            unverified=_is_unverified(known, region, _rests_on(urban, rural), on),
        )
        for code, title, urban, rural in PAIRS
    ]


def below_floor(scope: Scope, on: date) -> list[BelowFloor]:
    """Return the counties of a scope whose standard lies below the floor that holds on a day."""
    known = book()
    codes = list(divisions_within(scope, level=Level.COUNTY).values_list("code", flat=True))
    names = division_names(codes)
    found = []
    for code in codes:
        values = known.parameters(code, on)
        for key, floor in FLOORS:
            own, line = values.get(key), values.get(floor)
            if own is not None and line is not None and _amount(own) < _amount(line):
                label = known.definitions[key].label
                found.append(
                    BelowFloor(code, names.get(code, code), label, _amount(own), _amount(line), line.begins)
                )
    return found


def differences_of(region: str) -> QuerySet[AreaDifference]:
    """Return where a region's rules differ between town and country, the open ones first."""
    return AreaDifference.objects.filter(region=region).order_by("settled_on", "aspect", "id")


def worksheets_within(scope: Scope) -> QuerySet[StandardWorksheet]:
    """Return the worksheets of a scope's regions, newest first."""
    return StandardWorksheet.objects.filter(scope.q("region")).select_related("proposal", "made_by")


def _fen(known: Book, region: str, key: str, on: date) -> int | Fraction | None:
    chosen = known.parameters(region, on).get(key)
    if chosen is not None:
        return _amount(chosen)
    return _from_dibao(known, region, key, on)


def _from_dibao(known: Book, region: str, key: str, on: date) -> int | None:
    """Return a tekun standard that is set as a multiple of dibao's."""
    values = known.parameters(region, on)
    base = values.get(key.replace("tekun.base_", "dibao.standard_"))
    multiple = ratio_in(values, MULTIPLE)
    if not key.startswith("tekun.") or base is None or multiple is None:
        return None
    rounding = values.get("tekun.rounding")
    exact = _amount(base) * multiple
    return rounded(exact, str(rounding.value) if rounding is not None else "NEAREST_FEN")


def _amount(chosen: Chosen) -> int | Fraction:
    return chosen.value if isinstance(chosen.value, int | Fraction) else 0


def _pair(known: Book, region: str, urban: str, rural: str, on: date) -> Pair | None:
    town, country = _fen(known, region, urban, on), _fen(known, region, rural, on)
    return Pair(town, country) if town and country else None


def _trend(known: Book, region: str, urban: str, rural: str) -> Iterator[tuple[date, Pair]]:
    """Yield what held from each day on which one of the two changed."""
    keys = _rests_on(urban, rural)
    days = {chosen.begins for code in lineage(region) for key in keys for chosen in known.history(code, key)}
    last = None
    for day in sorted(days):
        pair = _pair(known, region, urban, rural, day)
        if pair is not None and pair != last:
            yield day, pair
            last = pair


def _rests_on(*keys: str) -> tuple[str, ...]:
    """Return the keys a pair of standards comes from: its own, and dibao's where it is a multiple of it."""
    base = tuple(key.replace("tekun.base_", "dibao.standard_") for key in keys)
    return keys if base == keys else (*keys, *base, MULTIPLE)


def _is_unverified(known: Book, region: str, keys: Sequence[str], on: date) -> bool:
    values = known.parameters(region, on)
    return any(key in values and not values[key].verified for key in keys)
