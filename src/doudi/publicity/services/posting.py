"""Posts a public notice, takes what is said against it, ends it by itself when its days are over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.events import publish
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.kernel.counting import Unit
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.notices.catalogue import OBJECTION
from doudi.notices.services.offices import raise_notice
from doudi.publicity.events import PublicNoticeEnded
from doudi.publicity.models import PublicNotice, PublicObjection
from doudi.publicity.rules.posting import NEVER, posted, why_never
from doudi.publicity.selectors.notices import RUNNING, SUBJECT, Terms, terms_of
from doudi.publicity.states import Outcome
from doudi.regions.states import Level
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.deciding import finish_duty, open_duty
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask

TEXT_LENGTH = 4


class NeverPosted(Refusal):
    """Somebody who must not be posted."""

    def __init__(self, why: str) -> None:
        super().__init__(f"不能公示：{why}。", field="programme")


class HowLongUnknown(Refusal):
    """No procedure says how long, so nobody guesses."""

    def __init__(self) -> None:
        super().__init__(
            "没有核到这个项目在本地公示几天，不能公示。请先在参数表里定下来。", field="programme"
        )


class NotThatDay(Refusal):
    """A notice is said to have been posted on a day that does not do."""

    def __init__(self) -> None:
        super().__init__("公示从张贴当天起算，不能早于今天。请选今天或以后。", field="begins_on")


class NobodyPosted(Refusal):
    """A notice about nobody, nowhere, or in no village."""

    def __init__(self) -> None:
        super().__init__("请写明申请人姓名、张贴地点，选所在的村（社区）。", field="name")


class OverAlready(Refusal):
    """The notice no longer hangs."""

    def __init__(self) -> None:
        super().__init__("这条公示已经结束，不能再登记异议。请按信访或举报登记。")


class ObjectionEmpty(Refusal):
    """An objection says nothing."""

    def __init__(self) -> None:
        super().__init__("请写明不同意什么、为什么（不少于 4 个字）。", field="text")


@dataclass(frozen=True, slots=True)
class ToPost:
    """Whom a notice is about. Name and birthday are looked at and not kept.

    `terms` are those of the law an application follows; without them today's hold.
    """

    programme: str
    division: str
    place: str
    name: str = field(repr=False)
    born_on: date = field(repr=False)
    members: int = 1
    amount_fen: int = 0
    begins_on: date = date.min
    terms: Terms | None = None


@transaction.atomic
def post_notice(wanted: ToPost, *, by: User, at: datetime, once: UUID | None = None) -> PublicNotice:
    """Post a notice for the days the procedure says; it ends by itself. Some people are never posted."""
    claim("publicity.posted", once, by=by.pk, at=at)
    today, county = clock.day_of(at), wanted.division[:COUNTY_DIGITS]
    if wanted.programme in NEVER:
        raise NeverPosted(NEVER[wanted.programme])
    terms = wanted.terms or terms_of(wanted.programme, county, on=today)
    if terms is None:
        raise HowLongUnknown
    if why := why_never(wanted.programme, wanted.born_on, held=terms.held, on=today):
        raise NeverPosted(why)
    if wanted.begins_on < today:
        raise NotThatDay
    if not wanted.name.strip() or not wanted.place.strip() or len(wanted.division) <= TOWNSHIP_DIGITS:
        raise NobodyPosted
    shown = posted(terms.fields, name=wanted.name, members=wanted.members, amount_fen=wanted.amount_fen)
    made = PublicNotice.objects.create(
        programme=wanted.programme,
        division=wanted.division,
        place=wanted.place.strip(),
        name=shown.name,
        members=shown.members,
        amount_fen=shown.amount_fen,
        begins_on=wanted.begins_on,
        days=terms.days,
        ends_on=wanted.begins_on + timedelta(days=terms.days),
        article=terms.article,
        posted_by=by,
        posted_at=at,
    )
    _keep_the_days(made, Act(at, by))
    record("publicity.posted", made, Act(at, by), programme=made.programme, days=made.days)
    return made


def _keep_the_days(notice: PublicNotice, act: Act) -> None:
    owner = Owners(clock.day_of(act.at)).of(Level.TOWNSHIP, notice.division)
    wanted = NewTask(
        kind=RUNNING,
        subject_kind=SUBJECT,
        subject_id=str(notice.pk),
        division=notice.division,
        level=Level.TOWNSHIP,
        owner=owner,
        clock=Clock(notice.begins_on, notice.days, Unit.DAYS),
    )
    open_duty(wanted, act)


@transaction.atomic
def take_objection(
    notice: PublicNotice, *, text: str, said_by: str, by: User, at: datetime
) -> PublicObjection:
    """Write down what somebody says against a notice: it comes down, township and county are told."""
    notice = PublicNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.outcome:
        raise OverAlready
    if len(text.strip()) < TEXT_LENGTH:
        raise ObjectionEmpty
    made = PublicObjection.objects.create(
        notice=notice, text=text.strip(), said_by=said_by.strip(), recorded_by=by, recorded_at=at
    )
    act = Act(at, by, evidence=f"public_objection:{made.pk}")
    _end(notice, Outcome.OBJECTED, act)
    record("publicity.objected", notice, act, objection=made.pk)
    for digits in (TOWNSHIP_DIGITS, COUNTY_DIGITS):
        raise_notice(
            f"public_objection:{made.pk}:{digits}",
            kind=OBJECTION,
            division=notice.division[:digits],
            about=notice.division,
            text="公示有异议，已停止公示。请重新调查核实后写明处置情况",
            at=at,
            subject=(SUBJECT, str(notice.pk)),
            by=by,
        )
    return made


@transaction.atomic
def take_down(notice: int, *, act: Act) -> None:
    """Take a notice down because what it shows was withdrawn; one that is over stays as it ended."""
    found = PublicNotice.objects.select_for_update().get(pk=notice)
    if not found.outcome:
        _end(found, Outcome.WITHDRAWN, act)
        record("publicity.taken_down", found, act)


@transaction.atomic
def end_notices(county: str, *, at: datetime) -> int:
    """End the notices of a county whose days are over with nothing said; return how many, each once."""
    over = PublicNotice.objects.select_for_update().filter(
        division__startswith=county, outcome="", ends_on__lt=clock.day_of(at)
    )
    found = list(over)
    for notice in found:
        _end(notice, Outcome.UNOPPOSED, Act(at))
        record("publicity.ended", notice, Act(at), outcome=notice.outcome)
    return len(found)


def _end(notice: PublicNotice, outcome: Outcome, act: Act) -> None:
    notice.outcome, notice.ended_at = outcome, act.at
    notice.save(update_fields=["outcome", "ended_at"])
    finish_duty(RUNNING, (SUBJECT, str(notice.pk)), act, result=outcome)
    publish(PublicNoticeEnded(notice.pk, str(outcome), act.at))


def record(action: str, notice: PublicNotice, act: Act, **details: object) -> None:
    """Write an act on a public notice into the trail."""
    audit.record(
        action,
        subject_type=SUBJECT,
        subject_id=str(notice.pk),
        by=act.actor,
        at=act.at,
        division=notice.division,
        details=details,
    )
