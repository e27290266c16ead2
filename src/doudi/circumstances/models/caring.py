"""Holds whom a county looks after besides aid, when that was last checked, which villages counted them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.circumstances.states import CareKind, CheckWay, ChildDifficulty, LeavingReason, ReviewSubject
from doudi.common.fields import SealedTextField
from doudi.registry.models.people import Person


class CareRecord(models.Model):
    """That a person is looked after under one kind from a day until another (关爱档案).

    A child who is both left behind and in difficulty has one file with two of these.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="care_records"
    )
    kind = models.CharField(_("人员类别"), max_length=20, choices=CareKind)
    difficulty = models.CharField(_("困境类型"), max_length=14, choices=ChildDifficulty, blank=True)
    guardian = SealedTextField(_("监护人"), blank=True, sealed_as="registry.carerecord.guardian")
    whereabouts = SealedTextField(_("外出者去向"), blank=True, sealed_as="registry.carerecord.whereabouts")
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("终止日"), null=True, help_text=_("不含当日；仍在册的留空"))
    left_because = models.CharField(_("移出原因"), max_length=15, choices=LeavingReason, blank=True)
    leaving_note = SealedTextField(_("移出说明"), blank=True, sealed_as="registry.carerecord.leaving_note")
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="care_records"
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    left_by = models.ForeignKey(
        User, verbose_name=_("移出人"), on_delete=models.PROTECT, null=True, related_name="care_departures"
    )
    left_at = models.DateTimeField(_("移出时间"), null=True)

    class Meta:
        verbose_name = _("关爱档案")
        ordering = ("-valid_from", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind"),
                condition=Q(valid_to__isnull=True),
                name="person_is_cared_for_once_under_a_kind",
            ),
            models.CheckConstraint(
                name="care_ends_not_before_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="care_ends_for_a_reason",
                condition=Q(valid_to__isnull=True) | ~Q(left_because=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class CareCheck(models.Model):
    """That somebody made sure on a day that a care record still holds (关爱核实); the first is the entry."""

    record = models.ForeignKey(
        CareRecord, verbose_name=_("关爱档案"), on_delete=models.PROTECT, related_name="checks"
    )
    checked_on = models.DateField(_("核实日"))
    way = models.CharField(_("核实途径"), max_length=5, choices=CheckWay)
    note = SealedTextField(_("核实情况"), blank=True, sealed_as="registry.carecheck.note")
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="care_checks"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("关爱核实")
        ordering = ("-checked_on", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class CareRound(models.Model):
    """One time a county asks all its villages to count whom they look after (排查批次)."""

    region = models.CharField(_("地区"), max_length=12)
    title = models.CharField(_("名称"), max_length=60)
    begins_on = models.DateField(_("开始日"))
    due_on = models.DateField(_("截止日"))
    opened_by = models.ForeignKey(
        User, verbose_name=_("发起人"), on_delete=models.PROTECT, related_name="care_rounds"
    )
    opened_at = models.DateTimeField(_("发起时间"))

    class Meta:
        verbose_name = _("排查批次")
        ordering = ("-begins_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("region", "title"), name="round_is_named_once"),
            models.CheckConstraint(
                name="round_is_due_after_it_begins", condition=Q(due_on__gte=F("begins_on"))
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class VillageConfirmation(models.Model):
    """That a village has counted in a round, and how many people it then had (村级确认); none is a number."""

    round = models.ForeignKey(
        CareRound, verbose_name=_("排查批次"), on_delete=models.PROTECT, related_name="confirmations"
    )
    village = models.CharField(_("村（居）代码"), max_length=12)
    people = models.PositiveIntegerField(_("在册人数"))
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("确认人"), on_delete=models.PROTECT, related_name="village_confirmations"
    )
    confirmed_at = models.DateTimeField(_("确认时间"))

    class Meta:
        verbose_name = _("村级确认")
        constraints = (
            models.UniqueConstraint(fields=("round", "village"), name="village_confirms_a_round_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ReviewPeriod(models.Model):
    """After how many natural days a county looks at something again (复核周期); what was set last holds."""

    region = models.CharField(_("地区"), max_length=6)
    subject = models.CharField(_("对象"), max_length=10, choices=ReviewSubject)
    days = models.PositiveSmallIntegerField(_("天数"))
    set_by = models.ForeignKey(
        User, verbose_name=_("设定人"), on_delete=models.PROTECT, related_name="review_periods"
    )
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("复核周期")
        ordering = ("-set_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="review_period_is_a_year_at_most", condition=Q(days__gte=1, days__lte=366)
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
