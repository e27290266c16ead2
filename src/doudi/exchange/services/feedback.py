"""Takes in what the province sends back, notes what officers find, and sends the whole up again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.common.workbooks import Workbook
from doudi.exchange.catalogue import feedback_headings
from doudi.exchange.models import FeedbackItem, FeedbackRound
from doudi.exchange.places import lookup_for
from doudi.exchange.services.receiving import digest_of, plain_name
from doudi.exchange.states import FeedbackState, Verdict
from doudi.kernel.dates import Period
from doudi.kernel.identity_columns import REJECTED
from doudi.kernel.masking import mask_name, mask_number
from doudi.reading.grid import Grid
from doudi.reading.process import ReadFile, read_file
from doudi.reading.refusals import FileRefused
from doudi.recognition.cleaning import Circumstances, Cleaned, clean
from doudi.recognition.guess import recognise
from doudi.recognition.layout import lay_out
from doudi.recognition.raw import gather

SOURCE = "provincial_feedback"
SENDER = "省民政厅"
SHORTEST_EVIDENCE = 4
HEADINGS = ("原表行号", "姓名", "身份证号", "反馈的问题", "核实结论", "核实依据", "核实人", "核实时间")


class FeedbackUnreadable(Refusal):
    """The file is not a list of people to verify."""

    status = 422


class FeedbackTakenBefore(Refusal):
    """The very same file was taken in before."""

    def __init__(self) -> None:
        super().__init__("重复批次：这份省级反馈已经接收过，请在列表里继续核实。")


class EvidenceMissing(Refusal):
    """A verdict without evidence."""

    def __init__(self) -> None:
        super().__init__("请写明核实依据（不少于 4 个字），例如何时入户、看了什么材料。", field="evidence")


class AlreadySubmitted(Refusal):
    """The round has gone up; nothing in it changes any more."""

    def __init__(self) -> None:
        super().__init__("这一批已经上报，不能再改。如需更正，请联系上级退回后重新接收。")


class VerdictsMissing(Refusal):
    """Somebody in the round has not been verified yet."""

    def __init__(self, missing: Sequence[FeedbackItem]) -> None:
        shown = "、".join(f"第 {item.sheet_row} 行 {mask_name(item.name)}" for item in missing[:20])
        super().__init__(f"还有 {len(missing)} 条没有核实结论：{shown}。请全部核实后再上报。")
        self.missing = missing


def receive_feedback(
    data: bytes, *, name: str, region: str, period: Period, due_on: date, by: Actor, at: datetime
) -> FeedbackRound:
    """Take in a file of the province: each row becomes an item that waits for a verdict."""
    digest = digest_of(data)
    if FeedbackRound.objects.filter(region=region, digest=digest).exists():
        raise FeedbackTakenBefore
    try:
        file = read_file(data, name)
    except FileRefused as refusal:
        raise FeedbackUnreadable(str(refusal)) from refusal
    cleaned = _cleaned(file, name, region, on=at.date())
    if not cleaned.counts["clean"] + cleaned.counts["repaired"]:
        raise FeedbackUnreadable("文件里没有一行可用。请核对身份证号后重新上传。")
    feedback = FeedbackRound(
        region=region,
        period=str(period),
        sender_name=SENDER,
        file_name=plain_name(name),
        digest=digest,
        rows_rejected=cleaned.counts["rejected"],
        due_on=due_on,
        received_at=at,
        received_by=by.username,
    )
    return _stored(feedback, cleaned, by=by, at=at)


def _cleaned(file: ReadFile, name: str, region: str, *, on: date) -> Cleaned:
    headings = feedback_headings()
    layouts = tuple(lay_out(Grid(sheet), headings) for sheet in file.sheets)
    guess = recognise(layouts, headings, file_name=name, source=SOURCE)
    if guess.doubts:
        raise FeedbackUnreadable(" ".join(doubt.sentence for doubt in guess.doubts))
    source = headings.catalogue.source(SOURCE)
    around = Circumstances(
        ring().token, on, headings.catalogue.words.blank, lookup_for(region, on), file.epoch_1904
    )
    return clean(source, gather(source, layouts, guess), around)


@transaction.atomic
def _stored(feedback: FeedbackRound, cleaned: Cleaned, *, by: Actor, at: datetime) -> FeedbackRound:
    feedback.save(force_insert=True)
    pairs = zip(cleaned.rows.to_pylist(), cleaned.sidecar.to_pylist(), strict=True)
    FeedbackItem.objects.bulk_create(
        [
            FeedbackItem(
                round=feedback,
                row=row["row"] + 1,
                sheet_row=row["sheet_row"],
                division=row["division"] or "",
                name=private["name"] or "",
                number=private["number"],
                finding=private["finding"] or "",
            )
            for row, private in pairs
            if row["status"] != REJECTED
        ],
        batch_size=500,
    )
    _record("exchange.feedback_received", feedback, by=by, at=at)
    return feedback


def _record(action: str, feedback: FeedbackRound, *, by: Actor, at: datetime, reason: str = "") -> None:
    audit.record(
        action,
        subject_type="feedback_round",
        subject_id=str(feedback.pk),
        by=by,
        at=at,
        division=feedback.region,
        reason=reason,
    )


@transaction.atomic
def note_look(feedback: FeedbackRound, *, by: Actor, at: datetime) -> None:
    """Write into the trail that somebody has read a round: what it says of people is personal."""
    _record("exchange.feedback_viewed", feedback, by=by, at=at)


@transaction.atomic
def record_verdict(
    item: FeedbackItem, verdict: Verdict, evidence: str, *, by: Actor, at: datetime
) -> FeedbackItem:
    """Note what an officer found about one person, with what it rests on (核实结论、依据、核实人)."""
    feedback = FeedbackRound.objects.select_for_update().get(pk=item.round_id)
    if feedback.state != FeedbackState.OPEN:
        raise AlreadySubmitted
    if len(evidence.strip()) < SHORTEST_EVIDENCE:
        raise EvidenceMissing
    item.verdict, item.evidence = verdict, evidence.strip()
    item.verified_by, item.verified_at = by.username, at
    item.save(update_fields=["verdict", "evidence", "verified_by", "verified_at"])
    _record(
        "exchange.feedback_verified",
        feedback,
        by=by,
        at=at,
        reason=f"第 {item.sheet_row} 行：{verdict.label}",
    )
    return item


@transaction.atomic
def submit_round(feedback: FeedbackRound, *, by: Actor, at: datetime) -> FeedbackRound:
    """Send a round up; refuses while one person in it has no verdict, and names who."""
    feedback = FeedbackRound.objects.select_for_update().get(pk=feedback.pk)
    if feedback.state != FeedbackState.OPEN:
        raise AlreadySubmitted
    missing = list(feedback.items.filter(verdict="").order_by("row"))
    if missing:
        raise VerdictsMissing(missing)
    feedback.state = FeedbackState.SUBMITTED
    feedback.submitted_at, feedback.submitted_by = at, by.username
    feedback.save(update_fields=["state", "submitted_at", "submitted_by"])
    _record("exchange.feedback_submitted", feedback, by=by, at=at)
    return feedback


@transaction.atomic
def feedback_sheet(feedback: FeedbackRound, *, by: Actor, at: datetime) -> bytes:
    """Return the answer to the province as a workbook; rows are named by its own row numbers."""
    _record("exchange.feedback_downloaded", feedback, by=by, at=at)
    sink = io.BytesIO()
    book = Workbook(sink)
    text = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": "#EAF1FB", "border": 1})
    sheet = book.add_worksheet("核实反馈表")
    for place, heading in enumerate(HEADINGS):
        sheet.write_string(0, place, heading, head)
    for line, item in enumerate(feedback.items.order_by("row"), start=1):
        for place, cell in enumerate(_cells(item)):
            sheet.write_string(line, place, cell, text)
    sheet.set_column(0, 7, 20)
    sheet.freeze_panes(1, 0)
    book.close()
    return sink.getvalue()


def _cells(item: FeedbackItem) -> tuple[str, ...]:
    return (
        str(item.sheet_row),
        item.name,
        mask_number(item.number),
        item.finding,
        str(Verdict(item.verdict).label) if item.verdict else "",
        item.evidence,
        item.verified_by,
        f"{item.verified_at:%Y-%m-%d}" if item.verified_at else "",
    )
