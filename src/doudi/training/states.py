"""Names the kinds of courses and where somebody stands in one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseKind(models.TextChoices):
    """What a course is about."""

    POLICY = "POLICY", _("救助政策")
    PLATFORM = "PLATFORM", _("平台操作")


class Qualified(models.TextChoices):
    """Where somebody stands in one kind of course on a day."""

    PASSED = "PASSED", _("合格")
    ABSENT = "ABSENT", _("没有参加考试")
    FAILED = "FAILED", _("考试不合格")
    EXPIRED = "EXPIRED", _("合格证到期")
