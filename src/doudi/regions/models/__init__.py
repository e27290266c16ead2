"""Holds divisions and the working-day calendar, and who and what stands ready at the base (基层力量)."""

from doudi.regions.models.changes import DivisionChange
from doudi.regions.models.divisions import CalendarDay, Division, Organisation
from doudi.regions.models.duties import UnitLeader, UnitProblem
from doudi.regions.models.points import Facility, ServicePoint
from doudi.regions.models.reporting import ReportingMember, ReportingUnit
from doudi.regions.models.standards import Figure, Standard
from doudi.regions.models.workforce import Assignment, Handover, TownshipProfile, Worker

__all__ = (
    "Assignment",
    "CalendarDay",
    "Division",
    "DivisionChange",
    "Facility",
    "Figure",
    "Handover",
    "Organisation",
    "ReportingMember",
    "ReportingUnit",
    "ServicePoint",
    "Standard",
    "TownshipProfile",
    "UnitLeader",
    "UnitProblem",
    "Worker",
)
