"""Answers questions about screening rounds and their people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.common.scope import Scope
from doudi.regions.selectors import division_names
from doudi.registry.states import Programme
from doudi.screenings.models import Screening, ScreeningMember
from doudi.screenings.rules.drawing import Progress, progress
from doudi.screenings.states import ScreeningGround, ScreeningKind, ScreeningOutcome


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which people of a round somebody asks for; empty means all."""

    township: str = ""
    ground: str = ""
    outcome: str = ""
    waiting: bool = False
    mine: int = 0


def screenings_within(scope: Scope) -> QuerySet[Screening]:
    """Return the rounds of counties within a scope and those that go through people within it."""
    inside = ScreeningMember.objects.filter(scope.q("division"), screening=OuterRef("pk"))
    rounds = Screening.objects.filter(Exists(inside)) | Screening.objects.filter(scope.q("region"))
    return rounds.select_related("opened_by", "closed_by").distinct()


def members_within(scope: Scope) -> QuerySet[ScreeningMember]:
    """Return the people of rounds who are listed within a scope, by place and name."""
    members = ScreeningMember.objects.filter(scope.q("division")).defer("reason")
    return members.select_related("person", "screening", "concluded_by", "owner__user").order_by(
        "division", "person__name", "id"
    )


def waiting_members(screening: Screening) -> QuerySet[ScreeningMember]:
    """Return the people of a round who are not done: without a conclusion, or not compared."""
    members = screening.members.select_related("person").order_by("division", "person__name", "id")
    return members.exclude(_done(screening.kind))


def members_to_conclude(screening: Screening) -> QuerySet[ScreeningMember]:
    """Return the people of a round who wait for their township's conclusion, not for the comparison."""
    if screening.kind == ScreeningKind.THREE_CLASSES:
        return screening.members.none()
    compared = Q() if screening.kind == ScreeningKind.TEKUN else Q(compared_at__isnull=False, found=[])
    return screening.members.filter(compared, outcome="")


def _done(kind: str) -> Q:
    """Say who of a round is done: who is on aid needs no conclusion where it is about coming onto it."""
    if kind == ScreeningKind.TEKUN:
        return ~Q(outcome="")
    compared = Q(compared_at__isnull=False)
    return compared if kind == ScreeningKind.THREE_CLASSES else compared & (~Q(found=[]) | ~Q(outcome=""))


def filtered_members(screening: Screening, scope: Scope, wanted: MemberFilter) -> QuerySet[ScreeningMember]:
    """Return the people of a round somebody asked for, within a scope."""
    members = members_within(scope).filter(screening=screening)
    if wanted.township:
        members = members.filter(division__startswith=wanted.township)
    if wanted.outcome:
        members = members.filter(outcome=wanted.outcome)
    if wanted.mine:
        members = members.filter(owner__user_id=wanted.mine)
    if wanted.waiting:
        members = members.filter(pk__in=waiting_members(screening).order_by().values("pk"))
    if wanted.ground:
        # JSON lists are searched in memory: SQLite has no containment, and a round is small
        having = [pk for pk, grounds in members.values_list("pk", "grounds") if wanted.ground in grounds]
        members = members.filter(pk__in=having)
    return members


def township_progress(screening: Screening, scope: Scope, *, on: date) -> list[Progress]:
    """Return how far each township within a scope has come in a round."""
    members = members_within(scope).filter(screening=screening)
    done = set(members.filter(_done(screening.kind)).order_by().values_list("pk", flat=True))
    rows = ((division, pk in done) for pk, division in members.values_list("pk", "division"))
    return progress(rows, due_on=screening.due_on, on=on)


@dataclass(frozen=True, slots=True)
class Groups:
    """How the people of a joint round divide: on aid already, to come onto it, not due, nothing said yet."""

    aided: int = 0
    to_enrol: int = 0
    not_due: int = 0
    unanswered: int = 0

    @property
    def total(self) -> int:
        """Return everyone of the round, each once."""
        return self.aided + self.to_enrol + self.not_due + self.unanswered


def groups_of(screening: Screening, scope: Scope) -> Groups:
    """Return how the people of a round within a scope divide; aid counts before what was concluded."""
    members = members_within(scope).filter(screening=screening)
    counts = Counter(
        "aided" if found else outcome for found, outcome in members.values_list("found", "outcome")
    )
    return Groups(
        aided=counts["aided"],
        to_enrol=counts[ScreeningOutcome.TO_ENROL],
        not_due=counts[ScreeningOutcome.NOT_DUE],
        unanswered=counts[""],
    )


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody of a round as one line."""

    pk: int
    name: str
    township: str
    village: str
    grounds: str
    is_compared: bool
    dibao: bool
    tekun: bool
    relief: bool
    outcome: str
    outcome_label: str
    concluded_by: str
    owner: str


def member_lines(members: Iterable[ScreeningMember]) -> list[MemberLine]:
    """Return people of a round as lines."""
    listed = list(members)
    names = division_names(code for each in listed for code in (each.division[:9], each.division))
    return [
        MemberLine(
            pk=each.pk,
            name=each.person.name,
            township=names.get(each.division[:9], ""),
            village=names.get(each.division, "") if len(each.division) > 9 else "",
            grounds="、".join(str(ScreeningGround(ground).label) for ground in each.grounds),
            is_compared=each.compared_at is not None,
            dibao=Programme.DIBAO in each.found,
            tekun=Programme.TEKUN in each.found,
            relief=Programme.TEMPORARY_RELIEF in each.found,
            outcome=each.outcome,
            outcome_label=str(each.get_outcome_display()) if each.outcome else "",
            concluded_by=each.concluded_by.name if each.concluded_by else "",
            owner=each.owner.user.name if each.owner else "",
        )
        for each in listed
    ]
