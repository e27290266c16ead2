"""Holds people, households, what lists and officers said of them, and the spells that follow."""

from doudi.registry.models.accounts import AccountEnd
from doudi.registry.models.checkpoints import Checkpoint
from doudi.registry.models.enrolments import Enrolment, SpellAct
from doudi.registry.models.former import FormerIdentity
from doudi.registry.models.households import Household, HouseholdAct, HouseholdMember, HouseholdNumber
from doudi.registry.models.lists import ListLine, ListPublication, MonthLock
from doudi.registry.models.people import Identity, KnownName, Person, RegistryTurn
from doudi.registry.models.questions import IdentityQuestion
from doudi.registry.models.standing import PovertyStatus, Recognition

__all__ = (
    "AccountEnd",
    "Checkpoint",
    "Enrolment",
    "FormerIdentity",
    "Household",
    "HouseholdAct",
    "HouseholdMember",
    "HouseholdNumber",
    "Identity",
    "IdentityQuestion",
    "KnownName",
    "ListLine",
    "ListPublication",
    "MonthLock",
    "Person",
    "PovertyStatus",
    "Recognition",
    "RegistryTurn",
    "SpellAct",
)
