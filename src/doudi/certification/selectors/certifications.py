"""Answers which certifications there are, where each stands, and who waits to come into one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from doudi.certification.models import Certification, CertificationProposal
from doudi.certification.rules.standing import Check, Position, Proposal, position
from doudi.certification.states import Standing
from doudi.common.scope import Scope
from doudi.regions.selectors import division_names
from doudi.screenings.models import ScreeningMember
from doudi.screenings.selectors.rounds import members_within
from doudi.screenings.states import ScreeningKind, ScreeningOutcome
from doudi.work.declaring import Words

SUBJECT = "certification"
CHECK, RECHECK, DECISION = "certification_check", "certification_recheck", "certification_decision"
"""The kinds of the tasks of a certification."""
TONES: Mapping[str, str] = {
    Standing.CERTIFIED: "ok",
    Standing.PROPOSED: "busy",
    Standing.REFUSED: "",
    Standing.ENDED: "",
    Standing.EXPIRED: "bad",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A certification as one line."""

    certification: Certification
    place: str
    position: Position

    @property
    def label(self) -> str:
        """Return where it stands, in words."""
        return str(Standing(self.position.state).label)

    @property
    def tone(self) -> str:
        """Return how that is coloured."""
        return TONES.get(self.position.state, "wait")


def certifications_within(scope: Scope) -> QuerySet[Certification]:
    """Return the certifications of people within a scope, newest first."""
    found = Certification.objects.filter(scope.q("division")).select_related("person", "opened_by")
    return found.prefetch_related("checks", "proposals__decision")


def proposals_within(scope: Scope) -> QuerySet[CertificationProposal]:
    """Return what was proposed about certifications of a scope."""
    return CertificationProposal.objects.filter(scope.q("certification__division")).select_related(
        "certification", "proposed_by"
    )


def position_of(certification: Certification, *, on: date) -> Position:
    """Return where a certification stands on a day."""
    proposals = list(certification.proposals.all())
    moments = sorted(
        [each.checked_at for each in certification.checks.all()] + [_settled_at(each) for each in proposals]
    )
    checks = [Check(1 + moments.index(each.checked_at), each.is_met) for each in certification.checks.all()]
    return position(
        checks,
        [
            Proposal(
                1 + moments.index(_settled_at(each)), each.matter, each.begins_on, each.ends_on, _agreed(each)
            )
            for each in proposals
        ],
        on=on,
    )


def _settled_at(proposal: CertificationProposal) -> datetime:
    decision = getattr(proposal, "decision", None)
    at: datetime = decision.decided_at if decision else proposal.proposed_at
    return at


def _agreed(proposal: CertificationProposal) -> bool | None:
    decision = getattr(proposal, "decision", None)
    return bool(decision.is_agreed) if decision else None


def lines_of(certifications: Iterable[Certification], *, on: date) -> list[Line]:
    """Return certifications as lines."""
    listed = list(certifications)
    names = division_names(each.division for each in listed)
    return [Line(each, names.get(each.division, ""), position_of(each, on=on)) for each in listed]


def members_to_certify(scope: Scope) -> QuerySet[ScreeningMember]:
    """Return whom joint rounds found to be taken in and who have not come into certifying yet."""
    found = members_within(scope).filter(
        screening__kind=ScreeningKind.JOINT, outcome=ScreeningOutcome.TO_ENROL, certification__isnull=True
    )
    return found.order_by("-concluded_at", "id")


def words_of(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the certifications of these keys are called among the tasks, and their pages."""
    found = Certification.objects.filter(pk__in=keys).select_related("person")
    return {
        str(each.pk): Words(
            name=each.person.name,
            address=reverse("certification:certification", args=(each.pk,)),
            note=str(each.get_category_display()),
        )
        for each in found
    }
