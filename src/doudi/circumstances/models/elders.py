"""Holds the veterans of the revolution (革命五老) and what each has received."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.circumstances.states import ElderBenefit, ElderKind
from doudi.common.fields import SealedTextField
from doudi.registry.models.people import Person


class Elder(models.Model):
    """That a person is recognised as a veteran, or a veteran's widow or widower (五老名册)."""

    person = models.OneToOneField(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="elder"
    )
    kind = models.CharField(_("五老类别"), max_length=16, choices=ElderKind)
    certificate = SealedTextField(_("证书编号"), sealed_as="registry.elder.certificate")
    recognised_on = models.DateField(_("认定日"))
    died_on = models.DateField(_("去世日"), null=True, help_text=_("健在的留空"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="elders_recorded"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("五老名册")
        constraints = (
            models.CheckConstraint(
                name="elder_is_recognised_alive",
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("recognised_on")),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ElderReceipt(models.Model):
    """That a veteran received one benefit in one month (五老待遇领取); the price list counts too."""

    elder = models.ForeignKey(
        Elder, verbose_name=_("五老"), on_delete=models.PROTECT, related_name="receipts"
    )
    benefit = models.CharField(_("待遇"), max_length=11, choices=ElderBenefit)
    period = models.CharField(_("所属月份"), max_length=7)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="elder_receipts"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("五老待遇领取")
        ordering = ("-period", "benefit")
        constraints = (
            models.UniqueConstraint(
                fields=("elder", "benefit", "period"), name="elder_receives_a_benefit_once_a_month"
            ),
            models.CheckConstraint(name="receipt_has_an_amount", condition=Q(amount_fen__gt=0)),
        )

    def __str__(self) -> str:
        return str(self.pk)
