"""Prints papers: a template of ours and plain data become a PDF, without a network and without a browser.

What people typed reaches the template as data only; typst shows text from data as text, so a name that
looks like markup or code stays a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import typst

SOURCES = Path(__file__).parents[1]  # a template may read what lies in our own package, nothing else
_PAGES = re.compile(rb"/Type ?/Pages ?/Count (\d+)")
FONTS = "manimgx_fonts_cjk"  # Noto Sans CJK in all weights
NO_PACKAGES = SOURCES / "common" / "templates" / "common" / "papers"


class PaperBroken(Exception):
    """A template of ours does not compile."""


def paper(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return a PDF of a template such as "common/papers/notice.typ", which finds `data` as `sys.inputs`.

    The same template, data and moment give the same bytes, so that a paper can be compared with one
    handed out before. Data must be what JSON holds.
    """
    return _compiled(template, data, at=at, form="pdf")


def pages_of(made: bytes) -> int:
    """Return how many pages a paper of ours has."""
    found = _PAGES.search(made)
    if found is None:
        raise PaperBroken("a paper without pages")
    return int(found[1])


def picture(template: str, data: Mapping[str, Any], *, at: datetime, dots_per_inch: int = 96) -> bytes:
    """Return the first page of a paper as PNG, to be looked at."""
    return _compiled(template, data, at=at, form="png", dots_per_inch=dots_per_inch)


def _compiled(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    form: Literal["pdf", "png"],
    dots_per_inch: int | None = None,
) -> bytes:
    try:
        made: bytes | list[bytes | None] | None = typst.compile(
            _place_of(template),
            root=SOURCES,
            font_paths=_fonts(),
            format=form,
            ppi=dots_per_inch,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(at.timestamp()),
            pdf_standards="ua-1" if form == "pdf" else None,  # tagged for those who hear it
            package_path=NO_PACKAGES,
            package_cache_path=NO_PACKAGES,
        )
    except typst.TypstError as error:
        # its text names our template's line, and may quote what a family said: only the first words go on
        raise PaperBroken(f"{template}: {str(error).splitlines()[0]}") from None
    first = made[0] if isinstance(made, list) else made
    if first is None:
        raise PaperBroken(f"{template}: nothing was printed")
    return first


def _place_of(template: str) -> Path:
    module, _, rest = template.partition("/")
    return SOURCES / module / "templates" / module / rest


@cache
def _fonts() -> typst.Fonts:
    found = find_spec(FONTS)
    if found is None or found.origin is None:
        raise PaperBroken(f"{FONTS} is not installed")
    folder = Path(found.origin).parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
