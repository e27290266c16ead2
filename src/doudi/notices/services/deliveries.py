"""Writes down what came of delivering letters, keeps the clock that a delivery starts, takes objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.events import publish
from doudi.common.problems import Refusal
from doudi.documents.services.attachments import About, Given, attach
from doudi.kernel.counting import Unit
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.notices.catalogue import OBJECTION, delivering
from doudi.notices.events import LetterDelivered
from doudi.notices.models import Delivery, Letter, Objection
from doudi.notices.rules.delivering import Standing
from doudi.notices.selectors.letters import DELIVER, REVIEW, SUBJECT, last_task, standing_of_letter
from doudi.notices.services.letters import have_delivered, record
from doudi.notices.services.offices import raise_notice
from doudi.notices.states import Outcome
from doudi.regions.states import Level
from doudi.work.models import Task
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask, finish, open_tasks, redate
from doudi.work.states import LIVE

TEXT_LENGTH = 4
DELIVERED, NOT_DELIVERED, OBJECTED, EXPIRED = "DELIVERED", "NOT_DELIVERED", "OBJECTED", "EXPIRED"


class NoSuchWay(Refusal):
    """Nobody delivers this way here."""

    def __init__(self) -> None:
        super().__init__("没有这种送达方式。请从列出的方式里选一种。", field="way")


class DeliveredAlready(Refusal):
    """A colleague wrote down the delivery; a wrong one is corrected."""

    def __init__(self) -> None:
        super().__init__("这封信已经登记送达。登记错了的，请在那一条上更正。")


class DeliveredTooEarly(Refusal):
    """A letter was delivered before it was sent, or on a day that has not come."""

    def __init__(self) -> None:
        super().__init__("送达日不能早于发出的那天，也不能晚于今天。请核对日期。", field="happened_on")


class ProofMissing(Refusal):
    """A delivery without what shows it."""

    def __init__(self, asks: str) -> None:
        super().__init__(f"这种方式要有凭据：{asks}。", field="said")


class ReceiptMissing(Refusal):
    """A delivery that is shown by a paper, and no paper."""

    def __init__(self) -> None:
        super().__init__("这种方式要附送达回证或现场照片（拍照、扫描都可以）。", field="receipt")


class CorrectionWithoutReason(Refusal):
    """A record is corrected without saying why."""

    def __init__(self) -> None:
        super().__init__("更正要写明原来哪里错了（不少于 4 个字）。", field="why")


class NothingToCorrect(Refusal):
    """The record is not of this letter, or somebody has corrected it already."""

    def __init__(self) -> None:
        super().__init__("这一条已经更正过，或者不是这封信的。请刷新页面查看。")


class NotDeliveredYet(Refusal):
    """Somebody objects to a letter that nobody wrote down as delivered."""

    def __init__(self) -> None:
        super().__init__("这封信还没有登记送达。请先登记送达，再登记异议。")


class ObjectionEmpty(Refusal):
    """An objection says nothing."""

    def __init__(self) -> None:
        super().__init__("请写明对方不同意什么、为什么（不少于 4 个字）。", field="text")


@dataclass(frozen=True, slots=True)
class Attempted:
    """What an officer says of an attempt to deliver; `replaces` is the record it corrects and `why`."""

    way: str
    outcome: str
    happened_on: date
    said: str = ""
    receipt: Given | None = None
    replaces: int | None = None
    why: str = ""


@transaction.atomic
def record_delivery(letter: Letter, attempted: Attempted, *, by: User, at: datetime) -> Delivery:
    """Write down an attempt to deliver; the day starts the clock of review, a correction moves it."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    _check(letter, attempted, on=clock.day_of(at))
    if attempted.receipt is not None:
        attach(About(SUBJECT, str(letter.pk), letter.division), attempted.receipt, by=by, at=at)
    made = Delivery.objects.create(
        letter=letter,
        way=attempted.way,
        outcome=Outcome(attempted.outcome),
        happened_on=attempted.happened_on,
        said=attempted.said.strip(),
        replaces_id=attempted.replaces,
        why=attempted.why.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    record(
        "notices.delivery_recorded",
        letter,
        by=by,
        at=at,
        reason=made.why,
        outcome=made.outcome,
        on=made.happened_on.isoformat(),
        replaces=made.replaces_id,
    )
    _keep_clocks(letter, standing_of_letter(letter), Act(at, by, evidence=f"delivery:{made.pk}"))
    return made


def _check(letter: Letter, attempted: Attempted, *, on: date) -> None:
    if not clock.day_of(letter.sent_at) <= attempted.happened_on <= on:
        raise DeliveredTooEarly
    if attempted.replaces is not None:
        _check_correction(letter, attempted.replaces, attempted.why)
    elif standing_of_letter(letter).delivered_on is not None:
        raise DeliveredAlready
    _check_proof(attempted)


def _check_correction(letter: Letter, replaced: int, why: str) -> None:
    if not letter.deliveries.filter(pk=replaced, replaced_by__isnull=True).exists():
        raise NothingToCorrect
    if len(why.strip()) < TEXT_LENGTH:
        raise CorrectionWithoutReason


def _check_proof(attempted: Attempted) -> None:
    way = delivering().ways.get(attempted.way)
    if way is None:
        raise NoSuchWay
    if len(attempted.said.strip()) < TEXT_LENGTH // 2:
        raise ProofMissing(way.asks if attempted.outcome == Outcome.DELIVERED else "写明没有送到的原因")
    needs_paper = attempted.outcome == Outcome.DELIVERED and way.proof == "PAPER"
    if needs_paper and attempted.receipt is None and attempted.replaces is None:
        raise ReceiptMissing


def _keep_clocks(letter: Letter, standing: Standing, act: Act) -> None:
    """Let the tasks follow from the deliveries: delivering done or not, review running or not."""
    delivering_task = last_task(letter, DELIVER)
    is_live = delivering_task is not None and delivering_task.is_live
    if standing.delivered_on is not None and delivering_task is not None and is_live:
        finish(delivering_task, result=DELIVERED, act=act)
    elif standing.delivered_on is None and not is_live:
        have_delivered(letter, act)
    if letter.is_open_to_review:
        _keep_review(letter, standing.delivered_on, act)
    if standing.delivered_on is not None:
        kind, about = letter.paper.kind, (letter.subject_kind, letter.subject_id)
        publish(LetterDelivered(letter.pk, kind, *about, standing.delivered_on, act.at))


def _keep_review(letter: Letter, delivered_on: date | None, act: Act) -> None:
    review = last_task(letter, REVIEW)
    if delivered_on is None:
        if review is not None and review.is_live:
            finish(review, result=NOT_DELIVERED, act=act)
        return
    made_by = Clock(delivered_on, delivering().review.value, Unit(delivering().review.unit))
    if review is not None and review.is_live:
        redate(review, made_by, act=act)
    elif review is None or (review.result != OBJECTED and review.starts_on != delivered_on):
        open_tasks([_review_of(letter, made_by, on=clock.day_of(act.at))], act)


def _review_of(letter: Letter, made_by: Clock, *, on: date) -> NewTask:
    return NewTask(
        kind=REVIEW,
        subject_kind=SUBJECT,
        subject_id=str(letter.pk),
        division=letter.division,
        level=Level.COUNTY,
        owner=Owners(on).of(Level.COUNTY, letter.division),
        clock=made_by,
    )


@transaction.atomic
def take_objection(letter: Letter, *, text: str, received_on: date, by: User, at: datetime) -> Objection:
    """Write down that somebody objects to a letter they got; the county has to answer, the clock stops."""
    letter = Letter.objects.select_for_update().select_related("paper").get(pk=letter.pk)
    delivered_on = standing_of_letter(letter).delivered_on
    if delivered_on is None:
        raise NotDeliveredYet
    if not delivered_on <= received_on <= clock.day_of(at):
        raise DeliveredTooEarly
    if len(text.strip()) < TEXT_LENGTH:
        raise ObjectionEmpty
    made = Objection.objects.create(
        letter=letter, received_on=received_on, text=text.strip(), recorded_by=by, recorded_at=at
    )
    review = last_task(letter, REVIEW)
    if review is not None and review.is_live:
        finish(review, result=OBJECTED, act=Act(at, by, evidence=f"objection:{made.pk}"))
    raise_notice(
        f"objection:{made.pk}",
        kind=OBJECTION,
        division=letter.division[:COUNTY_DIGITS],
        about=letter.division,
        text=f"{letter.paper.number}：收信人提出异议，请核实后答复本人，并写明处置情况",
        at=at,
        subject=(SUBJECT, str(letter.pk)),
        by=by,
    )
    record("notices.objection_taken", letter, by=by, at=at, objection=made.pk)
    return made


@transaction.atomic
def end_review_periods(county: str, *, at: datetime) -> int:
    """End the clocks of review that ran out with nothing said, each once; return how many."""
    running = Task.objects.select_for_update(of=("self",)).filter(
        kind=REVIEW, division__startswith=county, state__in=LIVE
    )
    over = running.filter(due_on__lt=clock.day_of(at), is_provisional=False)
    for task in over:
        finish(task, result=EXPIRED, act=Act(at))
    return len(over)
