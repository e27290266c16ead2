"""Tells residents something short about a letter: text messages through an operator, calls by hand.

Nothing is sent from here: a file goes to the operator, whose answer comes back as one. Telephone numbers in
bulk leave by two people's hands only (P24).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from doudi.accounts.deciding import check_second
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.common.workbooks import table_workbook
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.notices.models import Handover, Letter, Message, MessageStep
from doudi.notices.rules.telling import HEADINGS, Answer, Refused, read_answers, text_message, words_to_say
from doudi.notices.selectors.messages import messages_within, waiting_texts
from doudi.notices.services.letters import office_of
from doudi.notices.states import Channel, MessageState, may_become
from doudi.reading.grid import Grid
from doudi.reading.process import read_file
from doudi.reading.refusals import FileRefused
from doudi.regions.selectors import division_names

MOBILE = re.compile(r"1[3-9]\d{9}")
REASON_LENGTH = 4
KEPT_DAYS = 7
MOST_ROWS = 20_000


class NoTelephone(Refusal):
    """Nobody knows a number to send to."""

    def __init__(self) -> None:
        super().__init__("没有可用的手机号：发短信要 11 位手机号，打电话要写了电话。请改用别的方式送达。")


class AlreadyUnderway(Refusal):
    """The same message waits or is on its way."""

    def __init__(self) -> None:
        super().__init__("这封信已经有一条同样方式的消息没有结果。请先登记它的结果。")


class NothingToHandOver(Refusal):
    """No text message waits."""

    def __init__(self) -> None:
        super().__init__("没有待发的短信。")


class ReasonMissing(Refusal):
    """Numbers leave without anybody saying what for."""

    def __init__(self) -> None:
        super().__init__("请写明用途（不少于 4 个字），例如“通知领取认定书”。")


class MakerTakes(Refusal):
    """Whoever wrote the file may not take it as well."""

    def __init__(self) -> None:
        super().__init__("成批的手机号要两个人经手：制作的人不能自己取文件，请另一位同事来取。")


class HandoverExpired(Refusal):
    """The file is no longer handed out."""

    def __init__(self) -> None:
        super().__init__(f"交送文件只留 {KEPT_DAYS} 天。没有发出的，请重新提出短信。")


class NotAllowedNow(Refusal):
    """A message cannot go from where it stands to where somebody wants it."""

    def __init__(self) -> None:
        super().__init__("这条消息已经有结果，不能再改。请刷新页面看最新情况。")


class AnswersUnreadable(Refusal):
    """The file is no operator's answer."""

    status = 422


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an operator's answer: how many were written down, were known already, and which not."""

    written: int
    known: int
    refused: Sequence[Refused]


