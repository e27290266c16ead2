"""Draws papers from Word templates: the county's own where another person approved one, else ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.papers import paper
from doudi.documents import folders
from doudi.documents.catalogue import fields_of, issued_kinds
from doudi.documents.models import IssuedPaper, PaperTemplate
from doudi.documents.rules.forms import LARGE, PDF, WORD
from doudi.documents.rules.issued import Version
from doudi.documents.rules.templates import Block, blocks_of
from doudi.documents.selectors import template_in_force
from doudi.documents.services.issuing import Made, Wanted, issue

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAWN_BY = "documents/papers/letter.typ"
NUMBER = "number"
"""The field every paper has: its serial number, known only when it is issued."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The template a county draws a kind by on a day; `own` is None for the system's."""

    content: bytes = field(repr=False)
    own: PaperTemplate | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper to be drawn from a template: what fills its fields, all but the number; `to` delivers it."""

    kind: str
    region: str
    subject: str
    values: Mapping[str, str] = field(repr=False)
    to: str = ""


def standing_template(kind: str, region: str, *, on: date) -> Standing:
    """Return the template a county draws a kind of paper by on a day."""
    own = template_in_force(kind, region, on=on)
    if own is not None:
        return Standing(folders.read(own.place), own)
    return Standing((settings.DOUDI_POLICIES / "papers" / "templates" / f"{kind}.docx").read_bytes())


def issue_letter(letter: Letter, *, by: User, at: datetime) -> IssuedPaper:
    """Issue a paper drawn from the template in force, once for its subject: PDF, large print and Word."""
    kind, day = issued_kinds()[letter.kind], clock.day_of(at)
    standing = standing_template(letter.kind, letter.region, on=day)
    foot = foot_of(kind.version_on(day), standing.own)

    def make(number: str) -> Mapping[str, Made]:
        values = {**letter.values, NUMBER: number}
        return drawn(standing.content, kind.title, values, foot=foot, at=at)

    wanted = Wanted(letter.kind, letter.region, letter.subject, kind.title, letter.to, standing.own)
    return issue(wanted, make, by=by, at=at)


def tried(content: bytes, kind: str, *, at: datetime) -> Mapping[str, Made]:
    """Return a template drawn with made-up values, to be looked at; nothing is issued."""
    values = {code: each.sample for code, each in fields_of(kind).items()}
    foot = f"样张，内容是虚构的。{foot_of(issued_kinds()[kind].version_on(clock.day_of(at)), None)}"
    return drawn(content, issued_kinds()[kind].title, values, foot=foot, at=at)


def foot_of(version: Version, own: PaperTemplate | None) -> str:
    """Return what stands at the foot of a paper: which version drew it, by which article."""
    shape = f"本县模板（{own.valid_from:%Y-%m-%d} 启用）" if own else f"版式第 {version.number} 版"
    return f"{shape}　依据：{version.article}" + ("" if version.verified else "（未核实）")


def drawn(
    template: bytes, title: str, values: Mapping[str, str], *, foot: str, at: datetime
) -> Mapping[str, Made]:
    """Return a paper in its three forms; all say what the Word file says."""
    from doudi.documents.rules.filling import filled  # no page but this needs the engine

    blocks = [_plain(block) for block in blocks_of(filled(template, values))]

    def printed(*, large: bool) -> Made:
        data = {"title": title, "blocks": blocks, "foot": foot, "large": large}
        return Made("application/pdf", paper(DRAWN_BY, data, at=at))

    word = Made(DOCX, filled(template, values, foot=foot))
    return {PDF: printed(large=False), LARGE: printed(large=True), WORD: word}


def _plain(block: Block) -> Mapping[str, object]:
    return {
        "text": block.text,
        "align": block.align,
        "points": block.points,
        "bold": block.is_bold,
        "indent": block.is_indented,
        "rows": [[*row] for row in block.rows],
    }
