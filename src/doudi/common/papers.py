"""Prints papers: a template of ours and plain data become a PDF, without a network and without a browser.

What people typed reaches the template as data only; typst shows text from data as text, so a name that
looks like markup or code stays a name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import manimgx_fonts_cjk
import typst

SOURCES = Path(__file__).parents[1]  # a template may read what lies in our own package, nothing else
STANDARDS = ["ua-1"]  # tagged for those who hear a page instead of seeing it
NO_PACKAGES = SOURCES / "common" / "templates" / "common" / "papers"


class PaperBroken(Exception):
    """A template of ours does not compile."""


def paper(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return a PDF of a template such as "common/papers/notice.typ", which finds `data` as `sys.inputs`.

    The same template, data and moment give the same bytes, so that a paper can be compared with one
    handed out before. Data must be what JSON holds.
    """
    return _compiled(template, data, at=at, form="pdf")


def picture(template: str, data: Mapping[str, Any], *, at: datetime, dots_per_inch: int = 96) -> bytes:
    """Return the first page of a paper as PNG, to be looked at."""
    return _compiled(template, data, at=at, form="png", dots_per_inch=dots_per_inch)


def _compiled(
    template: str, data: Mapping[str, Any], *, at: datetime, form: str, dots_per_inch: int | None = None
) -> bytes:
    try:
        made = typst.compile(
            _place_of(template),
            root=SOURCES,
            font_paths=_fonts(),
            format=form,
            ppi=dots_per_inch,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(at.timestamp()),
            pdf_standards=STANDARDS if form == "pdf" else [],
            package_path=NO_PACKAGES,
            package_cache_path=NO_PACKAGES,
        )
    except typst.TypstError as error:
        # its text names our template's line, and may quote what a family said: only the first words go on
        raise PaperBroken(f"{template}: {str(error).splitlines()[0]}") from None
    return made[0] if isinstance(made, list) else made


def _place_of(template: str) -> Path:
    module, _, rest = template.partition("/")
    return SOURCES / module / "templates" / module / rest


@cache
def _fonts() -> typst.Fonts:
    folder = Path(manimgx_fonts_cjk.__file__).parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
