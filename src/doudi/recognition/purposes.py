"""Read what a list says it is for in its own cells: 补贴项目 重度残疾人护理补贴, 用途 农村低保."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from doudi.recognition.layout import Block, Layout

SAMPLED_ROWS = 300
MOST_KINDS = 3
SAYS_WHAT_FOR = re.compile(r"补贴项目|发放项目|项目名称|资金项目|资金名称|用途|摘要|^项目$")
"""Not 人员类别 or 救助身份: that somebody is on 低保 does not make a list of theirs the list of 低保."""


def purposes(tables: Sequence[tuple[Layout, Block]]) -> str:
    """Return what stands throughout the columns that say what the money is for, '' when there is none."""
    found: list[str] = []
    for layout, block in tables:
        rows = pa.array(layout.data_rows(block)[:SAMPLED_ROWS])
        for place, words in enumerate(block.header.wordings):
            if words and SAYS_WHAT_FOR.search(words[0]):
                texts = pc.unique(layout.grid.texts[place].take(rows)).to_pylist()
                found += [text for text in texts if text] if len(texts) <= MOST_KINDS else []
    return " ".join(dict.fromkeys(found))
