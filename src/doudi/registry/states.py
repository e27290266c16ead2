"""Names the programmes, relations and standings the registry knows."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.kernel import words
from doudi.registry.rules import lines


class Programme(models.TextChoices):
    """A list a person can stand on: a benefit, or the register of those who may fall back into poverty."""

    DIBAO = "DIBAO", _("最低生活保障")
    TEKUN = "TEKUN", _("特困人员救助供养")
    TEMPORARY_RELIEF = "TEMPORARY_RELIEF", _("临时救助")
    DISABILITY_LIVING = "DISABILITY_LIVING", _("困难残疾人生活补贴")
    DISABILITY_NURSING = "DISABILITY_NURSING", _("重度残疾人护理补贴")
    ORPHAN = "ORPHAN", _("孤儿基本生活保障")
    UNATTENDED_CHILD = "UNATTENDED_CHILD", _("事实无人抚养儿童基本生活补贴")
    POVERTY_REGISTER = "POVERTY_REGISTER", _("建档立卡与防返贫监测")


AID = frozenset(Programme) - {Programme.POVERTY_REGISTER}
"""Programmes that give something: whoever stands on one is 在享; the poverty register only watches."""

ONE_OFF = frozenset(Programme(each) for each in lines.ONE_OFF)
"""Programmes whose list names grants of one month, so that an enrolment ends with it."""


class Sex(models.TextChoices):
    """Sex as the identity number says it (GB/T 2261.1)."""

    MALE = "MALE", _("男")
    FEMALE = "FEMALE", _("女")


class IdentityStanding(models.TextChoices):
    """Whether a number is known to be this person's."""

    CONFIRMED = "CONFIRMED", _("已确认")
    DISPUTED = "DISPUTED", _("同号异名待核")
    SHARED = "SHARED", _("一号两人（已核）")


class Relation(models.TextChoices):
    """Relation to the head of the household (GB/T 4761, its first digit)."""

    HEAD = "HEAD", _("户主")
    SPOUSE = "SPOUSE", _("配偶")
    SON = "SON", _("子")
    DAUGHTER = "DAUGHTER", _("女")
    GRANDCHILD = "GRANDCHILD", _("孙辈")
    PARENT = "PARENT", _("父母")
    GRANDPARENT = "GRANDPARENT", _("祖辈")
    SIBLING = "SIBLING", _("兄弟姐妹")
    OTHER = "OTHER", _("其他")


class QuestionKind(models.TextChoices):
    """Why it is asked who somebody is."""

    SAME_NUMBER = "SAME_NUMBER", _("同号异名")
    OTHER_NUMBER = "OTHER_NUMBER", _("同名同生日、号码不同")
    FORMER_NUMBER = "FORMER_NUMBER", _("名册写明原号码")


PAIRS = (QuestionKind.OTHER_NUMBER, QuestionKind.FORMER_NUMBER)
"""Questions about two records with a number each; of any two records one is asked."""


class QuestionStatus(models.TextChoices):
    """How far a question about who somebody is has come."""

    OPEN = "OPEN", _("待核")
    SAME = "SAME", _("同一人")
    TWO = "TWO", _("两个人")
    LAPSED = "LAPSED", _("名册已撤回")


class WaitingKind(models.TextChoices):
    """What waits for an officer to settle on the page of questions."""

    IDENTITY = "IDENTITY", _("身份待核")
    CONTRADICTED = "CONTRADICTED", _("名册与家庭变动不一致")
    NAMED_TWICE = "NAMED_TWICE", _("同月名册列了两次")


class HouseholdActKind(models.TextChoices):
    """What an officer does to a household."""

    SPLIT = "SPLIT", _("分户")
    JOIN = "JOIN", _("并户")
    MOVE = "MOVE", _("迁居")
    HEAD = "HEAD", _("变更户主")


class Category(models.TextChoices):
    """The exclusive layer of a low-income person (分层), highest first."""

    TEKUN = words.Layer.TEKUN, _("特困人员")
    DIBAO = words.Layer.DIBAO, _("低保对象")
    NEAR_DIBAO = words.Layer.NEAR_DIBAO, _("低保边缘家庭")
    RIGID_EXPENSE = words.Layer.RIGID_EXPENSE, _("刚性支出困难家庭")
    OTHER = words.Layer.OTHER, _("其他低收入人口")
    MONITORED = words.Layer.MONITORED, _("易返贫致贫监测对象")


RECOGNISED = (Category.NEAR_DIBAO, Category.RIGID_EXPENSE, Category.OTHER)
"""Layers an office recognises; the others come from the lists."""


class PovertyClass(models.TextChoices):
    """What the poverty relief side holds a person to be (扶贫身份); one at a time."""

    NOT_LIFTED = "NOT_LIFTED", _("未脱贫")
    UNSTABLE = "UNSTABLE", _("风险脱贫（脱贫不稳定）")
    MARGINAL = "MARGINAL", _("边缘易致贫")
    SUDDEN = "SUDDEN", _("突发严重困难")
    LIFTED = "LIFTED", _("脱贫户")
    REMOVED = "REMOVED", _("风险已消除")


KEY_CLASSES = (PovertyClass.UNSTABLE, PovertyClass.MARGINAL, PovertyClass.SUDDEN)
"""The three classes that must not be lost sight of (三类重点人员)."""


class PovertyRisk(models.TextChoices):
    """Why somebody may fall back into poverty."""

    UNSTABLE_INCOME = "UNSTABLE_INCOME", _("收入不稳")
    WEAK_GROWTH = "WEAK_GROWTH", _("增收能力弱")
    RELAPSE = "RELAPSE", _("返贫风险高")


def class_words(code: str) -> str:
    """Return what a poverty class is called; a code nobody knows stands for itself."""
    return str(PovertyClass(code).label) if code in PovertyClass else code


def risk_words(codes: Iterable[str]) -> str:
    """Return what several risks of falling back are called, in one text."""
    return "、".join(str(PovertyRisk(code).label) for code in codes)
