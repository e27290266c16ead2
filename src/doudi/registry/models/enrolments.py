"""Holds spells on programmes, which follow from the lists, and officers' acts on them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.registry.models.households import Household
from doudi.registry.models.lists import ListPublication
from doudi.registry.models.people import Person
from doudi.registry.states import ONE_OFF, Programme


class Enrolment(models.Model):
    """A person's standing on a programme from a month until another (在册); a change is a new row.

    It follows from the lines of live lists. One that no longer holds is voided, never deleted, because
    breaches, exits and struck-off entries stand on it; it is no spell and no question counts it.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="enrolments"
    )
    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, null=True, related_name="enrolments"
    )
    programme = models.CharField(_("救助项目"), max_length=20, choices=Programme)
    category = models.CharField(_("项目内类别"), max_length=20, blank=True)
    division = models.CharField(_("区划代码"), max_length=12)
    amount_fen = models.BigIntegerField(_("月金额（分）"), null=True)
    account_high = models.BigIntegerField(_("账户标记高位"), null=True)
    account_low = models.BigIntegerField(_("账户标记低位"), null=True)
    labour = models.CharField(_("劳动能力"), max_length=10, blank=True)
    stable_work = models.CharField(_("稳定就业"), max_length=3, blank=True)
    risk_cause = models.CharField(_("主要风险原因"), max_length=20, blank=True)
    income_fen = models.BigIntegerField(_("年人均纯收入（分）"), null=True)
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("终止日"), null=True, help_text=_("不含当日；仍在册的留空"))
    opened_by = models.ForeignKey(
        ListPublication, verbose_name=_("建立依据"), on_delete=models.PROTECT, related_name="opened"
    )
    closed_by = models.ForeignKey(
        ListPublication,
        verbose_name=_("终止依据"),
        on_delete=models.PROTECT,
        null=True,
        related_name="closed",
    )
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    voided_by = models.ForeignKey(
        ListPublication,
        verbose_name=_("作废依据"),
        on_delete=models.PROTECT,
        null=True,
        related_name="voided",
    )

    class Meta:
        verbose_name = _("在册记录")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "programme"),
                condition=Q(valid_to__isnull=True, voided_at__isnull=True),
                name="person_is_enrolled_once_in_a_programme",
            ),
            models.UniqueConstraint(
                fields=("person", "programme", "valid_from"),
                condition=Q(voided_at__isnull=True) & ~Q(programme__in=sorted(ONE_OFF)),
                name="spell_begins_once",
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        )
        indexes = (
            models.Index(fields=("division", "programme"), name="enrolment_by_division"),
            models.Index(fields=("programme", "valid_from"), name="enrolment_by_programme"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SpellAct(models.Model):
    """An officer's word that an ending by a list was wrong (恢复在册): the spell goes on over that month."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="spell_acts"
    )
    programme = models.CharField(_("救助项目"), max_length=20, choices=Programme)
    period = models.CharField(_("越过的月份"), max_length=7)
    reason = SealedTextField(_("事由"))
    done_by = models.CharField(_("办理人"), max_length=150)
    done_at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("恢复在册")
        constraints = (
            models.UniqueConstraint(fields=("person", "programme", "period"), name="ending_is_undone_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)
