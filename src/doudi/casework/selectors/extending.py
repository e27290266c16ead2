"""Answers which clocks of an application may be extended today, and on which grounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from doudi.casework.selectors.progress import Progress
from doudi.procedures.deadlines import Deadline
from doudi.procedures.following import grounds_of, may_be_extended
from doudi.procedures.shapes import UNIT_LABELS
from doudi.rulebook.catalogue import procedures


def extensible(progress: Progress, *, on: date) -> list[Deadline]:
    """Return the clocks that may be extended on a day, the next to end first."""
    if progress.is_withdrawn:
        return []
    return [one for one in progress.running if may_be_extended(one, on=on)]


def grounds_for(deadline: Deadline) -> Mapping[str, str]:
    """Return the grounds a clock may be extended on, in words; all there are where its law lists none."""
    words = procedures().vocabulary.grounds
    listed = grounds_of(deadline)
    return {code: words.get(code, code) for code in listed} if listed else words


def offered(deadline: Deadline) -> str:
    """Return a clock that may be extended in words: until when it runs, and to how much it may go."""
    assert deadline.clock.extension is not None  # noqa: S101 - only those are offered
    much = f"{deadline.clock.extension.amount.fixed} {UNIT_LABELS[deadline.clock.unit]}"
    return f"{deadline.clock.label}：现到 {deadline.due.on}，可延长到 {much}"
