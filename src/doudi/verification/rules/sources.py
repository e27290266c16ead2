"""Say what a source of a check is: whom it asks, what an answer holds, beside which facts it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from pydantic import Field

from doudi.kernel.policy_file import Coded, Distinct, Sourced, Stated, Text

MOST_FEN = 10**13


class FieldKind(StrEnum):
    """What stands in a field of an answer."""

    TEXT = "TEXT"
    MONEY = "MONEY"
    DATE = "DATE"
    NUMBER = "NUMBER"


class FoundField(Stated):
    """One field of an answer."""

    label: Text
    kind: Coded[FieldKind]
    required: bool = False


class AnswerDays(Sourced):
    """Within how many working days a source answers."""

    value: int = Field(gt=0)


class CheckSource(Sourced):
    """Whom a check asks about what (`verification/sources.yaml`)."""

    title: Text
    department: Text
    item: Text
    fields: dict[str, FoundField] = Field(min_length=1)
    declared: Distinct[Text] = ()
    answer: AnswerDays
    article: Text


class ValueWrong(ValueError):
    """What was typed is not of the field's kind; its text is for the official."""


def read_value(field: FoundField, typed: str) -> str:
    """Return what was typed as it is kept: money as fen, days as ISO; raises ValueWrong."""
    text = typed.strip()
    if not text:
        if field.required:
            raise ValueWrong(f"请填写“{field.label}”。")
        return ""
    try:
        return _READERS[field.kind](text)
    except (ValueError, InvalidOperation):
        raise ValueWrong(f"“{field.label}”写得不对，请填{_SHAPES[field.kind]}。") from None


def say_value(field: FoundField, kept: str) -> str:
    """Return what is kept as it is shown: fen as yuan."""
    if field.kind is not FieldKind.MONEY or not kept:
        return kept
    return f"{int(kept) // 100}.{int(kept) % 100:02d} 元"


def _fen(text: str) -> str:
    if not re.fullmatch(r"\d{1,11}(\.\d{1,2})?", text):
        raise ValueError(text)
    fen = int(Decimal(text) * 100)
    if fen > MOST_FEN:
        raise ValueError(text)
    return str(fen)


def _number(text: str) -> str:
    if not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", text):
        raise ValueError(text)
    return text


def _text(text: str) -> str:
    return text[:200]


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


_READERS = {FieldKind.TEXT: _text, FieldKind.MONEY: _fen, FieldKind.DATE: _day, FieldKind.NUMBER: _number}
_SHAPES: Mapping[FieldKind, str] = {
    FieldKind.TEXT: "文字",
    FieldKind.MONEY: "金额（元，最多两位小数）",
    FieldKind.DATE: "日期（如 2026-11-02）",
    FieldKind.NUMBER: "数字",
}
