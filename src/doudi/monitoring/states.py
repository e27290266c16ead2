"""Names the states of runs, ledger entries and months, and their moves."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.common.problems import Refusal
from doudi.kernel import words


class RunStatus(models.TextChoices):
    """How far a comparison run has come."""

    QUEUED = "QUEUED", _("排队中")
    RUNNING = "RUNNING", _("比对中")
    DONE = "DONE", _("已完成")
    FAILED = "FAILED", _("未完成")


class EntryStatus(models.TextChoices):
    """Where a ledger entry stands."""

    OPEN = "OPEN", _("待核查")
    CONCLUDED = "CONCLUDED", _("已有结论")
    CLEARED = "CLEARED", _("不再命中")


ENTRY_MOVES: Mapping[EntryStatus, frozenset[EntryStatus]] = {
    EntryStatus.OPEN: frozenset({EntryStatus.OPEN, EntryStatus.CONCLUDED, EntryStatus.CLEARED}),
    EntryStatus.CONCLUDED: frozenset({EntryStatus.OPEN, EntryStatus.CONCLUDED}),
    EntryStatus.CLEARED: frozenset({EntryStatus.OPEN}),
}
"""What may become of an entry: a comparison opens it again or who concluded it takes that back."""


class EntryMoveNotAllowed(Refusal):
    """An entry cannot go from where it stands to where someone wants it."""

    def __init__(self, current: EntryStatus, wanted: EntryStatus) -> None:
        super().__init__(f"这一条现在是“{current.label}”，不能改为“{wanted.label}”。请刷新页面看最新状态。")


def check_entry_move(current: EntryStatus, wanted: EntryStatus) -> None:
    """Raise EntryMoveNotAllowed unless the table has this move."""
    if wanted not in ENTRY_MOVES[current]:
        raise EntryMoveNotAllowed(current, wanted)


class StandingCause(models.TextChoices):
    """What put an entry where it stands in a month."""

    FOUND = "FOUND", _("比对发现")
    CARRIED = "CARRIED", _("沿用上月结论")
    GONE = "GONE", _("同月重新比对不再命中")
    CONCLUDED = "CONCLUDED", _("填写结论")
    HANDED = "HANDED", _("指定责任人")
    ENROLLED = "ENROLLED", _("名册显示已纳入")
    TAKEN_BACK = "TAKEN_BACK", _("撤回结论")
    BEFORE = "BEFORE", _("升级前的记录")


class Severity(models.TextChoices):
    """How urgent a finding is (预警等级)."""

    RED = words.Severity.RED, _("红色")
    ORANGE = words.Severity.ORANGE, _("橙色")
    YELLOW = words.Severity.YELLOW, _("黄色")


class Outcome(models.TextChoices):
    """What the officer who checked an entry found or set going (结论)."""

    ENROLLED_DIBAO = words.Outcome.ENROLLED_DIBAO, _("转办低保")
    ENROLLED_TEKUN = words.Outcome.ENROLLED_TEKUN, _("转办特困供养")
    RELIEF_GRANTED = words.Outcome.RELIEF_GRANTED, _("给予临时救助")
    REFERRED = words.Outcome.REFERRED, _("转其他部门帮扶")
    WATCH = words.Outcome.WATCH, _("备案监测")
    INELIGIBLE = words.Outcome.INELIGIBLE, _("不符合条件")
    VOLUNTARY_DIBAO = words.Outcome.VOLUNTARY_DIBAO, _("自愿保留低保")
    CORRECTED = words.Outcome.CORRECTED, _("属实已更正")
    MISTAKEN = words.Outcome.MISTAKEN, _("误报")
    HOLD = words.Outcome.HOLD, _("暂缓发放待核")
    DECEASED_CONFIRMED = words.Outcome.DECEASED_CONFIRMED, _("确认死亡")


class Doubt(models.TextChoices):
    """Why a finding does not yet say who it is about: it rests on a number alone."""

    NAME = "NAME", _("号码相同、姓名不同")
    SHARED = "SHARED", _("同一号码登记在两个人名下")


UNDERWAY = frozenset(
    {Outcome.ENROLLED_DIBAO, Outcome.ENROLLED_TEKUN, Outcome.RELIEF_GRANTED, Outcome.REFERRED, Outcome.HOLD}
)
"""Outcomes that set something going: the person is 办理中 until a list shows the result."""

FOUND_AGAIN_REOPENS = frozenset(
    {Outcome.CORRECTED, Outcome.MISTAKEN, Outcome.DECEASED_CONFIRMED, Outcome.RELIEF_GRANTED}
)
"""Outcomes that say the cause is gone: the same finding in a later month opens the entry again."""


class RiskLevel(models.TextChoices):
    """How likely a person is to fall back into poverty (返贫致贫风险)."""

    HIGH = words.Risk.HIGH, _("高风险")
    MEDIUM = words.Risk.MEDIUM, _("中风险")
    LOW = words.Risk.LOW, _("低风险")


class WatchKind(models.TextChoices):
    """Why somebody is on the watch register."""

    FILED = "FILED", _("备案监测")
    INELIGIBLE = "INELIGIBLE", _("低收入动态监测")
    INCOME = "INCOME", _("收入在两线之间")


class VisitWay(models.TextChoices):
    """How somebody was seen."""

    HOME = "HOME", _("入户")
    PHONE = "PHONE", _("电话")


class Every(models.TextChoices):
    """How often a department's list is to be compared."""

    MONTH = "MONTH", _("每月")
    QUARTER = "QUARTER", _("每季")
    HALF_YEAR = "HALF_YEAR", _("每半年")
    YEAR = "YEAR", _("每年")


