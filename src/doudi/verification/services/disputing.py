"""Takes what a family says against a report, and what looking again came to."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.deciding import check_second
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.regions.states import Level
from doudi.verification.models import CheckDispute, DisputeFinding, FinancialCheck
from doudi.verification.selectors.checks import clock_running, last_report, open_dispute
from doudi.verification.services.checking import locked, tell
from doudi.verification.states import DISPUTE, DISPUTE_CHECKED, DISPUTED, SUBJECT
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.deciding import finish_duty, open_duty, own_clock
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask

SHORTEST_TEXT = 4


class NothingToDispute(Refusal):
    """There is no report, or it was disputed before."""

    def __init__(self) -> None:
        super().__init__("还没有报告，或者对这份报告的异议已经登记过，不能再登记。请刷新页面查看。")


class NothingDisputed(Refusal):
    """Nothing is said against the report, or it was looked into before."""

    def __init__(self) -> None:
        super().__init__("没有待复查的异议。请刷新页面查看。")


class TooShort(Refusal):
    """Nothing is said."""

    def __init__(self) -> None:
        super().__init__("请写明内容（不少于 4 个字）。", field="text")


class DisputeDayWrong(Refusal):
    """A dispute is said to be older than its report, or of a day to come."""

    def __init__(self, earliest: date) -> None:
        super().__init__(f"提出日要在报告出具日 {earliest} 到今天之间。请核对日期。", field="said_on")


class SettledByReporter(Refusal):
    """Whoever issued a report does not look into what is said against it."""

    def __init__(self) -> None:
        super().__init__("报告是您出具的，异议要由另一位同事复查。")


@transaction.atomic
def take_dispute(check: FinancialCheck, *, text: str, said_on: date, act: Act) -> CheckDispute:
    """Write down what a family says against the last report; looking again is due by its clock."""
    assert act.by is not None  # noqa: S101 - somebody took it down
    check, today = locked(check), clock.day_of(act.at)
    report = last_report(check)
    if report is None or CheckDispute.objects.filter(report=report).exists():
        raise NothingToDispute
    if len(text.strip()) < SHORTEST_TEXT:
        raise TooShort
    if not report.issued_on <= said_on <= today:
        raise DisputeDayWrong(report.issued_on)
    made = CheckDispute.objects.create(
        report=report, text=text.strip(), said_on=said_on, recorded_by=act.by, recorded_at=act.at
    )
    running = clock_running(check, "dispute", on=today)
    wanted = NewTask(
        kind=DISPUTE,
        subject_kind=SUBJECT,
        subject_id=str(check.pk),
        division=check.division,
        level=Level.TOWNSHIP,
        clock=Clock.of_day(running.due.on) if running else own_clock(DISPUTE, starts_on=today),
        owner=Owners(today).of(Level.TOWNSHIP, check.division),
        household=check.household_id,
    )
    open_duty(wanted, act)
    tell("verification.disputed", check, DISPUTED, act, dispute=made.pk)
    return made


@transaction.atomic
def settle_dispute(check: FinancialCheck, *, is_upheld: bool, text: str, act: Act) -> DisputeFinding:
    """Write down what looking again came to; another than who issued the report does it."""
    assert act.by is not None  # noqa: S101 - somebody looked again
    check = locked(check)
    dispute = open_dispute(check)
    if dispute is None:
        raise NothingDisputed
    check_second(dispute.report.issued_by, act.by, otherwise=SettledByReporter)
    if len(text.strip()) < SHORTEST_TEXT:
        raise TooShort
    made = DisputeFinding.objects.create(
        dispute=dispute,
        is_upheld=is_upheld,
        text=text.strip(),
        found_on=clock.day_of(act.at),
        found_by=act.by,
        found_at=act.at,
    )
    finish_duty(DISPUTE, (SUBJECT, str(check.pk)), act, result="DONE")
    tell("verification.dispute_settled", check, DISPUTE_CHECKED, act, upheld=is_upheld)
    return made
