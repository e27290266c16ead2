"""Answers what the home page asks of the modules below: where the month stands and what waits for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from doudi.accounts.roles import Role
from doudi.common.access import Access, Focus
from doudi.common.kit import Equation, Text, ToDo
from doudi.exchange.catalogue import source_title
from doudi.exchange.selectors.batches import Arrived, arrived_sources
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.monitoring.catalogue import rule_named
from doudi.monitoring.models import MatchRun
from doudi.monitoring.rules.equation import Balance
from doudi.monitoring.selectors.ledger import (
    RuleTally,
    people_without_conclusion,
    tallies,
)
from doudi.monitoring.selectors.lines import equation_of
from doudi.monitoring.selectors.month import MonthView, month_of, month_view
from doudi.monitoring.selectors.plans import plans_missed
from doudi.monitoring.selectors.risk import high_risk_count
from doudi.monitoring.selectors.runs import comparison_is_current, last_run, periods_missed
from doudi.monitoring.states import MonthStatus
from doudi.regions.selectors import division_names

_ENTRIES_SHOWN = 6
_BATCHES_SHOWN = 4
_CALENDAR_DAYS_LEFT = 45
_WARNED_OF_CALENDAR = frozenset({Role.SYSTEM_ADMIN, Role.COUNTY_OFFICER})
_RULES_SHOWN = 8
_REVIEWS_SHOWN = 4
_NOTICES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class DivisionLine:
    """One division's equation as a line of the home page."""

    name: str
    address: str
    balance: Balance


@dataclass(frozen=True, slots=True)
class MonthDesk:
    """Where the month of one division stands: the equation, the divisions below, the ledger's figures."""

    equation: Equation
    lines: Sequence[DivisionLine]
    tally: RuleTally
    by_rule: Sequence[tuple[str, int]]
    high_risk: int
    stage: int
    status: MonthStatus


def month_desk(focus: Focus, *, on: date) -> MonthDesk | None:
    """Return the month of the division in focus; None before anything of it has come in."""
    code, period = focus.region, focus.period
    view = _view(code, period)
    if view.total.monitored == 0:
        return None
    total, names = view.total, division_names(view.below)
    status = _status(code, period)
    is_compared = status == MonthStatus.CLOSED or _is_compared(code, period)
    lines = [
        DivisionLine(names.get(below, "区划未确定"), _people(below), each)
        for below, each in view.below.items()
    ]
    rules = tallies(focus.scope, period, on=on)
    return MonthDesk(
        equation=equation_of(total, code, is_compared=is_compared),
        lines=sorted(lines, key=lambda line: (-line.balance.unaccounted, -line.balance.monitored)),
        tally=_total(rules.values()),
        by_rule=_by_rule(rules),
        high_risk=high_risk_count(focus.scope),
        stage=_stage(code, period, total, status, is_compared=is_compared),
        status=status,
    )


def _view(code: str, period: Period) -> MonthView:
    if len(code) >= COUNTY_DIGITS:
        return month_view(code, period)
    below = {county: month_view(county, period).total for county in _counties(code, period)}
    return MonthView(total=_sum(below.values()), below=below)


def _sum(balances: Iterable[Balance]) -> Balance:
    each = list(balances)
    return Balance(**{part.name: sum(getattr(one, part.name) for one in each) for part in fields(Balance)})


def _total(found: Iterable[RuleTally]) -> RuleTally:
    each = list(found)
    return RuleTally(
        **{part.name: sum(getattr(one, part.name) for one in each) for part in fields(RuleTally)}
    )


def _by_rule(rules: Mapping[str, RuleTally]) -> list[tuple[str, int]]:
    found = sorted(((tally.found, rule) for rule, tally in rules.items() if tally.found), reverse=True)
    return [(rule_named(rule).title, count) for count, rule in found[:_RULES_SHOWN]]


def _status(code: str, period: Period) -> MonthStatus:
    month = month_of(code[:COUNTY_DIGITS], period) if len(code) >= COUNTY_DIGITS else None
    return MonthStatus(month.status) if month else MonthStatus.OPEN


STAGES: tuple[Text, ...] = (_("收文件"), _("比对"), _("逐人落实"), _("提交月结"), _("复核月结"))
_DONE = len(STAGES)


