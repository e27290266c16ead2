"""Holds a bureau's changes of the rules, its policy documents, exits held back and trials."""

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
from doudi.rulebook.models.studies import FactSheet, StudyLine, WhatIfStudy

__all__ = (
    "DocumentArticle",
    "DocumentCheck",
    "DocumentReview",
    "DutyPoint",
    "ExitRequest",
    "FactSheet",
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
    "StudyLine",
    "WhatIfStudy",
)
