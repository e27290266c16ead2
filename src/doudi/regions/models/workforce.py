"""Holds the people who do the work at the base: who, where, how long, and what they handed on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.regions.models.divisions import Division
from doudi.regions.models.points import ServicePoint
from doudi.regions.states import AssignmentKind


class Worker(models.Model):
    """Somebody who works in assistance at the base (基层工作人员); not an account, which many do not have.

    The same person in two villages is one worker with two assignments.
    """

    county = models.ForeignKey(Division, verbose_name=_("所属县区"), on_delete=models.PROTECT)
    name = models.CharField(_("姓名"), max_length=40)
    phone = SealedTextField(_("联系电话"))

    class Meta:
        verbose_name = _("基层工作人员")
        ordering = ("county", "name", "id")

    def __str__(self) -> str:
        return str(self.pk)


class Assignment(models.Model):
    """That one worker serves one village or township in one capacity, from a day until a day (任用)."""

    worker = models.ForeignKey(
        Worker, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="assignments"
    )
    division = models.ForeignKey(Division, verbose_name=_("服务区划"), on_delete=models.PROTECT)
    kind = models.CharField(_("身份"), max_length=12, choices=AssignmentKind)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("所在站点"), on_delete=models.PROTECT, null=True, related_name="staff"
    )
    is_part_time = models.BooleanField(_("兼职"), default=False)
    duties = models.CharField(_("职责网格"), max_length=200, blank=True)
    households = models.PositiveIntegerField(_("负责户数"), default=0)
    monthly_pay_fen = models.PositiveBigIntegerField(_("月报酬（分）"), default=0)
    valid_from = models.DateField(_("任职日"))
    term_ends_on = models.DateField(_("任期届满日"), null=True, help_text=_("没有任期的留空"))
    valid_to = models.DateField(_("离任日"), null=True, help_text=_("当日起不再任职；在任的留空"))
    leaving_reason = models.CharField(_("离任原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("基层任用")
        ordering = ("division", "kind", "valid_from", "id")
        constraints = (
            models.CheckConstraint(
                name="assignment_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=("worker", "division", "kind"),
                condition=Q(valid_to__isnull=True),
                name="worker_serves_a_place_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Handover(models.Model):
    """What an assistant handed on before leaving (离任交接), and to whom."""

    assignment = models.OneToOneField(
        Assignment, verbose_name=_("离任任用"), on_delete=models.PROTECT, related_name="handover"
    )
    received_by = models.CharField(_("接收人"), max_length=40)
    successor = models.ForeignKey(
        Assignment, verbose_name=_("接任任用"), on_delete=models.PROTECT, null=True, related_name="inherited"
    )
    handed_on = models.DateField(_("交接日"))
    households = models.PositiveIntegerField(_("移交户数"), default=0)
    contents = models.CharField(_("交接内容"), max_length=500)

    class Meta:
        verbose_name = _("离任交接")

    def __str__(self) -> str:
        return str(self.pk)


class TownshipProfile(models.Model):
    """What a township or farm has to work with besides people (乡镇能力档案); people are assignments."""

    division = models.OneToOneField(
        Division, verbose_name=_("乡镇（街道）"), primary_key=True, on_delete=models.PROTECT
    )
    windows = models.PositiveSmallIntegerField(_("窗口数"), default=0)
    posts = models.PositiveSmallIntegerField(_("编制数"), default=0)
    equipment = models.CharField(_("设备"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("乡镇能力档案")

    def __str__(self) -> str:
        return str(self.pk)
