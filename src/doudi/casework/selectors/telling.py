"""Puts an application's way into words: its stages, its clocks, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.casework.models import ApplicationRecord
from doudi.casework.rules.handling import AGREED, REFUSED
from doudi.casework.selectors.progress import Progress
from doudi.casework.states import RecordKind
from doudi.common.kit import Happening, Step
from doudi.procedures.deadlines import STATE_LABELS, State
from doudi.procedures.happening import EXTENDED
from doudi.procedures.shapes import UNIT_LABELS, ClockKind
from doudi.rulebook.catalogue import procedures

TONES = {
    State.RUNNING: "busy",
    State.PAUSED: "wait",
    State.IN_TIME: "ok",
    State.LATE: "bad",
    State.OVERDUE: "bad",
    State.TOO_EARLY: "bad",
    State.REACHED: "ok",
}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock of an application as a line: how long, from when, until when, by what."""

    label: str
    counted: str
    since: date
    due_on: date
    state: str
    tone: str
    article: str
    is_verified: bool
    is_provisional: bool
    extended_on: str = ""


def clock_lines(progress: Progress) -> list[ClockLine]:
    """Return the clocks of an application; those that say from when money is due are no clocks of work."""
    return [
        ClockLine(
            label=one.clock.label,
            counted=f"{one.amount.value} {UNIT_LABELS[one.clock.unit]}",
            since=one.started.on,
            due_on=one.due.on,
            state=STATE_LABELS[one.state],
            tone=TONES[one.state],
            article=f"{one.amount.citation.document}{one.amount.citation.article}",
            is_verified=one.amount.citation.verified,
            is_provisional=one.due.provisional,
            extended_on=_ground(one.extended.ground) if one.extended else "",
        )
        for one in progress.deadlines
        if one.clock.kind in (ClockKind.DEADLINE, ClockKind.WAIT)
    ]


def _ground(code: str) -> str:
    return procedures().vocabulary.grounds.get(code, code)


def stages_of(progress: Progress) -> list[Step]:
    """Return the stages of an application: those it has been at, where it is, and what still has to come."""
    been = list(dict.fromkeys(one.name for one in progress.records if one.is_entry))
    here, steps = progress.place.step.name, progress.procedure.steps
    ahead = list(_ahead(progress)) if not _is_decided(progress) else []
    names = [*(name for name in been if name != here and name not in ahead), here, *ahead]
    return [
        Step(steps[name].label, "is-here" if name == here else "is-done" if name in been else "")
        for name in names
    ]


def _ahead(progress: Progress) -> Iterator[str]:
    """Yield the steps of law still to come, by the usual way on: the first one each step names."""
    steps, name = progress.procedure.steps, progress.place.step.name
    seen = {name}
    while steps[name].follow and not steps[name].grants:
        name = next((one for one in steps[name].follow if steps[one].must or steps[one].grants), "")
        if not name or name in seen:
            return
        seen.add(name)
        yield name


def _is_decided(progress: Progress) -> bool:
    return any(one.name in (*AGREED, REFUSED) for one in progress.records if not one.is_entry)


def happenings_of(progress: Progress) -> list[Happening]:
    """Return what was recorded of an application, newest first, without steps it came to by itself."""
    words, steps = procedures().vocabulary.events, progress.procedure.steps
    labels = {name: one.label for name, one in steps.items()}
    told = [row for row in progress.rows if row.kind == RecordKind.HAPPENED or row.by or row.note]
    return [_happening(row, words, labels) for row in reversed(told)]


def _happening(row: ApplicationRecord, words: Mapping[str, str], steps: Mapping[str, str]) -> Happening:
    by = row.by.name if row.by else "系统"
    if row.kind == RecordKind.ENTERED:
        verb = "退回到" if row.note else "进入"
        return Happening(row.at, f"{verb}“{steps.get(row.name, row.name)}”", by, row.note)
    said = words.get(row.name, "申请人撤回")
    if row.name == EXTENDED:
        said = f"延长期限（{_ground(row.ground)}）"
    tone = "ok" if row.name in AGREED else "bad" if row.name == REFUSED else ""
    day = "" if row.on == row.at.date() else f"（{row.on}）"
    return Happening(row.at, f"{said}{day}", by, row.note, tone)
