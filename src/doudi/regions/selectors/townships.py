"""Answers whether each township has the people its work needs: staff, load and shortage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.regions.models import Assignment, Division, TownshipProfile
from doudi.regions.rules.standards import StandardBook, Value
from doudi.regions.selectors.assistants import in_force
from doudi.regions.selectors.standards import figures_by_place, standard_book
from doudi.regions.states import AssignmentKind, FigureKind, Level, StandardKey


@dataclass(frozen=True, slots=True)
class TownshipLine:
    """One township's capacity on a day: people, what they must do, and what is missing."""

    code: str
    name: str
    windows: int
    posts: int
    equipment: str
    established: int
    purchased: int
    floor: Value
    cases: int | None
    load_limit: Value
    population: int | None
    recipients: int | None

    @property
    def staff(self) -> int:
        """Return everybody who handles assistance here, established or bought in."""
        return self.established + self.purchased

    @property
    def shortage(self) -> int:
        """Return how many people are missing to the floor."""
        return max(0, self.floor.value - self.staff)

    @property
    def shortage_words(self) -> str:
        """Return the shortage as the list shows it."""
        return f"缺 {self.shortage} 人"

    @property
    def load_words(self) -> str:
        """Return what to do about too much work."""
        return f"超负荷，建议增配 {self.to_add} 人"

    @property
    def load(self) -> str:
        """Return the month's cases per head; without anybody it is the whole load."""
        if self.cases is None:
            return "—"
        heads = max(self.staff, 1)
        return f"{self.cases / heads:.1f}".removesuffix(".0")

    @property
    def is_overloaded(self) -> bool:
        """Say whether a head handles more cases than the limit; work without anybody is too much."""
        if not self.cases:
            return False
        return self.staff == 0 or self.cases > self.load_limit.value * self.staff

    @property
    def to_add(self) -> int:
        """Return how many more people bring the load down to the limit and the staff up to the floor."""
        needed = -(-(self.cases or 0) // self.load_limit.value) if self.load_limit.value else 0
        return max(0, max(needed, self.floor.value) - self.staff)


def township_lines(scope: Scope, *, on: date, period: Period) -> list[TownshipLine]:
    """Return the townships of a scope with who works there on a day and what one month brought."""
    towns = Division.objects.filter(scope.q("code"), in_force(on), level=Level.TOWNSHIP).order_by("code")
    staff = _staff(scope, on=on)
    profiles = {profile.pk: profile for profile in TownshipProfile.objects.filter(scope.q("division_id"))}
    figures = {
        kind: figures_by_place(kind, scope, period)
        for kind in (FigureKind.CASES, FigureKind.POPULATION, FigureKind.RECIPIENTS)
    }
    book = standard_book()
    return [
        _line(town, staff.get(town.code, Counter()), profiles.get(town.code), figures, book, on)
        for town in towns
    ]


def _line(
    town: Division,
    staff: Counter[str],
    profile: TownshipProfile | None,
    figures: Mapping[FigureKind, Mapping[str, int]],
    book: StandardBook,
    on: date,
) -> TownshipLine:
    measures = {str(kind): counted[town.code] for kind, counted in figures.items() if town.code in counted}
    return TownshipLine(
        code=town.code,
        name=town.name,
        windows=profile.windows if profile else 0,
        posts=profile.posts if profile else 0,
        equipment=profile.equipment if profile else "",
        established=staff[AssignmentKind.ESTABLISHED],
        purchased=staff[AssignmentKind.PURCHASED],
        floor=book.staff_floor(town.code, on, measures),
        cases=measures.get(FigureKind.CASES),
        load_limit=book.value(StandardKey.CASES_PER_HEAD, town.code, on),
        population=measures.get(FigureKind.POPULATION),
        recipients=measures.get(FigureKind.RECIPIENTS),
    )


def _staff(scope: Scope, *, on: date) -> Mapping[str, Counter[str]]:
    kinds = (AssignmentKind.ESTABLISHED, AssignmentKind.PURCHASED)
    rows = Assignment.objects.filter(scope.q("division_id"), in_force(on), kind__in=kinds)
    found: dict[str, Counter[str]] = {}
    for code, kind in rows.values_list("division_id", "kind"):
        found.setdefault(code, Counter())[kind] += 1
    return found
