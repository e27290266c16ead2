"""Recompute a computation sheet from itself alone and name every line that does not come out (P13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from doudi.formulas.nodes import RuleBroken
from doudi.formulas.scalar import rows_at
from doudi.formulas.unknown import is_open
from doudi.policy.assessment import given
from doudi.policy.telling import reasons, told
from doudi.policy.working import Working, raw, read_working

_NOT_READABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RuleBroken)


def faults_of(sheet: Mapping[str, Any]) -> list[str]:
    """Return what of a sheet's JSON does not recompute, in Chinese; nothing if all of it does.

    Only the sheet is looked at: its facts, the expressions and the values it was made with. No file of today
    and no other sheet has a say.
    """
    try:
        working = read_working(sheet["working"])
        return list(_faults(sheet, working))
    except _NOT_READABLE as problem:
        return [f"核算单不完整，不能重算：{type(problem).__name__} {problem}"]


def _faults(sheet: Mapping[str, Any], working: Working) -> Iterator[str]:
    yield from _stated(sheet, working)
    yield from _verdicts(sheet, working)
    yield from _missing(sheet, working)
    for line in sheet["lines"]:
        yield from _line(line, working)
    yield from _sentences(sheet, working)


def _missing(sheet: Mapping[str, Any], working: Working) -> Iterator[str]:
    """Name what was worked out and has no line; the values of all lines are there afterwards."""
    for name in working.outcome["beside"]:
        for row in working.rows:
            if row.level is working.cases[name][0]:
                working.value(name, row)
    needed = [
        (name, place)
        for place, row in enumerate(working.rows)
        for name in working.cases
        if name in row.values
    ]
    for line in sheet["lines"]:
        working.value(line["step"], working.rows[line["row"]])
    there = {(line["step"], line["row"]) for line in sheet["lines"]}
    for name, place in needed:
        if (name, place) not in there:
            yield f"{working.figures.quantities[name].label}（第{place}行）缺少一行"


def _sentences(sheet: Mapping[str, Any], working: Working) -> Iterator[str]:
    """Name the sentences that say something else than the lines."""
    failed = [verdict["failed"] for verdict in sheet["verdicts"]]
    lines = [(line["step"], line["row"]) for line in sheet["lines"]]
    sentences = list(told(working, lines))
    found: dict[str, list[str] | list[int]] = {
        "reasons": list(reasons(working, failed)),
        "plain": [text for _, text in sentences],
        "told": [number for number, _ in sentences],
    }
    for key, recomputed in found.items():
        if list(sheet[key]) != recomputed:
            yield f"文字说明（{key}）与计算不符"


def _stated(sheet: Mapping[str, Any], working: Working) -> Iterator[str]:
    for one in sheet["facts"]:
        used = working.figures.shown(one["name"], working.rows[one["row"]].values[one["name"]])
        if used != one["value"]:
            yield f"{one['label']}：写的是{one['value']}，计算用的是{used}"


def _verdicts(sheet: Mapping[str, Any], working: Working) -> Iterator[str]:
    outcome = working.outcome
    subjects = list(rows_at(working.home, working.level))
    if len(subjects) != len(sheet["verdicts"]):
        yield "结论的人数与成员数不符"
    for row, verdict in zip(subjects, sheet["verdicts"], strict=False):
        whole = {name: working.value(name, row) for name in (outcome["eligible"], outcome["amount"])}
        whole |= {name: working.value(name, row) for name in outcome["parts"]}
        checks = {name: working.value(name, row) for name in outcome["checks"]}
        found = {
            "eligible": given(whole[outcome["eligible"]], bool),
            "amount": given(whole[outcome["amount"]], int),
            "parts": {name: given(whole[name], int) for name in outcome["parts"]},
            "failed": [name for name, answer in checks.items() if not is_open(answer) and not answer],
            "waits": {
                name: [[one.place, one.name] for one in sorted(value.asks)]
                for name, value in whole.items()
                if is_open(value)
            },
        }
        said = {"waits": {}, **verdict, "failed": list(verdict["failed"])}
        for key, value in found.items():
            if said[key] != value:
                yield f"结论的{key}写的是{said[key]}，重算是{value}"
        parts = list(said["parts"].values())
        if parts and None not in (*parts, said["amount"]) and sum(parts) != said["amount"]:
            yield "各部分之和不等于总额"


def _line(line: Mapping[str, Any], working: Working) -> Iterator[str]:
    """Yield what of one line differs from its recomputation."""
    row, name, figures = working.rows[line["row"]], line["step"], working.figures
    value = working.value(name, row)
    case = working.applied(name, row)
    node = figures.taken(case.then, row)
    found = {
        "raw": raw(value),
        "result": figures.shown(name, value),
        "numbers": figures.numbers(node, row),
        "symbols": figures.symbols(node),
        "article": case.article,
        "exception": case.label,
        "settled": working.settled(name),
    }
    for key, recomputed in found.items():
        if line[key] != recomputed or type(line[key]) is not type(recomputed):
            yield f"{line['label']}（{key}）：写的是{line[key]}，重算是{recomputed}"
    for one in line["parameters"]:
        if one["value"] != figures.parameter(one["key"]):
            yield f"{one['label']}：写的是{one['value']}，计算用的是{figures.parameter(one['key'])}"
