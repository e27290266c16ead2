"""Reads which papers an office issues: what each is called, how it is numbered, by which version drawn."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, field_validator, model_validator

from doudi.kernel.policy_file import Several, Sourced, Stated, Text, refuse

PLACES = {"mark": "阳民", "year": 2026, "order": 1}


class NoVersionYet(ValueError):
    """No version of a paper is in force on a day."""


class Version(Sourced):
    """How a paper is drawn from a day on, and by which article."""

    number: int = Field(validation_alias="version")
    since: date
    article: Text


class IssuedKind(Stated):
    """A kind of paper that is issued; `number` is the pattern of its serial numbers (文号)."""

    title: Text
    number: str
    versions: Several[Version] = Field(min_length=1)

    @field_validator("number")
    @classmethod
    def _tells_numbers_apart(cls, number: str) -> str:
        try:
            shown = number.format(**PLACES)
        except (KeyError, IndexError, ValueError):
            refuse("", "只能用 {mark}、{year}、{order}")
        if str(PLACES["year"]) not in shown or "{order}" not in number:
            refuse("", "要有 {year} 和 {order}，不然会重号")
        return number

    @model_validator(mode="after")
    def _versions_follow(self) -> Self:
        order = [(each.number, each.since) for each in self.versions]
        if order != sorted(set(order)) or len({each.since for each in self.versions}) < len(order):
            refuse("versions", "版次和起始日要从早到晚，不能重复")
        return self

    def version_on(self, day: date) -> Version:
        """Return the version in force on a day."""
        found = [version for version in self.versions if version.since <= day]
        if not found:
            raise NoVersionYet(f"{self.title}：{day.isoformat()} 之前没有版式")
        return found[-1]

    def numbered(self, *, mark: str, year: int, order: int) -> str:
        """Return a serial number, such as 阳民监测月报〔2026〕1号."""
        return self.number.format(mark=mark, year=year, order=order)


class Mark(Sourced):
    """What a county's office signs its numbers with."""

    value: Text
