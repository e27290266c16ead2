"""Read a computation sheet back from its JSON as it was written; nothing is worked out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from doudi.policy.assessment import Verdict
from doudi.policy.sheet import Line, Sheet, Stated, UsedParameter


def reopened(data: Mapping[str, Any]) -> Sheet:
    """Return the sheet a JSON holds; KeyError or TypeError when it is not one."""
    known = {key: data[key] for key in ("programme", "title", "region", "working")}
    return Sheet(
        **known,
        on=date.fromisoformat(data["on"]),
        facts=tuple(Stated(**one) for one in data["facts"]),
        lines=tuple(_line(one) for one in data["lines"]),
        verdicts=tuple(Verdict(**{**one, "failed": tuple(one["failed"])}) for one in data["verdicts"]),
        reasons=tuple(data["reasons"]),
        plain=tuple(data["plain"]),
        told=tuple(data["told"]),
        basis=tuple(data["basis"]),
        decisions=tuple(_parameter(one) for one in data["decisions"]),
        distance=tuple(data.get("distance", ())),
    )


def _line(data: Mapping[str, Any]) -> Line:
    used = tuple(_parameter(one) for one in data["parameters"])
    return Line(**{**data, "parameters": used, "decided": tuple(data["decided"])})


def _parameter(data: Mapping[str, Any]) -> UsedParameter:
    return UsedParameter(**{**data, "begins": date.fromisoformat(data["begins"])})