def _is_compared(code: str, period: Period) -> bool:
    """Say whether a county's month was compared with all that is published; above, each county says it."""
    return all(
        comparison_is_current(county, period) or _status(county, period) == MonthStatus.CLOSED
        for county in _counties(code, period)
    )


def _counties(code: str, period: Period) -> list[str]:
    """Return the county of a division, or the counties below it that have compared the month."""
    if len(code) >= COUNTY_DIGITS:
        return [code[:COUNTY_DIGITS]]
    runs = MatchRun.objects.filter(region__startswith=code, period=str(period)).order_by("region")
    return list(runs.values_list("region", flat=True).distinct())


def _stage(code: str, period: Period, total: Balance, status: MonthStatus, *, is_compared: bool) -> int:
    """Return which step is next: a step counts as done only when nothing of it is left."""
    if status == MonthStatus.CLOSED:
        return _DONE
    if status == MonthStatus.SUBMITTED:
        return 4
    if not is_compared:
        return 1 if any(last_run(each, period) for each in _counties(code, period)) else 0
    if not total.is_settled:
        return 2
    return 2 if any(people_without_conclusion(each, period) for each in _counties(code, period)) else 3


def _people(code: str) -> str:
    page = "monitoring:month_people" if len(code) > COUNTY_DIGITS + 3 else "monitoring:month"
    return f"{reverse(page)}?division={code}"


Counter = Callable[[Access, Focus, date], Iterable[ToDo]]
"""What a module declares that waits for a reader; it asks itself whether the reader may see it."""


def todos_of(access: Access, focus: Focus, desk: MonthDesk | None, *, on: date) -> list[ToDo]:
    """Return what waits for the reader: the month's next step, then what each module says."""
    counters: tuple[Counter, ...] = import_string(settings.TODOS)
    found = (todo for counter in counters for todo in counter(access, focus, on))
    return [*_month_todos(access, focus, desk), *found]


def _month_todos(access: Access, focus: Focus, desk: MonthDesk | None) -> Iterator[ToDo]:
    if desk is None:
        return
    where, month = f"{focus.region_name} · {focus.period}", reverse("monitoring:month")
    if desk.equation.unresolved and desk.equation.is_compared and access.may("work.hand_out"):
        address = desk.equation.addresses.get("unresolved", "")
        title = _("逐人落实 %(count)s 名未落实人员") % {"count": desk.equation.unresolved}
        yield ToDo(title, address, note=where, badge=_("未落实"), tone="bad")
    if len(focus.region) != COUNTY_DIGITS:
        return
    waiting = people_without_conclusion(focus.region, focus.period) if desk.stage == 2 else 0
    if desk.stage < 2 and access.may("monitoring.run_match"):
        what = _("文件有变化，请重新比对") if desk.stage else _("文件收齐后运行本月比对")
        yield ToDo(what, reverse("monitoring:results"), note=where, badge=_("比对"), tone="wait")
    if waiting:
        title = _("%(count)s 人还没有结论，办完才能提交月结") % {"count": waiting}
        ledger = reverse("monitoring:ledger") + "?closing=1"
        yield ToDo(title, ledger, note=where, badge=_("月结"), tone="wait")
    elif desk.stage == 3 and access.may("monitoring.submit_month"):
        yield ToDo(_("人人有着落，可以提交月结"), month, note=where, badge=_("月结"), tone="ok")


def files_of(access: Access, focus: Focus) -> list[Arrived]:
    """Return how far each source's file of the month has come, for those who may see a county's batches."""
    if len(focus.region) != COUNTY_DIGITS or not access.may("exchange.view_batches"):
        return []
    return arrived_sources(focus.scope, focus.period)


def months_missed(access: Access, focus: Focus, *, on: date) -> list[str]:
    """Return the months of the county that should have been compared by a day; all its levels see them."""
    if len(focus.region) < COUNTY_DIGITS or not access.may("monitoring.view_results"):
        return []
    return periods_missed(focus.region[:COUNTY_DIGITS], on=on)


def plans_behind(access: Access, focus: Focus, *, on: date) -> list[str]:
    """Return the titles of the county's lists some term of whose plan passed without a comparison."""
    if len(focus.region) != COUNTY_DIGITS or not access.may("monitoring.view_results"):
        return []
    return [source_title(source) for source in plans_missed(focus.region, on=on)]
