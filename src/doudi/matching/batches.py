"""Choose which published batches of a source a month's comparison reads.

A batch speaks for its places. The newest month's batches are read whole; where they are only parts of a list
(a file a township), older ones are read for the places that nobody has sent a newer list of, so that a
township which has not sent its month yet does not drop out of the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from doudi.matching.shapes import source_of_view, window_of_view


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One published batch: its id, the month it is for (YYYY-MM), and its Parquet file.

    `places` are the divisions it speaks for, empty when it is the whole county's; rows that lie in `without`
    are not read, because a newer batch speaks for those places.
    """

    id: str
    period: str
    path: Path
    places: tuple[str, ...] = field(default=(), compare=False)
    without: tuple[str, ...] = field(default=(), compare=False)


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
    """Return the newest batches of every place, older ones without the places that sent newer ones."""
    found: list[BatchFile] = []
    told: tuple[str, ...] = ()
    for month in sorted({batch.period for batch in usable}, reverse=True):
        batches = [batch for batch in usable if batch.period == month]
        found += [replace(batch, without=told) for batch in batches if _tells_more(batch, told)]
        if any(not batch.places for batch in batches):
            break
        told = tuple(sorted({*told, *(place for batch in batches for place in batch.places)}))
    return found


def _tells_more(batch: BatchFile, told: tuple[str, ...]) -> bool:
    """Say whether a batch speaks for a place of which nothing newer is told."""
    return not batch.places or any(not place.startswith(told) for place in batch.places)


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
