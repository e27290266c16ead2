"""Names the states of a batch and its moves."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.common.problems import Refusal


class BatchState(models.TextChoices):
    """Where a batch stands between arriving and being compared."""

    RECEIVED = "RECEIVED", _("已接收")
    RECOGNISED = "RECOGNISED", _("待确认")
    CHECKED = "CHECKED", _("待发布")
    PUBLISHED = "PUBLISHED", _("已发布")
    SUPERSEDED = "SUPERSEDED", _("已被更正")
    REFUSED = "REFUSED", _("已退回")


class Task(models.TextChoices):
    """What the worker is doing with a batch."""

    NONE = "NONE", _("空闲")
    RECOGNISING = "RECOGNISING", _("识别中")
    CHECKING = "CHECKING", _("检查中")
    PUBLISHING = "PUBLISHING", _("发布中")


class Placing(models.TextChoices):
    """What a batch is to the published ones of its source, region and month, as a person said or was told."""

    UNDECIDED = "", _("待定")
    FIRST = "FIRST", _("第一份")
    REPLACES = "REPLACES", _("更正")
    BESIDE = "BESIDE", _("并列")


class FeedbackState(models.TextChoices):
    """Where a round of feedback from the province stands."""

    OPEN = "OPEN", _("核实中")
    SUBMITTED = "SUBMITTED", _("已上报")


class Verdict(models.TextChoices):
    """What an officer found when verifying what the province sent back (核实结论)."""

    TRUE = "TRUE", _("属实")
    UNTRUE = "UNTRUE", _("不属实")
    SETTLED = "SETTLED", _("已处置")


LIVE = frozenset({BatchState.RECEIVED, BatchState.RECOGNISED, BatchState.CHECKED, BatchState.PUBLISHED})
"""States in which the same file again is a duplicate."""

MOVES: Mapping[BatchState, frozenset[BatchState]] = {
    BatchState.RECEIVED: frozenset({BatchState.RECOGNISED, BatchState.REFUSED}),
    BatchState.RECOGNISED: frozenset({BatchState.RECOGNISED, BatchState.CHECKED, BatchState.REFUSED}),
    BatchState.CHECKED: frozenset({BatchState.RECOGNISED, BatchState.PUBLISHED, BatchState.REFUSED}),
    BatchState.PUBLISHED: frozenset({BatchState.CHECKED, BatchState.SUPERSEDED}),
    BatchState.SUPERSEDED: frozenset({BatchState.PUBLISHED}),
    BatchState.REFUSED: frozenset(),
}


class MoveNotAllowed(Refusal):
    """The batch has moved on, so that this act no longer fits it."""

    def __init__(self, current: BatchState, wanted: BatchState) -> None:
        super().__init__(f"这一批现在是“{current.label}”，不能改为“{wanted.label}”。请刷新页面看最新情况。")
        self.current = current
        self.wanted = wanted


def check_move(current: BatchState, wanted: BatchState) -> None:
    """Raise MoveNotAllowed unless the table has this move."""
    if wanted not in MOVES[current]:
        raise MoveNotAllowed(current, wanted)


class SharedField(models.TextChoices):
    """What of a person on aid a department may be told (共享字段); bank accounts are none of them."""

    NAME = "NAME", _("姓名")
    NUMBER = "NUMBER", _("身份证号")
    PLACE = "PLACE", _("所在村居")
    CATEGORY = "CATEGORY", _("救助类别")
    SINCE = "SINCE", _("起始日")
    AMOUNT = "AMOUNT", _("月金额")


class SharedUseKind(models.TextChoices):
    """How a department used what it is told."""

    QUERY = "QUERY", _("逐人查询")
    SNAPSHOT = "SNAPSHOT", _("下载当月名单")
    CHANGES = "CHANGES", _("取变更")


class Side(models.TextChoices):
    """Who of the two that work together says something (协作方)."""

    BUREAU = "BUREAU", _("民政部门")
    OFFICE = "OFFICE", _("协作部门")
