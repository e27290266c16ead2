"""Holds what is known of a family's circumstances, and what departments have given it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.circumstances.states import AidForm, Aspect, NeedKind
from doudi.common.fields import SealedTextField
from doudi.registry.models.people import Person


class HouseholdCondition(models.Model):
    """What somebody found out of one aspect of a family on a day (家庭状况); the newest words hold.

    It belongs to a person of the family. That it was asked and is not known is a finding too, but one that
    takes the place of nothing.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="conditions"
    )
    aspect = models.CharField(_("方面"), max_length=9, choices=Aspect)
    words = SealedTextField(
        _("情况"),
        blank=True,
        help_text=_("空的表示问过仍不清楚"),
        sealed_as="registry.householdcondition.words",
    )
    source = models.CharField(_("来源"), max_length=80)
    found_on = models.DateField(_("了解日"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="conditions"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("家庭状况")
        ordering = ("-found_on", "-id")
        indexes = (models.Index(fields=("person", "aspect"), name="condition_by_person"),)

    def __str__(self) -> str:
        return str(self.pk)


class AidGiven(models.Model):
    """What a department gave somebody, once (部门救助); taken back when entered by mistake, never deleted."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="aid_given"
    )
    kind = models.CharField(_("救助类别"), max_length=9, choices=NeedKind)
    form = models.CharField(_("形式"), max_length=7, choices=AidForm)
    title = SealedTextField(_("救助内容"), sealed_as="registry.aidgiven.title")
    office = models.CharField(_("给予部门"), max_length=40)
    given_on = models.DateField(_("给予日"))
    amount_fen = models.BigIntegerField(_("金额（分）"), null=True)
    bill = SealedTextField(_("票据号"), blank=True, sealed_as="registry.aidgiven.bill")
    spent_on = models.DateField(_("支出日"), null=True)
    spent_fen = models.BigIntegerField(_("支出金额（分）"), null=True)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="aid_recorded"
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    voided_at = models.DateTimeField(_("撤销时间"), null=True)
    voided_by = models.ForeignKey(
        User, verbose_name=_("撤销人"), on_delete=models.PROTECT, null=True, related_name="aid_voided"
    )

    class Meta:
        verbose_name = _("部门救助")
        ordering = ("-given_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="money_given_has_an_amount", condition=~Q(form="MONEY") | Q(amount_fen__gt=0)
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
