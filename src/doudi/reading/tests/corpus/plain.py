"""Troubles of text tables, of Excel 97-2003 workbooks, and of what is no table at all."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable, Iterator
from functools import partial

from doudi.reading.sheets import Sheet
from doudi.reading.tests import workbooks as w
from doudi.reading.tests.corpus.base import LIST, PLACES, TOP, Case, Cells, Place, cut, rows_at
from doudi.reading.tests.corpus.open_document import table_at

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
SEPARATORS = {"逗号": ",", "制表符": "\t", "分号": ";", "竖线": "|", "全角逗号": "，"}
TEXT = "".join(",".join(row) + "\r\n" for row in LIST)
LONG = "长" * 10_000


def _ragged(*rows: int) -> Callable[[Sheet], object]:
    return lambda sheet: sheet.ragged_rows == frozenset(rows)


def _name(text: str) -> dict[int, Cells]:
    """Return the list's rows with another name in the second."""
    rows = rows_at(TOP)
    first, _, *rest = rows[2]
    return rows | {2: (first, text, *rest)}


PLAIN = rows_at(TOP)
QUOTED = "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in LIST)
TEXTS: dict[str, tuple[str, dict[int, Cells], Callable[[Sheet], object]]] = {
    "末行无换行": (TEXT.rstrip(), PLAIN, _ragged()),
    "行尾 LF": (TEXT.replace("\r\n", "\n"), PLAIN, _ragged()),
    "行尾 CR": (TEXT.replace("\r\n", "\r"), PLAIN, _ragged()),
    "都带引号": (QUOTED, PLAIN, _ragged()),
    "带分隔符说明": ("sep=;\r\n" + TEXT.replace(",", ";"), PLAIN, _ragged()),
    "引号内换行": (TEXT.replace("张1", '"张\r\n1"'), _name("张\r\n1"), _ragged()),
    "引号内逗号": (TEXT.replace("张1", '"张,1"'), _name("张,1"), _ragged()),
    "单个引号": (TEXT.replace("张1", '"张1'), _name('"张1'), _ragged()),
    "两个散引号": (
        TEXT.replace("张1", '"张1').replace("张4", '"张4'),
        _name('"张1') | {5: ("4", '"张4', *LIST[4][2:])},
        _ragged(),
    ),
    "多一格": (TEXT.replace("张1", "张,1"), PLAIN | {2: ("1", "张", "1", *LIST[1][2:])}, _ragged(2)),
    "少一格": (TEXT.replace("张1,", ""), PLAIN | {2: ("1", *LIST[1][2:])}, _ragged(2)),
    "空行": (TEXT.replace("\r\n", "\r\n\r\n"), {2 * at - 1: row for at, row in PLAIN.items()}, _ragged()),
    "一万字": (TEXT.replace("张1", LONG), _name(LONG), _ragged()),
    "NUL": (TEXT.replace("张1", "张\x001"), _name("张\x001"), _ragged()),
    "双向标记": (TEXT.replace("张1", "张\u202e1"), _name("张\u202e1"), _ragged()),
    "科学计数": (TEXT.replace("张1", "1E999999"), _name("1E999999"), _ragged()),
    "公式样": (TEXT.replace("张1", "=1+1"), _name("=1+1"), _ragged()),
}
TEXTS_REFUSED: dict[str, tuple[bytes, str]] = {
    "百万字": (TEXT.replace("张1", f'"{"长" * 1_100_000}"').encode(), "LONG_CELL"),
    "两千列": (b"x," * 2000 + b"x\n", "FAR_CELLS"),
    "乱码": (b"\xff\xfa\x80\x81,\xff\x90\n" * 40, "ENCODING"),
}


def _texts() -> Iterator[Case]:
    for encoding, (name, separator) in itertools.product(ENCODINGS, SEPARATORS.items()):
        text = TEXT.replace(",", separator)
        yield Case(f"csv {encoding} {name}", "名单.csv", partial(text.encode, encoding), PLAIN)
    for encoding, (name, (text, rows, check)) in itertools.product(("utf-8", "gb18030"), TEXTS.items()):
        yield Case(f"csv {name} {encoding}", "名单.csv", partial(text.encode, encoding), rows, check=check)
    for name, (data, code) in TEXTS_REFUSED.items():
        yield Case(f"csv {name}", "名单.csv", partial(bytes, data), refused=frozenset({code}))


