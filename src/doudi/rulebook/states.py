"""Names the states of proposals, documents, duties and exits, and which move leads where."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.common.problems import Refusal


class ProposalStatus(models.TextChoices):
    """How far a bureau's own change of parameters is."""

    DRAFT = "DRAFT", _("草稿")
    PROPOSED = "PROPOSED", _("待批准")
    APPROVED = "APPROVED", _("已批准")
    REJECTED = "REJECTED", _("未批准")
    WITHDRAWN = "WITHDRAWN", _("已撤回")


class FileKind(models.TextChoices):
    """What a file attached to a proposal is."""

    BASIS = "BASIS", _("测算依据")
    DOCUMENT = "DOCUMENT", _("文件正文")
    OTHER = "OTHER", _("其他附件")


class DocumentStatus(models.TextChoices):
    """Whether a policy document still holds."""

    IN_FORCE = "IN_FORCE", _("现行有效")
    VOID = "VOID", _("已失效")


class DutyStatus(models.TextChoices):
    """How far a bureau's own document that a superior one asks for is."""

    WANTED = "WANTED", _("未启动")
    DRAFTED = "DRAFTED", _("已草拟")
    COUNTERSIGNED = "COUNTERSIGNED", _("已会签")
    ISSUED = "ISSUED", _("已印发")


class TopicResult(models.TextChoices):
    """What became of a question of policy."""

    OPEN = "OPEN", _("研究中")
    ADOPTED = "ADOPTED", _("已采纳")
    DECLINED = "DECLINED", _("未采纳")


class ExitGround(models.TextChoices):
    """Why somebody is to leave a programme."""

    DEATH = "DEATH", _("死亡")
    INCOME = "INCOME", _("收入超过标准")
    PROPERTY = "PROPERTY", _("财产超过规定")
    VOLUNTARY = "VOLUNTARY", _("本人自愿退出")
    MOVED = "MOVED", _("户籍迁出")
    SENTENCED = "SENTENCED", _("监狱服刑")
    REFUSED_CHECK = "REFUSED_CHECK", _("拒不配合核查")
    OTHER = "OTHER", _("其他原因")


class ExitStatus(models.TextChoices):
    """How far a wish to end somebody's standing is."""

    QUEUED = "QUEUED", _("暂停期内排队")
    REVIEW = "REVIEW", _("暂停期满待复核")
    ALLOWED = "ALLOWED", _("可以办理")
    KEPT = "KEPT", _("复核后继续保障")
    CONFIRMED = "CONFIRMED", _("复核后同意退出")


class BreachStatus(models.TextChoices):
    """Whether an exit made while exits stood still was put right."""

    OPEN = "OPEN", _("待恢复")
    RESTORED = "RESTORED", _("已恢复")
    EXPLAINED = "EXPLAINED", _("核实不属违规")


MOVES: Mapping[ProposalStatus, frozenset[ProposalStatus]] = {
    ProposalStatus.DRAFT: frozenset({ProposalStatus.PROPOSED, ProposalStatus.WITHDRAWN}),
    ProposalStatus.PROPOSED: frozenset(
        {ProposalStatus.APPROVED, ProposalStatus.REJECTED, ProposalStatus.WITHDRAWN}
    ),
    ProposalStatus.APPROVED: frozenset(),
    ProposalStatus.REJECTED: frozenset(),
    ProposalStatus.WITHDRAWN: frozenset(),
}


class ProposalNotThere(Refusal):
    """A proposal is not where the act would take it from; somebody else was faster."""

    def __init__(self, current: ProposalStatus) -> None:
        super().__init__(f"这件变更已经是“{current.label}”，不能再这样处理。请刷新页面看最新情况。")


def check_move(current: ProposalStatus, wanted: ProposalStatus) -> None:
    """Raise ProposalNotThere unless the table has this move."""
    if wanted not in MOVES[current]:
        raise ProposalNotThere(current)
