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


class FactSource(models.TextChoices):
    """How a family's facts came in."""

    WORKBOOK = "WORKBOOK", _("填表导入")
    TYPED = "TYPED", _("试算时保存")
    SCENARIO = "SCENARIO", _("场景文件")
    DEMO = "DEMO", _("演示数据")


class StudyStatus(models.TextChoices):
    """How far a what-if study is."""

    QUEUED = "QUEUED", _("排队中")
    RUNNING = "RUNNING", _("计算中")
    DONE = "DONE", _("已完成")
    FAILED = "FAILED", _("没有完成")


class Effect(models.TextChoices):
    """What a change does to one entitlement."""

    OUT = "OUT", _("将退出")
    DOWN = "DOWN", _("将降额")
    UP = "UP", _("将增额")
    IN = "IN", _("将新增")


class LaunchKind(models.TextChoices):
    """What a month's indices ask for."""

    START = "START", _("启动")
    CONTINUE = "CONTINUE", _("继续")
    STOP = "STOP", _("中止")
    MAKE_UP = "MAKE_UP", _("补发")


class LinePart(models.TextChoices):
    """Whether a line is what was due at first or what was lacking in it."""

    MAIN = "MAIN", _("原发")
    MAKE_UP = "MAKE_UP", _("补差")


class LaunchStatus(models.TextChoices):
    """How far a suggestion about the price subsidy is."""

    SUGGESTED = "SUGGESTED", _("待审批")
    APPROVED = "APPROVED", _("已批准")
    REJECTED = "REJECTED", _("未批准")
    REPLACED = "REPLACED", _("指数已更正")


class HeldCategory(models.TextChoices):
    """Standings for the price subsidy that other offices' lists carry."""

    PREFERENTIAL = "PREFERENTIAL", _("优抚对象")
    FIVE_ELDERS = "FIVE_ELDERS", _("革命五老")
    AIDS_CHILD = "AIDS_CHILD", _("艾滋病病毒感染儿童")
    UNEMPLOYMENT_INSURANCE = "UNEMPLOYMENT_INSURANCE", _("领取失业保险金人员")
    UNEMPLOYMENT_AID = "UNEMPLOYMENT_AID", _("领取失业补助金人员")


class StandardSubject(models.TextChoices):
    """Which standard a worksheet works out."""

    DIBAO_URBAN = "DIBAO_URBAN", _("城市低保标准")
    DIBAO_RURAL = "DIBAO_RURAL", _("农村低保标准")
    TEKUN_URBAN = "TEKUN_URBAN", _("城市特困基本生活标准")
    TEKUN_RURAL = "TEKUN_RURAL", _("农村特困基本生活标准")
    ORPHAN_SCATTERED = "ORPHAN_SCATTERED", _("散居孤儿和事实无人抚养儿童标准")
    ORPHAN_INSTITUTION = "ORPHAN_INSTITUTION", _("机构养育孤儿标准")
    FIVE_ELDERS = "FIVE_ELDERS", _("革命五老生活补助标准")


class StandardWay(models.TextChoices):
    """How a standard is worked out."""

    EXPENSE = "EXPENSE", _("按人均消费支出比例")
    GROWTH = "GROWTH", _("按指标增幅自然增长")


class AreaAspect(models.TextChoices):
    """In which respect town and country differ."""

    CONDITIONS = "CONDITIONS", _("对象条件")
    PROCESS = "PROCESS", _("办理流程")
    MANAGEMENT = "MANAGEMENT", _("管理办法")
    STANDARD = "STANDARD", _("保障标准")


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
