"""Say what a list is to another one of its source, region and month: a correction of it, or beside it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from doudi.kernel.policy_file import DatedNumber, PolicyBroken, Stated, read_policy

CORRECTION_WORDS = re.compile(r"更正|更新|修订|修正|修改|订正|补正|改正|纠错|重报|重新报送|改后")
COPY_MARKS = re.compile(r"(?:[\s_\-—]*(?:副本|复件|copy)|\s*[(\[]\d{1,2}[)\]])+$")
PERCENT = 100
FILE = "exchange/publishing.yaml"


class LimitTable(Stated):
    """The numbers of policies/exchange/publishing.yaml over time."""

    same_people: DatedNumber
    strangers: DatedNumber
    closing_people: DatedNumber
    closing_share: DatedNumber


class Verdict(StrEnum):
    """What one list is to another of the same source, region and month."""

    REPLACES = "REPLACES"
    BESIDE = "BESIDE"
    UNCLEAR = "UNCLEAR"


@dataclass(frozen=True, slots=True)
class Limits:
    """The shares and numbers of policies/exchange/publishing.yaml, shares in per cent."""

    same_people: int
    strangers: int
    closing_people: int
    closing_share: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two lists are: whom and what they share, and what their files say of themselves.

    `rows` is the share of equal rows in per cent, for lists in which a person may stand more than once;
    None for lists of people. `apart` says that they are of different kinds, such as 住院 and 门诊.
    """

    common: int
    mine: int
    theirs: int
    same_layout: bool
    same_townships: bool
    says_correction: bool
    same_name: bool
    rows: int | None = None
    apart: bool = False

    @property
    def people(self) -> float:
        """Return which share of the smaller list's people stand on the other, in per cent."""
        fewer = min(self.mine, self.theirs)
        return PERCENT * self.common / fewer if fewer else 0.0


def verdict_of(likeness: Likeness, limits: Limits) -> Verdict:
    """Return what one list is to another; unclear where a person has to say."""
    named = likeness.says_correction or likeness.same_name
    if likeness.apart and not named:
        return Verdict.BESIDE
    if likeness.people <= limits.strangers:
        odd = likeness.says_correction or (likeness.same_name and likeness.same_townships)
        return Verdict.UNCLEAR if odd else Verdict.BESIDE
    if likeness.rows is not None and likeness.rows >= limits.same_people:
        return Verdict.REPLACES
    alike = likeness.same_layout and likeness.rows is None and likeness.people >= limits.same_people
    return Verdict.REPLACES if alike or named else Verdict.UNCLEAR


def says_correction(name: str, other: str) -> bool:
    """Say whether a file's name calls it a correction, and the other's does not say the same."""
    mine, theirs = (CORRECTION_WORDS.findall(_plain(each)) for each in (name, other))
    return len(mine) > len(theirs)


def same_name(name: str, other: str) -> bool:
    """Say whether two files have one name but for the marks of a copy and the words of a correction."""
    return bool(_bare(name)) and _bare(name) == _bare(other)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", Path(name).stem).casefold()


def _bare(name: str) -> str:
    return COPY_MARKS.sub("", CORRECTION_WORDS.sub("", _plain(name)))


def is_steep(closing: int, before: int, limits: Limits) -> bool:
    """Say whether so many would leave at once that a person looks twice."""
    return closing >= limits.closing_people and closing * PERCENT > before * limits.closing_share


def limits_on(root: Path, on: date) -> Limits:
    """Return the limits in force on a day, or raise PolicyBroken."""
    said = read_policy(root, FILE, LimitTable)
    numbers = {name: getattr(said, name).on(on) for name in Limits.__slots__}
    for name, number in numbers.items():
        if number is None:
            raise PolicyBroken(FILE, name, f"没有在 {on.isoformat()} 生效的数")
    return Limits(**numbers)
