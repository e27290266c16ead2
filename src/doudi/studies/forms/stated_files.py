"""Reads files in which families state their facts, and values said on a command line; refuses mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from doudi.common.problems import Refusal
from doudi.kernel.policy_file import PolicyBroken, load_yaml
from doudi.policy.book import Book
from doudi.policy.definitions import Definition
from doudi.policy.money import write_money
from doudi.policy.stating import Wrong
from doudi.policy.values import ValueWrong, parse_value
from doudi.rulebook.forms.said import FileUnreadable, json_of, text_of
from doudi.studies.rules.simulation import Told

WRITTEN_AS = {
    "money": "金额（元），例如 720 或 720.50",
    "number": "整数",
    "ratio": "比例，例如 60%、1.5 或 2/3",
    "yes_no": "yes 或 no",
    "day": "日期，例如 2026-03-01",
    "codes": "代码的列表，例如 [A, B]",
    "pairs": "“代码, 数”的列表，例如 [[LIMB, 1]]",
}


class FactsRefused(Refusal):
    """What a family states cannot be taken; every reason comes with its place."""

    def __init__(self, wrongs: Sequence[Wrong], *, row: int | None = None) -> None:
        which = f"第 {row} 户" if row else "家庭情况"
        first = "；".join(f"{one.place}：{one.reason}" for one in wrongs[:5])
        super().__init__(f"{which}有 {len(wrongs)} 处不能用：{first}。", field=wrongs[0].place, row=row)
        self.wrongs = tuple(wrongs)

    def as_json(self) -> Mapping[str, Any]:
        """Return the usual shape, with every place and reason."""
        reasons = [{"field": one.place, "message": one.reason} for one in self.wrongs]
        return {**super().as_json(), "reasons": reasons}


class ValueRefused(Refusal):
    """A changed value names no parameter or is not written as its definition asks."""


@dataclass(frozen=True, slots=True)
class OneFamily:
    """One family of a file with what is said of the month."""

    household: Mapping[str, Any]
    context: Mapping[str, Any]


def family_from(path: Path) -> OneFamily:
    """Return the family of a file: the household itself, or {household, context}."""
    said = json_of(text_of(path, "household"), "household")
    if not isinstance(said, dict):
        raise FileUnreadable("文件要是一户家庭的 JSON 对象。", field="household")
    if "household" in said:
        context = said.get("context", {})
        if not isinstance(said["household"], dict) or not isinstance(context, dict):
            raise FileUnreadable("household 和 context 都要是 JSON 对象。", field="household")
        return OneFamily(said["household"], context)
    return OneFamily(said, {})


def families_from(path: Path, region: str) -> list[Told]:
    """Return the families of a file: a JSON list, or one JSON object a line."""
    text = text_of(path, "households")
    lines = _listed(text) if text.lstrip().startswith("[") else list(_by_line(text))
    if not lines:
        raise FileUnreadable("文件里一户也没有。", field="households")
    return [_told(number, said, region) for number, said in enumerate(lines, start=1)]


def _listed(text: str) -> list[Any]:
    said = json_of(text, "households")
    return said if isinstance(said, list) else [said]


def _by_line(text: str) -> Iterator[Any]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield json_of(line, "households", row=number)


def _told(number: int, said: object, region: str) -> Told:
    if not isinstance(said, dict):
        raise FileUnreadable(f"第 {number} 户不是 JSON 对象。", field="households", row=number)
    household = said.get("household", said) if "members" not in said else said
    key, division = str(said.get("key", number)), str(said.get("division", region))
    if household is said:
        household = {name: value for name, value in said.items() if name not in ("key", "division")}
    if not division.isdigit() or not division.startswith(region):
        reason = f"第 {number} 户的区划代码 {division} 不在 {region} 内。"
        raise FileUnreadable(reason, field=f"households[{number}].division", row=number)
    if not isinstance(household, dict):
        raise FileUnreadable(f"第 {number} 户的 household 不是 JSON 对象。", field="households", row=number)
    return Told(key, division, household)


def value_from(book: Book, text: str) -> Mapping[str, Any]:
    """Return a changed value said as key=value, an amount also as 5500元/人·年, checked by its definition."""
    key, sign, written = text.partition("=")
    if not sign:
        raise ValueRefused(f"“{text}”要写成 参数=数值，例如 dibao.standard_urban=800。", field="set")
    bare, said, unit = written.partition("元/")
    if said:
        written, unit = bare, said + unit
    try:
        value = load_yaml(written, "--set")
    except PolicyBroken:
        raise ValueRefused(f"“{text}”的数值读不懂。", field=key) from None
    return checked_value(book, key.strip(), value, unit)


def checked_value(book: Book, key: str, written: object, unit: str = "") -> Mapping[str, Any]:
    """Return {key, value, unit} if the value is written as its definition asks."""
    definition = book.definitions.get(key)
    if definition is None:
        raise ValueRefused(f"没有“{key}”这个参数。参数的名称见“参数表”。", field=key)
    try:
        parse_value(definition, written, "" if unit == definition.unit else unit)
    except ValueWrong:
        raise ValueRefused(f"“{definition.label}”{_how(definition)}。", field=key) from None
    return {"key": key, "value": _plain(definition, written), "unit": "" if unit == definition.unit else unit}


def _how(definition: Definition) -> str:
    """Say how a value of a parameter is written."""
    if definition.enumeration and definition.kind == "code":
        options = "、".join(f"{code}（{label}）" for code, label in definition.enumeration.members.items())
        return f"只能是 {options}"
    return f"要写成{WRITTEN_AS.get(definition.kind, '与参数表里同样的形式')}"


def _plain(definition: Definition, written: object) -> object:
    """Return what JSON can keep: an exact number is kept as text, money in yuan."""
    if definition.kind == "money" and not isinstance(written, str):
        value = parse_value(definition, written)
        return write_money(value) if isinstance(value, int) else written
    if isinstance(written, dict):
        return {name: _plain_part(value) for name, value in written.items()}
    if isinstance(written, list):
        return [_plain_part(value) for value in written]
    return _plain_part(written)


def _plain_part(written: object) -> object:
    if isinstance(written, dict):
        return {str(name): _plain_part(value) for name, value in written.items()}
    if isinstance(written, list):
        return [_plain_part(value) for value in written]
    if written is None or isinstance(written, bool | int | str):
        return written
    return written.isoformat() if isinstance(written, date) else str(written)
