"""Troubles of .xlsx workbooks: what programs write differently, and what breaks on the way."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from xml.sax.saxutils import escape

from doudi.reading.facts import column_name
from doudi.reading.tests import workbooks as w
from doudi.reading.tests.corpus.base import INSIDE, LIST, PLACES, TOP, Case, Place, cut, rows_at

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
BOOK, RELS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Parts = dict[str, str | bytes]
Change = Callable[[Parts, Place], Parts]


def parts_of(place: Place) -> Parts:
    """Return the members of a workbook with the list at a place."""
    texts = sorted({cell for row in LIST for cell in row[1:4]} | {*LIST[0]})
    rows = "".join(_row(number, row, place, texts) for number, row in enumerate(LIST, place.row))
    with zipfile.ZipFile(io.BytesIO(w.xlsx({"名单": [("姓名",)]}))) as archive:
        parts: Parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts[SHEET] = (
        f'{DECLARATION}<worksheet {MAIN}><dimension ref="A1:E7"/><sheetData>{rows}</sheetData></worksheet>'
    )
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts[STRINGS] = f'{DECLARATION}<sst {MAIN} count="{len(texts)}">{items}</sst>'
    return parts


def _row(number: int, row: tuple[str, ...], place: Place, texts: list[str]) -> str:
    cells = ""
    for at, cell in enumerate(row, place.column):
        name = f"{column_name(at)}{number}"
        shared = cell in texts
        cells += (
            f'<c r="{name}" t="s"><v>{texts.index(cell)}</v></c>'
            if shared
            else f'<c r="{name}"><v>{cell}</v></c>'
        )
    return f'<row r="{number}">{cells}</row>'


def swap(member: str, *pairs: tuple[str, str]) -> Change:
    """Return a change that replaces words of a member; each must be there."""

    def change(parts: Parts, _: Place) -> Parts:
        text = str(parts[member])
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return parts | {member: text}

    return change


def swap_once(member: str, old: str, new: str, *, last: bool = False) -> Change:
    """Return a change that replaces the first or the last of some words."""

    def change(parts: Parts, _: Place) -> Parts:
        text = str(parts[member])
        at = text.rindex(old) if last else text.index(old)
        return parts | {member: text[:at] + new + text[at + len(old) :]}

    return change


def without(member: str) -> Change:
    """Return a change that leaves a member out."""
    return lambda parts, _: {name: part for name, part in parts.items() if name != member}


def encoded(encoding: str, declared: str, *members: str) -> Change:
    """Return a change that writes members in another encoding."""

    def change(parts: Parts, _: Place) -> Parts:
        return parts | {
            name: str(parts[name]).replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding)
            for name in members
        }

    return change


def without_references(kind: str) -> Change:
    """Return a change that takes row numbers, cell names or both away; blanks stand for what lies before."""

    def change(parts: Parts, place: Place) -> Parts:
        text = str(parts[SHEET])
        for number, at in itertools.product(
            range(place.row, place.row + 7), range(place.column, place.column + 5)
        ):
            if "c" in kind:
                text = text.replace(f' r="{column_name(at)}{number}"', "")
        for number in range(place.row, place.row + 7):
            blanks = "<c/>" * place.column if "c" in kind else ""
            said = f'<row r="{number}">'
            text = text.replace(said, ("<row>" if "r" in kind else said) + blanks)
        before = "<row/>" * (place.row - 1) if "r" in kind else ""
        return parts | {SHEET: text.replace("<sheetData>", f"<sheetData>{before}")}

    return change


def prefixed(member: str) -> Change:
    """Return a change that puts a prefix before every element's name."""

    def change(parts: Parts, _: Place) -> Parts:
        text = str(parts[member]).replace("</", "\x00").replace("<?", "\x01").replace("<", "<x:")
        return parts | {
            member: text.replace("\x00", "</x:").replace("\x01", "<?").replace("xmlns=", "xmlns:x=")
        }

    return change


