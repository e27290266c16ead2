"""Reads which papers an office issues: what each is called, how it is numbered, by which version drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

KEYS = frozenset({"title", "number", "versions"})
VERSION_KEYS = frozenset({"version", "since", "article", "document", "verified"})
PLACES = {"mark": "阳民", "year": 2026, "order": 1}


class KindBroken(ValueError):
    """A file of papers says something that is not understood; the text names the paper and the key."""


class NoVersionYet(ValueError):
    """No version of a paper is in force on a day."""


@dataclass(frozen=True, slots=True)
class Version:
    """How a paper is drawn from a day on, and by which article."""

    number: int
    since: date
    article: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class IssuedKind:
    """A kind of paper that is issued; `number` is the pattern of its serial numbers (文号)."""

    code: str
    title: str
    number: str
    versions: Sequence[Version]

    def version_on(self, day: date) -> Version:
        """Return the version in force on a day."""
        found = [version for version in self.versions if version.since <= day]
        if not found:
            raise NoVersionYet(f"{self.code}: {day.isoformat()} 之前没有版式")
        return found[-1]

    def numbered(self, *, mark: str, year: int, order: int) -> str:
        """Return a serial number, such as 阳民监测月报〔2026〕1号."""
        return self.number.format(mark=mark, year=year, order=order)


def issued_kinds_of(said: Mapping[str, Any]) -> Mapping[str, IssuedKind]:
    """Return the kinds a file names, by code; KindBroken says which one is wrong and why."""
    return {code: _kind(str(code), value) for code, value in said.items()}


def _kind(code: str, said: object) -> IssuedKind:
    if not isinstance(said, dict) or set(said) != KEYS:
        raise KindBroken(f"{code}: 要写、且只写 {'、'.join(sorted(KEYS))}")
    made = IssuedKind(code, str(said["title"]), str(said["number"]), _versions(code, said["versions"]))
    try:
        shown = made.numbered(**PLACES)  # type: ignore[arg-type]
    except (KeyError, IndexError, ValueError):
        raise KindBroken(f"{code}.number: 只能用 {{mark}}、{{year}}、{{order}}") from None
    if str(PLACES["year"]) not in shown or "{order}" not in made.number:
        raise KindBroken(f"{code}.number: 要有 {{year}} 和 {{order}}，不然会重号")
    return made


def _versions(code: str, said: object) -> Sequence[Version]:
    if not isinstance(said, list) or not said:
        raise KindBroken(f"{code}.versions: 至少要有一版")
    versions = [_version(code, each) for each in said]
    order = [(each.number, each.since) for each in versions]
    if order != sorted(set(order)) or len({each.since for each in versions}) < len(versions):
        raise KindBroken(f"{code}.versions: 版次和起始日要从早到晚，不能重复")
    return versions


def _version(code: str, said: object) -> Version:
    if not isinstance(said, dict) or set(said) != VERSION_KEYS:
        raise KindBroken(f"{code}.versions: 每一版要写、且只写 {'、'.join(sorted(VERSION_KEYS))}")
    since = said["since"]
    day = since if isinstance(since, date) else date.fromisoformat(str(since))
    if type(said["version"]) is not int or not said["article"]:
        raise KindBroken(f"{code}.versions: 版次是数字，依据要写明")
    return Version(said["version"], day, str(said["article"]), bool(said["verified"] and said["document"]))


def marks_of(said: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what each county's office signs its numbers with, by the county's code."""
    return {str(code): str(value["value"]) for code, value in said.items()}
