"""Turn a computation sheet into what is printed: in plain words for the family, in full for the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.kernel.money import yuan_text
from doudi.policy.facts import Fact
from doudi.policy.programme import Programme
from doudi.policy.sheet import Line, Sheet, Stated, UsedParameter

_NOUGHT = re.compile(r"0(?:\.00)?\D*")


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
        if _is_worth_telling(line, programme)
    ]


def _is_worth_telling(line: Line, programme: Programme) -> bool:
    """Leave out deductions and supplements of nothing; an income or an amount of nothing is told."""
    is_nought = _NOUGHT.fullmatch(line.result) is not None
    return not is_nought or line.step.endswith("income") or line.step == programme.outcome.amount


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
            {"label": one.label, "value": one.value, "who": _who(one.member)}
            for one in _said(sheet, programme)
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
        "facts": [
            {"label": one.label, "value": one.value, "who": _who(one.member)}
            for one in _said(sheet, programme)
        ],
        "rest": "、".join(_taken_for_granted(sheet, programme)),
        "lines": [_line(number, line) for number, line in enumerate(merged_lines(sheet), start=1)],
        "parameters": [_parameter(one) for one in _used(sheet)],
        "reasons": [_told(one) for one in refusals(sheet, programme)],
        "hints": list(hints),
    }


def day_words(day: date) -> str:
    """Write a day as 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _said(sheet: Sheet, programme: Programme) -> Sequence[Stated]:
    """Leave out what is nothing or only what is taken for granted: the family reads what counts."""
    usual = {fact.label: _usual(fact) for fact in programme.facts.values()}
    return [
        one
        for one in sheet.facts
        if not _NOUGHT.fullmatch(one.value) and one.value != usual.get(one.label, "") and one.value != "未知"
    ]


def _taken_for_granted(sheet: Sheet, programme: Programme) -> Sequence[str]:
    """Return what else was looked at and stands at nothing or at its usual value, each once."""
    said = set(_said(sheet, programme))
    return list(dict.fromkeys(one.label for one in sheet.facts if one not in said))


def _usual(fact: Fact) -> str:
    """Return how a fact's default is shown."""
    if isinstance(fact.default, bool):
        return "是" if fact.default else "否"
    return fact.enumeration.members.get(str(fact.default), "") if fact.enumeration else ""


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


@dataclass(frozen=True, slots=True)
class Merged:
    """A step with all members it came out alike for."""

    line: Line
    members: tuple[int, ...]
    is_main: bool

    @property
    def who(self) -> str:
        """Whom it is about."""
        named = [str(member) for member in self.members if member]
        return f"成员{'、'.join(named)}" if named else "全家"

    @property
    def numbers(self) -> str:
        """The sum with its numbers, when it says more than the words or the result."""
        return "" if self.line.numbers in (self.line.symbols, self.line.result) else self.line.numbers

    @property
    def unverified(self) -> bool:
        """Whether it rests on a value nobody has verified."""
        return any(not one.verified for one in self.line.parameters)


def merged_lines(sheet: Sheet) -> Sequence[Merged]:
    """Return the steps in order, one that is alike for several members once; the family's sums are main."""
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in sheet.lines:
        key = (line.step, line.symbols, line.numbers, line.result, line.exception)
        found.setdefault(key if line.member else (*key, "household"), []).append(line)
    return [
        Merged(
            line=lines[0],
            members=tuple(line.member for line in lines),
            is_main=not lines[0].member
            and bool(lines[0].parameters or not _NOUGHT.fullmatch(lines[0].result)),
        )
        for lines in found.values()
    ]


def _line(number: int, merged: Merged) -> Mapping[str, Any]:
    return {
        "number": number,
        "who": merged.who,
        "label": merged.line.label,
        "symbols": merged.line.symbols,
        "numbers": merged.numbers,
        "result": merged.line.result,
        "article": merged.line.article,
        "exception": merged.line.exception,
        "unverified": merged.unverified,
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
