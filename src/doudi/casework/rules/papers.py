"""Say which papers an application needs: whose, in which case, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from doudi.kernel.policy_file import Coded, Distinct, Stated, Text


class Of(StrEnum):
    """Whose paper it is: one for all, one of each member, one of who is to be supported."""

    FILING = "FILING"
    MEMBER = "MEMBER"
    SUBJECT = "SUBJECT"


class PaperLine(Stated):
    """One kind of paper (`casework/papers.yaml`)."""

    title: Text
    of: Coded[Of]
    needed_if: Distinct[str] = ()
    proven_by: Distinct[str] = ()
    may_promise: bool = False


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member with what is on record of them; nothing where no circumstances are."""

    key: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Need:
    """One paper an application needs; of nobody in particular where one serves all."""

    code: str
    person: int | None = None


def needs(
    codes: Sequence[str],
    lines: Mapping[str, PaperLine],
    people: Sequence[Somebody],
    household: Mapping[str, Any],
    subject: int | None,
) -> Iterator[Need]:
    """Yield the papers needed, in the order the law names them; one no file knows is one for all.

    A paper for something that is on record of nobody is not needed: what is not stated needs no proof.
    """
    for code in codes:
        line = lines.get(code)
        if line is None or line.of is Of.FILING:
            if line is None or _is_needed(line, [household, *(one.facts for one in people)]):
                yield Need(code)
            continue
        for one in people:
            is_asked = line.of is Of.MEMBER or one.key == subject
            if is_asked and _is_needed(line, [one.facts]):
                yield Need(code, one.key)


def _is_needed(line: PaperLine, rows: Sequence[Mapping[str, Any]]) -> bool:
    return not line.needed_if or any(_is_there(row.get(name)) for row in rows for name in line.needed_if)


def _is_there(value: object) -> bool:
    return value not in (None, False, 0, "", "NONE")
