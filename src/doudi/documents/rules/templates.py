"""Judges a Word template before it is taken, fills it, and reads a filled one for the printed form.

A template holds words and placeholders such as {{ name }}, nothing that is computed: no conditions, loops,
filters or attributes. What the printed form could not show – pictures, boxes, fields of Word, headers with
words, tracked changes – is refused, so that the Word file and the PDF say the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docx import Document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table
from docx.text.paragraph import Paragraph

from doudi.documents.rules.fields import Fields

LARGEST_TEXT = 400_000
"""How long the text of a template with its markup may be, in characters; a long letter has a tenth of it."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOT_PRINTED = frozenset(
    f"{WORD}{tag}"
    for tag in (
        *("drawing", "pict", "object", "txbxContent", "fldSimple", "instrText", "footnoteReference"),
        *("endnoteReference", "commentReference", "ins", "del", "moveFrom", "moveTo", "sdt", "altChunk"),
    )
)
SIGNS = ("{{", "}}", "{%", "%}", "{#", "#}")
PLACEHOLDER = re.compile(r"\{\{ ?([a-z_]+) ?\}\}")
LINKED_OUT = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
WORDS_IN_PART = re.compile(rb"<w:t[ >][^<]*[^<\s]")
ALIGNMENTS = {WD_ALIGN_PARAGRAPH.CENTER: "center", WD_ALIGN_PARAGRAPH.RIGHT: "right"}
SENTENCES: Mapping[str, str] = {
    "NOT_WORD": "模板要用 Word 的 docx 文件。请另存为 docx 再传。",
    "TOO_LONG": "模板太长了。请删去多余的内容和格式，一份文书一个模板。",
    "LINKED_OUT": "模板里有指向外部的链接或模板，为安全不接收。请去掉链接后另存再传。",
    "NOT_PRINTED": "模板里有图片、文本框、域、脚注、批注或修订痕迹，打印件里出不来。"
    "请去掉（修订请全部接受）后再传。",
    "HEADER": "页眉、页脚里有文字，打印件里出不来。请把文字移到正文里再传。",
    "CODE": "模板里只能写占位符（例如 {{ name }}），不能写条件、循环、计算或别的指令。请改掉：%(what)s",
    "UNKNOWN": "这种文书没有这样的占位符：%(what)s。请对照“可用的占位符”改正。",
    "LACKING": "模板里缺少必须有的占位符：%(what)s。请补上再传。",
    "BROKEN": "模板填不出来。请用 Word 打开检查占位符有没有写完整，另存后再传。",
}


class TemplateRefused(Exception):
    """A Word file does not do as a template; `code` names why, `what` shows the place."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what

    @property
    def sentence(self) -> str:
        """Return why, in words for whoever sent it."""
        return SENTENCES[self.code].replace("%(what)s", self.what)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph (`text`) or one table (`rows`) of a paper, as the printed form sets it."""

    text: str = field(default="", repr=False)
    align: str = "left"
    points: float = 0
    is_bold: bool = False
    is_indented: bool = False
    rows: Sequence[Sequence[str]] = field(default=(), repr=False)


def check_template(content: bytes, fields: Fields) -> None:
    """Raise TemplateRefused unless a Word file is a template for these fields; it is filled once to see."""
    made = _opened(content)
    _check_parts(content)
    if len(made._element.xml) > LARGEST_TEXT:
        raise TemplateRefused("TOO_LONG")
    if any(element.tag in NOT_PRINTED for element in made._element.iter()):
        raise TemplateRefused("NOT_PRINTED")
    _check_placeholders([each.text for each in _paragraphs(made)], fields)
    _check_filled(content, fields)


def blocks_of(content: bytes) -> list[Block]:
    """Return what a Word file says, paragraph by paragraph and table by table."""
    found: list[Block] = []
    for item in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(item, Table):
            found.append(Block(rows=[[cell.text for cell in row.cells] for row in item.rows]))
        else:
            found += _lines_of(item)
    return found


def _lines_of(paragraph: Paragraph) -> Iterator[Block]:
    runs = [run for run in paragraph.runs if run.text.strip()]
    sizes = [run.font.size for run in runs if run.font.size]
    indent = paragraph.paragraph_format.first_line_indent
    for line in paragraph.text.split("\n"):
        yield Block(
            text=line,
            align=ALIGNMENTS.get(paragraph.alignment, "left") if paragraph.alignment is not None else "left",
            points=sizes[0].pt if sizes else 0,
            is_bold=bool(runs) and all(run.bold for run in runs),
            is_indented=bool(indent),
        )


def _opened(content: bytes) -> WordFile:
    try:
        return Document(io.BytesIO(content))
    except (ValueError, KeyError, zipfile.BadZipFile):
        raise TemplateRefused("NOT_WORD") from None


def _check_parts(content: bytes) -> None:
    """Look at what surrounds the text: links to elsewhere, headers and footers."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith(".rels") and LINKED_OUT.search(package.read(name)):
                raise TemplateRefused("LINKED_OUT")
            if re.match(r"word/(header|footer)\d*\.xml", name) and WORDS_IN_PART.search(package.read(name)):
                raise TemplateRefused("HEADER")


def _paragraphs(made: WordFile) -> Iterator[Paragraph]:
    for item in made.iter_inner_content():
        if isinstance(item, Paragraph):
            yield item
            continue
        for cell in (cell for row in item.rows for cell in row.cells):
            if cell.tables:
                raise TemplateRefused("NOT_PRINTED")
            yield from cell.paragraphs


def _check_placeholders(texts: Sequence[str], fields: Fields) -> None:
    used: set[str] = set()
    for text in texts:
        used.update(PLACEHOLDER.findall(text))
        rest = PLACEHOLDER.sub("", text)
        if any(sign in rest for sign in SIGNS):
            raise TemplateRefused("CODE", rest.strip()[:40])
    if unknown := sorted(used - fields.keys()):
        raise TemplateRefused("UNKNOWN", "、".join(unknown))
    lacking = [code for code, each in fields.items() if each.is_needed and code not in used]
    if lacking:
        raise TemplateRefused("LACKING", "、".join(f"{{{{ {code} }}}}" for code in lacking))


def _check_filled(content: bytes, fields: Fields) -> None:
    """Fill the template with the samples: all that stands in it must come out in the printed form."""
    from doudi.documents.rules import filling  # no page but this needs the engine loaded

    if stranger := filling.stranger_in(content, fields):
        raise TemplateRefused("CODE", stranger)
    try:
        said = _all_text(filling.filled(content, {code: each.sample for code, each in fields.items()}))
    except filling.NotFilled:
        raise TemplateRefused("BROKEN") from None
    lost = [each.title for each in fields.values() if each.is_needed and each.sample not in said]
    if lost:
        raise TemplateRefused("LACKING", "、".join(lost))


def _all_text(content: bytes) -> str:
    return "\n".join(
        "\n".join(cell for row in block.rows for cell in row) if block.rows else block.text
        for block in blocks_of(content)
    )
