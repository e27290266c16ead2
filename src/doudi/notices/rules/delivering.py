"""Works out from the attempts to deliver a letter whether and on which day it was delivered.

The law says only that people are told in writing through the township; which ways there are, what proves
each, and by when, is read from `policies/notices/delivery.yaml`, each with its document or marked unverified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from doudi.kernel.policy_file import Sourced, Stated, Text

UNITS: Mapping[str, str] = {"工作日": "WORKING_DAYS", "天": "DAYS"}


class WayLine(Sourced):
    """A way of delivering, as the file says it."""

    label: Text
    proof: Literal["PAPER", "NUMBER", "WORDS"]
    asks: Text


class DaysLine(Sourced):
    """A number of days of a clock, as the file says it."""

    value: int = Field(ge=1)
    unit: Literal["工作日", "天"]


class DeliveryTable(Stated):
    """How letters are delivered (`notices/delivery.yaml`)."""

    ways: dict[str, WayLine]
    within: DaysLine
    review: DaysLine


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


def delivering_of(said: DeliveryTable) -> Delivering:
    """Return how letters are delivered as a file says it."""
    ways = {code: Way(code, way.label, way.proof, way.asks, way.verified) for code, way in said.ways.items()}
    return Delivering(ways, _days(said.within), _days(said.review))


def _days(said: DaysLine) -> Days:
    return Days(said.value, UNITS[said.unit], said.document, said.verified)
