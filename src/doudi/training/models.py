"""Holds courses, who came, what they scored, and whether approvals are locked without a pass."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.training.states import CourseKind


class Course(models.Model):
    """One training a region held or plans (培训课程), with its hours; whoever is posted there is to come."""

    region = models.CharField(_("地区"), max_length=6)
    kind = models.CharField(_("类别"), max_length=10, choices=CourseKind)
    title = models.CharField(_("课程"), max_length=80)
    hours = models.PositiveSmallIntegerField(_("学时"))
    held_on = models.DateField(_("培训日"))
    made_by = models.ForeignKey(User, verbose_name=_("安排人"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("安排时间"))

    class Meta:
        verbose_name = _("培训课程")
        ordering = ("-held_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("region", "title", "held_on"), name="course_is_planned_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SignIn(models.Model):
    """That somebody came to a course (培训签到)."""

    course = models.ForeignKey(
        Course, verbose_name=_("课程"), on_delete=models.PROTECT, related_name="sign_ins"
    )
    user = models.ForeignKey(User, verbose_name=_("参训人"), on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("培训签到")
        constraints = (models.UniqueConstraint(fields=("course", "user"), name="sign_in_is_one_a_course"),)

    def __str__(self) -> str:
        return str(self.pk)


class Examination(models.Model):
    """One examination somebody took after a course (培训考试); another try is another row."""

    course = models.ForeignKey(
        Course, verbose_name=_("课程"), on_delete=models.PROTECT, related_name="examinations"
    )
    user = models.ForeignKey(
        User, verbose_name=_("参训人"), on_delete=models.PROTECT, related_name="examinations"
    )
    taken_on = models.DateField(_("考试日"))
    score = models.PositiveSmallIntegerField(_("成绩"))
    entered_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("培训考试")
        ordering = ("taken_on", "id")
        constraints = (
            models.CheckConstraint(name="score_is_out_of_a_hundred", condition=Q(score__lte=100)),
            models.CheckConstraint(
                name="nobody_enters_their_own_score", condition=~Q(entered_by=models.F("user"))
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ApprovalLock(models.Model):
    """That a county turned the lock on approvals without a pass on or off (审批限制); the last row holds."""

    region = models.CharField(_("地区"), max_length=6)
    is_on = models.BooleanField(_("是否限制"))
    reason = models.CharField(_("理由"), max_length=200)
    set_by = models.ForeignKey(User, verbose_name=_("设置人"), on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("设置时间"))

    class Meta:
        verbose_name = _("审批限制")
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.pk)
