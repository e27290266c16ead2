"""Answers what a list of rights handed down shows: one line for each township and delegation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.common.scope import Scope
from doudi.delegation.models import DelegatedPlace, Delegation
from doudi.delegation.selectors.rights import begins_on, decision_on, ends_on, places_within, standing_of
from doudi.delegation.states import Standing
from doudi.kernel.money import yuan_text
from doudi.regions.selectors import division_names
from doudi.rulebook.catalogue import procedures

SHOWN: Mapping[str, frozenset[Standing]] = {
    "in_force": frozenset({Standing.IN_FORCE, Standing.ENDING, Standing.UPCOMING, Standing.BROKEN}),
    "ending": frozenset({Standing.ENDING}),
    "waiting": frozenset({Standing.PROPOSED}),
    "ended": frozenset({Standing.ENDED}),
    "withdrawn": frozenset({Standing.WITHDRAWN}),
    "refused": frozenset({Standing.REFUSED}),
}

TONES: Mapping[Standing, str] = {
    Standing.PROPOSED: "wait",
    Standing.UPCOMING: "busy",
    Standing.IN_FORCE: "ok",
    Standing.ENDING: "wait",
    Standing.WITHDRAWN: "warm",
    Standing.BROKEN: "bad",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A right of one township as a list shows it; `ends` is the first day it is over."""

    place: DelegatedPlace
    township: str
    what: str
    limit: str
    begins: date
    ends: date | None
    standing: Standing

    @property
    def delegation(self) -> Delegation:
        """The delegation the right comes from."""
        return self.place.delegation

    @property
    def tone(self) -> str:
        """The colour of the standing."""
        return TONES.get(self.standing, "")

    @property
    def may_be_withdrawn(self) -> bool:
        """Say whether there is a right to take back."""
        return self.standing in (Standing.UPCOMING, Standing.IN_FORCE, Standing.ENDING)

    def cells(self) -> tuple[object, ...]:
        """Return the line as a workbook has it."""
        said = self.delegation
        return (
            self.township,
            self.what,
            self.limit,
            self.begins,
            self.ends or "",
            f"{said.document}{said.article}",
            self.standing.label,
            said.proposed_by.name,
            self.decided_by,
        )

    @property
    def decided_by(self) -> str:
        """Who granted or refused it; nothing while it waits."""
        decision = decision_on(self.delegation)
        return decision.decided_by.name if decision else ""


HEADINGS = (
    *("乡镇（街道）", "项目与事项", "金额上限（元）", "起始日", "终止日（当日起无效）"),
    *("依据", "状态", "提出人", "批准人"),
)


def lines_within(scope: Scope, *, on: date) -> list[Line]:
    """Return every right of a scope as it stands on a day, the newest first."""
    return lines_of(places_within(scope), on=on)


def lines_of(places: Iterable[DelegatedPlace], *, on: date) -> list[Line]:
    """Return places as lines."""
    found = list(places)
    names = division_names(place.township for place in found)
    return [_line(place, names, on) for place in found]


def _line(place: DelegatedPlace, names: Mapping[str, str], on: date) -> Line:
    delegation, decision = place.delegation, decision_on(place.delegation)
    limit = delegation.limit_fen
    return Line(
        place=place,
        township=names.get(place.township, place.township),
        what=what_of(delegation.programme, delegation.matter),
        limit=yuan_text(limit) if limit is not None else "不另设上限",
        begins=begins_on(delegation, decision) if decision else delegation.valid_from,
        ends=ends_on(place),
        standing=standing_of(place, on),
    )


def what_of(programme: str, matter: str) -> str:
    """Return what a programme's matter is called: 最低生活保障 · 审核确认."""
    rules = procedures()
    title = rules.programmes[programme].title if programme in rules.programmes else programme
    return f"{title} · {rules.vocabulary.matters.get(matter, matter)}"


def counts_of(lines: Sequence[Line]) -> dict[str, int]:
    """Return how many lines each tab of the list shows."""
    return {name: sum(line.standing in shown for line in lines) for name, shown in SHOWN.items()}
