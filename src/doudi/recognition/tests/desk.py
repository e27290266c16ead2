"""Takes a made-up file through the pure steps, as a batch does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import doudi
from doudi.kernel.tokens import TokenKey
from doudi.reading.cells import sheet_table
from doudi.reading.grid import Grid
from doudi.reading.process import ReadFile, Sheet, read_file
from doudi.reading.tests import workbooks as w
from doudi.recognition.cleaning import Circumstances, Cleaned, clean
from doudi.recognition.guess import Guess, recognise
from doudi.recognition.header import Headings
from doudi.recognition.layout import Layout, lay_out
from doudi.recognition.places import DivisionNames
from doudi.recognition.raw import gather
from doudi.recognition.sheets import roles_of
from doudi.recognition.source_files import load_catalogue

POLICIES = Path(doudi.__file__).parents[2] / "policies" / "sources"
KEY = TokenKey(b"0123456789abcdef")
TODAY = date(2026, 11, 5)
NAMES = {
    "440204": "浈江区",
    "440204100": "新韶镇",
    "440204100201": "陈江村村民委员会",
    "440204100202": "东联村村民委员会",
    "440204001": "东河街道",
    "440204001003": "五里亭社区居民委员会",
}
PLACES = DivisionNames("440204", NAMES, ["曲江区", "武江区"])


@lru_cache(maxsize=1)
def headings() -> Headings:
    """Return the real catalogue's headings."""
    return Headings(load_catalogue(POLICIES))


@dataclass(frozen=True)
class Desk:
    """A file on the desk: read, laid out, guessed."""

    file: ReadFile
    layouts: tuple[Layout, ...]
    guess: Guess

    @property
    def roles(self) -> dict[str, int]:
        """Return the roles of the rows of the first sheet that are there at all."""
        roles = roles_of(self.layouts[0], self.guess.sheets[0])
        return {name: count for name, count in self.layouts[0].counts(roles).items() if count}

    @property
    def all_roles(self) -> dict[str, int]:
        """Return the roles of all rows of all sheets."""
        counted: Counter[str] = Counter()
        for layout, sheet in zip(self.layouts, self.guess.sheets, strict=True):
            counted.update(layout.counts(roles_of(layout, sheet)))
        return dict(counted)

    @property
    def columns(self) -> dict[str, str]:
        """Return the source's column of each heading of the first table."""
        return {column.heading: column.column for column in self.guess.tables[0].columns if column.heading}

    @property
    def sentences(self) -> str:
        """Return what stands in the way."""
        return "".join(doubt.sentence for doubt in self.guess.doubts)

    def cleaned(self) -> Cleaned:
        """Return the batch."""
        source = headings().catalogue.source(self.guess.source)
        raw = gather(source, self.layouts, self.guess)
        around = Circumstances(KEY, TODAY, headings().catalogue.words.blank, PLACES, self.file.epoch_1904)
        return clean(source, raw, around)


def on_desk(
    data: bytes, name: str = "名单.xlsx", source: str = "", choices: Mapping[str, str] | None = None
) -> Desk:
    """Read a file and guess what it is."""
    return guessed(read_file(data, name), name, source, choices)


def guessed(
    file: ReadFile,
    name: str,
    source: str = "",
    choices: Mapping[str, str] | None = None,
    period: str = "",
) -> Desk:
    """Guess what a file that has been read is."""
    layouts = tuple(lay_out(Grid(sheet), headings()) for sheet in file.sheets)
    guess = recognise(
        layouts, headings(), file_name=name, source=source, choices=choices or {}, period=period
    )
    return Desk(file, layouts, guess)


def of_rows(rows: Sequence[w.Row], name: str = "名单.xlsx", source: str = "") -> Desk:
    """Put a workbook of one sheet on the desk; its cells are what the reader would give."""
    return guessed(file_of([[_as_read(cell) for cell in row] for row in rows]), name, source)


def of_text(rows: Sequence[w.Row], name: str = "名单.csv", source: str = "") -> Desk:
    """Put a text table on the desk, in which every cell is text."""
    return guessed(file_of([[str(cell) for cell in row] for row in rows]), name, source)


def file_of(rows: Sequence[Sequence[object]]) -> ReadFile:
    """Return rows as the child process would, without starting one."""
    width = max(len(row) for row in rows)
    table = sheet_table([[*row, *[""] * (width - len(row))] for row in rows], width)
    return ReadFile("XLSX", (), False, (Sheet(0, "名单", False, 1, width, frozenset(), 0, (), table),))


def _as_read(cell: object) -> object:
    """Return a cell as the reader gives it: every number is a float."""
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
