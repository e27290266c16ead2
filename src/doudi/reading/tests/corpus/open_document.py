"""Troubles of OpenDocument tables."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from doudi.reading.tests import workbooks as w
from doudi.reading.tests.corpus.base import INSIDE, LIST, PLACES, TOP, Case, Place, cut, rows_at

CONTENT, TYPE = "content.xml", "mimetype"
END = "</table:table>"
ROWS = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
MORE = "<table:table-cell><text:p>多</text:p></table:table-cell>"
COPY, FAR = ROWS.format(3, MORE), ROWS.format(900_000, MORE)
WIDE = ROWS.format(1, MORE.replace("cell>", 'cell table:number-columns-repeated="3">', 1))
BLANK = ROWS.format(1_048_000, '<table:table-cell table:number-columns-repeated="16384"/>')

Change = Callable[[str], str]
READ: dict[str, Change] = {
    "照常": lambda text: text,
    "末尾一百万空行": lambda text: text.replace(END, BLANK + END),
    "批注": lambda text: text.replace(
        "<text:p>张1", "<office:annotation><text:p>批注</text:p></office:annotation><text:p>张1"
    ),
    "文字分段": lambda text: text.replace("<text:p>张2", "<text:p><text:span>张</text:span>2").replace(
        "张</text:span>2</text:p>", "张</text:span>2</text:p>"
    ),
    "注音": lambda text: text.replace(
        "张3",
        "<text:ruby><text:ruby-base>张3</text:ruby-base><text:ruby-text>ZHANG</text:ruby-text></text:ruby>",
    ),
    "表头行组": lambda text: text.replace(
        "<table:table-row", "<table:table-header-rows><table:table-row", 1
    ).replace("</table:table-row>", "</table:table-row></table:table-header-rows>", 1),
    "前缀不同": lambda text: text.replace("table:", "t:").replace("xmlns:table=", "xmlns:t="),
    "带注释": lambda text: text.replace(
        "</table:table-row>", "</table:table-row><!-- <table:table-row/> -->"
    ),
    "公式有值": lambda text: text.replace(
        'office:value-type="float"', 'table:formula="of:=1+1" office:value-type="float"'
    ),
    "字符样式": lambda text: text.replace(
        "<text:p>新韶镇", "<text:p><text:span>新韶</text:span>镇<text:bookmark/>"
    ).replace("镇<text:bookmark/></text:p>", "镇<text:bookmark/></text:p>"),
}
BROKEN_SHEET = frozenset({"BROKEN_SHEET"})
ENTITY = '?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
REFUSED: dict[str, tuple[Change, frozenset[str]]] = {
    "断在中间": (lambda text: text[: len(text) * 2 // 3], BROKEN_SHEET),
    "少一个行尾": (lambda text: text.replace("</table:table-row>", "", 1), BROKEN_SHEET),
    "断在表后": (lambda text: text.replace("</office:body>", ""), BROKEN_SHEET),
    "实体": (lambda text: text.replace("?>", ENTITY, 1), frozenset({"DAMAGED"})),
    "格里还有表": (
        lambda text: text.replace(
            "<text:p>张1", f"{'<table:table><table:table-row/></table:table>'}<text:p>张1"
        ),
        BROKEN_SHEET,
    ),
    "重复数不是数": (lambda text: text.replace(END, COPY.replace('"3"', '"三"') + END), BROKEN_SHEET),
    "重复九十万行": (lambda text: text.replace(END, FAR + END), frozenset({"FAR_CELLS"})),
    "重复一万列": (
        lambda text: text.replace(END, WIDE.replace('"3"', '"10000"') + END),
        frozenset({"FAR_CELLS"}),
    ),
    "控制字符": (lambda text: text.replace("张1", "张\x01"), BROKEN_SHEET),
}


def table_at(place: Place) -> list[tuple[object, ...]]:
    """Return the list with blanks before it; amounts are numbers."""
    before: tuple[object, ...] = ("",) * place.column
    rows = [before + tuple(float(cell) if "." in cell else cell for cell in row) for row in LIST]
    return [()] * (place.row - 1) + rows


def changed(change: Change, place: Place) -> Callable[[], bytes]:
    """Return what makes a table whose content has been changed."""

    def make() -> bytes:
        data = w.ods({"名单": table_at(place)})
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = archive.read(CONTENT).decode()
        return w.with_members(data, {CONTENT: change(text)})

    return make


def cases() -> Iterator[Case]:
    """Yield every trouble at every place."""
    for place, (name, change) in itertools.product(PLACES, READ.items()):
        yield Case(f"ods {name} {place.name}", "名单.ods", changed(change, place), rows_at(place))
    for place, (name, (change, codes)) in itertools.product((TOP, INSIDE), REFUSED.items()):
        yield Case(f"ods {name} {place.name}", "名单.ods", changed(change, place), refused=codes)
    for place in PLACES:
        end = place.row + len(LIST)
        copied = rows_at(place) | {end + at: ("多",) for at in range(3)}
        yield Case(
            f"ods 重复三行 {place.name}",
            "名单.ods",
            changed(lambda text: text.replace(END, COPY + END), place),
            copied,
        )
        widened = rows_at(place) | {end: ("多",) * 3}
        yield Case(
            f"ods 重复三格 {place.name}",
            "名单.ods",
            changed(lambda text: text.replace(END, WIDE + END), place),
            widened,
        )
    yield from _of_the_zip()


def _plain() -> bytes:
    return w.ods({"名单": table_at(TOP)})


def _of_the_zip() -> Iterator[Case]:
    rows = rows_at(TOP)
    yield Case("ods 类型写错", "名单.ods", lambda: w.with_members(_plain(), {TYPE: "application/zip"}), rows)
    yield Case("ods 没有类型", "名单.ods", lambda: w.without_member(_plain(), TYPE), rows)
    yield Case(
        "ods 没有内容",
        "名单.ods",
        lambda: w.without_member(_plain(), CONTENT),
        refused=frozenset({"BROKEN_PART"}),
    )
    yield Case(
        "ods 两份内容", "名单.ods", lambda: w.doubled(_plain(), CONTENT), refused=frozenset({"DOUBLED_PARTS"})
    )
    yield Case(
        "ods 校验和不对",
        "名单.ods",
        lambda: w.with_wrong_checksum(_plain(), CONTENT),
        refused=BROKEN_SHEET | {"BROKEN_PART"},
    )
    yield Case(
        "ods 宏程序",
        "名单.ods",
        lambda: w.with_members(_plain(), {"Basic/Standard/a.xml": "x"}),
        refused=frozenset({"MACROS"}),
    )
    secret = "<manifest><encryption-data/></manifest>"
    yield Case(
        "ods 设了密码",
        "名单.ods",
        lambda: w.with_members(_plain(), {"META-INF/manifest.xml": secret}),
        refused=frozenset({"ENCRYPTED"}),
    )
    for share in range(10, 100, 10):
        yield Case(
            f"ods 只传了 {share}%",
            "名单.ods",
            partial(cut, _plain, share),
            refused=frozenset({"TRUNCATED"}),
        )
