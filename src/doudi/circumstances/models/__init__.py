"""Holds people's circumstances: care, needs, conditions, guarantees, and registers of the few."""

from doudi.circumstances.models.bereaved import BereavedFamily
from doudi.circumstances.models.caring import (
    CareCheck,
    CareRecord,
    CareRound,
    ReviewPeriod,
    VillageConfirmation,
)
from doudi.circumstances.models.conditions import AidGiven, HouseholdCondition
from doudi.circumstances.models.elders import Elder, ElderReceipt
from doudi.circumstances.models.guarantees import GuaranteeStanding
from doudi.circumstances.models.needs import EpidemicSurvey, Need

__all__ = (
    "AidGiven",
    "BereavedFamily",
    "CareCheck",
    "CareRecord",
    "CareRound",
    "Elder",
    "ElderReceipt",
    "EpidemicSurvey",
    "GuaranteeStanding",
    "HouseholdCondition",
    "Need",
    "ReviewPeriod",
    "VillageConfirmation",
)
