"""Read the kinds of tasks: what each is called, when its owner is reminded, who hears when it is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KEYS = frozenset({"title", "remind", "ladder"})
OWN_CLOCK = "within"


class KindBroken(ValueError):
    """A file of kinds says something that is not understood; the text names the kind and the key."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of task; `remind` and `ladder` count working days before and after the due day.

    `within` is its clock in working days, for kinds whose clock nobody else gives; None for the others.
    """

    code: str
    title: str
    remind: int
    ladder: tuple[int, ...]
    document: str
    is_verified: bool
    within: int | None = None


def kinds_of(said: Mapping[str, Any]) -> Mapping[str, Kind]:
    """Return the kinds a file names, by code; KindBroken says which one is wrong and why."""
    return {code: _kind(str(code), value) for code, value in said.items()}


def _kind(code: str, said: object) -> Kind:
    if not isinstance(said, dict) or set(said) - {OWN_CLOCK} != KEYS:
        raise KindBroken(f"{code}: 要写、且只写 {'、'.join(sorted(KEYS))}")
    remind, ladder = _sourced(code, "remind", said), _sourced(code, "ladder", said)
    rungs = ladder["value"]
    if not isinstance(rungs, list) or any(type(each) is not int or each < 1 for each in rungs):
        raise KindBroken(f"{code}.ladder: 要写成工作日数的列表")
    if rungs != sorted(set(rungs)):
        raise KindBroken(f"{code}.ladder: 上报一级比一级晚")
    if type(remind["value"]) is not int or remind["value"] < 0:
        raise KindBroken(f"{code}.remind: 要写成工作日数")
    within = _sourced(code, OWN_CLOCK, said)["value"] if OWN_CLOCK in said else None
    if within is not None and (type(within) is not int or within < 1):
        raise KindBroken(f"{code}.within: 要写成工作日数")
    return Kind(
        code=code,
        title=str(said["title"]),
        remind=remind["value"],
        ladder=tuple(rungs),
        document=ladder["document"],
        is_verified=ladder["verified"] is True,
        within=within,
    )


def _sourced(code: str, key: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
    value = said[key]
    if not isinstance(value, dict) or set(value) != {"value", "unit", "document", "verified"}:
        raise KindBroken(f"{code}.{key}: 要写明 value、unit、document、verified")
    if value["unit"] != "工作日":
        raise KindBroken(f"{code}.{key}: 单位只能是工作日")
    return value
