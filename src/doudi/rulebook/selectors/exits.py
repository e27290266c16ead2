"""Answers whether exits stand still at a place, which exits wait, and which were made against the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from doudi.common.scope import Scope
from doudi.policy.book import Book, Chosen
from doudi.policy.saying import day_text
from doudi.registry.models import Enrolment
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import Programme
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import ExitRequest, FreezeBreach
from doudi.rulebook.selectors.places import region_of
from doudi.rulebook.states import ExitStatus

FREEZE, EXCEPTIONS, FREEZE_SCOPE = (
    "dibao.exit_freeze",
    "dibao.exit_freeze_exceptions",
    "dibao.exit_freeze_scope",
)
EXEMPT, REVIEW_MONTHS = "dibao.recheck_exempt", "dibao.review_stable_months"
ONLY_REGISTER = "POVERTY_REGISTER"


@dataclass(frozen=True, slots=True)
class Freeze:
    """A time in which dibao exits stand still at a place, with its document and what is let through."""

    begins: date
    ends: date | None
    document: str
    article: str
    exceptions: frozenset[str]
    register_only: bool

    @property
    def sentence(self) -> str:
        """Say until when and on what document."""
        until = f"至{day_text(self.ends - timedelta(days=1))}" if self.ends else "，止日未定"
        return f"{day_text(self.begins)}{until}暂停办理低保退出（{self.document}{self.article}）"

    def as_json(self) -> dict[str, str]:
        """Return what a request keeps of it."""
        return {
            "begins": self.begins.isoformat(),
            "ends": self.ends.isoformat() if self.ends else "",
            "document": self.document,
            "article": self.article,
        }


def freeze_on(division: str, on: date, known: Book | None = None) -> Freeze | None:
    """Return the freeze that holds at a place on a day; hand in the book when asking often."""
    held = (known or book()).parameters(region_of(division), on)
    frozen = held.get(FREEZE)
    if frozen is None or frozen.value is not True:
        return None
    return Freeze(
        begins=frozen.begins,
        ends=frozen.ends,
        document=frozen.document,
        article=frozen.article,
        exceptions=_codes(held.get(EXCEPTIONS)),
        register_only=_codes(held.get(FREEZE_SCOPE)) == {ONLY_REGISTER},
    )


def _codes(chosen: Chosen | None) -> frozenset[str]:
    return frozenset(chosen.value) if chosen and isinstance(chosen.value, tuple) else frozenset()


def is_registered_poor(person: int, on: date) -> bool:
    """Say whether a person stood on the poverty register on a day."""
    stood = (
        valid_enrolments()
        .filter(person=person, programme=Programme.POVERTY_REGISTER, valid_from__lte=on)
        .exclude(valid_to__lte=on)
    )
    return stood.exists()


def is_frozen(person: int, division: str, ground: str, on: date) -> Freeze | None:
    """Return the freeze that holds back one person's exit for a ground; None if it may go on."""
    freeze = freeze_on(division, on)
    if freeze is None or ground in freeze.exceptions:
        return None
    return None if freeze.register_only and not is_registered_poor(person, on) else freeze


def exits_within(scope: Scope) -> QuerySet[ExitRequest]:
    """Return the exits asked for in a scope, those that wait first."""
    return ExitRequest.objects.filter(scope.q("division")).select_related("person", "decided_by")


def standing_of(request: ExitRequest, on: date, known: Book | None = None) -> ExitStatus:
    """Return how far an exit is: what waited for the end of a freeze is looked at, never carried out."""
    status = ExitStatus(request.status)
    if status == ExitStatus.QUEUED and freeze_on(request.division, on, known) is None:
        return ExitStatus.REVIEW
    return status


def breaches_within(scope: Scope) -> QuerySet[FreezeBreach]:
    """Return the exits made while exits stood still."""
    return FreezeBreach.objects.filter(scope.q("division")).select_related("enrolment__person", "settled_by")


