"""Reads what is said on a command line: a file, a region, a day, a programme; refuses mistakes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from doudi.common.problems import Refusal
from doudi.policy.book import Book

MOST_BYTES = 512 * 1024 * 1024


class FileUnreadable(Refusal):
    """A file is not there, too large, or no JSON."""


class PlaceOrDayRefused(Refusal):
    """A region, day or programme is none."""


def json_from(path: Path, field: str) -> object:
    """Return what a JSON file says, each key once."""
    said: object = json_of(text_of(path, field), field)
    return said


def text_of(path: Path, field: str) -> str:
    """Return a UTF-8 file's text; refuse one that is not there, too large or in another encoding."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileUnreadable(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几份。", field=field)
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise FileUnreadable(f"文件 {path.name} 打不开。请检查路径和权限。", field=field) from None
    except UnicodeDecodeError:
        raise FileUnreadable(f"文件 {path.name} 不是 UTF-8 文本。请另存为 UTF-8。", field=field) from None


def json_of(text: str, field: str, *, row: int | None = None) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what a text says in JSON, each key once; refuse with the place of what cannot be read."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = f"第 {row or error.lineno} 行第 {error.colno} 个字符"
        raise FileUnreadable(f"{place}不是 JSON。请检查括号、引号和逗号。", field=field, row=row) from None
    except RecursionError:
        raise FileUnreadable("文件嵌套太深，不是家庭情况。", field=field, row=row) from None
    except ValueError as error:
        raise FileUnreadable(str(error), field=field, row=row) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice}”写了两遍。")
    return said


def region_from(text: str) -> str:
    """Return the code of the region whose values hold: of a township or village it is the county's."""
    if not text.isascii() or not text.isdigit() or len(text) not in (2, 4, 6, 9, 12):
        raise PlaceOrDayRefused(
            f"“{text}”不是地区代码。请给 2、4、6、9 或 12 位代码，例如 440204。", field="region"
        )
    return text[:6]


def day_from(text: str) -> date:
    """Return a day written 2026-03-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PlaceOrDayRefused(f"“{text}”不是日期。请写成 2026-03-01。", field="on") from None


def programme_from(book: Book, text: str) -> str:
    """Return a programme's code."""
    code = text.upper()
    if code not in book.programmes:
        known = "、".join(book.programmes)
        raise PlaceOrDayRefused(f"没有“{text}”这个项目。有的是：{known}。", field="programme")
    return code
