"""Say which article held before: the same thing under the law of another day (条款沿革).

`articles.yaml` names, for a document and the day it began, the article that ruled until then. A sheet of an
earlier day cites that one; where there was none it says so, rather than cite a law that did not exist yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from doudi.policy.reading import PackBroken, Reader, load_yaml

FILE = Path("articles.yaml")
NONE_THEN = "当时没有对应的国家条款"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The article that held before a day; empty when there was none."""

    before: date
    article: str


Lineage = Mapping[str, Earlier]


def load_lineage(root: Path) -> dict[str, Earlier]:
    """Return the earlier articles by today's citation, or raise PackBroken."""
    path = root / FILE
    if not path.exists():
        return {}
    said = load_yaml(path.read_text(encoding="utf-8"), FILE.as_posix())
    if not isinstance(said, list):
        raise PackBroken(FILE.as_posix(), "", "is not a list of documents")
    found: dict[str, Earlier] = {}
    for number, one in enumerate(said, start=1):
        found.update(_of_document(Reader(FILE.as_posix(), f"document {number}", one)))
    return found


def _of_document(reader: Reader) -> dict[str, Earlier]:
    reader.only(("document", "before", "articles"))
    before = reader.day("before")
    if before is None:
        reader.refuse("before", "is not a day")
    articles = reader.inside("articles")
    for article, earlier in articles.said.items():
        if not isinstance(earlier, str):
            articles.refuse(article, "is not a text")
    document = reader.text("document")
    return {f"{document}{article}": Earlier(before, text) for article, text in articles.said.items()}


def cited_on(lineage: Lineage, citation: str, on: date) -> str:
    """Return the citation that held on a day."""
    earlier = lineage.get(citation)
    if earlier is None or on >= earlier.before:
        return citation
    return earlier.article or f"{NONE_THEN}（今{citation}）"
