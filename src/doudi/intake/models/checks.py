"""Holds checks at home, what made each necessary, and what was found on the spot."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField
from doudi.intake.models.told import Alert, Lead
from doudi.intake.states import CheckState, FieldWay
from doudi.registry.models import Person
from doudi.work.models import Task


class HomeCheck(models.Model):
    """One check of one family (入户排查), whatever told of it and how often; it follows from its signs.

    A person the registry does not know is told by the token, or by nothing but the signs. `task` is its own,
    or that of another duty to the same family that it joined. State and outcome are what its records leave.
    """

    region = models.CharField(_("所属地区"), max_length=12)
    division = models.CharField(_("区划代码"), max_length=12)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, null=True, related_name="home_checks"
    )
    token_high = models.BigIntegerField(_("身份标记高位"), null=True)
    token_low = models.BigIntegerField(_("身份标记低位"), null=True)
    task = models.ForeignKey(
        Task, verbose_name=_("待办"), on_delete=models.PROTECT, null=True, related_name="home_checks"
    )
    state = models.CharField(_("状态"), max_length=9, choices=CheckState, default=CheckState.OPEN)
    outcome = models.CharField(_("结论"), max_length=20, blank=True)
    opened_at = models.DateTimeField(_("派出时间"))

    class Meta:
        verbose_name = _("入户排查")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "token_high", "token_low"),
                condition=Q(state="OPEN", person__isnull=True),
                name="number_unknown_to_the_registry_is_checked_once",
            ),
            models.UniqueConstraint(
                fields=("region", "person"),
                condition=Q(state="OPEN"),
                name="person_is_checked_once_at_a_time",
            ),
            models.CheckConstraint(
                name="concluded_check_has_its_outcome",
                condition=Q(state="CONCLUDED") & ~Q(outcome="") | ~Q(state="CONCLUDED") & Q(outcome=""),
            ),
        )
        indexes = (models.Index(fields=("division", "state"), name="home_check_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class Sign(models.Model):
    """That an alert or a lead belongs to a check (归并), until it was parted from it again."""

    home_check = models.ForeignKey(
        HomeCheck, verbose_name=_("入户排查"), on_delete=models.PROTECT, related_name="signs"
    )
    alert = models.ForeignKey(
        Alert, verbose_name=_("预警"), on_delete=models.PROTECT, null=True, related_name="signs"
    )
    lead = models.ForeignKey(
        Lead, verbose_name=_("线索"), on_delete=models.PROTECT, null=True, related_name="signs"
    )
    joined_at = models.DateTimeField(_("并入时间"))
    joined_by = models.ForeignKey(
        User, verbose_name=_("并入人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    parted_at = models.DateTimeField(_("分出时间"), null=True)
    parted_by = models.ForeignKey(
        User, verbose_name=_("分出人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = SealedTextField(_("分出理由"), blank=True)

    class Meta:
        verbose_name = _("归并")
        constraints = (
            models.CheckConstraint(
                name="sign_is_an_alert_or_a_lead",
                condition=Q(alert__isnull=True, lead__isnull=False)
                | Q(alert__isnull=False, lead__isnull=True),
            ),
            models.UniqueConstraint(
                fields=("alert",), condition=Q(parted_at__isnull=True), name="alert_belongs_to_one_check"
            ),
            models.UniqueConstraint(
                fields=("lead",), condition=Q(parted_at__isnull=True), name="lead_belongs_to_one_check"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def dialog(self) -> str:
        """Return the name of the dialog that parts it."""
        return f"part-{self.pk}"


class FieldRecord(models.Model):
    """What an officer found of a family on one day (现场记录); an outcome says what came of the check."""

    home_check = models.ForeignKey(
        HomeCheck, verbose_name=_("入户排查"), on_delete=models.PROTECT, related_name="records"
    )
    visited_on = models.DateField(_("排查日"))
    way = models.CharField(_("方式"), max_length=6, choices=FieldWay)
    found = SealedTextField(_("现场情况"))
    outcome = models.CharField(_("结论"), max_length=20, blank=True)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("排查人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("现场记录")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)
