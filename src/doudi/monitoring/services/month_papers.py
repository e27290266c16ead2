"""Issues the report of a closed month: numbered, frozen, the paper to sign and the workbook of all rows."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from doudi.common.problems import Refusal
from doudi.common.reports import FORMS
from doudi.documents.models import IssuedPaper
from doudi.documents.services.issuing import Made, Wanted, issue
from doudi.kernel.dates import Period
from doudi.monitoring.selectors.month import month_of
from doudi.monitoring.selectors.report import Asked, month_report
from doudi.monitoring.states import MonthStatus

KIND = "month_report"
KEPT = ("pdf", "excel")


class MonthNotClosed(Refusal):
    """Only the report of a closed month is issued: that of an open one still changes."""

    def __init__(self) -> None:
        super().__init__("本月还没有月结，月报不能签发。请先提交、复核月结。")


def subject_of(county: str, period: Period) -> str:
    """Return what a month's report is issued for."""
    return f"{county}:{period}"


@transaction.atomic
def issue_month_report(county: str, period: Period) -> IssuedPaper:
    """Issue the report of a closed month once, in the name of whoever closed it and on that moment."""
    month = month_of(county, period)
    if month is None or month.status != MonthStatus.CLOSED or not month.closed_by or not month.closed_at:
        raise MonthNotClosed
    at, by = month.closed_at, month.closed_by
    report = month_report(Asked(county, period, made_by=by.name, made_at=at))

    def make(number: str) -> dict[str, Made]:
        numbered = replace(report, number=number)
        return {key: Made(FORMS[key].content_type, FORMS[key].write(numbered, at)) for key in KEPT}

    return issue(Wanted(KIND, county, subject_of(county, period), report.title), make, by=by, at=at)
