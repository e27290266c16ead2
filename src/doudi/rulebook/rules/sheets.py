"""Turn a computation sheet into what is printed: in plain words for the family, in full for the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.kernel.money import yuan_text
from doudi.policy.programme import Programme
from doudi.policy.sheet import Line, Sheet, Stated, UsedParameter

NOTHING_STATED = frozenset({"0", "0.00元", "0.00元／月", "0.00元／年", "否", "无", "未知", ""})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing the family is told, with the article behind it."""

    text: str
    article: str
    unverified: bool = False


def resident_lines(sheet: Sheet, programme: Programme) -> Sequence[Sentence]:
    """Return what the family is told step by step, each sentence with its article."""
    told = [line for line in sheet.lines if programme.steps[line.step].plain]
    return [
        Sentence(text, line.article, any(not one.verified for one in line.parameters))
        for text, line in zip(sheet.plain, told, strict=True)
    ]


def refusals(sheet: Sheet, programme: Programme) -> Sequence[Sentence]:
    """Return why it was refused, each reason with its article."""
    names = [name for verdict in sheet.verdicts for name in verdict.failed]
    return [
        Sentence(text, programme.steps[name].article) for text, name in zip(sheet.reasons, names, strict=True)
    ]


def resident_data(
    sheet: Sheet, programme: Programme, *, place: str, hints: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Return what the paper for the family is made of."""
    return {
        "title": f"{sheet.title}计算说明",
        "programme": sheet.title,
        "place": place,
        "on": day_words(sheet.on),
        "eligible": any(one.eligible for one in sheet.verdicts),
        "amount": yuan_text(sum(one.amount for one in sheet.verdicts)),
        "parts": _parts(sheet, programme),
        "stated": [
            {"label": one.label, "value": one.value, "who": _who(one.member)} for one in _said(sheet.facts)
        ],
        "steps": [_told(one) for one in resident_lines(sheet, programme)],
        "reasons": [_told(one) for one in refusals(sheet, programme)],
        "hints": list(hints),
        "unverified": [_parameter(one) for one in sheet.unverified],
    }


def clerk_data(
    sheet: Sheet, programme: Programme, *, place: str, hints: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Return what the computation sheet for the file is made of."""
    return {
        "title": f"{sheet.title}核算单",
        "place": place,
        "region": sheet.region,
        "on": day_words(sheet.on),
        "eligible": any(one.eligible for one in sheet.verdicts),
        "amount": yuan_text(sum(one.amount for one in sheet.verdicts)),
        "basis": "；".join(f"《{one['document']}》{one.get('article', '')}" for one in programme.basis),
        "facts": [{"label": one.label, "value": one.value, "who": _who(one.member)} for one in sheet.facts],
        "lines": [_line(number, line) for number, line in enumerate(sheet.lines, start=1)],
        "parameters": [_parameter(one) for one in _used(sheet)],
        "reasons": [_told(one) for one in refusals(sheet, programme)],
        "hints": list(hints),
    }


def day_words(day: date) -> str:
    """Write a day as 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _said(facts: Sequence[Stated]) -> Sequence[Stated]:
    """Leave out what is nothing: the family reads what counts."""
    return [one for one in facts if one.value not in NOTHING_STATED]


def _who(member: int) -> str:
    return f"成员{member}" if member else "全家"


def _told(sentence: Sentence) -> Mapping[str, Any]:
    return {"text": sentence.text, "article": sentence.article, "unverified": sentence.unverified}


def _parts(sheet: Sheet, programme: Programme) -> Sequence[Mapping[str, str]]:
    found: dict[str, int] = {}
    for verdict in sheet.verdicts:
        for name, fen in verdict.parts.items():
            found[name] = found.get(name, 0) + fen
    shown = [(programme.steps[name].label, fen) for name, fen in found.items() if fen]
    return [{"label": label, "amount": yuan_text(fen)} for label, fen in shown]


def _line(number: int, line: Line) -> Mapping[str, Any]:
    return {
        "number": number,
        "who": _who(line.member),
        "label": line.label,
        "symbols": line.symbols,
        "numbers": "" if line.numbers in (line.symbols, line.result) else line.numbers,
        "result": line.result,
        "article": line.article,
        "exception": line.exception,
        "unverified": any(not one.verified for one in line.parameters),
    }


def _used(sheet: Sheet) -> Sequence[UsedParameter]:
    found = {one.key: one for line in sheet.lines for one in line.parameters}
    return list(found.values())


def _parameter(one: UsedParameter) -> Mapping[str, Any]:
    return {
        "label": one.label,
        "value": one.value,
        "begins": day_words(one.begins),
        "source": f"{one.document}{one.article}" or "没有文件",
        "verified": one.verified,
    }
