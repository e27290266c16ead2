"""Answers who allowed what to be looked up, and whose authority is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.documents.models import Attachment
from doudi.registry.models import Household, HouseholdMember
from doudi.verification.catalogue import item_labels, sources_asked
from doudi.verification.models import CheckAuthorisation
from doudi.verification.rules.authority import Authority, covering
from doudi.verification.states import AUTHORISATION


@dataclass(frozen=True, slots=True)
class Covered:
    """One member of a household: what they allowed, and which items of a check they did not."""

    member: HouseholdMember
    authorisations: Sequence[CheckAuthorisation]
    missing: Sequence[str]
    asked: int

    @property
    def missing_words(self) -> str:
        """Return the items nobody may look up, in words."""
        if len(self.missing) == self.asked:
            return "全部项目"
        words = item_labels()
        return "、".join(words.get(one, one) for one in self.missing)


def authorisations_within(scope: Scope) -> QuerySet[CheckAuthorisation]:
    """Return the authorities of a scope, the oldest first."""
    return CheckAuthorisation.objects.filter(scope.q("division")).select_related(
        "person", "household", "recorded_by", "withdrawal__recorded_by"
    )


def counted_members(household: Household) -> list[HouseholdMember]:
    """Return those who live and budget together in a household today, the head first."""
    found = household.members.filter(valid_to__isnull=True, counted=True).select_related("person")
    return sorted(found, key=lambda one: (one.person_id != household.head_id, one.pk))


def authorities_of(people: Collection[int]) -> Mapping[int, list[Authority]]:
    """Return what each of these people allowed; a paper withdrawn takes its authority with it."""
    rows = list(CheckAuthorisation.objects.filter(person__in=people).select_related("withdrawal"))
    papers = set(
        Attachment.objects.filter(
            subject_kind=AUTHORISATION,
            subject_id__in=[str(row.pk) for row in rows],
            withdrawn_at__isnull=True,
        ).values_list("subject_id", flat=True)
    )
    found: dict[int, list[Authority]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(authority_of(row, has_paper=str(row.pk) in papers))
    return found


def authority_of(row: CheckAuthorisation, *, has_paper: bool) -> Authority:
    """Return an authority as the rule reads it."""
    withdrawal = getattr(row, "withdrawal", None)
    return Authority(
        row.pk, row.items, row.valid_from, row.valid_to, withdrawal.on if withdrawal else None, has_paper
    )


def members_covered(household: Household, *, on: date) -> list[Covered]:
    """Return the members of a household with what each allowed and what is missing for a check on a day."""
    members = counted_members(household)
    people = [one.person_id for one in members]
    authorities = authorities_of(people)
    rows: dict[int, list[CheckAuthorisation]] = defaultdict(list)
    for row in CheckAuthorisation.objects.filter(person__in=people).select_related("withdrawal"):
        rows[row.person_id].append(row)
    items = list(dict.fromkeys(one.item for one in sources_asked(household.division, on=on).values()))
    return [
        Covered(
            one,
            rows[one.person_id],
            [item for item in items if covering(authorities.get(one.person_id, ()), item, on) is None],
            len(items),
        )
        for one in members
    ]
