"""Weigh a column's content: how well its cells fit what a heading says they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.reading.grid import Grid
from doudi.recognition.headings import level_value
from doudi.recognition.sources import DIVISION_TYPES, Column, Type

SAMPLED = 300
NEUTRAL = 0.5
LEAST_FIT = 0.3
LOOKS: dict[Type, re.Pattern[str]] = {
    Type.NAME: re.compile(r"[^\d:：]{2,30}"),
    Type.DATE: re.compile(
        r"(?:.*\D)?(?:19|20)\d{2}(?:\D.*|(?:0\d|1[0-2])(?:[0-3]\d)?(?:\D.*)?)?|[2-4]\d{4}(?:\.\d*)?"
        r"|\d{1,2}[-/.年月]\d{1,2}(?:[-/.月]\d{1,4})?日?|\d{1,2}-\d{1,2}月-\d{2}|长期.*|永久.*"
    ),
    Type.MONTH: re.compile(r".*\d{4}.*|.*\d月.*"),
    Type.MONEY: re.compile(r"[^\d]{0,6}\d[\d,，.\s]{0,14}[^\d]{0,6}"),
    Type.INTEGER: re.compile(r"\d{1,9}(?:\.0*)?\D{0,3}"),
    Type.HUNDREDTHS: re.compile(r"\d[\d,.]{0,12}\D{0,4}"),
    Type.ACCOUNT: re.compile(r"[\d\s\-'’*]{8,34}"),
    Type.PHONE: re.compile(r"[\d\-\s+()（）/、]{7,30}"),
    Type.ADDRESS: re.compile(r".*[^\d\s].*"),
    **dict.fromkeys(DIVISION_TYPES - {Type.DIVISION_CODE}, re.compile(r".*[^\d\s.].*")),
    Type.DIVISION_CODE: re.compile(r"\d{6,12}.*"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """A sample of one file column: its texts with how often each stands there, and its look of numbers."""

    texts: tuple[str, ...]
    counts: tuple[int, ...]
    identity: float

    @property
    def is_blank(self) -> bool:
        """Say whether nothing stands in the column."""
        return not self.texts

    def share(self, look: re.Pattern[str]) -> float:
        """Return in which share of the filled cells a pattern is all there is, spaces left out; 0 of none."""
        total = sum(self.counts)
        spelled = (
            (re.sub(r"\s+", "", text), count) for text, count in zip(self.texts, self.counts, strict=True)
        )
        return sum(count for text, count in spelled if look.fullmatch(text)) / total if total else 0.0


def content_of(grid: Grid, place: int, rows: NDArray[np.int64], blank: frozenset[str]) -> Content:
    """Return a sample of what stands in a column's rows, words for nothing left out."""
    filled = rows[grid.filled[place][rows]][:SAMPLED]
    found = pc.value_counts(grid.texts[place].take(pa.array(filled))).to_pylist() if filled.size else []
    kept = [(one["values"], one["counts"]) for one in found if level_value(one["values"]) not in blank]
    return Content(
        tuple(text for text, _ in kept),
        tuple(count for _, count in kept),
        grid.identity_share(place, filled) if filled.size else 0.0,
    )


def fit(column: Column, content: Content) -> float:
    """Return how well a column's cells fit one of the source's columns, from 0 to 1; a blank one half."""
    if content.is_blank:
        return NEUTRAL
    if column.type in {Type.IDENTITY, Type.CERTIFICATE} or column.name == "head_number":
        return NEUTRAL + content.identity / 2
    if column.type == Type.CODE:
        return _codes(column, content)
    look = LOOKS.get(column.type)
    if look is None:
        return 1.0 if content.identity < NEUTRAL else NEUTRAL
    share = _share(content, lambda text: bool(look.fullmatch(text.strip())))
    return NEUTRAL + share / 2 if content.identity < NEUTRAL else LEAST_FIT


def _codes(column: Column, content: Content) -> float:
    """Return which share of the cells the column's spellings know; anything goes where there is a rest."""

    def known(text: str) -> bool:
        leveled = level_value(text)
        return leveled in column.values or any(part in leveled for part, _ in column.contains)

    share = _share(content, known)
    return NEUTRAL + share / 2 if column.otherwise else share


def _share(content: Content, holds: Callable[[str], bool]) -> float:
    hits = sum(count for text, count in zip(content.texts, content.counts, strict=True) if holds(text))
    return hits / sum(content.counts)
