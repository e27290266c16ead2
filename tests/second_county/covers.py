"""Makes the sheets of a workbook that are no lists: covers, instructions, tables of codes, empty ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.second_county.pages import Page, page
from tests.second_county.vocabulary import Department


def cover_pages(county: str, towns: Sequence[str], department: Department, draw: random.Random) -> list[Page]:
    """Return what stands before the lists: a summary by township, instructions, mostly nothing."""
    chance = draw.random()
    if chance < 0.12:
        rows = [[place, town, 12 + place, 20 + place, 8660 * place] for place, town in enumerate(towns, 1)]
        head = ["序号", "乡镇（街道）", "户数", "人数", "金额（元）"]
        total = ["合计", "", 99, 160, 99999]
        return [page("汇总表", [f"{county}{department.title}汇总表"], head, *rows, total)]
    if chance < 0.2:
        lines = ["填表说明", "1．本表由各乡镇填报，每月25日前报县民政局。", "2．身份证号须核对无误。"]
        return [page("填表说明", *([line] for line in lines))]
    return []


def code_pages(draw: random.Random) -> list[Page]:
    """Return what stands behind the lists: a hidden table of codes, an empty sheet, mostly nothing."""
    chance = draw.random()
    if chance < 0.12:
        rows = [["户主", "农村"], ["配偶", "城市"], ["子", ""]]
        return [page("码表", ["与户主关系", "城乡类别"], *rows, hidden=True)]
    return [Page("Sheet3", [])] if chance < 0.3 else []