def _book(place: Place = TOP) -> bytes:
    return w.xls({"名单": table_at(place)})


def doubled_cell(stream: bytes) -> bytes:
    """Put the first cell's record twice into the stream of a workbook."""
    place = 0
    while struct.unpack_from("<H", stream, place)[0] not in {0xFD, 0x27E, 0x203}:
        place += 4 + struct.unpack_from("<H", stream, place + 2)[0]
    end = place + 4 + struct.unpack_from("<H", stream, place + 2)[0]
    return stream[:end] + stream[place:end] + stream[end:]


def moved_sheet(stream: bytes) -> bytes:
    """Let the workbook look for its first sheet where there is none."""
    place = 0
    while struct.unpack_from("<H", stream, place)[0] != 0x85:
        place += 4 + struct.unpack_from("<H", stream, place + 2)[0]
    return stream[: place + 4] + struct.pack("<I", 7) + stream[place + 8 :]


def _old_books() -> Iterator[Case]:
    for place, name in itertools.product(PLACES, ("名单.xls", "名单.et", "名单.xlsx")):
        yield Case(f"{name} {place.name}", name, partial(_book, place), rows_at(place))
    broken = frozenset({"TRUNCATED", "DAMAGED", "BROKEN_SHEET", "UNKNOWN_KIND", "ENCRYPTED"})
    for share in range(4, 100, 4):
        yield Case(
            f"xls 只传了 {share}%",
            "名单.xls",
            partial(cut, _book, share),
            rows_at(TOP),
            broken,
        )
    yield Case(
        "xls 格重复", "名单.xls", lambda: w.xls_with(doubled_cell), refused=frozenset({"BROKEN_SHEET"})
    )
    yield Case(
        "xls 找不到表", "名单.xls", lambda: w.xls_with(moved_sheet), refused=frozenset({"BROKEN_SHEET"})
    )
    yield Case(
        "xls 密码", "名单.xls", lambda: w.xls_with(w.password_record), refused=frozenset({"ENCRYPTED"})
    )
    yield Case(
        "xls 宏表", "名单.xls", lambda: w.xls_with(w.macro_sheet_record), refused=frozenset({"MACROS"})
    )
    yield Case("xlsx 密码", "名单.xlsx", w.encrypted_xlsx, refused=frozenset({"ENCRYPTED"}))


FOREIGN: dict[str, tuple[bytes, str]] = {
    "空文件": (b"", "EMPTY"),
    "只有空白": (b"\r\n  \r\n", "EMPTY"),
    "只有标记": (b"\xef\xbb\xbf", "EMPTY"),
    "PDF": (b"%PDF-1.7 \x00", "PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00", "IMAGE"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "IMAGE"),
    "RAR": (b"Rar!\x1a\x07\x00", "ARCHIVE"),
    "7Z": (b"7z\xbc\xaf\x27\x1c", "ARCHIVE"),
    "GZIP": (b"\x1f\x8b\x08\x00", "ARCHIVE"),
    "ZIP": (w.zipped({"名单.xlsx": b"1"}), "ARCHIVE"),
    "DOCX": (w.zipped({"word/document.xml": "<w/>"}), "WORD"),
    "PPTX": (w.zipped({"ppt/presentation.xml": "<p/>"}), "SLIDES"),
    "XLSB": (w.zipped({"xl/workbook.bin": b"1"}), "XLSB"),
    "程序": (b"MZ\x90\x00\x03", "PROGRAM"),
    "二进制": (bytes(range(256)) * 40, "UNKNOWN_KIND"),
}


def cases() -> Iterator[Case]:
    """Yield every trouble."""
    yield from _texts()
    yield from _old_books()
    for (name, (data, code)), ending in itertools.product(FOREIGN.items(), ("xlsx", "csv")):
        yield Case(f"{name} 叫 .{ending}", f"名单.{ending}", partial(bytes, data), refused=frozenset({code}))
