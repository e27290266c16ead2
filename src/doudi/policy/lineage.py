"""Say which article held before: the same thing under the law of another day (条款沿革).

`articles.yaml` names, for a document and the day it began, the article that ruled until then. A sheet of an
earlier day cites that one; where there was none it says so, rather than cite a law that did not exist yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from doudi.kernel.policy_file import Stated, Text, read_policy

FILE = Path("articles.yaml")
NONE_THEN = "当时没有对应的国家条款"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The article that held before a day; empty when there was none."""

    before: date
    article: str


Lineage = Mapping[str, Earlier]


class DocumentBefore(Stated):
    """The articles of one document, each with the one that ruled before its day."""

    document: Text
    before: date
    articles: dict[str, str]


def load_lineage(root: Path) -> dict[str, Earlier]:
    """Return the earlier articles by today's citation, or raise PolicyBroken."""
    if not (root / FILE).exists():
        return {}
    return {
        f"{one.document}{article}": Earlier(one.before, text)
        for one in read_policy(root, FILE, list[DocumentBefore])
        for article, text in one.articles.items()
    }


def cited_on(lineage: Lineage, citation: str, on: date) -> str:
    """Return the citation that held on a day."""
    earlier = lineage.get(citation)
    if earlier is None or on >= earlier.before:
        return citation
    return earlier.article or f"{NONE_THEN}（今{citation}）"
