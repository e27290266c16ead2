"""Put deadlines and deciders into words and into the shapes of the contract."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from doudi.kernel.counting import Unit
from doudi.policy.chosen import Chosen
from doudi.policy.saying import show_value
from doudi.policy.values import write_value
from doudi.procedures.deadlines import STATE_LABELS, Deadline, State
from doudi.procedures.deciders import Decider
from doudi.procedures.shapes import KIND_LABELS, UNIT_LABELS, Citation, Vocabulary
from doudi.procedures.terms import Term

TERM_HEADS = ("环节", "规定", "是多少", "依据")
UNSET = "本地没有登记"
HEADS = ("期限", "类别", "起算", "多少", "到期日", "情况", "依据")
_MARKS = {Unit.DAY_OF_MONTH: "每月", Unit.DAY_OF_YEAR: "每年"}
_WIDE = ("W", "F")


def amount_text(unit: Unit, amount: object, months: Sequence[int] = ()) -> str:
    """Return how much a clock counts: “3个工作日”, “当日”, “每月10日”, “当月底”, “次月1日”."""
    if unit in (Unit.MONTH_START, Unit.MONTH_END):
        which = {0: "当月", 1: "次月"}.get(int(str(amount)), f"第{amount}个月")
        return which + ("1日起" if unit is Unit.MONTH_START else "底")
    if amount == 0 and unit in (Unit.DAYS, Unit.WORKING_DAYS):
        return "当日"
    if months:
        return f"{'、'.join(str(month) for month in months)}月{amount}日"
    return f"{_MARKS.get(unit, '')}{amount}{UNIT_LABELS[unit]}"


def source_text(citation: Citation) -> str:
    """Return document and article; 未核实 where nobody has checked them."""
    cited = f"{citation.document}{citation.article}" or "没有文件依据"
    return cited if citation.verified else f"{cited}（未核实）"


def due_text(one: Deadline) -> str:
    """Return the last day; where it is provisional, that it is, and what will make it final."""
    text = one.due.on.isoformat()
    if one.due.at is not None:
        text = one.due.at.isoformat(sep=" ", timespec="minutes")
    if one.state is State.PAUSED:
        text += "（暂停中，恢复后顺延）"
    return f"{text}（{provisional_text(one)}）" if one.due.provisional else text


def provisional_text(one: Deadline) -> str:
    """Return why a day is provisional and when it becomes final."""
    years = "、".join(str(year) for year in one.due.unknown_years)
    until = f"工作日历只到 {one.fixed_by}，" if one.fixed_by else "没有工作日历，"
    return f"暂定：{until}{years}年放假安排装入后确定"


def state_text(one: Deadline, vocabulary: Vocabulary) -> str:
    """Return how a clock stands, with its extension if one was asked for."""
    text = STATE_LABELS[one.state]
    if one.stopped is not None:
        text += f"（{one.stopped.on}{vocabulary.events[one.stopped.name]}）"
    if one.extended is not None:
        text += f"，已延长（{vocabulary.grounds.get(one.extended.ground, '特殊情况')}）"
    if one.refused_extension is not None:
        text += f"，{one.refused_extension.on}的延长不算：要在到期前，并有规定的情形"
    return text


def deadline_shape(one: Deadline, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return one deadline as the contract has it."""
    clock, citation = one.clock, one.amount.citation
    return {
        "clock": clock.name,
        "label": clock.label,
        "kind": clock.kind.value,
        "kind_label": KIND_LABELS[clock.kind],
        "step": clock.step,
        "version": one.version,
        "started": {
            "event": one.started.name,
            "label": vocabulary.events[one.started.name],
            "on": one.started.on,
        },
        "unit": clock.unit.value,
        "amount": one.amount.value,
        "amount_text": amount_text(clock.unit, one.amount.value, clock.months),
        "due_on": one.due.on,
        "due_at": one.due.at.isoformat(timespec="minutes") if one.due.at else None,
        "provisional": one.due.provisional,
        "unknown_years": list(one.due.unknown_years),
        "fixed_by": one.fixed_by,
        "state": one.state.value,
        "state_text": state_text(one, vocabulary),
        "stopped_on": one.stopped.on if one.stopped else None,
        "extended": one.extended.ground if one.extended else None,
        "extension_refused": one.refused_extension is not None,
        "region": one.amount.region,
        **citation_shape(citation),
    }


def citation_shape(citation: Citation) -> dict[str, Any]:
    """Return a source as the contract has it."""
    return {
        "document": citation.document,
        "article": citation.article,
        "verified": citation.verified,
        "note": citation.note,
    }


def decider_shape(matter: str, found: Decider | str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return who decides a matter, or the sentence why nobody can be named."""
    shape: dict[str, Any] = {"matter": matter, "label": vocabulary.matters[matter]}
    if isinstance(found, str):
        return {**shape, "office": None, "office_label": "", "unknown": found}
    return {
        **shape,
        "office": found.office,
        "office_label": found.label,
        "up_to_fen": found.up_to,
        "region": found.region,
        **citation_shape(found.citation),
    }


def table_lines(found: Sequence[Deadline], vocabulary: Vocabulary) -> list[str]:
    """Return the deadlines as a table a person reads at a terminal."""
    rows = [
        (
            one.clock.label,
            KIND_LABELS[one.clock.kind],
            f"{one.started.on} {vocabulary.events[one.started.name]}",
            amount_text(one.clock.unit, one.amount.value, one.clock.months),
            due_text(one),
            state_text(one, vocabulary),
            source_text(one.amount.citation),
        )
        for one in found
    ]
    return _aligned([HEADS, *rows])


def decider_lines(shapes: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return who decides what, one a line."""
    lines = []
    for one in shapes:
        if one["office"] is None:
            lines.append(f"{one['label']}：{one['unknown']}")
            continue
        citation = Citation(one["document"], one["article"], one["verified"], one["note"])
        lines.append(f"{one['label']}：{one['office_label']}　{source_text(citation)}")
    return lines


def term_shape(one: Term) -> dict[str, Any]:
    """Return by which value a step is done, or that nobody has set it here."""
    chosen, definition = one.chosen, one.definition
    shape: dict[str, Any] = {
        "parameter": definition.key,
        "label": definition.label,
        "step": one.step.name,
        "unit": definition.unit,
    }
    if chosen is None:
        return {**shape, "value": None, "value_text": "", "unknown": UNSET}
    return {
        **shape,
        "value": write_value(definition, chosen.value),
        "value_text": show_value(definition, chosen.value),
        "since": chosen.begins,
        "region": chosen.region,
        **citation_shape(cited(chosen)),
    }


def cited(chosen: Chosen) -> Citation:
    """Return where a region's value stands."""
    return Citation(chosen.document, chosen.article, chosen.verified, chosen.note)


def term_lines(terms: Sequence[Term]) -> list[str]:
    """Return the values that hold as a table, and in one line those nobody has set."""
    rows = [
        (
            one.step.label,
            one.definition.label,
            show_value(one.definition, one.chosen.value),
            source_text(cited(one.chosen)),
        )
        for one in terms
        if one.chosen is not None
    ]
    unset = [one.definition.label for one in terms if one.chosen is None]
    lines = _aligned([TERM_HEADS, *rows]) if rows else []
    return lines + ([f"{UNSET}：{'、'.join(unset)}"] if unset else [])


def heading(title: str, region: str, bound: date, citation: Citation) -> str:
    """Return which version answers."""
    return f"{title}　{region}　按 {bound} 的程序（{source_text(citation)}）"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows padded to columns; a Chinese character is two columns wide."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    padded = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return [line.rstrip() for line in padded]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in text)