@transaction.atomic
def write_message(letter: Letter, *, channel: str, by: User, at: datetime) -> Message:
    """Write a text message, or the words of a call, about a letter; it waits in the outbox."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    phone = re.sub(r"[\s-]", "", letter.phone)
    if not phone or (channel == Channel.SMS and not MOBILE.fullmatch(phone)):
        raise NoTelephone
    open_states = (MessageState.WAITING, MessageState.HANDED_OVER)
    same = messages_within(Scope.of([letter.division])).filter(letter=letter, channel=channel)
    if same.filter(state__in=open_states).exists():
        raise AlreadyUnderway
    office = office_of(letter.division[:COUNTY_DIGITS])
    township = letter.division[:TOWNSHIP_DIGITS]
    place = division_names([township]).get(township, "乡镇")
    is_text = channel == Channel.SMS
    made = Message.objects.create(
        letter=letter,
        channel=Channel(channel),
        ref=secrets.token_hex(8),
        phone=phone,
        text=text_message(office, place) if is_text else words_to_say(office, place, letter.addressee),
        made_by=by,
        made_at=at,
    )
    _record("notices.message_written", made, by=by, at=at, channel=channel)
    return made


@transaction.atomic
def make_handover(county: str, *, reason: str, by: User, at: datetime) -> Handover:
    """Put every text message that waits in a county into one batch for its operator."""
    if len(reason.strip()) < REASON_LENGTH:
        raise ReasonMissing
    wanted = list(Message.objects.select_for_update().filter(pk__in=waiting_texts(county).values("pk")))
    # whoever waited for the lock sees what the other has handed over
    waiting = set(waiting_texts(county).values_list("pk", flat=True))
    wanted = [each for each in wanted if each.pk in waiting]
    if not wanted:
        raise NothingToHandOver
    made = Handover.objects.create(
        region=county, reason=reason.strip(), trace=secrets.token_hex(6), made_by=by, made_at=at
    )
    for each in wanted:
        _move(each, MessageState.HANDED_OVER, by=by, at=at, handover=made)
    _record_handover("notices.handover_made", made, by=by, at=at, messages=len(wanted))
    return made


@transaction.atomic
def take_handover(handover: Handover, *, by: User, at: datetime) -> bytes:
    """Return the file for the operator to another person than made it, on record; not after some days."""
    check_second(handover.made_by, by, otherwise=MakerTakes)
    if at > handover.made_at + timedelta(days=KEPT_DAYS):
        raise HandoverExpired
    messages = Message.objects.filter(steps__handover=handover).order_by("id")
    rows = [(each.ref, each.phone, each.text) for each in messages]
    _record_handover("notices.handover_taken", handover, by=by, at=at, messages=len(rows))
    made = f"用途 {handover.reason}　流水号 {handover.trace}　取件人 {by.name}"
    return table_workbook("待发短信", made, HEADINGS, rows)


def take_answers(content: bytes, *, name: str, county: str, by: User, at: datetime) -> Taken:
    """Write down what an operator's file says became of messages; the same file again writes nothing.

    A line that names no message handed over in this county, or says otherwise than an earlier one, is refused
    with its row; the others count.
    """
    read = read_answers(_rows(content, name))
    if read is None:
        raise AnswersUnreadable("没有找到表头。回执文件要有“编号”和“结果”两列。", field="file")
    answers, refused = read
    return _apply(answers, refused, county, by=by, at=at)


def _rows(content: bytes, name: str) -> list[tuple[int, Sequence[str]]]:
    try:
        file = read_file(content, name)
    except FileRefused as refusal:
        raise AnswersUnreadable(str(refusal), field="file") from refusal
    sheet = file.sheets[0] if file.sheets else None
    if sheet is None or sheet.rows > MOST_ROWS:
        raise AnswersUnreadable(f"文件是空的，或者超过 {MOST_ROWS} 行。请传运营商的回执文件。", field="file")
    return [(sheet.first_row + number, cells) for number, cells in enumerate(Grid(sheet).head(sheet.rows))]


@transaction.atomic
def _apply(
    answers: Iterable[Answer], refused: list[Refused], county: str, *, by: User, at: datetime
) -> Taken:
    wanted = list(answers)
    refs = {each.ref for each in wanted}
    list(Message.objects.select_for_update().filter(ref__in=refs).order_by("id"))
    found = {each.ref: each for each in messages_within(Scope.of([county])).filter(ref__in=refs)}
    states = {ref: each.state for ref, each in found.items()}
    written = known = 0
    for each in wanted:
        if each.ref not in found or states[each.ref] == MessageState.WAITING:
            refused.append(Refused(each.row, "没有交送过这个编号"))
        elif states[each.ref] == each.state:
            known += 1
        elif may_become(Channel.SMS, states[each.ref], each.state):
            _move(found[each.ref], MessageState(each.state), by=by, at=at)
            states[each.ref], written = each.state, written + 1
        else:
            refused.append(Refused(each.row, "和以前的回执不一样，没有改"))
    return Taken(written, known, sorted(refused, key=lambda one: one.row))


@transaction.atomic
def open_call(message: Message, *, by: User, at: datetime) -> Message:
    """Show the number to call and the words to say; who saw them is on record, or they are not shown."""
    if message.channel != Channel.PHONE:
        raise NotAllowedNow
    _record("notices.call_opened", message, by=by, at=at)
    return message


@transaction.atomic
def record_call(message: Message, *, is_reached: bool, by: User, at: datetime) -> MessageStep:
    """Write down whether somebody was reached by telephone; who was not is called again."""
    Message.objects.select_for_update().get(pk=message.pk)
    now = messages_within(Scope.everything()).get(pk=message.pk)
    wanted = MessageState.RECEIVED if is_reached else MessageState.FAILED
    if message.channel != Channel.PHONE or not may_become(Channel.PHONE, now.state, wanted):
        raise NotAllowedNow
    return _move(message, wanted, by=by, at=at)


def _move(
    message: Message, state: MessageState, *, by: User, at: datetime, handover: Handover | None = None
) -> MessageStep:
    made = MessageStep.objects.create(message=message, state=state, handover=handover, by=by, at=at)
    _record("notices.message_moved", message, by=by, at=at, state=state)
    return made


def _record(action: str, message: Message, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="message",
        subject_id=str(message.pk),
        by=by,
        at=at,
        division=message.letter.division,
        details=details,
    )


def _record_handover(action: str, handover: Handover, *, by: User, at: datetime, messages: int) -> None:
    audit.record(
        action,
        subject_type="message_handover",
        subject_id=str(handover.pk),
        by=by,
        at=at,
        division=handover.region,
        reason=handover.reason,
        details={"trace": handover.trace, "messages": messages},
    )
