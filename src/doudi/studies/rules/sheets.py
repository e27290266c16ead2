"""Turn a computation sheet into what is printed: in plain words for the family, in full for the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.kernel.money import yuan_text
from doudi.policy.asking import Asking, whose
from doudi.policy.assessment import anyone, together
from doudi.policy.sheet import Line, Sheet, Stated, UsedParameter
from doudi.policy.showing import TO_BE_ASKED

NAMED = 8
ASKED_AT_ONCE = 8
_NOUGHT = re.compile(r"0(?:\.00)?\D*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing the family is told, with the article behind it."""

    text: str
    article: str
    unverified: bool = False


def resident_lines(sheet: Sheet) -> Sequence[Sentence]:
    """Return what the family is told step by step, each sentence with its article."""
    told = [sheet.lines[number] for number in sheet.told]
    return [
        Sentence(text, line.article, any(not one.verified for one in line.parameters))
        for text, line in zip(sheet.plain, told, strict=True)
        if _is_worth_telling(line, sheet)
    ]


def _is_worth_telling(line: Line, sheet: Sheet) -> bool:
    """Leave out deductions and supplements of nothing; an income or an amount of nothing is told."""
    is_nought = _NOUGHT.fullmatch(line.result) is not None
    amount = sheet.working.get("outcome", {}).get("amount", "amount")
    return not is_nought or line.step.endswith("income") or line.step == amount


def refusals(sheet: Sheet) -> Sequence[Sentence]:
    """Return why it was refused, each reason with its article."""
    articles = {(line.step, line.member): line.article for line in sheet.lines}
    failed = [(name, verdict.member) for verdict in sheet.verdicts for name in verdict.failed]
    return [
        Sentence(text, articles.get(check, "")) for text, check in zip(sheet.reasons, failed, strict=True)
    ]


def resident_data(sheet: Sheet, *, place: str) -> Mapping[str, Any]:
    """Return what the paper for the family is made of."""
    return {
        "title": f"{sheet.title}计算说明",
        "programme": sheet.title,
        "place": place,
        "on": day_words(sheet.on),
        **_result(sheet),
        "lacking": _shortly([one.label for one in sheet.questions if one.is_of_the_region]),
        "questions": _asked_together(sheet)[:ASKED_AT_ONCE],
        "later": max(0, len(_asked_together(sheet)) - ASKED_AT_ONCE),
        "parts": _parts(sheet),
        "stated": [
            {"label": one.label, "value": one.value, "who": _who(one.member)}
            for one in _said(sheet)
            if one.value != TO_BE_ASKED
        ],
        "rest": _shortly(_taken_for_granted(sheet)),
        "steps": [_told(one) for one in resident_lines(sheet)],
        "reasons": [_told(one) for one in refusals(sheet)],
        "hints": list(sheet.distance),
        "unverified": [_parameter(one) for one in sheet.unverified],
    }


def clerk_data(sheet: Sheet, *, place: str) -> Mapping[str, Any]:
    """Return what the computation sheet for the file is made of."""
    return {
        "title": f"{sheet.title}核算单",
        "place": place,
        "region": sheet.region,
        "on": day_words(sheet.on),
        **_result(sheet),
        "basis": "；".join(sheet.basis),
        "facts": [{"label": one.label, "value": one.value, "who": _who(one.member)} for one in _said(sheet)],
        "rest": "、".join(_taken_for_granted(sheet)),
        "lines": [
            {**_line(number, line), "rule": f"{sheet.programme}.{line.line.step}"}
            for number, line in enumerate(merged_lines(sheet), start=1)
        ],
        "parameters": [_parameter(one) for one in _used(sheet)],
        "decisions": [_parameter(one) for one in sheet.decisions],
        "reasons": [_told(one) for one in refusals(sheet)],
        "hints": list(sheet.distance),
    }


def _result(sheet: Sheet) -> Mapping[str, Any]:
    """Return what came out: whether, how much (empty while it waits), what is to be asked or set first."""
    amount = together(one.amount for one in sheet.verdicts)
    unit = _unit(sheet)
    return {
        "eligible": anyone(one.eligible for one in sheet.verdicts),
        "amount": "" if amount is None else yuan_text(amount),
        "unit": unit,
        "monthly": unit.endswith("/月"),
        "questions": [_asked(one) for one in sheet.questions if not one.is_of_the_region],
        "lacking": [_asked(one) for one in sheet.questions if one.is_of_the_region],
    }


def _unit(sheet: Sheet) -> str:
    """Return what the amount is counted in: 元/月, or 元 for what is paid once."""
    step = sheet.working["outcome"]["amount"]
    return str(sheet.working["names"][step][1])


def _asked(one: Asking) -> Mapping[str, Any]:
    return {
        "who": whose(one),
        "label": one.label,
        "answered_by": one.answered_by,
        "proof": one.proof,
        "grounds": "、".join(one.grounds),
        "waits": "、".join(one.waits),
    }


def _asked_together(sheet: Sheet) -> Sequence[Mapping[str, Any]]:
    """Return what the family is asked, one fact of several members once, with the first article."""
    together: dict[tuple[str, str, bool], list[Asking]] = {}
    for one in sheet.questions:
        if not one.is_of_the_region:
            together.setdefault((one.label, one.proof, bool(one.obligor)), []).append(one)
    return [
        {**_asked(those[0]), "who": _all_of(those), "grounds": next(iter(those[0].grounds), "")}
        for those in together.values()
    ]


def _all_of(those: Sequence[Asking]) -> str:
    """Name all members the same is asked of."""
    if len(those) == 1 or any(one.obligor or not one.member for one in those):
        return "、".join(map(whose, those))
    return f"成员{'、'.join(str(one.member) for one in those)}"


def day_words(day: date) -> str:
    """Write a day as 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _said(sheet: Sheet) -> Sequence[Stated]:
    """Leave out what is nothing or only what is taken for granted: the family reads what counts."""
    return [
        one
        for one in sheet.facts
        if not one.usual and not _NOUGHT.fullmatch(one.value) and one.value != "未知"
    ]


def _taken_for_granted(sheet: Sheet) -> Sequence[str]:
    """Return what else was looked at and stands at nothing or at its usual value, each once."""
    said = {(one.member, one.row, one.label) for one in _said(sheet)}
    return list(
        dict.fromkeys(one.label for one in sheet.facts if (one.member, one.row, one.label) not in said)
    )


def _shortly(labels: Sequence[str]) -> str:
    """Name the first of many: the family's page has to stay one page, the file's sheet has them all."""
    more = f"等 {len(labels)} 项（全部见核算单）" if len(labels) > NAMED else ""
    return "、".join(labels[:NAMED]) + more


def _who(member: int) -> str:
    return f"成员{member}" if member else "全家"


def _told(sentence: Sentence) -> Mapping[str, Any]:
    return {"text": sentence.text, "article": sentence.article, "unverified": sentence.unverified}


def _parts(sheet: Sheet) -> Sequence[Mapping[str, str]]:
    labels = {line.step: line.label for line in sheet.lines}
    found: dict[str, int] = {}
    for verdict in sheet.verdicts:
        for name, fen in verdict.parts.items():
            found[name] = found.get(name, 0) + (fen or 0)
    shown = [(labels.get(name, name), fen) for name, fen in found.items() if fen]
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
            and not lines[0].settled
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
