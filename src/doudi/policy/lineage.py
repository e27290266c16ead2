"""Say which article held: the same thing under the law of another day or another place (条款沿革).

A rule cites the document it follows. `documents/known.yaml` says from when, until when and where each
document holds; `articles.yaml` what is cited instead where it does not. A sheet of an earlier day or another
county never cites a law that did not exist yet, nor another county's paper; where nothing held it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import Field, field_validator

from doudi.kernel.policy_file import Place, Several, Stated, Text, read_policy
from doudi.policy.known_documents import DOCUMENTS, plain, read_documents

FILE = Path("articles.yaml")
NONE_THEN = "当时没有对应的国家条款"
NONE_HERE = "没有对应的条款"
NATION = "00"
_BETWEEN = "、，"


class DocumentOtherwise(Stated):
    """The articles of one document, each with what is cited where the document does not hold."""

    document: Text = Field(description="规则里怎么写这份文件")
    otherwise: dict[str, Several[str]] = Field(default={}, description="条款到换引的条款；空着是没有")
    rest: Several[str] = Field(default=(), description="没有列出的条款换引哪一条")

    @field_validator("otherwise", mode="before")
    @classmethod
    def _each_is_a_list(cls, said: object) -> object:
        return {key: _listed(one) for key, one in said.items()} if isinstance(said, dict) else said

    @field_validator("rest", mode="before")
    @classmethod
    def _is_a_list(cls, said: object) -> object:
        return _listed(said)


def _listed(said: object) -> object:
    """Return a single citation as a list of one; an empty text is none."""
    return ([said] if said else []) if isinstance(said, str) else said


@dataclass(frozen=True, slots=True)
class Held:
    """One document as rules write it: where it holds, from which day and until which."""

    name: str
    region: str
    begins: date
    ends: date | None

    def holds(self, on: date, region: str) -> bool:
        """Say whether it held on a day in a region."""
        in_time = self.begins <= on and (self.ends is None or on < self.ends)
        return in_time and (self.region == NATION or region.startswith(self.region))


@dataclass(frozen=True, slots=True)
class _Asked:
    """For which programme a citation is asked, for which day and where."""

    programme: str
    on: date
    region: str


@dataclass(frozen=True)
class Lineage:
    """The documents rules cite and what stands in for their articles elsewhere and before."""

    documents: Mapping[str, Held] = field(default_factory=dict)
    otherwise: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def parts(self, citation: str) -> list[tuple[str, str]]:
        """Return the documents a citation names, each with its article."""
        if not self.documents:
            return [("", citation)]
        names = "|".join(re.escape(name) for name in sorted(self.documents, key=len, reverse=True))
        starts = [(found.start(), found[0]) for found in re.finditer(names, citation)]
        if not starts or starts[0][0] != 0:
            return [("", citation)]
        ends = [start for start, _ in starts[1:]] + [len(citation)]
        return [
            (name, citation[start + len(name) : end].rstrip(_BETWEEN))
            for (start, name), end in zip(starts, ends, strict=True)
        ]

    def held(self, programme: str, citation: str, on: date, region: str) -> tuple[str, ...]:
        """Return what a citation of a programme comes to on a day in a region; nothing where none held."""
        return tuple(dict.fromkeys(self._held(_Asked(programme, on, region), citation, frozenset())))

    def _held(self, asked: _Asked, citation: str, passed: frozenset[str]) -> Iterator[str]:
        for name, article in self.parts(citation):
            document = self.documents.get(name)
            if document is None or document.holds(asked.on, asked.region):
                yield f"{name}{article}"
            else:
                yield from self._first_held(asked, name, article, passed)

    def _first_held(self, asked: _Asked, name: str, article: str, passed: frozenset[str]) -> list[str]:
        """Return what the first of the articles cited instead comes to; two may name each other."""
        for other in self._instead(asked.programme, name, article):
            if other not in passed and (held := list(self._held(asked, other, passed | {other}))):
                return held
        return []

    def _instead(self, programme: str, name: str, article: str) -> Sequence[str]:
        for key in (f"{name}{programme}/{article}", f"{name}{article}"):
            if key in self.otherwise:
                return self.otherwise[key]
        return self.rest.get(name, ())

    def cited(self, programme: str, citation: str, on: date, region: str) -> str:
        """Return the citation that held on a day in a region, or that there was none."""
        held = self.held(programme, citation, on, region)
        if held:
            return "、".join(held)
        nation = [f"{name}{article}" for name, article in self.parts(citation) if self._is_national(name)]
        return f"{NONE_THEN}（今{'、'.join(nation)}）" if nation else NONE_HERE

    def _is_national(self, name: str) -> bool:
        document = self.documents.get(name)
        return document is not None and document.region == NATION


def load_lineage(root: Path) -> Lineage:
    """Return which article stands for which, or raise PolicyBroken."""
    if not (root / FILE).exists():
        return Lineage()
    files = read_policy(root, FILE, list[DocumentOtherwise])
    documents = _documents(root)
    held: dict[str, Held] = {}
    for number, one in enumerate(files, start=1):
        document = documents.get(plain(one.document))
        if document is None:
            here = Place(FILE.as_posix(), f"[{number}]")
            here.refuse("document", f"{DOCUMENTS.name} 里没有这份文件，或没有写它从哪天起")
        held[one.document] = Held(one.document, *document)
    return Lineage(
        documents=held,
        otherwise={
            f"{one.document}{article}": instead for one in files for article, instead in one.otherwise.items()
        },
        rest={one.document: one.rest for one in files},
    )


def _documents(root: Path) -> dict[str, tuple[str, date, date | None]]:
    """Return where and when each known document holds, by number and by title, brackets written one way."""
    found = {}
    for one in read_documents(root):
        begins = one.effective_on or one.issued_on
        if begins is not None:
            place = (one.region, begins, one.voided_on)
            found.update({plain(one.number): place, plain(one.title): place})
    return found