def exits_in_a_freeze(county: str) -> Iterator[tuple[Enrolment, Freeze]]:
    """Yield the dibao enrolments of a county that ended while exits stood still, without being replaced.

    One that was asked for on a ground the freeze lets through is no breach; what was allowed before there
    was a freeze is one, if it was carried out while exits stood still.
    """
    ended = valid_enrolments().filter(
        Scope.of([county]).q("division"), programme=Programme.DIBAO, valid_to__isnull=False
    )
    days = {day: freeze_on(county, day) for day in ended.values_list("valid_to", flat=True).distinct() if day}
    goes_on = valid_enrolments().filter(
        person=OuterRef("person"), programme=Programme.DIBAO, valid_from=OuterRef("valid_to")
    )
    frozen = [day for day, freeze in days.items() if freeze is not None]
    found = ended.filter(valid_to__in=frozen).exclude(Exists(goes_on))
    for enrolment in found.select_related("person"):
        freeze = days.get(enrolment.valid_to) if enrolment.valid_to else None
        if freeze is not None and not _outside(freeze, enrolment) and not _let_through(freeze, enrolment):
            yield enrolment, freeze


def _let_through(freeze: Freeze, enrolment: Enrolment) -> bool:
    asked = ExitRequest.objects.filter(
        person=enrolment.person_id,
        programme=Programme.DIBAO,
        status=ExitStatus.ALLOWED,
        ground__in=freeze.exceptions,
        asked_at__date__gte=enrolment.valid_from,
    )
    return asked.exists()


def _outside(freeze: Freeze, enrolment: Enrolment) -> bool:
    day = enrolment.valid_to
    return freeze.register_only and day is not None and not is_registered_poor(enrolment.person_id, day)


@dataclass(frozen=True, slots=True)
class Recheck:
    """A family whose dibao is to be looked at again, since when, and why it was spared until now."""

    household: int
    division: str
    since: date
    due_on: date
    because: str


@dataclass(frozen=True, slots=True)
class Home:
    """A family on dibao: where, since when, and whether it is on the poverty register."""

    household: int
    division: str
    since: date
    is_poor: bool


def rechecks(scope: Scope, on: date) -> list[Recheck]:
    """Return the dibao families due for their periodic review, without those spared by a dated exemption.

    Once the exemption has ended they are back, and the line says on what ground they were spared.
    """
    live = valid_enrolments().filter(
        scope.q("division"), programme=Programme.DIBAO, valid_to__isnull=True, household__isnull=False
    )
    poor = set(
        valid_enrolments()
        .filter(scope.q("division"), programme=Programme.POVERTY_REGISTER, valid_from__lte=on)
        .exclude(valid_to__lte=on)
        .values_list("household_id", flat=True)
    )
    known = book()
    homes: dict[int, tuple[str, date]] = {}
    for household, division, since in live.values_list("household_id", "division", "valid_from"):
        earlier = homes.get(household or 0)
        homes[household or 0] = (division, min(since, earlier[1]) if earlier else since)
    stated = [Home(home, place, since, home in poor) for home, (place, since) in homes.items()]
    found = [_recheck(home, on, known) for home in stated]
    return sorted((each for each in found if each), key=lambda each: (each.due_on, each.household))


def _recheck(home: Home, on: date, known: Book) -> Recheck | None:
    held = known.parameters(region_of(home.division), on)
    exempt, months = held.get(EXEMPT), held.get(REVIEW_MONTHS)
    if home.is_poor and exempt is not None and exempt.value is True:
        return None
    if months is None or not isinstance(months.value, int):
        return None
    due_on = _months_later(home.since, months.value)
    if due_on > on:
        return None
    ended = _last_exemption(home.division, on, known) if home.is_poor else None
    return Recheck(home.household, home.division, home.since, due_on, _because(ended, months))


def _because(ended: Chosen | None, months: Chosen) -> str:
    basis = f"按{months.document}{months.article}恢复定期复核" if ended else ""
    if ended is None or ended.ends is None:
        return ""
    last = day_text(ended.ends - timedelta(days=1))
    return f"建档立卡户免核对至{last}期满（{ended.document}{ended.article}），{basis}"


def _last_exemption(division: str, on: date, known: Book) -> Chosen | None:
    ended = [
        one
        for one in known.history(region_of(division), EXEMPT)
        if one.value is True and one.ends is not None and one.ends <= on
    ]
    return ended[-1] if ended else None


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), following - timedelta(days=1))
