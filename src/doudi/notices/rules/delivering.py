"""Works out from the attempts to deliver a letter whether and on which day it was delivered.

The law says only that people are told in writing through the township; which ways there are, what proves
each, and by when, is read from `policies/notices/delivery.yaml`, each with its document or marked unverified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PROOFS = frozenset({"PAPER", "NUMBER", "WORDS"})
WAY_KEYS = frozenset({"label", "proof", "asks", "document", "verified"})
DAYS_KEYS = frozenset({"value", "unit", "document", "verified"})
UNITS: Mapping[str, str] = {"工作日": "WORKING_DAYS", "天": "DAYS"}


class DeliveryBroken(ValueError):
    """The file of delivery says something that is not understood; the text names the key."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of delivering (送达方式); `asks` is what the officer is asked to write down.

    `proof` is what shows it: PAPER a photograph of the receipt, NUMBER a tracking number, WORDS who said so.
    """

    code: str
    label: str
    proof: str
    asks: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days of a clock, with its unit (`WORKING_DAYS` or `DAYS`) and where it stands."""

    value: int
    unit: str
    document: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Delivering:
    """How letters are delivered: the ways, by when, and how long one may ask for review after."""

    ways: Mapping[str, Way]
    within: Days
    review: Days


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to deliver: its key, the day, whether it reached the person, and which one it corrects."""

    key: int
    on: date
    is_delivered: bool
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a letter stands: the day it was delivered if it was, and whether somebody tried."""

    delivered_on: date | None
    was_tried: bool


def standing_of(attempts: Iterable[Attempt]) -> Standing:
    """Return where a letter stands: corrected attempts count no more, of those that do the first delivery."""
    listed = list(attempts)
    gone = {each.replaces for each in listed}
    counting = [each for each in listed if each.key not in gone]
    days = [each.on for each in counting if each.is_delivered]
    return Standing(min(days) if days else None, bool(counting))


def delivering_of(said: Mapping[str, Any]) -> Delivering:
    """Return how letters are delivered as a file says it; DeliveryBroken says what is wrong."""
    if set(said) != {"ways", "within", "review"}:
        raise DeliveryBroken("要写、且只写 ways、within、review")
    ways = {str(code): _way(str(code), value) for code, value in said["ways"].items()}
    return Delivering(ways, _days("within", said["within"]), _days("review", said["review"]))


def _way(code: str, said: object) -> Way:
    if not isinstance(said, dict) or set(said) != WAY_KEYS:
        raise DeliveryBroken(f"ways.{code}: 要写、且只写 {'、'.join(sorted(WAY_KEYS))}")
    if said["proof"] not in PROOFS:
        raise DeliveryBroken(f"ways.{code}.proof: 只能是 {'、'.join(sorted(PROOFS))}")
    verified = bool(said["verified"] and said["document"])
    return Way(code, str(said["label"]), said["proof"], str(said["asks"]), verified)


def _days(key: str, said: object) -> Days:
    if not isinstance(said, dict) or set(said) != DAYS_KEYS:
        raise DeliveryBroken(f"{key}: 要写、且只写 {'、'.join(sorted(DAYS_KEYS))}")
    if type(said["value"]) is not int or said["value"] < 1 or said["unit"] not in UNITS:
        raise DeliveryBroken(f"{key}: 要写成天数，单位是天或工作日")
    verified = bool(said["verified"] and said["document"])
    return Days(said["value"], UNITS[said["unit"]], str(said["document"]), verified)
