"""Holds what families stated, what a change would do to them, kept computation sheets and worksheets."""

from doudi.studies.models.kept import KeptSheet
from doudi.studies.models.standards import AreaDifference, StandardWorksheet
from doudi.studies.models.studies import FactSheet, StudyLine, WhatIfStudy

__all__ = (
    "AreaDifference",
    "FactSheet",
    "KeptSheet",
    "StandardWorksheet",
    "StudyLine",
    "WhatIfStudy",
)
