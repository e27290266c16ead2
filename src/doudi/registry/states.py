"""Names the programmes, relations and standings the registry knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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

ONE_OFF = frozenset({Programme.TEMPORARY_RELIEF})
"""Programmes whose list names grants of one month, so that an enrolment ends with it."""


class Sex(models.TextChoices):
    """Sex as the identity number says it (GB/T 2261.1)."""

    MALE = "MALE", _("男")
    FEMALE = "FEMALE", _("女")


class IdentityStanding(models.TextChoices):
    """Whether a number is known to be this person's."""

    CONFIRMED = "CONFIRMED", _("已确认")
    DISPUTED = "DISPUTED", _("同号异名待核")


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


class Category(models.TextChoices):
    """The exclusive layer of a low-income person (分层), highest first."""

    TEKUN = "TEKUN", _("特困人员")
    DIBAO = "DIBAO", _("低保对象")
    OTHER_AID = "OTHER_AID", _("其他在享人员")
    MONITORED = "MONITORED", _("监测对象")
    NONE = "NONE", _("未在册")
