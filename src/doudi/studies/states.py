"""Names how facts came in, how far a study is, what it does to a family, and what a worksheet is about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
