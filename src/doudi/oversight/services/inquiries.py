"""Sends a township a letter about what is late there (核查函): numbered, kept as sent, signed for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.common.reports import FORMS, Report, Section, Table
from doudi.common.scope import Scope
from doudi.documents.models import IssuedPaper
from doudi.documents.services.issuing import Made, Wanted, issue
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.monitoring.selectors.ledger import LedgerFilter, filtered_entries
from doudi.monitoring.selectors.lines import EntryLine, entry_lines
from doudi.notices.services.offices import raise_notice
from doudi.regions.selectors import division_names

KIND = "inquiry_letter"
INQUIRY = "INQUIRY"
"""The kind of the notice that comes with a letter."""
SIGN = ("签发", "承办", "日期")


class NothingLate(Refusal):
    """A township has nothing overdue to be asked about."""

    def __init__(self) -> None:
        super().__init__("这个乡镇本月没有超期未办结的线索，不用发核查函。")


class AnswerDayPast(Refusal):
    """An answer is wanted by a day that has passed."""

    def __init__(self) -> None:
        super().__init__("回填期限不能早于今天。", field="answer_by")


def late_lines(township: str, period: Period, *, on: date) -> list[EntryLine]:
    """Return what is overdue in a township of a month, as a letter lists it."""
    wanted = LedgerFilter(period=str(period), overdue_on=on)
    return entry_lines(filtered_entries(Scope.of([township]), wanted), on=on)


@transaction.atomic
def send_inquiry(
    township: str, period: Period, *, answer_by: date, by: User, at: datetime, once: UUID | None = None
) -> IssuedPaper:
    """Send a township a numbered letter that lists what is overdue there, and tell it until it answers.

    The letter stays as it was sent; that the township signed for its notice is the proof that it arrived.
    """
    claim("oversight.inquiry_sent", once, by=by.pk, at=at)
    today = clock.day_of(at)
    if answer_by < today:
        raise AnswerDayPast
    lines = late_lines(township, period, on=today)
    if not lines:
        raise NothingLate
    paper = _issue(township, lines, answer_by, once, by=by, at=at)
    raise_notice(
        f"inquiry:{paper.pk}",
        kind=INQUIRY,
        division=township,
        text=f"{paper.number}：{len(lines)} 条线索超期没有办结，原件在“发文登记”。请逐条核查，写明处置情况",
        at=at,
        answer_by=answer_by,
        by=by,
    )
    audit.record(
        "oversight.inquiry_sent",
        subject_type="township",
        subject_id=township,
        by=by,
        at=at,
        division=township,
        details={"number": paper.number, "entries": [line.pk for line in lines]},
    )
    return paper


def _issue(
    township: str,
    lines: Sequence[EntryLine],
    answer_by: date,
    once: UUID | None,
    *,
    by: User,
    at: datetime,
) -> IssuedPaper:
    name = division_names([township]).get(township, township)
    subject, title = f"{township}:{once or at.isoformat()}", f"关于核查{name}超期未办结线索的函"

    def make(number: str) -> Mapping[str, Made]:
        form = FORMS["pdf"]
        letter = _letter(title, number, name, lines, answer_by, by=by, at=at)
        return {"pdf": Made(form.content_type, form.write(letter, at))}

    return issue(Wanted(KIND, township[:COUNTY_DIGITS], subject, title, to=township), make, by=by, at=at)


def _letter(
    title: str,
    number: str,
    name: str,
    lines: Sequence[EntryLine],
    answer_by: date,
    *,
    by: User,
    at: datetime,
) -> Report:
    today = clock.day_of(at)
    rows = [
        (line.name, line.place, line.rule_title, f"{line.due_on:%Y-%m-%d}" if line.due_on else "", line.owner)
        for line in lines
    ]
    return Report(
        title=title,
        number=number,
        made=f"发函时间 {at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}　承办人 {by.name}",
        sections=(
            Section(
                f"{name}：",
                (
                    f"截至 {today.isoformat()}，下列 {len(lines)} 条线索超过办理期限没有办结。"
                    f"请于 {answer_by.isoformat()} 前逐条核查，在系统里填写结论，并写明处置情况。",
                    "比对结果只是线索，不直接作为停发、减发的依据。",
                ),
                (Table("超期未办结的线索", ("姓名", "区划", "线索", "期限", "责任人"), rows),),
            ),
        ),
        signatures=SIGN,
    )
