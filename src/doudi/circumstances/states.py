"""Names kinds of care, of needs, of conditions and of guarantees, and how far each is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CareKind(models.TextChoices):
    """Whom a county looks after besides aid: the three left behind, and children in difficulty."""

    LEFT_BEHIND_CHILD = "LEFT_BEHIND_CHILD", _("留守儿童")
    LEFT_BEHIND_ELDER = "LEFT_BEHIND_ELDER", _("留守老人")
    LEFT_BEHIND_WOMAN = "LEFT_BEHIND_WOMAN", _("留守妇女")
    CHILD_IN_DIFFICULTY = "CHILD_IN_DIFFICULTY", _("困境儿童")


LEFT_BEHIND = (CareKind.LEFT_BEHIND_CHILD, CareKind.LEFT_BEHIND_ELDER, CareKind.LEFT_BEHIND_WOMAN)
"""The kinds whose absent relative's whereabouts are kept (三留守)."""

CARED_CHILDREN = (CareKind.LEFT_BEHIND_CHILD, CareKind.CHILD_IN_DIFFICULTY)
"""The kinds that are children, whose guardian is kept."""


class ChildDifficulty(models.TextChoices):
    """What puts a child in difficulty (国发〔2016〕36号)."""

    POOR_FAMILY = "POOR_FAMILY", _("家庭贫困")
    OWN_DISABILITY = "OWN_DISABILITY", _("自身残疾")
    GUARDIANSHIP = "GUARDIANSHIP", _("监护缺失或监护不当")


class LeavingReason(models.TextChoices):
    """Why somebody is no longer looked after under a kind."""

    CAME_BACK = "CAME_BACK", _("家人返乡")
    GREW_UP = "GREW_UP", _("已超过年龄")
    RESOLVED = "RESOLVED", _("困境已解除")
    MOVED_AWAY = "MOVED_AWAY", _("已随迁或迁出")
    DIED = "DIED", _("死亡")
    ENTERED_WRONGLY = "ENTERED_WRONGLY", _("登记有误")


class CheckWay(models.TextChoices):
    """How an officer made sure that what is recorded still holds."""

    VISIT = "VISIT", _("入户")
    PHONE = "PHONE", _("电话")


class ReviewSubject(models.TextChoices):
    """What a county sets a number of days for, after which it is to be looked at again."""

    CARE = "CARE", _("关爱档案")
    EPIDEMIC = "EPIDEMIC", _("疫情排查")


class ChildLoss(models.TextChoices):
    """What happened to the only child of a bereaved family."""

    DIED = "DIED", _("子女死亡")
    DISABLED = "DISABLED", _("子女伤残")
    ILL = "ILL", _("子女重病")


class NeedKind(models.TextChoices):
    """What a family lacks."""

    LIVING = "LIVING", _("生活")
    MEDICAL = "MEDICAL", _("医疗")
    EDUCATION = "EDUCATION", _("教育")
    HOUSING = "HOUSING", _("住房")
    CARE = "CARE", _("照料")


class NeedSource(models.TextChoices):
    """How a need came to be known."""

    VISIT = "VISIT", _("走访")
    REPORTED = "REPORTED", _("本人或村里反映")
    EPIDEMIC = "EPIDEMIC", _("疫情排查")
    GUARANTEE = "GUARANTEE", _("三保障未达标")


class NeedStatus(models.TextChoices):
    """How far a need has come."""

    OPEN = "OPEN", _("待办")
    IN_PROGRESS = "IN_PROGRESS", _("处理中")
    MET = "MET", _("已解决")
    DROPPED = "DROPPED", _("不再需要")


NEED_MOVES = {
    NeedStatus.OPEN: frozenset({NeedStatus.IN_PROGRESS, NeedStatus.MET, NeedStatus.DROPPED}),
    NeedStatus.IN_PROGRESS: frozenset({NeedStatus.MET, NeedStatus.DROPPED}),
    NeedStatus.MET: frozenset[NeedStatus](),
    NeedStatus.DROPPED: frozenset[NeedStatus](),
}
"""Which status a need may go to from each."""


class IsolationState(models.TextChoices):
    """Whether a family is kept apart in an epidemic."""

    NONE = "NONE", _("没有隔离")
    AT_HOME = "AT_HOME", _("居家隔离")
    CENTRAL = "CENTRAL", _("集中隔离")
    UNKNOWN = "UNKNOWN", _("没问到")


class HealthState(models.TextChoices):
    """How a family is in an epidemic."""

    WELL = "WELL", _("健康")
    UNWELL = "UNWELL", _("有症状")
    CONFIRMED = "CONFIRMED", _("确诊")
    UNKNOWN = "UNKNOWN", _("没问到")


class SuppliesState(models.TextChoices):
    """Whether a family has what it needs to live in an epidemic."""

    ENOUGH = "ENOUGH", _("物资够用")
    LACKING = "LACKING", _("缺物资")
    UNKNOWN = "UNKNOWN", _("没问到")


class CareState(models.TextChoices):
    """Whether somebody looks after those who cannot look after themselves in an epidemic."""

    NOT_NEEDED = "NOT_NEEDED", _("不需要照料")
    CARED = "CARED", _("有人照料")
    LACKING = "LACKING", _("缺照料")
    UNKNOWN = "UNKNOWN", _("没问到")


class Aspect(models.TextChoices):
    """What a county must know of a family that may fall back into poverty."""

    INCOME = "INCOME", _("收入")
    HOUSING = "HOUSING", _("住房情况")
    HEALTH = "HEALTH", _("健康情况")
    EDUCATION = "EDUCATION", _("教育情况")
    LABOUR = "LABOUR", _("劳动力")
    RELATIONS = "RELATIONS", _("成员关系")


class AidForm(models.TextChoices):
    """In what form a department helped."""

    MONEY = "MONEY", _("钱款")
    GOODS = "GOODS", _("实物")
    SERVICE = "SERVICE", _("服务")


class ElderKind(models.TextChoices):
    """What a veteran of the revolution was, as the rules of the five kinds name them."""

    PARTY_MEMBER = "PARTY_MEMBER", _("老地下党员")
    GUERRILLA = "GUERRILLA", _("老游击队员")
    SOVIET_OFFICIAL = "SOVIET_OFFICIAL", _("老苏区乡干部")
    COURIER = "COURIER", _("老交通员")
    CONTACT_HOUSE = "CONTACT_HOUSE", _("老接头户")
    SURVIVOR = "SURVIVOR", _("五老遗偶")


class ElderBenefit(models.TextChoices):
    """What veterans are to receive."""

    MEDICAL = "MEDICAL", _("医疗补助")
    CONSOLATION = "CONSOLATION", _("慰问")
    PRICE = "PRICE", _("价格补贴")


class Guarantee(models.TextChoices):
    """The three guarantees; each is also a kind of need."""

    EDUCATION = "EDUCATION", _("义务教育")
    MEDICAL = "MEDICAL", _("基本医疗")
    HOUSING = "HOUSING", _("住房安全")


class GuaranteeState(models.TextChoices):
    """How somebody stands on a guarantee."""

    MET = "MET", _("达标")
    UNMET = "UNMET", _("未达标")
    NOT_DUE = "NOT_DUE", _("不适用")
