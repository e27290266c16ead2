"""Families and questions the dibao tests share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from doudi.policy.assessment import Assessment, assess
from doudi.policy.book import Book, Overlay
from doudi.policy.cases import ALWAYS
from doudi.policy.sheet import Line, Sheet

POLICIES = Path(__file__).parents[4] / "policies"
PROPERTY_LINES: dict[str, Any] = {
    "property__rules": ["DEPOSIT_MONTHS", "HOUSE_COUNT", "VEHICLE_NONE", "BUSINESS_REG"],
    "property__review_rules": ["BUSINESS_REG"],
    "property__deposit_months": 24,
    "property__exempt_idle_old_houses": True,
    "property__house_limit": 1,
}
"""What a province sets of property (社会救助暂行办法第十条第二款) where a test is about something else."""


def member(relation: str = "HEAD", born_on: str = "1980-05-05", **facts: object) -> dict[str, Any]:
    """Return a member with the facts given; the rest is as the vocabulary presumes."""
    return {"relation": relation, "born_on": date.fromisoformat(born_on), **facts}


def family(*members: dict[str, Any], area_kind: str = "URBAN", **facts: object) -> dict[str, Any]:
    """Return a family of these members."""
    return {"area_kind": area_kind, "members": list(members), **facts}


def laid_over(book: Book, region: str, begins: date = ALWAYS, **values: object) -> Book:
    """Return the book with values a region sets from a day on; a key's dot is written as two underscores."""
    return book.with_values(
        [
            Overlay(region, key.replace("__", "."), begins, None, _written(value))
            for key, value in values.items()
        ]
    )


def with_property_lines(book: Book, *provinces: str) -> Book:
    """Return the book with lines of property these provinces set, below which a county's own stay."""
    for province in provinces:
        book = laid_over(book, province, **PROPERTY_LINES)
    return book


def _written(value: object) -> dict[str, object]:
    return {"value": value, "document": "", "verified": False, "note": "测试所设"}


def dibao(
    book: Book, region: str, on: str, household: dict[str, Any], programme: str = "DIBAO"
) -> Assessment:
    """Assess a family on a day."""
    return assess(book, programme, region, date.fromisoformat(on), household)


def line(sheet: Sheet, step: str, of: int = 0) -> Line:
    """Return the line of a step for a member; 0 is the household."""
    return next(one for one in sheet.lines if one.step == step and one.member == of)
