"""Holds a bureau's changes of the rules, its policy documents, exits held back and pilots."""

from doudi.rulebook.models.changes import Proposal, ProposalFile, ProposalStudy, ProposedValue, RegionTurn
from doudi.rulebook.models.documents import (
    DocumentArticle,
    DocumentCheck,
    DocumentReview,
    DutyPoint,
    PolicyDocument,
    PolicyDuty,
    PolicyProblem,
    PolicyTopic,
)
from doudi.rulebook.models.exits import ExitRequest, FreezeBreach
from doudi.rulebook.models.pilots import PilotPack, PilotUse

__all__ = (
    "DocumentArticle",
    "DocumentCheck",
    "DocumentReview",
    "DutyPoint",
    "ExitRequest",
    "FreezeBreach",
    "PilotPack",
    "PilotUse",
    "PolicyDocument",
    "PolicyDuty",
    "PolicyProblem",
    "PolicyTopic",
    "Proposal",
    "ProposalFile",
    "ProposalStudy",
    "ProposedValue",
    "RegionTurn",
)
