"""Changes the division tree and the registers of people and places at the base."""

from doudi.regions.services.changes import record_changes, take_changes_back
from doudi.regions.services.divisions import DivisionUnknown, load_divisions

__all__ = ("DivisionUnknown", "load_divisions", "record_changes", "take_changes_back")
