"""Puts people on the lists of schools, employers and insurers, with what such a list usually says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.second_county.lists import Lists, merged
from tests.second_county.people import Someone
from tests.second_county.world import PERIOD, Home, Record

PREVIOUS, BEFORE, EARLY, LAST_YEAR = "2026-09", "2026-08", "2026-07", "2025-12"
"""The month before, the two before it, and the last month of the year before."""

EMPLOYER = "阳春建材有限公司"


def pupil(
    world: Lists, who: Someone, home: Home, stage: str = "PRIMARY", *, period: str = PERIOD, **more: object
) -> Record:
    """Put somebody on a school's roll."""
    usual: dict[str, Any] = {"school": "第一中学", "student_status": "ENROLLED", "stage": stage}
    return world.add("student", who, home, period=period, **merged(usual, more))


def registered(
    world: Lists,
    who: Someone,
    home: Home,
    on: date,
    kind: str = "UNEMPLOYED",
    *,
    period: str = PERIOD,
    **more: object,
) -> Record:
    """Register somebody as out of work or at work."""
    benefit = 0 if kind == "UNEMPLOYED" else None
    usual: dict[str, Any] = {
        "employment_kind": kind, "registered_on": on, "benefit_fen": benefit, "employer": EMPLOYER,
    }  # fmt: skip
    return world.add("employment", who, home, period=period, **merged(usual, more))


def insured(
    world: Lists,
    who: Someone,
    home: Home,
    status: str = "PAYING",
    *,
    kind: str = "EMPLOYEE",
    base: int | None = 420_000,
    period: str = PERIOD,
    **more: object,
) -> Record:
    """Put somebody on the list of an insurance."""
    usual: dict[str, Any] = {
        "insurance_kind": kind, "insurance_status": status, "employer": EMPLOYER, "base_fen": base,
        "pension_fen": None,
    }  # fmt: skip
    return world.add("social_insurance", who, home, period=period, **merged(usual, more))


def child_aid(world: Lists, home: Home, kind: str = "ORPHAN", **more: object) -> Record:
    """Put a child on the list of orphans and children nobody looks after."""
    usual: dict[str, Any] = {
        "child_kind": kind,
        "child_fen": 150_000,
        "in_school": "YES",
        "account": home.account,
    }
    return world.add("orphan", home.head, home, **merged(usual, more))


def relieved(world: Lists, home: Home, on: date | None, fen: int = 70_000, **more: object) -> Record:
    """Give a home's head relief, on the list of the month it was paid in."""
    usual: dict[str, Any] = {
        "relief_fen": fen,
        "granted_on": on,
        "reason": "突发疾病",
        "account": home.account,
    }
    period = PERIOD if on is None else f"{on:%Y-%m}"
    return world.add("temporary_relief", home.head, home, period=period, **merged(usual, more))


def named_otherwise(record: Record, name: str = "申不同") -> Record:
    """Let a list bear a person's number under another name."""
    record.who = replace(record.who, name=name)
    return record
