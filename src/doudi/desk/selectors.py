"""Answers what the home page asks of the modules below: where the month stands and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.circumstances.selectors.caring import cared_people, days_until_review, stale_care
from doudi.circumstances.states import ReviewSubject
from doudi.common.access import Access, Focus
from doudi.common.kit import TONES, Equation, Text, ToDo, due_words
from doudi.delegation.selectors.waiting import delegations_waiting_for
from doudi.exchange.catalogue import source_title
from doudi.exchange.selectors.batches import Arrived, arrived_sources, batches_within
from doudi.exchange.states import BatchState
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import rule_named
from doudi.monitoring.models import MatchRun
from doudi.monitoring.rules.equation import Balance
from doudi.monitoring.selectors.ledger import (
    RuleTally,
    open_entries_of,
    people_without_conclusion,
    tallies,
)
from doudi.monitoring.selectors.lines import entry_lines, equation_of
from doudi.monitoring.selectors.month import MonthView, month_of, month_view
from doudi.monitoring.selectors.notices import notices_waiting_for, watch_reviews_due
from doudi.monitoring.selectors.plans import plans_missed
from doudi.monitoring.selectors.risk import high_risk_count, reviews_overdue, unassessed_of
from doudi.monitoring.selectors.runs import comparison_is_current, last_run, periods_missed
from doudi.monitoring.states import MonthStatus
from doudi.notices.catalogue import title_of
from doudi.regions.selectors import calendar_ends_on, division_names
from doudi.registry.selectors.waiting import waiting_count
from doudi.rulebook.selectors.waiting import waiting_for
from doudi.work.selectors.tasks import pauses_asked

COUNTY_DIGITS = 6
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


def todos_of(access: Access, focus: Focus, desk: MonthDesk | None, *, on: date) -> list[ToDo]:
    """Return what waits for the reader: the month's next step, then the entries in hand by urgency."""
    return [
        *_month_todos(access, focus, desk),
        *_batch_todos(access, focus),
        *_settling_todos(access, focus),
        *calendar_todos(access, on=on),
        *_rule_todos(access, on=on),
        *_notice_todos(access),
        *_review_todos(access.user, on=on),
        *_watch_todos(access.user, on=on),
        *_assessment_todos(access.user),
        *_care_todos(access, focus, on=on),
        *_entry_todos(access.user, on=on),
    ]


def _month_todos(access: Access, focus: Focus, desk: MonthDesk | None) -> Iterator[ToDo]:
    if desk is None:
        return
    where, month = f"{focus.region_name} · {focus.period}", reverse("monitoring:month")
    if desk.equation.unresolved and desk.equation.is_compared and access.may("monitoring.assign_entry"):
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
    if desk.stage == 4 and access.may("monitoring.close_month"):
        yield ToDo(_("复核本月月结"), month, note=where, badge=_("待复核"), tone="wait")


def calendar_todos(access: Access, *, on: date) -> Iterator[ToDo]:
    """Warn, weeks ahead, that due dates will soon reach past the announced holidays."""
    last = calendar_ends_on()
    is_told = access.post is not None and access.post.role in _WARNED_OF_CALENDAR
    if last is None or not is_told or (last - on).days > _CALENDAR_DAYS_LEFT:
        return
    due, tone = due_words(last, today=on)
    yield ToDo(
        _("装入下一年的工作日历：节假日安排只到 %(day)s，之后的期限算不出来") % {"day": last.isoformat()},
        "",
        note="国务院办公厅公布放假通知后，请系统管理员按安装说明“每年一次：放假安排”装入",
        badge=_("工作日历"),
        tone="bad" if last < on else "wait",
        due=due,
        due_tone=tone,
    )


def _batch_todos(access: Access, focus: Focus) -> Iterator[ToDo]:
    if not access.may("exchange.publish_batch"):
        return
    waiting = batches_within(focus.scope).filter(
        period=str(focus.period), state__in=(BatchState.RECOGNISED, BatchState.CHECKED)
    )
    for batch in waiting[:_BATCHES_SHOWN]:
        what = _("确认列对照：%(source)s") if batch.state == BatchState.RECOGNISED else _("发布：%(source)s")
        yield ToDo(
            what % {"source": source_title(batch.source) if batch.source else _("来源待定的文件")},
            reverse("exchange:batch", args=(batch.pk,)),
            note=f"{batch.sender_name} · {batch.rows_read} 行，退回 {batch.rows_rejected} 行",
            badge=BatchState(batch.state).label,
            tone=TONES[batch.state],
        )


