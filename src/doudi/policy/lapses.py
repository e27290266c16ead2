"""Find values that ran out, or soon will, with nothing after them: somebody has to set them anew."""

from __future__ import annotations

from datetime import date

from doudi.policy.book import Book, Chosen, lineage


def lapsed(book: Book, region: str, on: date) -> tuple[Chosen, ...]:
    """Return the last values of the keys that had one before a day and have none on it."""
    held = book.parameters(region, on)
    last: dict[str, Chosen] = {}
    for code in lineage(region):
        for key in book.packs.timelines.get(code, {}):
            ended = [one for one in book.history(code, key) if one.ends is not None and one.ends <= on]
            for one in ended if key not in held else ():
                last[key] = max(last.get(key, one), one, key=_end)
    return tuple(last[key] for key in sorted(last))


def lapsing(book: Book, region: str, on: date, until: date) -> tuple[Chosen, ...]:
    """Return the values that hold on a day and will have run out by a later one, without a successor."""
    held, later = book.parameters(region, on), book.parameters(region, until)
    return tuple(held[key] for key in sorted(held) if key not in later)


def _end(chosen: Chosen) -> date:
    return chosen.ends or date.max
