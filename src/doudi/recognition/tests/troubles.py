"""Lays a list out as clerks do: covers, townships, months, page totals, blank edges, heads of two rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from doudi.recognition.tests.lists import Roll, roll_of

Rows = Sequence[Sequence[str]]


@dataclass
class Laid:
    """A workbook, who stands in it, and what is told or asked."""

    sheets: Mapping[str, Rows]
    names: list[str]
    numbers: list[str]
    hidden: Sequence[str] = ()
    asked: str = ""
    told: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


def laid(sheets: Mapping[str, Rows], *rolls: Roll, **said: object) -> Laid:
    """Return a workbook in which some lists stand whole."""
    names, numbers = rolls[0].joined(*rolls[1:])
    columns = rolls[0].expected
    return Laid(sheets, names, numbers, columns=columns, **said)  # type: ignore[arg-type]


def plain(code: str, seed: int) -> Laid:
    """A list and nothing else."""
    roll = roll_of(code, seed)
    return laid({"Sheet1": roll.table()}, roll)


def titled(code: str, seed: int) -> Laid:
    """A title and the unit above, signatures below."""
    roll = roll_of(code, seed)
    above = [
        [f"浈江区2026年10月{roll.source.title}"],
        ["填报单位：浈江区民政局", "", "填报日期：2026年11月2日"],
    ]
    below = [[], ["单位负责人：", "", "填表人：王五"], ["备注：本表一式两份。"]]
    return laid({"Sheet1": [*above, *roll.table(), *below]}, roll)


def shifted(code: str, seed: int) -> Laid:
    """Blank rows above and a blank column before the table."""
    roll = roll_of(code, seed)
    return laid({"Sheet1": [[], [], *([["", *row] for row in roll.table()])]}, roll)


def with_covers(code: str, seed: int) -> Laid:
    """A cover, a summary by township, a hidden sheet of codes, a note and an empty sheet around the list."""
    roll = roll_of(code, seed)
    sheets = {
        "封面": [["关于报送名单的说明"], ["浈江区", "二〇二六年十月"]],
        "汇总": [
            ["序号", "乡镇", "户数", "人数", "金额"],
            ["1", "新韶镇", "3", "6", "1800"],
            ["合计", "", "3", "6", "1800"],
        ],
        "新韶镇": roll.table(),
        "代码": [["人员类别", "与户主关系"], ["老年人", "户主"], ["残疾人", "配偶"]],
        "填表说明": [["本表由乡镇填报，逐级审核。"]],
        "Sheet6": [],
    }
    return laid(sheets, roll, hidden=["代码"], told="没有读入")


def by_township(code: str, seed: int) -> Laid:
    """Three townships, each with headings of its own."""
    rolls = [roll_of(code, seed + step, 4, step * 10) for step in range(3)]
    return laid(
        {town: roll.table() for town, roll in zip(("新韶镇", "东河街道", "乐园镇"), rolls, strict=True)},
        *rolls,
    )


def by_month(code: str, seed: int) -> Laid:
    """The whole year, a sheet a month, most people in each."""
    months = {f"{month}月": roll_of(code, seed, 8, month).table() for month in range(1, 10)}
    roll = roll_of(code, seed, 8, 10)
    return laid({**months, "10月": roll.table()}, roll, told="没有读入")


def paged(code: str, seed: int) -> Laid:
    """Subtotals with names in any cell, page totals, the head repeated on each page."""
    roll = roll_of(code, seed)
    sums = [
        ["犁市镇小计", "", "2"],
        ["", "本页合计：", "2"],
        ["花坪镇 小计"],
        ["", "", "小  计", "2"],
        ["总计(人)", "6"],
    ]
    pages = [roll.heading, *roll.rows[:2], sums[0], sums[1], roll.heading, *roll.rows[2:4], sums[2]]
    return laid({"Sheet1": [*pages, sums[3], roll.heading, *roll.rows[4:], ["累计", "6"], sums[4]]}, roll)


def two_heads(code: str, seed: int) -> Laid:
    """A head of two rows: the person's columns under one group, a contact's under another."""
    roll = roll_of(code, seed)
    groups = ["基本信息", *[""] * (len(roll.heading) - 1), "联系人", ""]
    rows = [[*row, "赵联系", roll.numbers[-1 - at]] for at, row in enumerate(roll.rows)]
    found = laid({"Sheet1": [groups, [*roll.heading, "姓名", "身份证号"], *rows]}, roll)
    found.columns = {f"基本信息／{heading}": column for heading, column in roll.expected.items()}
    found.columns |= {"联系人／姓名": "", "联系人／身份证号": ""}
    return found


def with_others(code: str, seed: int) -> Laid:
    """Columns nobody needs, and a contact's name and number beside the person's own."""
    roll = roll_of(code, seed)
    extra = ["序号", "联系人姓名", "联系人身份证号", "入户核查情况"]
    rows = [[*row, str(at + 1), "赵联系", roll.numbers[-1 - at], "属实"] for at, row in enumerate(roll.rows)]
    found = laid({"Sheet1": [[*roll.heading, *extra], *rows]}, roll)
    found.columns = roll.expected | dict.fromkeys(extra, "")
    return found


def side_by_side(code: str, seed: int) -> Laid:
    """Two lists printed beside each other to save paper."""
    roll = roll_of(code, seed)
    pairs = [[*left, *right] for left, right in zip(roll.rows[:3], roll.rows[3:], strict=True)]
    found = laid({"Sheet1": [[*roll.heading, *roll.heading], *pairs]}, roll)
    found.columns = {}
    return found


def hidden_list(code: str, seed: int) -> Laid:
    """A second list that somebody has hidden."""
    roll, other = roll_of(code, seed), roll_of(code, seed, 3, 40)
    return laid(
        {"在册": roll.table(), "旧": other.table()}, roll, hidden=["旧"], asked="工作表“旧”是隐藏的工作表"
    )


def headless(code: str, seed: int) -> Laid:
    """A second sheet of people that begins without a head."""
    roll, other = roll_of(code, seed), roll_of(code, seed, 3, 40)
    return laid({"一": roll.table(), "续": other.rows}, roll, asked="工作表“续”有 3 行像名单，但认不出表头")


def other_months(code: str, seed: int) -> Laid:
    """Two months, and neither is the batch's."""
    roll = roll_of(code, seed)
    sheets = {"8月": roll.table(), "2026年9月": roll.table()}
    return Laid(sheets, [], [], asked="写的是8月，这一批是 2026-10")


TROUBLES: dict[str, Callable[[str, int], Laid]] = {
    one.__name__: one
    for one in (
        plain,
        titled,
        shifted,
        with_covers,
        by_township,
        by_month,
        paged,
        two_heads,
        with_others,
        side_by_side,
        hidden_list,
        headless,
        other_months,
    )
}