class NoticeKind(models.TextChoices):
    """Why a level is told something."""

    OVERDUE = "OVERDUE", _("超期升级")
    GRADE = "GRADE", _("预警级别变化")
    CLUSTER = "CLUSTER", _("规模性返贫风险")
    RECHECK = "RECHECK", _("情况变化重新核查")
    LEFT = "LEFT", _("离任未交接")


class RiskTag(models.TextChoices):
    """A sign of risk an officer pins to somebody on the poverty register; several may hold."""

    UNSTABLE_INCOME = "UNSTABLE_INCOME", _("收入不稳")
    WEAK_GROWTH = "WEAK_GROWTH", _("增收弱")
    EPIDEMIC = "EPIDEMIC", _("疫情减收")
    EXPENSE_SURGE = "EXPENSE_SURGE", _("支出骤增")
    RELAPSE = "RELAPSE", _("返贫风险")


class MeasureKind(models.TextChoices):
    """What a family gets besides money to live on, so that it is not only kept (不止一兜)."""

    INDUSTRY = "INDUSTRY", _("产业帮扶")
    EMPLOYMENT = "EMPLOYMENT", _("就业帮扶")
    ASSET_INCOME = "ASSET_INCOME", _("资产收益")


class Standing(models.TextChoices):
    """A person's one place in the month equation, the first that applies."""

    AIDED = words.Standing.AIDED, _("在享")
    UNDERWAY = words.Standing.UNDERWAY, _("办理中")
    WATCHED = words.Standing.WATCHED, _("备案监测")
    EXCLUDED = words.Standing.EXCLUDED, _("有理由排除")
    UNACCOUNTED = words.Standing.UNACCOUNTED, _("未落实")


class MonthStatus(models.TextChoices):
    """Where a county's month stands."""

    OPEN = "OPEN", _("进行中")
    SUBMITTED = "SUBMITTED", _("待复核")
    CLOSED = "CLOSED", _("已月结")


MONTH_MOVES: Mapping[MonthStatus, frozenset[MonthStatus]] = {
    MonthStatus.OPEN: frozenset({MonthStatus.SUBMITTED}),
    MonthStatus.SUBMITTED: frozenset({MonthStatus.OPEN, MonthStatus.CLOSED}),
    MonthStatus.CLOSED: frozenset(),
}


class MonthMoveNotAllowed(Refusal):
    """The month cannot go from where it stands to where someone wants it."""

    def __init__(self, current: MonthStatus, wanted: MonthStatus) -> None:
        super().__init__(f"本月当前是“{current.label}”，不能改为“{wanted.label}”。请刷新页面看最新状态。")


def check_month_move(current: MonthStatus, wanted: MonthStatus) -> None:
    """Raise MonthMoveNotAllowed unless the table has this move."""
    if wanted not in MONTH_MOVES[current]:
        raise MonthMoveNotAllowed(current, wanted)
