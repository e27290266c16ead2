"""Extends a clock of an application as its law allows, and tells the applicant by a letter."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from doudi.accounts.models import User
from doudi.casework.catalogue import title_of
from doudi.casework.models import Application
from doudi.casework.selectors.extending import extensible, grounds_for
from doudi.casework.selectors.progress import Progress, may_handle, progress_of
from doudi.casework.services.recording import Happening, NotYourStep, add_record, locked, record_act
from doudi.casework.services.standing import keep_standing
from doudi.casework.states import SUBJECT, RecordKind
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.notices.services.letters import WRITTEN, Addressee, ToSend, send_letter
from doudi.procedures.deadlines import Deadline
from doudi.procedures.happening import EXTENDED
from doudi.procedures.shapes import UNIT_LABELS
from doudi.work.services.moves import Act

SHORTEST_REASON = 4


class NotToBeExtended(Refusal):
    """The clock does not run, is over, was extended before, or its law knows no extension."""

    def __init__(self) -> None:
        super().__init__(
            "这个期限现在不能延长：没有在计时、已经过了最后一天、已经延长过，或者规定没有写可以延长。请刷新页面。",
            field="clock",
        )


class NoGroundOfLaw(Refusal):
    """The ground is none the law lists for this clock."""

    def __init__(self, grounds: str) -> None:
        super().__init__(
            f"规定只许在这些情形下延长：{grounds}。请选其中一种；都不是的不能延长。", field="ground"
        )


class WhyExtended(Refusal):
    """Nobody says why."""

    def __init__(self) -> None:
        super().__init__("请写明为什么要延长（不少于 4 个字）。", field="reason")


@dataclass(frozen=True, slots=True)
class Extension:
    """Which clock is extended, on which ground, and why."""

    clock: str
    ground: str
    reason: str = field(repr=False)


@transaction.atomic
def extend(application: Application, wanted: Extension, *, act: Act) -> Progress:
    """Extend a running clock once, by its last day, on a ground its law lists; every later date follows."""
    application, today = locked(application), clock.day_of(act.at)
    assert act.by is not None  # noqa: S101 - an extension is somebody's
    progress = progress_of(application, on=today)
    before = next((one for one in extensible(progress, on=today) if one.clock.name == wanted.clock), None)
    if before is None:
        raise NotToBeExtended
    if not may_handle(act.by, progress, on=today):
        raise NotYourStep(progress.place.step.label)
    grounds = grounds_for(before)
    if wanted.ground not in grounds:
        raise NoGroundOfLaw("、".join(grounds.values()))
    if len(wanted.reason.strip()) < SHORTEST_REASON:
        raise WhyExtended
    happening = Happening(
        EXTENDED, today, note=wanted.reason.strip(), clock=wanted.clock, ground=wanted.ground
    )
    add_record(application, RecordKind.HAPPENED, happening, act)
    progress = progress_of(application, on=today)
    after = next(one for one in progress.deadlines if one.clock.name == wanted.clock and one.extended)
    record_act(
        "casework.extended",
        application,
        act,
        clock=wanted.clock,
        ground=wanted.ground,
        before=before.due.on.isoformat(),
        after=after.due.on.isoformat(),
    )
    keep_standing(progress, act)
    _tell(application, before, after, f"{grounds[wanted.ground]}。{wanted.reason.strip()}", act.by, act)
    return progress


def _tell(application: Application, before: Deadline, after: Deadline, why: str, by: User, act: Act) -> None:
    """Write to the applicant until when it takes now, on what ground and by which article."""
    said = after.amount
    body = (
        f"您{application.filing.filed_on}申请的{title_of(application.programme)}（受理编号{application.number}），"
        f"“{before.clock.label}”原定{before.due.on}以前办完，"
        f"按{said.citation.document}{said.citation.article}延长到{said.value}{UNIT_LABELS[after.clock.unit]}，"
        f"最晚{after.due.on}办完。延长的原因：{why}"
    )
    wanted = ToSend(
        kind=WRITTEN,
        key=f"application:{application.pk}:{after.clock.name}:{after.started.on}",
        to=Addressee(application.filing.applicant.name, application.division),
        values={"title": "关于延长办理期限的告知书", "body": body},
        subject=(SUBJECT, str(application.pk)),
    )
    send_letter(wanted, by=by, at=act.at)
