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
from doudi.rulebook.models.indices import PriceHolder, PriceIndex, PriceLaunch, PriceLine
from doudi.rulebook.models.kept import KeptSheet
from doudi.rulebook.models.pilots import PilotPack, PilotUse
from doudi.rulebook.models.standards import AreaDifference, StandardWorksheet
from doudi.rulebook.models.studies import FactSheet, StudyLine, WhatIfStudy

__all__ = (
    "AreaDifference",
    "DocumentArticle",
    "DocumentCheck",
    "DocumentReview",
    "DutyPoint",
    "ExitRequest",
    "FactSheet",
    "FreezeBreach",
    "KeptSheet",
    "PilotPack",
    "PilotUse",
    "PolicyDocument",
    "PolicyDuty",
    "PolicyProblem",
    "PolicyTopic",
    "PriceHolder",
    "PriceIndex",
    "PriceLaunch",
    "PriceLine",
    "Proposal",
    "ProposalFile",
    "ProposalStudy",
    "ProposedValue",
    "RegionTurn",
    "StandardWorksheet",
    "StudyLine",
    "WhatIfStudy",
)
