"""Holds comparison runs and plans, the ledger and the months."""

from doudi.monitoring.models.ledger import (
    Finding,
    LedgerEntry,
    MatchRun,
    Month,
    MonthPart,
    MonthPerson,
    RiskAssessment,
    RiskLabel,
    SupportMeasure,
    Visit,
    WatchRecord,
)
from doudi.monitoring.models.plans import ComparisonPlan
from doudi.monitoring.models.standings import EntryStanding

__all__ = (
    "ComparisonPlan",
    "EntryStanding",
    "Finding",
    "LedgerEntry",
    "MatchRun",
    "Month",
    "MonthPart",
    "MonthPerson",
    "RiskAssessment",
    "RiskLabel",
    "SupportMeasure",
    "Visit",
    "WatchRecord",
)
