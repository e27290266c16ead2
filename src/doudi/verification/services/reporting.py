"""Issues the report of a check: numbered, with a code whoever holds the paper may have verified."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from doudi.common import clock
from doudi.common.papers import paper
from doudi.common.problems import Refusal
from doudi.documents.services.attachments import keyed_digest
from doudi.documents.services.issuing import Made, Wanted, issue
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.regions.selectors import name_path
from doudi.verification.catalogue import subject_labels
from doudi.verification.models import CheckReport, FinancialCheck
from doudi.verification.selectors.checks import last_report, open_dispute
from doudi.verification.selectors.reporting import content_of, unanswered_in
from doudi.verification.services.checking import locked, tell
from doudi.verification.states import CHECK, REPORTED, SUBJECT
from doudi.work.services.deciding import finish_duty
from doudi.work.services.moves import Act

KIND, TITLE, DRAWN_BY = "check_report", "家庭经济状况核对报告", "verification/papers/report.typ"
CODE_LENGTH, SHORTEST_REASON = 10, 4


class NothingAskedYet(Refusal):
    """No source was asked."""

    def __init__(self) -> None:
        super().__init__("这件核对还没有启动查询，不能出报告。请先启动查询。")


class StillAnswering(Refusal):
    """A source has not answered and still may."""

    def __init__(self, count: int, due: date) -> None:
        super().__init__(
            f"还有 {count} 项没有答复，最晚 {due} 到期。请先登记答复；"
            "过期没有答复的，可以注明“未核来源”出报告。"
        )


class MissingUnexplained(Refusal):
    """The report leaves sources out and does not say why."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"有 {count} 项没有答复，报告上会注明“未核来源”。请写明原因（不少于 4 个字）。", field="reason"
        )


class NothingNew(Refusal):
    """The report would say what the last one says."""

    def __init__(self) -> None:
        super().__init__("上一份报告以后没有新的答复或者复查结果，不用再出。")


class DisputeFirst(Refusal):
    """Something said against the last report has not been looked into."""

    def __init__(self) -> None:
        super().__init__("家庭对上一份报告有异议，还没有复查。请先登记复查结果。")


@transaction.atomic
def issue_report(check: FinancialCheck, *, reason: str = "", act: Act) -> CheckReport:
    """Issue the report of what was declared and found by now; what nobody answered is named on it.

    A later answer or a dispute looked into may be reported once more; the earlier report stays as it is.
    """
    assert act.by is not None  # noqa: S101 - a report is somebody's
    check, today = locked(check), clock.day_of(act.at)
    _check(check, reason, today)
    content = content_of(check)
    said = json.dumps(content, ensure_ascii=False, sort_keys=True)
    earlier = last_report(check)
    if earlier is not None and earlier.content == said:
        raise NothingNew
    data = _data(check, content, reason, act)
    subject = f"{check.pk}:{check.reports.count() + 1}"
    wanted = Wanted(
        KIND, check.division[:COUNTY_DIGITS], subject, f"{TITLE}（{check.number}）",
        to=check.division[:TOWNSHIP_DIGITS],
    )  # fmt: skip

    def make(number: str) -> Mapping[str, Made]:
        drawn = paper(DRAWN_BY, {**data, "number": number, "code": code_of(number, said)}, at=act.at)
        return {"pdf": Made("application/pdf", drawn)}

    issued = issue(wanted, make, by=act.by, at=act.at)
    made = CheckReport.objects.create(
        check_of=check,
        paper=issued,
        code=code_of(issued.number, said),
        content=said,
        unanswered=len(unanswered_in(check)),
        reason=reason.strip(),
        issued_on=today,
        issued_by=act.by,
        issued_at=act.at,
    )
    finish_duty(CHECK, (SUBJECT, str(check.pk)), act, result="DONE")
    tell("verification.reported", check, REPORTED, act, number=issued.number, unanswered=made.unanswered)
    return made


def code_of(number: str, said: str) -> str:
    """Return the code of a report: nobody without the key can make one up for another number or content."""
    return keyed_digest(f"{number}\n{said}".encode())[:CODE_LENGTH].upper()


def is_genuine(report: CheckReport, code: str) -> bool:
    """Say whether a code is the report's, and the report still what was issued."""
    right = code_of(report.paper.number, report.content)
    return hmac.compare_digest(right.encode(), code.strip().upper().encode())


def _check(check: FinancialCheck, reason: str, today: date) -> None:
    if not check.queries.exists():
        raise NothingAskedYet
    if open_dispute(check) is not None:
        raise DisputeFirst
    waiting = unanswered_in(check)
    if any(today <= query.due_on for query in waiting):
        raise StillAnswering(len(waiting), max(query.due_on for query in waiting))
    if waiting and len(reason.strip()) < SHORTEST_REASON:
        raise MissingUnexplained(len(waiting))


def _data(
    check: FinancialCheck, content: Mapping[str, object], reason: str, act: Act
) -> Mapping[str, object]:
    assert act.by is not None  # noqa: S101 - a report is somebody's
    return {
        **content,
        "title": TITLE,
        "check": check.number,
        "place": name_path(check.division),
        "subject": subject_labels().get(check.subject, check.subject),
        "reason": reason.strip(),
        "issued": clock.day_of(act.at).isoformat(),
        "by": act.by.name,
    }
