"""Read the documents that rules and values name (`documents/*.yaml`): each number, title and issuer once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from doudi.kernel.policy_file import Several, Stated, Text, read_policy

FOLDER = Path("documents")
DOCUMENTS = FOLDER / "known.yaml"


class ArticleLine(Stated):
    """One article of a document with its text."""

    article: Text
    text: Text


class KnownDocument(Stated):
    """A document; verified once somebody compared its number and dates with the original."""

    number: Text
    title: Text
    issuer: str
    region: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,12}$")]
    issued_on: date | None = None
    effective_on: date | None = None
    voided_on: date | None = None
    void_reason: str = ""
    superior: str = ""
    addressees: str = ""
    note: str = ""
    verified: bool
    articles: Several[ArticleLine] = ()


class DocumentList(Stated):
    """A file of documents."""

    documents: Several[KnownDocument] = Field(min_length=1)


def read_documents(root: Path) -> Iterator[KnownDocument]:
    """Yield the documents of all files, or raise PolicyBroken."""
    for path in sorted((root / FOLDER).glob("*.yaml")):
        yield from read_policy(root, path.relative_to(root), DocumentList).documents


def document_names(root: Path) -> frozenset[str]:
    """Return the numbers and titles of the documents `known.yaml` lists, brackets written one way."""
    listed = read_policy(root, DOCUMENTS, DocumentList).documents
    return frozenset(plain(name) for one in listed for name in (one.number, one.title))


def plain(name: str) -> str:
    """Return a document's name with its year in one kind of brackets."""
    return re.sub(r"[\[〔［]([0-9]{4})[\]〕］]", r"〔\1〕", name)
