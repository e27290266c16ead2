"""Choose which published batches of a source a month's comparison reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from doudi.matching.shapes import source_of_view, window_of_view


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One published batch: its id, the month it is for (YYYY-MM), and its Parquet file."""

    id: str
    period: str
    path: Path


def batches_for(view: str, batches: Mapping[str, Sequence[BatchFile]], period: str) -> list[BatchFile]:
    """Return the batches a view covers, oldest first; batches after the month are never read."""
    usable = [batch for batch in batches.get(source_of_view(view), ()) if batch.period <= period]
    return sorted(_WINDOWS[window_of_view(view)](usable, period), key=lambda batch: (batch.period, batch.id))


def batches_in_use(batches: Mapping[str, Sequence[BatchFile]], period: str) -> list[tuple[str, BatchFile]]:
    """Return every batch of the calendar year and each source's latest, by source and age.

    Older ones were accounted for in their own months.
    """
    return [
        (source, batch)
        for source in sorted(batches)
        for batch in sorted(
            {*batches_for(source, batches, period), *batches_for(f"{source}_year", batches, period)},
            key=lambda batch: (batch.period, batch.id),
        )
    ]


def _latest(usable: Sequence[BatchFile], period: str) -> Iterable[BatchFile]:
    newest = max((batch.period for batch in usable), default="")
    return (batch for batch in usable if batch.period == newest)


def _this_year(usable: Sequence[BatchFile], period: str) -> Iterable[BatchFile]:
    return (batch for batch in usable if batch.period[:4] == period[:4])


def _before_latest(usable: Sequence[BatchFile], period: str) -> Iterable[BatchFile]:
    newest = max((batch.period for batch in usable), default="")
    return _latest([batch for batch in usable if batch.period < newest], period)


def _last_year(usable: Sequence[BatchFile], period: str) -> Iterable[BatchFile]:
    before = str(int(period[:4]) - 1)
    return _latest([batch for batch in usable if batch.period[:4] == before], period)


def _ever(usable: Sequence[BatchFile], period: str) -> Iterable[BatchFile]:
    return iter(usable)


_WINDOWS: Mapping[str, Callable[[Sequence[BatchFile], str], Iterable[BatchFile]]] = {
    "": _latest,
    "_year": _this_year,
    "_previous": _before_latest,
    "_last_year": _last_year,
    "_ever": _ever,
}
