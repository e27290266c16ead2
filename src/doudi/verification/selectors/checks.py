"""Answers which checks there are, how far each has come, and which clocks run in it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse

from doudi.common.scope import Scope
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.procedures.deadlines import Deadline, deadlines_of
from doudi.procedures.happening import Event
from doudi.registry.models import Household
from doudi.rulebook.catalogue import book, procedures
from doudi.verification.catalogue import subject_labels
from doudi.verification.models import CheckDispute, CheckQuery, CheckReport, FinancialCheck
from doudi.verification.states import DISPUTE_CHECKED, DISPUTED, PROCEDURE, REPORTED, Stage
from doudi.work.declaring import Words
from doudi.work.selectors.tasks import calendar

BANKS = frozenset({"BANK", "INSURANCE", "SECURITIES", "INTERNET_FINANCE"})
"""The sources for which the longer clock of a report with data of financial institutions runs."""
WORKED = {Stage.ASKED: "启动查询", Stage.ASKING: "登记答复、出报告", Stage.DISPUTED: "复查异议"}


def checks_within(scope: Scope) -> QuerySet[FinancialCheck]:
    """Return the checks of a scope, newest first."""
    return FinancialCheck.objects.filter(scope.q("division")).select_related(
        "household__head", "requested_by"
    )


def checks_about(kind: str, key: str) -> QuerySet[FinancialCheck]:
    """Return the checks that a record asked for, newest first."""
    return FinancialCheck.objects.filter(about_kind=kind, about_id=key)


def open_check(household: Household) -> FinancialCheck | None:
    """Return the check of a household that has no report yet."""
    return household.financial_checks.filter(reports__isnull=True).first()


def queries_of(check: FinancialCheck) -> list[CheckQuery]:
    """Return what was asked, person by person, with what was answered."""
    asked = check.queries.select_related("person", "authorisation__withdrawal")
    return list(asked.prefetch_related("answers__entered_by"))


def last_report(check: FinancialCheck) -> CheckReport | None:
    """Return the report that counts; nothing before there is one."""
    return check.reports.select_related("paper").last()


def open_dispute(check: FinancialCheck) -> CheckDispute | None:
    """Return what a family says against a report and nobody has looked into yet."""
    return CheckDispute.objects.filter(report__check_of=check, finding__isnull=True).first()


def is_disputed(kind: str, key: str) -> bool:
    """Say whether something said against a check that a record asked for has not been looked into yet."""
    about = CheckDispute.objects.filter(report__check_of__about_kind=kind, report__check_of__about_id=key)
    return about.filter(finding__isnull=True).exists()


def stage_of(check: FinancialCheck) -> Stage:
    """Return how far a check has come."""
    if open_dispute(check) is not None:
        return Stage.DISPUTED
    if check.reports.exists():
        return Stage.REPORTED
    return Stage.ASKING if check.queries.exists() else Stage.ASKED


def values_of(text: str) -> dict[str, str]:
    """Return what an answer holds, by field."""
    return dict(json.loads(text)) if text else {}


def deadlines_in(check: FinancialCheck, *, on: date) -> Sequence[Deadline]:
    """Return the clocks of a check by the procedure of checks, each by the law of the day it starts."""
    return deadlines_of(
        procedures(),
        book(),
        programme=PROCEDURE,
        region=check.division[:COUNTY_DIGITS],
        on=on,
        events=list(_events(check)),
        calendar=calendar(),
    )


def clock_running(check: FinancialCheck, prefix: str, *, on: date) -> Deadline | None:
    """Return the clock of a name that was started last."""
    found = [one for one in deadlines_in(check, on=on) if one.clock.name.startswith(prefix)]
    return max(found, key=lambda one: one.started.on, default=None)


def _events(check: FinancialCheck) -> Iterator[Event]:
    """Yield what happened, as the clocks of the procedure count from it."""
    asked = list(check.queries.values_list("source", "sent_on"))
    if asked:
        is_longer = any(source in BANKS for source, _ in asked)
        yield Event("REPORT_ASKED_BANKS" if is_longer else "REPORT_ASKED", min(day for _, day in asked))
    for report in check.reports.select_related("dispute__finding"):
        yield Event(REPORTED, report.issued_on)
        dispute = getattr(report, "dispute", None)
        if dispute is None:
            continue
        yield Event(DISPUTED, dispute.said_on)
        finding = getattr(dispute, "finding", None)
        if finding is not None:
            yield Event(DISPUTE_CHECKED, finding.found_on)


def people_checked(scope: Scope, year: int) -> Mapping[str, int]:
    """Return how many people were looked up in a year, by the kind of family; each once in a kind."""
    asked = CheckQuery.objects.filter(scope.q("check_of__division"), sent_on__year=year).order_by()
    counted = asked.values("check_of__subject").annotate(people=Count("person", distinct=True))
    found = {row["check_of__subject"]: row["people"] for row in counted}
    return {code: found.get(code, 0) for code in {**subject_labels(), **found}}


def words_of(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the checks of these keys are called among the tasks."""
    found = FinancialCheck.objects.filter(pk__in=keys).select_related("household__head")
    return {
        str(each.pk): Words(
            name=head_name(each.household),
            address=reverse("verification:check", args=(each.pk,)),
            note=each.number,
            home=f"{head_name(each.household)}家",
            way=WORKED.get(stage_of(each), "看核对报告"),
        )
        for each in found
    }


def head_name(household: Household) -> str:
    """Return what a household is called by; its head's name, where it has one."""
    return household.head.name if household.head else "（没有户主）"
