"""Holds people, households, what lists and officers said of them, and the spells that follow."""

from doudi.registry.models.accounts import AccountEnd
from doudi.registry.models.bereaved import BereavedFamily
from doudi.registry.models.caring import CareCheck, CareRecord, CareRound, ReviewPeriod, VillageConfirmation
from doudi.registry.models.checkpoints import Checkpoint
from doudi.registry.models.conditions import AidGiven, HouseholdCondition
from doudi.registry.models.elders import Elder, ElderReceipt
from doudi.registry.models.enrolments import Enrolment, SpellAct
from doudi.registry.models.former import FormerIdentity
from doudi.registry.models.guarantees import GuaranteeStanding
from doudi.registry.models.households import Household, HouseholdAct, HouseholdMember, HouseholdNumber
from doudi.registry.models.lists import ListLine, ListPublication, MonthLock
from doudi.registry.models.needs import EpidemicSurvey, Need
from doudi.registry.models.people import Identity, KnownName, Person, RegistryTurn
from doudi.registry.models.questions import IdentityQuestion
from doudi.registry.models.standing import PovertyStatus, Recognition

__all__ = (
    "AccountEnd",
    "AidGiven",
    "BereavedFamily",
    "CareCheck",
    "CareRecord",
    "CareRound",
    "Checkpoint",
    "Elder",
    "ElderReceipt",
    "Enrolment",
    "EpidemicSurvey",
    "FormerIdentity",
    "GuaranteeStanding",
    "Household",
    "HouseholdAct",
    "HouseholdCondition",
    "HouseholdMember",
    "HouseholdNumber",
    "Identity",
    "IdentityQuestion",
    "KnownName",
    "ListLine",
    "ListPublication",
    "MonthLock",
    "Need",
    "Person",
    "PovertyStatus",
    "Recognition",
    "RegistryTurn",
    "ReviewPeriod",
    "SpellAct",
    "VillageConfirmation",
)
