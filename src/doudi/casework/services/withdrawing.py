"""Ends an application because the applicant withdraws it; nobody else's wish does."""

from __future__ import annotations

from django.db import transaction

from doudi.casework.models import Application
from doudi.casework.rules.handling import WITHDRAWN
from doudi.casework.selectors.progress import Progress, may_handle, progress_of
from doudi.casework.services.publishing import take_down_notices
from doudi.casework.services.recording import Happening, NotYourStep, add_record, locked, record_act
from doudi.casework.services.standing import keep_standing, outcome_of
from doudi.casework.states import RecordKind
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.work.services.moves import Act

SHORTEST_REASON = 2


class OverAlready(Refusal):
    """The application has ended already."""

    def __init__(self) -> None:
        super().__init__("这件申请已经办结，不能再撤回。请刷新页面看结果。")


class WhyWithdrawn(Refusal):
    """Nobody says why the applicant withdraws."""

    def __init__(self) -> None:
        super().__init__("请写明申请人为什么撤回，并上传申请人签字的撤回说明。", field="reason")


@transaction.atomic
def withdraw(application: Application, *, reason: str, act: Act) -> Progress:
    """Record that the applicant withdraws before the decision; what hangs in the village comes down."""
    application, today = locked(application), clock.day_of(act.at)
    progress = progress_of(application, on=today)
    if outcome_of(progress):
        raise OverAlready
    if len(reason.strip()) < SHORTEST_REASON:
        raise WhyWithdrawn
    if act.by is None or not may_handle(act.by, progress, on=today):
        raise NotYourStep(progress.place.step.label)
    add_record(application, RecordKind.HAPPENED, Happening(WITHDRAWN, today, note=reason.strip()), act)
    record_act("casework.withdrawn", application, act)
    take_down_notices(application, act)
    progress = progress_of(application, on=today)
    keep_standing(progress, act)
    return progress
