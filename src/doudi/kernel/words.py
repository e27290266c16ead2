"""Say each code that several modules speak of once; its label is said by the module it belongs to."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Severity(StrEnum):
    """How urgent a finding is (预警等级)."""

    RED = "RED"
    ORANGE = "ORANGE"
    YELLOW = "YELLOW"


class Risk(StrEnum):
    """How likely a person is to fall back into poverty (返贫致贫风险)."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Outcome(StrEnum):
    """What the officer who checked a finding found or set going (结论)."""

    ENROLLED_DIBAO = "ENROLLED_DIBAO"
    ENROLLED_TEKUN = "ENROLLED_TEKUN"
    RELIEF_GRANTED = "RELIEF_GRANTED"
    REFERRED = "REFERRED"
    WATCH = "WATCH"
    INELIGIBLE = "INELIGIBLE"
    VOLUNTARY_DIBAO = "VOLUNTARY_DIBAO"
    CORRECTED = "CORRECTED"
    MISTAKEN = "MISTAKEN"
    HOLD = "HOLD"
    DECEASED_CONFIRMED = "DECEASED_CONFIRMED"


class Standing(StrEnum):
    """A person's one place in the month equation, the first that applies."""

    AIDED = "AIDED"
    UNDERWAY = "UNDERWAY"
    WATCHED = "WATCHED"
    EXCLUDED = "EXCLUDED"
    UNACCOUNTED = "UNACCOUNTED"


class Layer(StrEnum):
    """The exclusive layer of a low-income person (分层), highest first."""

    TEKUN = "TEKUN"
    DIBAO = "DIBAO"
    NEAR_DIBAO = "NEAR_DIBAO"
    RIGID_EXPENSE = "RIGID_EXPENSE"
    OTHER = "OTHER"
    MONITORED = "MONITORED"


class DivisionLevel(StrEnum):
    """How high a division stands (区划层级), highest first."""

    PROVINCE = "PROVINCE"
    CITY = "CITY"
    COUNTY = "COUNTY"
    TOWNSHIP = "TOWNSHIP"
    VILLAGE = "VILLAGE"


HandlingLevel = Literal[DivisionLevel.VILLAGE, DivisionLevel.TOWNSHIP, DivisionLevel.COUNTY]
"""The levels that handle what is found."""
