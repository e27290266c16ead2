"""Where readers put the rows of a sheet: counted, held to the limits, and sent on batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from doudi.reading.cells import Kind, batch_of
from doudi.reading.facts import SheetFacts, column_name
from doudi.reading.frames import COUNT, WIDTH, Tag, send, send_told
from doudi.reading.limits import Limits
from doudi.reading.refusals import FileRefused

CHUNK_ROWS = 4096
SHORTEST_GAP = 256
MOST_NAMED = 5
LAST_ROW = 1 << 20


class Sink:
    """Takes the batches of one sheet after another, in the order of rows, and sends them to the parent."""

    def __init__(self, out: BinaryIO, limits: Limits) -> None:
        self.out, self.limits = out, limits
        self.cells = 0
        self.sheets = 0
        self.rows = 0
        self.facts = SheetFacts("")
        self.next_row = 0

    def begin(self, facts: SheetFacts) -> None:
        """Open a sheet."""
        self.sheets += 1
        if self.sheets > self.limits.sheets:
            raise FileRefused("MANY_SHEETS", limit=self.limits.sheets)
        self.facts, self.next_row = facts, 0

    def again(self) -> None:
        """Forget what came of the sheet: it is read anew in another way."""
        self.cells -= self.facts.rows * self.facts.columns
        self.cells = max(self.cells, 0)
        send(self.out, Tag.AGAIN, b"")
        self.facts = SheetFacts(self.facts.name, self.facts.hidden)
        self.next_row = 0

    def batch(self, first: int, rows: pa.RecordBatch) -> None:
        """Take rows that follow each other without a gap, from row `first` on; the first is not blank."""
        facts, width = self.facts, rows.num_columns // 2
        if not self.next_row:
            facts.first_row = self.next_row = first
        self.refuse_far(first, first + rows.num_rows - 1, width)
        self._measure(rows.num_rows * width)
        if first > self.next_row:
            send(self.out, Tag.GAP, COUNT.pack(first - self.next_row))
        self._count_odd(first, rows, width)
        load = rows.serialize()
        send(self.out, Tag.ROWS, WIDTH.pack(width) + memoryview(load))
        self.next_row = first + rows.num_rows
        facts.rows, facts.columns = self.next_row - facts.first_row, max(facts.columns, width)

    def end(self) -> None:
        """Close the sheet."""
        self.rows += self.facts.rows
        send_told(self.out, Tag.SHEET, self.facts.told())

    def refuse_far(self, first: int, last: int, width: int) -> None:
        """Refuse rows that would make the sheet's rectangle absurdly large."""
        widest = max(width, self.facts.columns)
        span = (last - (self.facts.first_row if self.next_row else first) + 1) * widest
        if width > self.limits.columns or span > self.limits.span or last > LAST_ROW:
            far = f"{column_name(widest - 1)}{last}"
            raise FileRefused("FAR_CELLS", sheet=self.facts.name, cell=far)

    def _measure(self, cells: int) -> None:
        self.cells += cells
        if self.cells > self.limits.cells:
            raise FileRefused("TOO_MANY_CELLS", limit=self.limits.cells // 10_000)

    def _count_odd(self, first: int, rows: pa.RecordBatch, width: int) -> None:
        for place in range(width):
            kinds = rows.column(2 * place + 1).to_numpy()
            odd = np.flatnonzero(kinds >= Kind.ERROR)
            if not odd.size:
                continue
            failed = int((kinds == Kind.ERROR).sum())
            self.facts.errors += failed
            self.facts.uncalculated += odd.size - failed
            room = MOST_NAMED - len(self.facts.odd_cells)
            self.facts.odd_cells += [f"{column_name(place)}{first + int(row)}" for row in odd[:room]]


class RowBuffer:
    """Gathers the rows of one sheet, which come one by one in order, into batches for the sink."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.first = 0
        self.rows: list[Sequence[object]] = []

    def add(self, number: int, values: Sequence[object]) -> None:
        """Take row `number` with its values from column A on; blank rows need not be given."""
        if not any(value not in ("", None) for value in values):
            return
        gap = number - self.first - len(self.rows)
        if self.rows and (gap > SHORTEST_GAP or len(self.rows) >= CHUNK_ROWS):
            self.flush()
        if not self.rows:
            self.first = number
        self.rows.extend(() for _ in range(number - self.first - len(self.rows)))
        self.rows.append(values)

    def flush(self) -> None:
        """Send what has gathered."""
        if self.rows:
            self.sink.batch(self.first, batch_of(self.rows))
            self.rows = []
