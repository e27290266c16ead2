"""Read one file in a process of its own: limits on itself, bytes from stdin, sheets as Arrow to stdout.

It holds no key, opens no file and knows no setting; if it is killed or aborts, nothing else is harmed.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import BinaryIO

from doudi.exchange.reading.limits import Limits
from doudi.exchange.reading.refusals import FileRefused


@dataclass(slots=True)
class SheetHead:
    """What the child says of one sheet; `size` is the length of its Arrow stream that follows."""

    name: str
    hidden: bool
    first_row: int
    rows: int
    columns: int
    hidden_rows: list[int]
    hidden_columns: int
    merges: list[list[int]]
    size: int = 0


def main() -> None:
    """Read one file from stdin and write the answer to stdout."""
    limits = Limits(**json.loads(sys.argv[1]))
    name = sys.argv[2]
    _limit_self(limits)
    data = sys.stdin.buffer.read()
    try:
        head, streams = _read(data, name, limits)
    except FileRefused as refusal:
        head, streams = {"refused": refusal.code, "details": refusal.details}, []
    except MemoryError:
        head, streams = {"refused": "TOO_BIG_TO_READ", "details": {}}, []
    _answer(sys.stdout.buffer, head, streams)


def _limit_self(limits: Limits) -> None:
    """Bind this process; a core file would put personal data on the disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.heap_bytes, limits.heap_bytes))
    resource.setrlimit(resource.RLIMIT_AS, (limits.address_bytes, limits.address_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _read(data: bytes, name: str, limits: Limits) -> tuple[dict[str, object], list[bytes]]:
    from doudi.exchange.reading.detection import kind_of, renamed_notice

    if len(data) > limits.file_bytes:
        raise FileRefused("TOO_LARGE", size=len(data) >> 20, limit=limits.file_bytes >> 20)
    kind = kind_of(data)
    notice = renamed_notice(name, kind)
    sheets, streams, epoch_1904 = _sheets(data, kind.value, limits)
    if not any(sheet.rows for sheet in sheets):
        raise FileRefused("NO_ROWS")
    head: dict[str, object] = {
        "kind": kind.value,
        "notices": [notice] if notice else [],
        "epoch_1904": epoch_1904,
        "sheets": [asdict(sheet) for sheet in sheets],
    }
    return head, streams


def _sheets(data: bytes, kind: str, limits: Limits) -> tuple[list[SheetHead], list[bytes], bool]:
    if kind == "TEXT":
        head, stream = _text_sheet(data, limits)
        return [head], [stream], False
    from doudi.exchange.reading.workbook import sheets_of

    heads, streams = [], []
    epoch_1904, sheets = sheets_of(data, kind, limits)
    for sheet in sheets:
        stream = _stream(sheet.rows, sheet.columns)
        heads.append(
            SheetHead(
                name=sheet.facts.name,
                hidden=sheet.facts.hidden,
                first_row=sheet.first_row,
                rows=sheet.height,
                columns=sheet.columns,
                hidden_rows=sorted(sheet.facts.hidden_rows)[: limits.cells],
                hidden_columns=sheet.facts.hidden_columns,
                merges=sheet.merges,
                size=len(stream),
            )
        )
        streams.append(stream)
    return heads, streams, epoch_1904


def _text_sheet(data: bytes, limits: Limits) -> tuple[SheetHead, bytes]:
    from doudi.exchange.reading.delimited import rows_of

    shape = [0, 0]

    def counted() -> Iterator[list[str]]:
        for row in rows_of(data):
            shape[0], shape[1] = shape[0] + 1, max(shape[1], len(row))
            yield row

    width = max((len(row) for row in rows_of(data)), default=0)
    if width > limits.columns * 4:
        raise FileRefused("FAR_CELLS", sheet="", cell=f"第 {width} 列")
    stream = _stream(counted(), width)
    return SheetHead("", False, 1, shape[0], width, [], 0, [], len(stream)), stream


def _stream(rows: Iterable[Sequence[object]], width: int) -> bytes:
    import pyarrow as pa

    from doudi.exchange.reading.cells import sheet_table

    table = sheet_table(rows, width)
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _answer(out: BinaryIO, head: dict[str, object], streams: list[bytes]) -> None:
    text = json.dumps(head, ensure_ascii=False).encode()
    out.write(struct.pack(">Q", len(text)) + text)
    for stream in streams:
        out.write(stream)
    out.flush()


if __name__ == "__main__":
    main()
