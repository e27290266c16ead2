"""Holds what families lack: each need until it is met, and what a survey in an epidemic found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.circumstances.states import (
    CareState,
    CheckWay,
    HealthState,
    IsolationState,
    NeedKind,
    NeedSource,
    NeedStatus,
    SuppliesState,
)
from doudi.common.fields import SealedTextField
from doudi.registry.models.people import Person


class EpidemicSurvey(models.Model):
    """What somebody found out about a family on a day of an epidemic (疫情排查); the newest that asked holds.

    It belongs to a person of the family, so that it goes where they go; what nobody asked is unknown.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="epidemic_surveys"
    )
    isolation = models.CharField(_("隔离"), max_length=8, choices=IsolationState)
    health = models.CharField(_("健康"), max_length=9, choices=HealthState)
    supplies = models.CharField(_("生活物资"), max_length=8, choices=SuppliesState)
    care = models.CharField(_("照料"), max_length=10, choices=CareState)
    note = SealedTextField(_("情况说明"), blank=True, sealed_as="registry.epidemicsurvey.note")
    checked_on = models.DateField(_("核查日"))
    way = models.CharField(_("核查途径"), max_length=5, choices=CheckWay)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="epidemic_surveys"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("疫情排查")
        ordering = ("-checked_on", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class Need(models.Model):
    """One thing a family lacks, from the day it was found until it is met or turned out to be none (需求)."""

    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(_("需求类别"), max_length=9, choices=NeedKind)
    words = SealedTextField(_("需求内容"), sealed_as="registry.need.words")
    source = models.CharField(_("来源"), max_length=9, choices=NeedSource)
    survey = models.ForeignKey(
        EpidemicSurvey, verbose_name=_("疫情排查"), on_delete=models.PROTECT, null=True, related_name="needs"
    )
    found_on = models.DateField(_("发现日"))
    status = models.CharField(_("需求状态"), max_length=11, choices=NeedStatus, default=NeedStatus.OPEN)
    programme = models.CharField(_("对应的救助"), max_length=60, blank=True)
    started_on = models.DateField(_("发起日"), null=True)
    ended_on = models.DateField(_("办结日"), null=True)
    outcome = SealedTextField(_("办理结果"), blank=True, sealed_as="registry.need.outcome")
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="needs_recorded"
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    handled_by = models.ForeignKey(
        User, verbose_name=_("办理人"), on_delete=models.PROTECT, null=True, related_name="needs_handled"
    )

    class Meta:
        verbose_name = _("需求")
        ordering = ("-found_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="need_in_hand_has_begun",
                condition=~Q(status="IN_PROGRESS") | Q(started_on__isnull=False),
            ),
            models.CheckConstraint(
                name="need_ended_has_a_day",
                condition=Q(status__in=("OPEN", "IN_PROGRESS")) | Q(ended_on__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("status", "kind"), name="need_by_status"),)

    def __str__(self) -> str:
        return str(self.pk)
