"""Holds wishes to end somebody's standing, and exits made while exits stood still."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField
from doudi.registry.models import Enrolment, Person
from doudi.registry.states import Programme
from doudi.rulebook.states import BreachStatus, ExitGround, ExitStatus


class ExitRequest(models.Model):
    """A wish to end a person's standing on a programme (退出申请); it ends nothing by itself."""

    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="exits")
    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("在册记录"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    programme = models.CharField(_("救助项目"), max_length=20, choices=Programme)
    division = models.CharField(_("区划代码"), max_length=12)
    ground = models.CharField(_("退出原因"), max_length=14, choices=ExitGround)
    reason = SealedTextField(_("情况说明"))
    is_automatic = models.BooleanField(_("系统提出"), default=False)
    status = models.CharField(_("状态"), max_length=10, choices=ExitStatus)
    freeze = models.JSONField(_("停退依据"), default=dict)
    asked_by = models.CharField(_("提出人"), max_length=150)
    asked_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(
        User, verbose_name=_("复核人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("复核时间"), null=True)
    decision_reason = SealedTextField(_("复核意见"), blank=True)

    class Meta:
        verbose_name = _("退出申请")
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "programme"),
                condition=Q(status__in=("QUEUED", "REVIEW")),
                name="exit_waits_once",
            ),
        )
        indexes = (models.Index(fields=("division", "status"), name="exit_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class FreezeBreach(models.Model):
    """An exit made while exits stood still (违规退出), and what puts it right."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("在册记录"), on_delete=models.PROTECT, related_name="breaches"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    ended_on = models.DateField(_("退出日"))
    freeze = models.JSONField(_("停退依据"), default=dict)
    status = models.CharField(_("状态"), max_length=10, choices=BreachStatus, default=BreachStatus.OPEN)
    explanation = SealedTextField(_("说明"), blank=True)
    restored = models.ForeignKey(
        Enrolment, verbose_name=_("恢复后的在册记录"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    owed = models.JSONField(_("补发月份与金额"), default=list)
    found_at = models.DateTimeField(_("查出时间"))
    settled_by = models.ForeignKey(
        User, verbose_name=_("处理人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        verbose_name = _("违规退出")
        ordering = ("-ended_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "ended_on"), name="breach_is_listed_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)
