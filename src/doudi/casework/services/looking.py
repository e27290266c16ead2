"""Writes down who looked a family up at the counter, and who saw what lists prove of it (P23)."""

from __future__ import annotations

from doudi.audit import services as audit
from doudi.casework.models import Filing
from doudi.registry.models import Household
from doudi.work.services.moves import Act


def record_search(division: str, found: int, act: Act) -> None:
    """Write down that somebody looked for a family; for whom is not kept."""
    audit.record(
        "casework.family_searched",
        subject_type="division",
        subject_id=division,
        by=act.actor,
        at=act.at,
        division=division,
        details={"found": found},
    )


def record_family_seen(household: Household, act: Act) -> None:
    """Write down that somebody saw what a family may apply for."""
    audit.record(
        "casework.family_viewed",
        subject_type="household",
        subject_id=str(household.pk),
        by=act.actor,
        at=act.at,
        division=household.division,
    )


def record_filing_seen(filing: Filing, act: Act) -> None:
    """Write down that somebody saw the papers of a filing and which lists prove them."""
    audit.record(
        "casework.filing_viewed",
        subject_type="filing",
        subject_id=str(filing.pk),
        by=act.actor,
        at=act.at,
        division=filing.division,
    )
