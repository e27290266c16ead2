"""Asks for the check of the family that applies, and records in the application how the check comes along."""

from __future__ import annotations

from django.db import transaction

from doudi.casework.catalogue import applied_for, title_of
from doudi.casework.models import Application
from doudi.casework.rules.handling import happen_next
from doudi.casework.selectors.progress import Progress, progress_of
from doudi.casework.services.recording import Happening, NotAtThisStep, event_words, locked, take_place
from doudi.casework.services.standing import outcome_of
from doudi.casework.states import SUBJECT
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.verification.events import CheckMoved
from doudi.verification.models import FinancialCheck
from doudi.verification.services import checking
from doudi.verification.states import REQUESTED
from doudi.work.services.moves import Act


class NothingChecked(Refusal):
    """The means of a family are not checked for what it asks for."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”不核对家庭经济状况，不用提请。")


@transaction.atomic
def request_check(application: Application, *, act: Act) -> FinancialCheck:
    """Ask for the check of the family that applies; where its procedure has a step for it, only there."""
    application, today = locked(application), clock.day_of(act.at)
    subject = applied_for()[application.programme].checked_as
    if not subject:
        raise NothingChecked(title_of(application.programme))
    progress = progress_of(application, on=today)
    if not may_request_check(progress):
        raise NotAtThisStep(event_words((REQUESTED,)), progress.place.step.label)
    about = (SUBJECT, str(application.pk))
    return checking.request_check(application.filing.household, subject, about=about, act=act)


def may_request_check(progress: Progress) -> bool:
    """Say whether the family's means may be checked for an application where it stands."""
    has_step = any(REQUESTED in step.marks for step in progress.procedure.steps.values())
    is_there = not has_step or REQUESTED in happen_next(progress.place)
    is_checked = bool(applied_for()[progress.application.programme].checked_as)
    return is_checked and is_there and not outcome_of(progress)


def check_moved(event: CheckMoved) -> None:
    """Record in its application how a check came along, where the procedure has a place for it now.

    A check asked for by nobody's application is no concern of this module.
    """
    kind, key = event.about
    if kind != SUBJECT:
        return
    application, today = locked(Application.objects.get(pk=key)), clock.day_of(event.at)
    progress = progress_of(application, on=today)
    if progress.is_withdrawn or event.happened not in happen_next(progress.place):
        return
    happening = Happening(event.happened, today, evidence=f"financial_check:{event.check}")
    take_place(application, happening, Act(event.at, event.by))
