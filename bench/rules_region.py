"""The region of the rules benchmark: 浈江区 with numbers laid over, so that every part of the law works.

The numbers are made up for measuring and are nobody's policy.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from doudi.policy.book import Book, Overlay, load_book

ROOT = Path(__file__).resolve().parents[1]
REGION = "440204"
ON = date(2026, 7, 1)
SHARES = {
    "OLD": "10%",
    "VERY_OLD": "20%",
    "MINOR": "10%",
    "COMPULSORY_PUPIL": "10%",
    "OTHER_PUPIL": "20%",
    "ONE_PARENT_MINOR": "20%",
    "DISABLED": "20%",
    "HEAVILY_DISABLED": "30%",
    "SERIOUSLY_ILL": "30%",
    "THREE_NONES": "30%",
    "LIVING_ALONE": "10%",
    "MINORITY": 0,
    "RETURNED_CHINESE": 0,
    "ONLY_CHILD_RETIREE": "10%",
    "LOST_ONLY_CHILD": "20%",
}
VALUES: dict[str, Any] = {
    "dibao.standard_urban": 1000,
    "dibao.standard_rural": 800,
    "dibao.rounding": "UP_YUAN",
    "dibao.supplement_stack": "MAX",
    "dibao.supplement_base": "STANDARD",
    "dibao.supplement_shares": SHARES,
    "dibao.supplement_old_age": 70,
    "dibao.supplement_very_old_age": 80,
    "income.rigid_causes": ["ILLNESS", "DISABILITY", "STUDY"],
    "income.illness_cap": 1500,
    "income.disability_cap": 600,
    "income.study_cap": 1000,
    "income.work_cost_method": "WAGE_SHARE",
    "income.work_cost_wage_share": "10%",
    "income.work_cost_cap": 150,
}


def book(**changes: object) -> Book:
    """Return the policy book with the benchmark's values; a change's dot is written as two underscores."""
    values = {**VALUES, **{key.replace("__", "."): value for key, value in changes.items()}}
    overlays = [
        Overlay(REGION, key, date(2020, 1, 1), None, _written(value)) for key, value in values.items()
    ]
    return load_book(ROOT / "policies").with_values(overlays)


def _written(value: object) -> dict[str, Any]:
    return {"value": value, "document": "", "verified": False, "note": "为测速而设"}
