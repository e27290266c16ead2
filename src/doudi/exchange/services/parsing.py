"""Reads a batch's sealed file again: sheets, tables, and what the columns are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, hmac

from doudi.common.keys import ring
from doudi.exchange.catalogue import headings
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.reading.grid import Grid
from doudi.reading.process import ReadFile, read_file
from doudi.recognition.guess import Guess, recognise
from doudi.recognition.layout import Layout, Role, lay_out
from doudi.recognition.sheets import roles_of


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file taken apart: what was read, and every sheet with a role for each row."""

    file: ReadFile
    layouts: tuple[Layout, ...]

    def guess(self, *, name: str, source: str, choices: Mapping[str, str], period: str = "") -> Guess:
        """Guess source, sheets and columns, the first fixed by a source, the others by a person's choices."""
        return recognise(
            self.layouts, headings(), file_name=name, source=source, choices=choices, period=period
        )

    def row_roles(self, guess: Guess) -> dict[str, int]:
        """Return how many rows of the file have each role; those of sheets that are not read, too."""
        counted: Counter[str] = Counter()
        for layout, sheet in zip(self.layouts, guess.sheets, strict=True):
            counted.update(layout.counts(roles_of(layout, sheet)))
        return dict(counted)

    def content_digest(self) -> str:
        """Return a keyed digest of what the cells say, the same however often the file was saved."""
        digest = hmac.HMAC(ring().digest, hashes.SM3())
        for layout in self.layouts:
            for texts in layout.grid.texts:
                encoded = texts.dictionary_encode()
                digest.update("\x1f".join(text or "" for text in encoded.dictionary.to_pylist()).encode())
                digest.update(encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).tobytes())
        return digest.finalize().hex()

    def told_of_cells(self) -> list[str]:
        """Return what a person must know of the file's cells: failed, not calculated, filtered."""
        told = []
        for layout in self.layouts:
            sheet = layout.grid.sheet
            name, shown = f"工作表“{sheet.name}”" if sheet.name else "表格", "、".join(sheet.odd_cells)
            if sheet.errors + sheet.uncalculated:
                told.append(
                    f"{name}有 {sheet.errors + sheet.uncalculated} 个单元格是公式错误（如 #N/A）"
                    f"或没有算出结果的公式（{shown}），请让来数单位在 WPS 或 Excel 里算好后重发。"
                )
            if sheet.filtered:
                told.append(f"{name}带着筛选，筛掉的行也已一并读取。")
        return told

    def hidden(self) -> dict[str, int]:
        """Return how many sheets, rows that name people, and columns the file hides."""
        rows = 0
        for layout in self.layouts:
            sheet = layout.grid.sheet
            data = (layout.roles == Role.DATA).nonzero()[0] + sheet.first_row
            rows += sum(int(row) in sheet.hidden_rows for row in data) if sheet.hidden_rows else 0
        sheets = [layout.grid.sheet for layout in self.layouts]
        return {
            "sheets": sum(sheet.hidden for sheet in sheets),
            "rows": rows,
            "columns": sum(sheet.hidden_columns for sheet in sheets),
        }


def parse(batch: Batch) -> Parsed:
    """Read a batch's file; raises FileRefused when it cannot be read."""
    data = batch_folder(batch.pk).read_original(ring().seals)
    file = read_file(data, batch.file_name)
    return Parsed(file, tuple(lay_out(Grid(sheet), headings()) for sheet in file.sheets))
