"""Keeps what is agreed with departments, sends back who is on aid, changes fields once both sides say so."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.deciding import check_second
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.common.workbooks import Workbook
from doudi.exchange.models import Cooperation, CooperationChange, CooperationReturn
from doudi.exchange.selectors.cooperation import ON, newest_list, return_lines
from doudi.exchange.states import SharedField, Side
from doudi.regions.models import Organisation

REASON_LENGTH = 4


class NothingReceived(Refusal):
    """The department has sent no list to answer."""

    def __init__(self) -> None:
        super().__init__("这个部门还没有推送并发布过名单，没有可回送的人。")


class AlreadyAgreed(Refusal):
    """The list is agreed with the office already."""

    def __init__(self) -> None:
        super().__init__("这个部门的这份名单已经登记过协作。", field="source")


class ChangeReasonMissing(Refusal):
    """Other fields are asked for without a reason, or none at all."""

    def __init__(self) -> None:
        super().__init__("请选择字段，并写明变更事由（不少于 4 个字）。", field="reason")


class ChangeWaits(Refusal):
    """Another change waits to be confirmed."""

    def __init__(self) -> None:
        super().__init__("还有一项字段变更等对方确认，确认后再提。")


class OtherSideConfirms(Refusal):
    """Who proposed a change does not confirm it."""

    def __init__(self) -> None:
        super().__init__("字段变更要由另一方确认，提出的一方不能自己确认。")


@transaction.atomic
def agree(
    office: Organisation,
    *,
    source: str,
    liaison: str,
    phone: str,
    matters: str,
    fields: Sequence[str],
    cycle_days: int,
    by: User,
    at: datetime,
    on: date,
) -> Cooperation:
    """Set down what the bureau and a department send each other, and how often."""
    if Cooperation.objects.filter(office=office, source=source).exists():
        raise AlreadyAgreed
    agreed = Cooperation.objects.create(
        office=office,
        source=source,
        liaison=liaison.strip(),
        phone=phone.strip(),
        matters=matters.strip(),
        fields=_known(fields),
        cycle_days=cycle_days,
        begins_on=on,
        agreed_by=by.username,
    )
    _record("exchange.cooperation_agreed", agreed, by=by, at=at)
    return agreed


@transaction.atomic
def propose_fields(
    agreed: Cooperation, *, fields: Sequence[str], reason: str, side: Side, by: User, at: datetime
) -> CooperationChange:
    """Ask the other side for other fields; nothing changes until it has confirmed."""
    if len(reason.strip()) < REASON_LENGTH or not _known(fields):
        raise ChangeReasonMissing
    agreed = Cooperation.objects.select_for_update().get(pk=agreed.pk)
    if agreed.changes.filter(confirmed_at__isnull=True).exists():
        raise ChangeWaits
    change = CooperationChange.objects.create(
        cooperation=agreed,
        fields=_known(fields),
        reason=reason.strip(),
        side=side,
        proposed_by=by.username,
        proposed_at=at,
    )
    _record("exchange.fields_proposed", agreed, by=by, at=at, reason=reason.strip())
    return change


@transaction.atomic
def confirm_fields(change: CooperationChange, *, side: Side, by: User, at: datetime) -> None:
    """Let proposed fields hold from now on; answers sent before stay as they were."""
    change = CooperationChange.objects.select_for_update().get(pk=change.pk)
    if change.confirmed_at is not None:
        return
    if side == change.side:
        raise OtherSideConfirms
    check_second(User.objects.get(username=change.proposed_by), by, otherwise=OtherSideConfirms)
    change.confirmed_at, change.confirmed_by = at, by.username
    change.save(update_fields=["confirmed_at", "confirmed_by"])
    agreed = change.cooperation
    agreed.fields = change.fields
    agreed.save(update_fields=["fields"])
    _record("exchange.fields_confirmed", agreed, by=by, at=at, reason=change.reason)


@transaction.atomic
def send_back(agreed: Cooperation, *, by: User, at: datetime) -> CooperationReturn:
    """Answer the newest list a department sent: who on it is on aid."""
    batch = newest_list(agreed)
    if batch is None:
        raise NothingReceived
    lines = return_lines(agreed, batch, agreed.fields)
    answer = CooperationReturn.objects.create(
        cooperation=agreed,
        batch=batch,
        fields=agreed.fields,
        people=len(lines),
        aided=sum(line.state == ON for line in lines),
        sent_by=by.username,
        sent_at=at,
    )
    _record("exchange.state_returned", agreed, by=by, at=at)
    return answer


@transaction.atomic
def return_sheet(answer: CooperationReturn, *, by: User, at: datetime) -> bytes:
    """Return an answer as a workbook: each row of the department's list with its state; trailed."""
    _record("exchange.returned_downloaded", answer.cooperation, by=by, at=at)
    extra = [field for field in answer.fields if field not in {SharedField.NAME, SharedField.NUMBER}]
    rows = [["姓名", "身份证号", "是否在享", *(str(SharedField(field).label) for field in extra)]]
    for line in return_lines(answer.cooperation, answer.batch, answer.fields):
        rows += [
            [line.name, line.number, line.state, *(said.get(field, "") for field in extra)]
            for said in (line.said or [{}])
        ]
    sink = io.BytesIO()
    book = Workbook(sink)
    sheet = book.add_worksheet("在享状态")
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell)
    sheet.set_column(0, len(rows[0]), 22)
    book.close()
    return sink.getvalue()


def _known(fields: Sequence[str]) -> list[str]:
    return [str(each) for each in SharedField if each in fields]


def _record(action: str, agreed: Cooperation, *, by: User, at: datetime, reason: str = "") -> None:
    audit.record(
        action,
        subject_type="cooperation",
        subject_id=str(agreed.pk),
        by=by,
        at=at,
        division=agreed.office.division_id,
        reason=reason,
        details={"source": agreed.source, "fields": agreed.fields},
    )
