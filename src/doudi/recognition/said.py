"""Read what the texts around a table say of all its rows: 生活补贴 in a sheet's name, 集中供养 in a title."""

from __future__ import annotations

import re

from doudi.recognition.headings import level_value
from doudi.recognition.sources import Column

LINE = "\n"
BEFORE_A_WORD = (
    "省", "市", "县", "区", "镇", "乡", "村", "旗", "年", "年度", "季度", "本月", "上月", "当月",
    "人员", "对象", "家庭", "低保", "特困", "在保", "新增", "停发", "退出", "纳入",
    "供养", "集中", "分散", "救助", "保障", "享受",
    *(f"{month}月" for month in "0123456789一二三四五六七八九十"),
)  # fmt: skip
"""After what 城市 and 城镇 are words of their own; after any other character they end a place's name."""
PLACE = re.compile("(?<=[\u4e00-\u9fff])" + "".join(f"(?<!{word})" for word in BEFORE_A_WORD) + "城[市镇]")
"""古城镇, 聊城市: names of places that hold a word for where people live and do not say it."""


def said_around(column: Column, text: str) -> str | None:
    """Return the code that the lines around a table name, the first line that names just one deciding."""
    for line in text.split(LINE):
        leveled = PLACE.sub(" ", level_value(line))
        said = {code for spelling, code in column.values.items() if len(spelling) > 1 and spelling in leveled}
        said |= {code for part, code in column.contains if part in leveled}
        if len(said) == 1:
            return said.pop()
    return None
