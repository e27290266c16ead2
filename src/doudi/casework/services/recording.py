"""Records what happens to an application; where it then stands, its duty and its clock follow from that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.casework.catalogue import applied_for, title_of
from doudi.casework.models import Application, ApplicationRecord
from doudi.casework.rules.handling import awaits_decision, ends_undecided, happen_next
from doudi.casework.selectors.progress import Progress, competent_for, may_handle, person_of, progress_of
from doudi.casework.services.binding import bind
from doudi.casework.services.standing import keep_standing, outcome_of
from doudi.casework.states import RecordKind
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.procedures.following import Record, must_differ, too_early
from doudi.procedures.happening import EXTENDED
from doudi.procedures.shapes import Step
from doudi.rulebook.catalogue import procedures
from doudi.work.selectors.tasks import calendar
from doudi.work.services.moves import Act


class NotAtThisStep(Refusal):
    """The application stands elsewhere, so this cannot happen now."""

    def __init__(self, event: str, step: str) -> None:
        super().__init__(f"这件申请现在是“{step}”，还不能登记“{event}”。请刷新页面，按页面上的下一步办。")


class NotYourStep(Refusal):
    """The step is another office's."""

    def __init__(self, step: str) -> None:
        super().__init__(f"“{step}”不由您的岗位办理。请转给有权办理的同事。")


class TooEarly(Refusal):
    """The days that must pass are not over."""

    def __init__(self, label: str, due: date) -> None:
        super().__init__(f"“{label}”要到 {due} 才满，现在不能结束。请到那一天再办。", field="on")


class DayWrong(Refusal):
    """Something is said to have happened before what came before it, or has not happened yet."""

    def __init__(self, earliest: date, latest: date) -> None:
        super().__init__(f"日期要在 {earliest} 到 {latest} 之间：不能早于上一步，不能晚于今天。", field="on")


class SamePerson(Refusal):
    """The person did another step that somebody else must do."""

    def __init__(self, steps: str, document: str) -> None:
        super().__init__(f"{steps}不能由同一个人办（{document}），您办过其中一步。请由另一位同事办理。")


class WayNotOpen(Refusal):
    """A step cannot be entered before what it waits for has happened."""

    def __init__(self, step: str, missing: str) -> None:
        super().__init__(f"还不能进入“{step}”：{missing}没有登记。请先办完这一步。")


class EndsUndecided(Refusal):
    """An application would end without anybody deciding it."""

    def __init__(self) -> None:
        super().__init__(
            "终止要由有权的一级另一个人决定，并书面告知本人，不能这样结束。拒不配合的，请在家庭情况表里把“配合调查核对”"
            "填“否”，提“不同意”的意见，交有权的一级决定。"
        )


class SentBackWithoutReason(Refusal):
    """Whoever sends back does not say why."""

    def __init__(self) -> None:
        super().__init__("请写明为什么退回、要补做什么（不少于 4 个字）。", field="reason")


SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened: an event of the procedure, on which day, proved by what."""

    name: str
    on: date
    note: str = ""
    evidence: str = ""
    clock: str = ""
    ground: str = ""


def locked(application: Application) -> Application:
    """Return an application as it is now, held until the transaction ends."""
    held = Application.objects.select_for_update(of=("self",)).select_related("filing", "procedure")
    return held.get(pk=application.pk)


@transaction.atomic
def record(application: Application, happening: Happening, *, act: Act) -> Progress:
    """Record an event of an application; see `happen`."""
    return happen(locked(application), happening, act)


@transaction.atomic
def go_on(application: Application, step: str, *, on: date, act: Act) -> Progress:
    """Let an application go on to a step that may follow now; see `enter`."""
    return enter(locked(application), step, act, on=on)


def happen(application: Application, happening: Happening, act: Act) -> Progress:
    """Record an event of an application held by the caller; return its progress after what follows.

    Refuses what the procedure has no place for now, what comes too early, and whoever must not do it.
    """
    today = clock.day_of(act.at)
    progress = progress_of(application, on=today)
    if act.by is not None:
        _check_person(progress, progress.place.step, act.by, today)
    return take_place(application, happening, act)


def take_place(application: Application, happening: Happening, act: Act) -> Progress:
    """Record an event whoever brings it about, for callers that have seen to it that they may."""
    today = clock.day_of(act.at)
    _check(progress_of(application, on=today), happening, today)
    add_record(application, RecordKind.HAPPENED, happening, act)
    _bind_anew(application, happening, act)
    record_act("casework.recorded", application, act, event=happening.name, on=happening.on.isoformat())
    return _advanced(application, act, today)


def enter(application: Application, step: str, act: Act, *, on: date) -> Progress:
    """Let an application held by the caller go on to a step that may follow now; return where it is."""
    progress = progress_of(application, on=clock.day_of(act.at))
    way = next((one for one in progress.place.ways if one.step.name == step), None)
    if way is None or progress.is_withdrawn or progress.place.step.grants:
        raise NotAtThisStep(_step_words(progress, step), progress.place.step.label)
    if not way.is_open:
        raise WayNotOpen(way.step.label, event_words(way.missing))
    if ends_undecided(way.step):
        raise EndsUndecided
    _check_day(progress, on, clock.day_of(act.at))
    if act.by is not None and not may_handle(act.by, progress, on=clock.day_of(act.at)):
        raise NotYourStep(progress.place.step.label)
    _enter(application, way.step, act, on)
    return _advanced(application, act, clock.day_of(act.at))


def _check(progress: Progress, happening: Happening, today: date) -> None:
    if progress.is_withdrawn or happening.name not in happen_next(progress.place):
        raise NotAtThisStep(event_words((happening.name,)), progress.place.step.label)
    _check_day(progress, happening.on, today)
    early = too_early(progress.procedure, progress.records, Record(happening.name, happening.on), calendar())
    if early is not None:
        raise TooEarly(early.clock.label, early.due.on)


def _check_day(progress: Progress, on: date, today: date) -> None:
    came_before = (one.on for one in progress.records if one.name != EXTENDED)
    earliest = max(came_before, default=progress.application.filing.filed_on)
    if not earliest <= on <= today:
        raise DayWrong(earliest, today)


def _check_person(progress: Progress, step: Step, by: User, today: date) -> None:
    if not may_handle(by, progress, on=today):
        raise NotYourStep(step.label)
    check_differs(progress, step, by)


def check_differs(progress: Progress, step: Step, by: User) -> None:
    """Raise SamePerson where somebody did a step another person must do."""
    for rule in must_differ(progress.procedure, progress.records, step.name, person_of(by)):
        steps = progress.procedure.steps
        names = "、".join(f"“{steps[one].label}”" for one in rule.steps)
        raise SamePerson(names, rule.citation.document + rule.citation.article or "内部控制要求")


@transaction.atomic
def send_back(application: Application, step: str, *, reason: str, act: Act) -> Progress:
    """Let whoever decides send an application back to a step it has been at; what follows is done again."""
    application, today = locked(application), clock.day_of(act.at)
    progress = progress_of(application, on=today)
    been = [one.name for one in progress.records if one.is_entry]
    if len(reason.strip()) < SHORTEST_REASON:
        raise SentBackWithoutReason
    is_waiting = awaits_decision(progress.place) and not outcome_of(progress)
    if not is_waiting or step not in been or step == progress.place.step.name:
        raise NotAtThisStep("退回", progress.place.step.label)
    if act.by is None or act.by.pk not in {
        post.user_id for post in competent_for(progress, on=today, fen=0).posts
    }:
        raise NotYourStep(progress.place.step.label)
    add_record(application, RecordKind.ENTERED, Happening(step, today, note=reason.strip()), act)
    record_act("casework.sent_back", application, act, step=step)
    return _advanced(application, act, today)


def _bind_anew(application: Application, happening: Happening, act: Act) -> None:
    """Bind an application to the law of the day it is accepted on."""
    named = applied_for()[application.programme].procedure
    if happening.name == procedures().programme(named).bound_by:
        application.procedure = bind(named, application.division, on=happening.on, at=act.at)
        application.save(update_fields=["procedure"])


def _advanced(application: Application, act: Act, today: date) -> Progress:
    """Enter every step to which the only open way leads, then keep where that ends."""
    progress = progress_of(application, on=today)
    while (step := progress.place.next_step) is not None:
        _enter(application, step, Act(act.at), progress.records[-1].on)
        progress = progress_of(application, on=today)
    keep_standing(progress, act)
    return progress


def _enter(application: Application, step: Step, act: Act, on: date) -> None:
    add_record(application, RecordKind.ENTERED, Happening(step.name, on), act)
    record_act("casework.entered", application, act, step=step.name)


def add_record(application: Application, kind: str, happening: Happening, act: Act) -> ApplicationRecord:
    """Add a record in its place; two at the same place cannot be."""
    return ApplicationRecord.objects.create(
        application=application,
        order=application.records.count() + 1,
        kind=kind,
        name=happening.name,
        on=happening.on,
        clock=happening.clock,
        ground=happening.ground,
        evidence=happening.evidence,
        note=happening.note,
        by=act.by,
        at=act.at,
    )


def _step_words(progress: Progress, step: str) -> str:
    known = progress.procedure.steps.get(step)
    return known.label if known else "这一环节"


def correct(record: ApplicationRecord, *, on: date, act: Act) -> Progress:
    """Put a record of another day in the place of one, within the caller's transaction; both stay."""
    made = add_record(
        record.application,
        RecordKind(record.kind),
        Happening(record.name, on, record.note, record.evidence, record.clock, record.ground),
        act,
    )
    made.replaces = record
    made.save(update_fields=["replaces"])
    progress = progress_of(record.application, on=clock.day_of(act.at))
    keep_standing(progress, act)
    return progress


def event_words(events: tuple[str, ...]) -> str:
    """Return what events are called."""
    words = procedures().vocabulary.events
    return "、".join(words.get(one, one) for one in events)


def record_act(action: str, application: Application, act: Act, **details: object) -> None:
    """Write an act on an application into the trail."""
    audit.record(
        action,
        subject_type="application",
        subject_id=str(application.pk),
        by=act.actor,
        at=act.at,
        division=application.division,
        reason=act.reason,
        details={"programme": title_of(application.programme), **details},
    )
