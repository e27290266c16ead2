"""Read what a heading says its figures mean: 护理档（0全自理1半护理2全护理）."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyarrow as pa

from doudi.recognition.headings import level_value

IN_BRACKETS = re.compile(r"[(（]([^()（）]{4,80})[)）]")
MEANING = re.compile(r"(\d{1,2})\s*[-—–=＝:：.、是为]?\s*([\u4e00-\u9fff]{1,12})\s*[,，;；、/ ]?\s*")
FEWEST = 2


def legend_of(heading: str) -> Mapping[str, str]:
    """Return the words a heading gives for figures; {} when its brackets hold anything else."""
    for said in IN_BRACKETS.findall(heading):
        pairs = MEANING.findall(said)
        if len(pairs) >= FEWEST and not MEANING.sub("", said).strip():
            return dict(pairs)
    return {}


def spelled_out(texts: pa.Array, heading: str) -> pa.Array:
    """Return a column's cells with the figures its heading explains written as their words."""
    legend = legend_of(heading)
    if not legend:
        return texts
    words = [legend.get(level_value(text or "").removesuffix(".0"), text) for text in texts.to_pylist()]
    return pa.array(words, pa.string())
