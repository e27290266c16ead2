"""The figures oversight answers for itself: those that need the counts of several modules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from django.urls import reverse

from doudi.common.figures import Asked, Counted, Figure, Line, Usual
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.regions.selectors import division_names, offices_below
from doudi.regions.selectors.standards import figures_by_place
from doudi.regions.states import FigureKind
from doudi.registry.figures import people_in_words
from doudi.registry.selectors import enrolments_in
from doudi.registry.states import Programme
from doudi.rulebook.catalogue import book

LOW, HIGH = "dibao.coverage_from", "dibao.coverage_to"
HUKOU = "hukou:"


def _on_dibao(region: str, period: Period) -> Mapping[int, str]:
    """Return who is on dibao in a month, each once, with the division of the newest spell."""
    spells = enrolments_in(period).filter(programme=Programme.DIBAO, division__startswith=region)
    return dict(spells.order_by("valid_from", "pk").values_list("person_id", "division"))


def _coverage(asked: Asked) -> Iterator[Counted]:
    for person, division in asked.once(_on_dibao).items():
        yield Counted(division, str(person), 1)
    people = figures_by_place(FigureKind.HUKOU, Scope.of([asked.region]), asked.period)
    for township in offices_below(asked.region, on=asked.period.last_day):
        yield Counted(township.code, f"{HUKOU}{township.code}", 0, people.get(township.code))


def _coverage_in_words(asked: Asked, keys: Collection[str]) -> Mapping[str, Line]:
    towns = {key: key.removeprefix(HUKOU) for key in keys if key.startswith(HUKOU)}
    people = figures_by_place(FigureKind.HUKOU, Scope.of([asked.region]), asked.period)
    names = division_names(towns.values())
    said = {
        key: Line(
            f"{names.get(town, town)}户籍人口",
            reverse("regions:figures"),
            f"{people[town]:,} 人" if town in people else "没有登记",
        )
        for key, town in towns.items()
    }
    return {**people_in_words([key for key in keys if key not in towns], {}), **said}


def _usual_coverage(asked: Asked) -> Usual | None:
    """Return the range the county's parameters call reasonable on the last day of the month."""
    chosen = book().parameters(asked.region, asked.period.last_day)
    set_by = [chosen[key] for key in (LOW, HIGH) if key in chosen]
    ends = {one.key: one.value for one in set_by if isinstance(one.value, (int, Fraction))}
    if not ends:
        return None
    documents = "、".join(dict.fromkeys(one.document for one in set_by))
    return Usual(_end(ends.get(LOW)), _end(ends.get(HIGH)), documents)


def _end(value: int | Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(value)


FIGURES: Mapping[str, Figure] = {
    "dibao_coverage": Figure(
        title="低保覆盖率",
        counts="当月在低保的人，每人只算一次",
        over="城乡户籍人口，按乡镇（街道）登记的最近一次",
        unit="人",
        source="泉港民〔2020〕40号 二3",
        order=40,
        permission="registry.view_person",
        count=_coverage,
        lines=_coverage_in_words,
        deepest=TOWNSHIP_DIGITS,
        usual=_usual_coverage,
    ),
}
