"""Troubles of web pages and of Excel 2003 XML, both mostly named .xls."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from doudi.reading.tests.corpus.base import LIST, TOP, Case, Place, rows_at

Make = Callable[[], bytes]
LINES = ["".join(f"<td>{cell}</td>" for cell in row) for row in LIST]
ENCODINGS = {"utf-8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "utf-16": "utf-16"}


def _page(body: str, *, charset: str = "utf-8", head: str = "<html>") -> str:
    said = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>名单</title>'
    return f"{head}<head>{said}</head><body>{body}</body></html>"


def _table(lines: list[str], opening: str = "<table border=1>") -> str:
    return opening + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


PAGES: dict[str, str] = {
    "照常": _page(_table(LINES)),
    "大写标签": _page(_table(LINES)).replace("td>", "TD>").replace("tr>", "TR>").replace("table", "TABLE"),
    "不写行尾": _page(_table(LINES)).replace("</tr>", "").replace("</td>", ""),
    "有表头表身": _page(
        _table(LINES)
        .replace("<tr>", "<thead><tr>", 1)
        .replace("</tr>", "</tr></thead><tbody>", 1)
        .replace("</table>", "</tbody></table>")
    ),
    "带格式": _page(_table(LINES).replace("<td>", "<td style='mso-number-format:\"\\@\"' class=xl24 x:str>")),
    "格内有换行标签与空格": _page(
        _table(LINES).replace("<td>", "<td>\n  <span>&nbsp;").replace("</td>", "</span>\n </td>")
    ),
    "有脚本和样式": _page(
        "<style>td{x:1}</style><script>document.write('<td>x</td>')</script>" + _table(LINES)
    ),
    "有注释": _page("<!--[if gte mso 9]><xml><x:Sheet/></xml><![endif]-->" + _table(LINES)),
    "带命名空间": _page(
        _table(LINES),
        head='<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="x">',
    ),
    "带文档类型": _page(_table(LINES), head='<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN"><html>'),
    "XML 声明": _page(
        _table(LINES),
        head='<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">',
    ),
    "只有表": _table(LINES),
    "前有空表": _page("<table><tr><td> </td></tr></table>" + _table(LINES)),
    "套在排版表里": _page("<table><tr><td>" + _table(LINES) + "</td></tr></table>"),
    "表没有结尾": _page(_table(LINES).replace("</table>", "")),
}
MERGED = ["<td rowspan=2 x>户1</td><td>甲</td>", "<td>乙</td>", '<td colspan="2">合计</td><td>9</td>']
MERGED_ROWS = {1: ("户1", "甲"), 2: (None, "乙"), 3: ("合计", None, "9")}

NAMESPACE = " ".join(
    f'{name}="urn:schemas-microsoft-com:office:spreadsheet"' for name in ("xmlns", "xmlns:ss")
)


def _book(rows: str, *, head: str = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>') -> str:
    return (
        f'{head}<Workbook {NAMESPACE}><Worksheet ss:Name="名单"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def _cell(cell: str) -> str:
    kind = "Number" if "." in cell else "String"
    return f'<Cell><Data ss:Type="{kind}">{cell}</Data></Cell>'


ROWS_2003 = ["".join(map(_cell, row)) for row in LIST]
XML = _book("".join(f"<Row>{row}</Row>" for row in ROWS_2003))
BOOKS: dict[str, str] = {
    "照常": XML,
    "没有声明": XML.partition("?>\n")[2].partition("?>")[2],
    "带批注": XML.replace("</Data></Cell>", "</Data><Comment><Data>批注</Data></Comment></Cell>"),
    "带格式": XML.replace('<Data ss:Type="String">张', '<Data ss:Type="String"><Font>张</Font>'),
    "公式有值": XML.replace(
        '<Cell><Data ss:Type="Number">', '<Cell ss:Formula="=1+1"><Data ss:Type="Number">'
    ),
    "行写明号": _book("".join(f'<Row ss:Index="{at}">{row}</Row>' for at, row in enumerate(ROWS_2003, 1))),
    "有列宽": XML.replace("<Table>", '<Table><Column ss:Width="80"/><Column ss:Index="3" ss:Hidden="1"/>'),
    "带前缀": XML.replace("<Row", "<ss:Row")
    .replace("</Row", "</ss:Row")
    .replace("<Cell", "<ss:Cell")
    .replace("</Cell", "</ss:Cell")
    .replace("<Data", "<ss:Data")
    .replace("</Data", "</ss:Data"),
}
BROKEN = frozenset({"BROKEN_SHEET"})
BOOKS_REFUSED: dict[str, tuple[str, frozenset[str]]] = {
    "断在中间": (XML[: len(XML) * 2 // 3], BROKEN),
    "行号重复": (XML.replace("<Row>", '<Row ss:Index="1">'), BROKEN),
    "格重复": (XML.replace("<Cell>", '<Cell ss:Index="1">'), BROKEN),
    "实体": (XML.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "a">]><Workbook', 1), frozenset({"DAMAGED"})),
    "不是表格": ('<?xml version="1.0"?><名单><人>张三</人></名单>', frozenset({"OTHER_XML"})),
}


def cases() -> Iterator[Case]:
    """Yield every trouble in every encoding."""
    for (charset, encoding), (name, page) in itertools.product(ENCODINGS.items(), PAGES.items()):
        yield Case(
            f"html {name} {charset}",
            "名单.xls",
            _encoded(page.replace("charset=utf-8", f"charset={charset}"), encoding),
            rows_at(TOP),
        )
    for (charset, encoding), (name, book) in itertools.product(ENCODINGS.items(), BOOKS.items()):
        declared = book.replace('version="1.0"', f'version="1.0" encoding="{charset}"', 1)
        yield Case(f"xml {name} {charset}", "名单.xls", _encoded(declared, encoding), rows_at(TOP))
    for name, (book, codes) in BOOKS_REFUSED.items():
        yield Case(f"xml {name}", "名单.xls", _encoded(book, "utf-8"), refused=codes)
    yield Case(
        "html 合并",
        "名单.xls",
        _encoded(_page(_table(MERGED)), "utf-8"),
        MERGED_ROWS,
        check=lambda sheet: sheet.merges == ((1, 0, 2, 0), (3, 0, 3, 1)),
    )
    lower = Place("第五行 C 列", 5, 2)
    moved = ['<Row ss:Index="5"><Cell ss:Index="3">' + ROWS_2003[0].removeprefix("<Cell>") + "</Row>"]
    moved += ['<Row><Cell ss:Index="3">' + row.removeprefix("<Cell>") + "</Row>" for row in ROWS_2003[1:]]
    yield Case("xml 跳过行列", "名单.xls", _encoded(_book("".join(moved)), "utf-8"), rows_at(lower))
    yield Case(
        "html 没有表", "名单.xls", _encoded(_page("<p>请登录</p>"), "utf-8"), refused=frozenset({"WEB_PAGE"})
    )
    yield Case(
        "html 编码不符",
        "名单.xls",
        _encoded(_page(_table(LINES)), "gb18030"),
        refused=frozenset({"ENCODING"}),
    )
    yield Case("mht", "名单.xls", lambda: b"MIME-Version: 1.0\r\n", refused=frozenset({"WEB_ARCHIVE"}))


def _encoded(text: str, encoding: str) -> Make:
    return lambda: text.encode(encoding)