def _settling_todos(access: Access, focus: Focus) -> Iterator[ToDo]:
    waiting = waiting_count(focus.scope) if access.may("registry.settle_person") else 0
    if waiting:
        title = _("人员待核：%(count)s 条等您核定") % {"count": waiting}
        yield ToDo(title, reverse("registry:questions"), note=focus.region_name, badge=_("待核"), tone="wait")


def _rule_todos(access: Access, *, on: date) -> Iterator[ToDo]:
    for waiting in (*waiting_for(access, on=on), *delegations_waiting_for(access, on=on)):
        due, tone = due_words(waiting.due_on, today=on)
        address = reverse(waiting.page, args=[waiting.pk] if waiting.pk else [])
        yield ToDo(
            waiting.title,
            address,
            note=waiting.note,
            badge=waiting.badge,
            tone="wait",
            due=due,
            due_tone=tone,
        )


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


def _review_todos(user: User, *, on: date) -> Iterator[ToDo]:
    for assessment in reviews_overdue(user, on=on)[:_REVIEWS_SHOWN]:
        due, tone = due_words(assessment.next_review_on, today=on)
        name = assessment.entry.person.name if assessment.entry.person else ""
        address = reverse("monitoring:entry", args=(assessment.entry_id,))
        title = _("%(name)s：到了风险复评日") % {"name": name}
        yield ToDo(
            title,
            address,
            badge=assessment.get_level_display(),
            tone=TONES[assessment.level],
            due=due,
            due_tone=tone,
        )


def _notice_todos(access: Access) -> Iterator[ToDo]:
    if access.may("notices.settle_notice"):
        page = reverse("notices:notices")
        for notice in notices_waiting_for(access.post.division_id)[:_NOTICES_SHOWN]:
            yield ToDo(notice.text, page, badge=title_of(notice.kind), tone="bad")
    asked = pauses_asked(access.scope).count() if access.may("monitoring.grant_pause") else 0
    if asked:
        yield ToDo(
            _("批复 %(count)s 条暂停计时申请") % {"count": asked},
            reverse("monitoring:timeliness"),
            badge=_("待批准"),
            tone="wait",
        )


def _watch_todos(user: User, *, on: date) -> Iterator[ToDo]:
    for record in watch_reviews_due(user, on=on)[:_REVIEWS_SHOWN]:
        due, tone = due_words(record.next_review_on, today=on)
        yield ToDo(
            _("%(name)s：备案到期复核") % {"name": record.person.name},
            reverse("monitoring:watch"),
            badge=record.get_kind_display(),
            tone="wait",
            due=due,
            due_tone=tone,
        )


def _assessment_todos(user: User) -> Iterator[ToDo]:
    waiting = unassessed_of(user)
    for entry in waiting[:_REVIEWS_SHOWN]:
        yield ToDo(
            _("%(name)s：还没有评定风险") % {"name": entry.person.name if entry.person else ""},
            reverse("monitoring:entry", args=(entry.pk,)),
            note=_("未评定的共 %(count)s 条") % {"count": waiting.count()},
            badge=_("未评定"),
            tone="wait",
        )


def _care_todos(access: Access, focus: Focus, *, on: date) -> Iterator[ToDo]:
    if not access.may("circumstances.keep_care") or len(focus.region) < COUNTY_DIGITS:
        return
    waiting = cared_people(stale_care(focus.scope, on=on)).count()
    if waiting:
        days = days_until_review(focus.region, ReviewSubject.CARE)
        title = _("%(count)s 份关爱档案超过 %(days)s 天没核实") % {"count": waiting, "days": days}
        address = reverse("circumstances:cared_for") + "?stale=1"
        yield ToDo(title, address, note=focus.region_name, badge=_("待复核"), tone="wait")


def _entry_todos(user: User, *, on: date) -> Iterator[ToDo]:
    for line in entry_lines(open_entries_of(user)[:_ENTRIES_SHOWN], on=on):
        due, tone = due_words(line.due_on, today=on)
        yield ToDo(
            f"{line.name}：{line.rule_title}",
            reverse("monitoring:entry", args=(line.pk,)),
            note=line.place,
            badge=line.severity_label,
            tone={"RED": "bad", "ORANGE": "warm"}.get(line.severity, "wait"),
            due=due,
            due_tone=tone,
        )
