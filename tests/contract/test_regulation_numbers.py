"""Every procedural number of the texts, asked by the command on its first and last day and those around.

`regulation_numbers.tsv` is written from the texts by hand: where it stands, what is asked, in which region,
from which day until which (both inclusive), how much, in which document and article. `L1` and so on are the
sources; an empty document means that no text was found and a default stands, not verified.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from doudi.procedures.inheriting import NoProcedureYet
from doudi.rulebook.catalogue import book, procedures
from tests.contract.test_contract import run

TABLE = Path(__file__).with_name("regulation_numbers.tsv")
SOURCES = {
    "000": "韶关市浈江区社会救助兜底脱贫行动实施方案",
    "001": "阳民发[2020]4号",
    "002": "芒巩固振兴组办〔2021〕6号",
    "003": "泉港民〔2020〕40号",
    "004": "陕民发〔2022〕23号",
    "L1": "最低生活保障审核确认办法",
    "L2": "最低生活保障审核审批办法（试行）",
    "L3": "特困人员认定办法",
    "L4": "刚性支出困难家庭认定办法",
    "L5": "社会救助暂行办法",
    "L6": "关于进一步加强和改进临时救助工作的意见",
    "L7": "关于改革完善社会救助制度的意见",
    "L8": "关于进一步做好最低生活保障等社会救助兜底保障工作的通知",
    "L10": "关于进一步加强事实无人抚养儿童保障工作的意见",
    "L12": "国务院关于加强农村留守儿童关爱保护工作的意见",
    "L15": "城乡医疗救助基金管理办法",
    "1553": "发改价格〔2021〕1553号",
    "": "",
}
ONE_DAY = timedelta(days=1)
# read elsewhere: how standards grow, what the system shows and asks of itself; no step of a procedure
ELSEWHERE = (
    "growth.",
    "rulebook.",
    "five_elders.",
    "publicity.",
    "dibao.standard_floor",
    "dibao.top_up_standard",
)
ELSEWHERE_TOO = {"tekun.base_multiple_floor", "process.floor_binding"}
Answer = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Number:
    """One procedural number of a text."""

    where: str
    programme: str
    ask: str
    region: str
    first: str
    last: str
    value: str
    document: str
    article: str

    @property
    def expected(self) -> Answer:
        return (self.value, SOURCES[self.document], self.article)


def numbers() -> list[Number]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Number(**row) for row in csv.DictReader(file, delimiter="\t")]


def events(number: Number, on: date) -> list[dict[str, str]]:
    """Return what has to have happened on a day for a clock to run."""
    kind, name, *more = number.ask.split()
    if kind not in ("clock", "extension"):
        return []
    programme = procedures().programme(number.programme)
    clocks = procedures().in_force(number.programme, number.region, on).clocks
    starts = clocks[name].starts[0] if name in clocks else ""
    names = dict.fromkeys(one for one in (programme.bound_by, starts) if one)
    happened = [{"event": one, "on": str(on)} for one in names]
    return happened + [
        {"event": "EXTENDED", "on": str(on), "clock": name, "ground": ground} for ground in more if starts
    ]


def answered(number: Number, on: date, folder: Path) -> Answer | None:
    """Return how much and on whose word the command says on a day; None where it says nothing."""
    kind, name, *more = number.ask.split()
    path = folder / "events.json"
    place = ("--programme", number.programme, "--region", number.region, "--on", str(on))
    try:
        path.write_text(json.dumps(events(number, on)), encoding="utf-8")
        fen = ("--fen", *more) if kind == "office" and more else ()
        answer = run("deadlines", *place, "--events", str(path), *fen)
    except (NoProcedureYet, SystemExit):  # no version stood yet
        return None
    return _found(answer, kind, name)


def _found(answer: dict[str, Any], kind: str, name: str) -> Answer | None:
    part, key, value = {
        "clock": ("deadlines", "clock", "amount_text"),
        "extension": ("deadlines", "clock", "amount_text"),
        "term": ("terms", "parameter", "value_text"),
        "office": ("deciders", "matter", "office"),
    }[kind]
    found = [one for one in answer[part] if one[key] == name and one[value]]
    assert len(found) <= 1
    return (found[0][value], found[0]["document"], found[0]["article"]) if found else None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number", numbers(), ids=lambda one: f"{one.programme}-{one.ask}-{one.region}-{one.first}"
)
def test_the_number_is_answered_from_its_first_day_to_its_last(number: Number, tmp_path: Path) -> None:
    first = date.fromisoformat(number.first)
    last = date.fromisoformat(number.last) if number.last else date(2026, 12, 1)
    after = answered(number, last + ONE_DAY, tmp_path) if number.last else None

    assert [answered(number, on, tmp_path) for on in (first, last)] == [number.expected] * 2
    assert answered(number, first - ONE_DAY, tmp_path) != number.expected
    assert after != number.expected


@pytest.mark.django_db
def test_every_value_a_case_is_handled_by_is_answered_by_some_procedure() -> None:
    parts = [part for one in procedures().programmes.values() for own in one.parts.values() for part in own]
    clocks = [clock for part in parts for clock in part.clocks.values()]
    rules = [rule for part in parts for rule in part.deciders]
    sources = [
        *(clock.amount for clock in clocks),
        *(clock.extension.amount for clock in clocks if clock.extension),
        *(clock.extension.grounds for clock in clocks if clock.extension),
        *(one for rule in rules for one in (rule.office, rule.up_to, rule.above) if one),
    ]
    asked = {source.key for source in sources}
    conditions = [*(one.when for one in clocks), *(one.when for one in rules)]
    asked |= {one.key for each in conditions for one in each}
    asked |= {key for part in parts for keys in part.terms.values() for key in keys}

    handled = {key for key, one in book().definitions.items() if one.use in ("process", "target")}

    assert {key for key in handled - asked if not key.startswith(ELSEWHERE)} == ELSEWHERE_TOO
