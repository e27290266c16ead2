"""Opens, some days before a recognition runs out, the task to look at the person again (到期复查)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from doudi.certification.catalogue import recheck_before
from doudi.certification.models import Certification
from doudi.certification.selectors.certifications import RECHECK, SUBJECT, certifications_within, position_of
from doudi.certification.selectors.recognitions import RECOGNITION, running_out
from doudi.certification.services.steps import have_checked, have_looked_at, locked
from doudi.certification.states import Standing
from doudi.common import clock
from doudi.common.scope import Scope
from doudi.registry.models import Recognition
from doudi.work.models import Task
from doudi.work.rules.clocks import Clock
from doudi.work.services.moves import Act


@transaction.atomic
def open_rechecks(county: str, *, at: datetime) -> int:
    """Open a task for each recognition of a county that runs out soon, once for each end; return how many."""
    today = clock.day_of(at)
    found = [each for each in certifications_within(Scope.of([county])) if _is_due(each, today)]
    by_hand = running_out(county, on=today)
    return sum(_open(each, today, at) for each in found) + sum(_open_by_hand(*each, at) for each in by_hand)


def _open_by_hand(recognition: Recognition, last_day: date, at: datetime) -> int:
    """Open the task to look at somebody again whom an office recognised without a round."""
    key = str(recognition.pk)
    if Task.objects.filter(kind=RECHECK, subject_kind=RECOGNITION, subject_id=key).exists():
        return 0
    due = Clock.of_day(max(last_day, clock.day_of(at)))
    have_looked_at(RECHECK, (RECOGNITION, key), recognition.person.division, due, Act(at))
    return 1


def _is_due(certification: Certification, today: date) -> bool:
    standing = position_of(certification, on=today)
    soon = timedelta(days=recheck_before())
    ends = standing.ends_on
    return (
        standing.state in (Standing.CERTIFIED, Standing.PROPOSED)
        and ends is not None
        and ends - soon <= today
    )


def _open(certification: Certification, today: date, at: datetime) -> int:
    certification = locked(certification)
    ends = position_of(certification, on=today).ends_on
    if ends is None:
        return 0
    last_day = ends - timedelta(days=1)
    known = Task.objects.filter(kind=RECHECK, subject_kind=SUBJECT, subject_id=str(certification.pk))
    if known.filter(due_on=last_day).exists():
        return 0
    have_checked(certification, RECHECK, Clock.of_day(last_day), Act(at))
    return 1