def inline(parts: Parts, place: Place) -> Parts:
    """Write the texts into the cells instead of the shared strings."""
    rows = []
    for number, row in enumerate(LIST, place.row):
        cells = "".join(
            f'<c r="{column_name(at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for at, cell in enumerate(row, place.column)
        )
        rows.append(f'<row r="{number}">{cells}</row>')
    return parts | {SHEET: f"<worksheet {MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>"}


def moved_book(parts: Parts, _: Place) -> Parts:
    """Give the workbook another name, as some servers do."""
    kept = {name: part for name, part in parts.items() if name not in {BOOK, RELS}}
    rels = str(parts["_rels/.rels"]).replace("xl/workbook.xml", "/xl/workbook2.xml")
    types = str(parts["[Content_Types].xml"]).replace("workbook.xml", "workbook2.xml")
    moved = {"xl/workbook2.xml": parts[BOOK], "xl/_rels/workbook2.xml.rels": parts[RELS]}
    return {**kept, **moved, "_rels/.rels": rels, "[Content_Types].xml": types}


def renamed(rename: Callable[[str], str]) -> Change:
    """Return a change of the members' names."""
    return lambda parts, _: {rename(name): part for name, part in parts.items()}


READ: dict[str, Change] = {
    "照常": lambda parts, _: parts,
    "行不带行号": without_references("r"),
    "格不带位置": without_references("c"),
    "行和格都不带位置": without_references("rc"),
    "元素带前缀": prefixed(SHEET),
    "文字表带前缀": prefixed(STRINGS),
    "表用 UTF-16": encoded("utf-16", "UTF-16", SHEET),
    "文字表用 UTF-16": encoded("utf-16", "UTF-16", STRINGS),
    "带字节序标记": encoded("utf-8-sig", "UTF-8", SHEET, STRINGS),
    "有注释": swap(SHEET, ("</row>", "</row><!-- <row r='1'/> -->")),
    "表前有注释": swap(SHEET, ("<sheetData>", "<!-- <sheetData> --><sheetData>")),
    "CDATA": swap(SHEET, ("<v>", "<v><![CDATA["), ("</v>", "]]></v>")),
    "单引号": swap(SHEET, ('"', "'")),
    "属性次序不同": swap(SHEET, (' t="s"', ' cm="0" t="s"'), ("<c r=", "<c s='0' r=")),
    "缩进换行": swap(SHEET, ("<c ", "\n    <c "), ("<row ", "\r\n  <row "), ("</row>", "\n  </row>")),
    "格内缩进换行": swap(SHEET, ("<v>", "\n<v>"), ("</v>", "</v>\n")),
    "文字写在格里": inline,
    "文字分段带格式": swap(STRINGS, ("<t>张1</t>", "<r><rPr><b/></rPr><t>张</t></r><r><t>1</t></r>")),
    "文字带注音": swap(STRINGS, ("<t>张2</t>", "<t>张2</t><rPh sb='0' eb='1'><t>ZHANG</t></rPh>")),
    "保留空格": swap(STRINGS, ("<t>张3</t>", '<t xml:space="preserve">张3</t>')),
    "字符引用": swap(STRINGS, ("<t>张4</t>", "<t>&#24352;4</t>")),
    "范围说小了": swap(SHEET, ('ref="A1:E7"', 'ref="A1"')),
    "范围说大了": swap(SHEET, ('ref="A1:E7"', 'ref="A1:XFD1048576"')),
    "没有范围": swap(SHEET, ('<dimension ref="A1:E7"/>', "")),
    "带样式的远处空格": swap(
        SHEET, ("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    ),
    "行有别的属性": swap(
        SHEET,
        ("<row ", '<row spans="1:5" ht="15" customHeight="1" x14ac:dyDescent="0.25" '),
        (MAIN, f'{MAIN} xmlns:x14ac="x"'),
    ),
    "有空行元素": swap(SHEET, ("</sheetData>", '<row r="9000"/><row r="9001" hidden="1"/></sheetData>')),
    "有扩展": swap(SHEET, ("</row>", "<extLst><ext><v>9</v></ext></extLst></row>")),
    "公式有值": swap(SHEET, ("<v>60", "<f>300*2</f><v>60")),
    "数字标明类型": swap(SHEET, ("><v>60", ' t="n"><v>60')),
    "没有样式表": without(STYLES),
    "没有文档属性": without("docProps/core.xml"),
    "绝对路径": swap(RELS, ('Target="worksheets', 'Target="/xl/worksheets')),
    "反斜杠成员名": renamed(lambda name: name.replace("/", "\\")),
    "大写成员名": renamed(str.upper),
    "工作簿另有名字": moved_book,
    "严格格式": swap(
        BOOK,
        (
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    ),
    "打印设置在后": swap(
        SHEET,
        (
            "</worksheet>",
            '<pageMargins left="0.7" right="0.7" top="1" bottom="1" header="0" footer="0"/></worksheet>',
        ),
    ),
}

SHEET_BROKEN, PART_BROKEN = frozenset({"BROKEN_SHEET"}), frozenset({"BROKEN_PART"})
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
AGAIN = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>'
REFUSED: dict[str, tuple[Change, frozenset[str]]] = {
    "行号重复": (
        lambda parts, place: swap_once(SHEET, f'<row r="{place.row + 2}"', f'<row r="{place.row + 1}"')(
            parts, place
        ),
        SHEET_BROKEN,
    ),
    "行号倒退": (
        swap(SHEET, ("</sheetData>", '<row r="1"><c r="A1"><v>1</v></c></row></sheetData>')),
        SHEET_BROKEN,
    ),
    "行号为零": (
        swap(SHEET, ("<sheetData>", '<sheetData><row r="0"><c r="A0"><v>1</v></c></row>')),
        SHEET_BROKEN,
    ),
    "行号过大": (
        swap(SHEET, ("</sheetData>", '<row r="1048577"><c r="A1048577"><v>1</v></c></row></sheetData>')),
        SHEET_BROKEN,
    ),
    "行号不是数": (
        swap(SHEET, ("</sheetData>", '<row r="十"><c><v>1</v></c></row></sheetData>')),
        SHEET_BROKEN,
    ),
    "格重复": (swap_once(SHEET, "</row>", '<c r="A1"><v>1</v></c></row>'), SHEET_BROKEN),
    "格在别的行": (swap_once(SHEET, "</row>", '<c r="Z99"><v>1</v></c></row>'), SHEET_BROKEN),
    "格名写错": (swap_once(SHEET, "</row>", '<c r="99Z"><v>1</v></c></row>'), SHEET_BROKEN),
    "两处数据区": (
        swap(SHEET, ("</sheetData>", f"</sheetData><sheetData>{AGAIN}</sheetData>")),
        SHEET_BROKEN,
    ),
    "两处数据区带前缀": (
        lambda parts, place: prefixed(SHEET)(
            swap(SHEET, ("</sheetData>", f"</sheetData><sheetData>{AGAIN}</sheetData>"))(parts, place), place
        ),
        SHEET_BROKEN,
    ),
    "类型不认识": (swap(SHEET, ("><v>60", ' t="zzz"><v>60')), SHEET_BROKEN),
    "文字编号过大": (swap_once(SHEET, 't="s"><v>', 't="s"><v>999'), SHEET_BROKEN),
    "文字编号为负": (swap_once(SHEET, 't="s"><v>', 't="s"><v>-'), SHEET_BROKEN),
    "文字编号不是数": (swap_once(SHEET, 't="s"><v>', 't="s"><v>x'), SHEET_BROKEN),
    "没有文字表": (without(STRINGS), SHEET_BROKEN),
    "表缺结尾": (swap(SHEET, ("</sheetData></worksheet>", "")), SHEET_BROKEN),
    "表断在格里": (lambda parts, _: parts | {SHEET: str(parts[SHEET])[:-100]}, SHEET_BROKEN),
    "少一个行尾": (swap_once(SHEET, "</row>", ""), SHEET_BROKEN),
    "少一个格尾": (swap_once(SHEET, "</c>", "", last=True), SHEET_BROKEN),
    "多一个值尾": (swap_once(SHEET, "</v>", "</v></v>"), SHEET_BROKEN),
    "属性没有引号": (swap_once(SHEET, 't="s"', "t=s"), SHEET_BROKEN),
    "未定义的实体": (swap_once(SHEET, "<v>", "<v>&nbsp;"), SHEET_BROKEN),
    "控制字符": (swap_once(SHEET, "<v>", "<v>\x00"), SHEET_BROKEN),
    "实体炸弹": (swap(SHEET, ("<worksheet", f"{ENTITY}<worksheet")), SHEET_BROKEN),
    "不是 UTF-8": (encoded("gb18030", "UTF-8", STRINGS), PART_BROKEN),
    "没有工作表": (without(SHEET), SHEET_BROKEN),
    "没有关系表": (without(RELS), SHEET_BROKEN),
    "关系指错": (swap(RELS, ("worksheets/sheet1.xml", "worksheets/sheet9.xml")), SHEET_BROKEN),
    "文字表损坏": (swap(STRINGS, ("</sst>", "")), PART_BROKEN),
    "文字表断开": (lambda parts, _: parts | {STRINGS: str(parts[STRINGS])[:-60]}, PART_BROKEN),
    "文字表有实体": (swap(STRINGS, ("<sst", f"{ENTITY}<sst"), ("张1", "&b;")), PART_BROKEN),
    "样式表损坏": (swap(STYLES, ("</styleSheet>", "")), PART_BROKEN),
    "目录损坏": (swap(BOOK, ("</workbook>", "")), PART_BROKEN),
    "目录里没有表": (swap(BOOK, ("<sheet ", "<leaf ")), PART_BROKEN),
    "合并写错": (
        swap(SHEET, ("</worksheet>", '<mergeCells><mergeCell ref="A?:B2"/></mergeCells></worksheet>')),
        SHEET_BROKEN,
    ),
    "很远的格": (
        swap(SHEET, ("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
        frozenset({"FAR_CELLS"}),
    ),
    "宏程序": (lambda parts, _: parts | {"xl/vbaProject.bin": b"\x01"}, frozenset({"MACROS"})),
    "宏表": (lambda parts, _: parts | {"xl/macrosheets/sheet1.xml": "<x/>"}, frozenset({"MACROS"})),
}


def cases() -> Iterator[Case]:
    """Yield every trouble at every place."""
    for place, (name, change) in itertools.product(PLACES, READ.items()):
        yield Case(f"xlsx {name} {place.name}", "名单.xlsx", made(change, place), rows_at(place))
    for place, (name, (change, codes)) in itertools.product((TOP, INSIDE), REFUSED.items()):
        yield Case(f"xlsx {name} {place.name}", "名单.xlsx", made(change, place), refused=codes)
    yield from _of_the_zip()


def made(change: Change, place: Place) -> Callable[[], bytes]:
    """Return what makes the workbook."""
    return lambda: w.zipped(change(parts_of(place), place))


def _of_the_zip() -> Iterator[Case]:
    """Yield what goes wrong around the members."""
    for member in (SHEET, STRINGS, BOOK):
        yield Case(
            f"xlsx 两份 {member}",
            "名单.xlsx",
            partial(_doubled, member),
            refused=frozenset({"DOUBLED_PARTS"}),
        )
    for member in (SHEET, STRINGS, STYLES, BOOK):
        broken = SHEET_BROKEN if member == SHEET else PART_BROKEN
        yield Case(
            f"xlsx 校验和不对 {member}",
            "名单.xlsx",
            partial(_wrong_sum, member),
            refused=broken,
        )
    for share in range(5, 100, 5):
        yield Case(
            f"xlsx 只传了 {share}%",
            "名单.xlsx",
            partial(cut, _plain, share),
            refused=frozenset({"TRUNCATED"}),
        )
    yield Case(
        "xlsx 宏格式无宏",
        "名单.xlsm",
        made(
            swap("[Content_Types].xml", ("spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")), TOP
        ),
        rows_at(TOP),
    )


def _plain() -> bytes:
    return w.zipped(parts_of(TOP))


def _doubled(member: str) -> bytes:
    return w.doubled(_plain(), member)


def _wrong_sum(member: str) -> bytes:
    return w.with_wrong_checksum(_plain(), member)
