"""Holds alerts and leads as they were told, and the checks at home that follow from them."""

from doudi.intake.models.checks import FieldRecord, HomeCheck, Sign
from doudi.intake.models.told import Alert, Lead

__all__ = ("Alert", "FieldRecord", "HomeCheck", "Lead", "Sign")
