"""Holds who came into certifying, what was found of them, what was proposed and what another person decided.

Rows are only added: where a certification stands on a day follows from them.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.certification.states import Matter
from doudi.common.fields import SealedTextField
from doudi.registry.models import Person
from doudi.registry.states import RECOGNISED, Category
from doudi.screenings.models import ScreeningMember


class Certification(models.Model):
    """One person on the way to be recognised as of low income, and after (认定办理); not the recognition.

    It comes from a screening round that found somebody to be taken in. The recognition itself is a row of
    `registry`, written when a grant is decided.
    """

    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")
    member = models.OneToOneField(
        ScreeningMember, verbose_name=_("排查对象"), on_delete=models.PROTECT, related_name="certification"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    category = models.CharField(_("认定类别"), max_length=14, choices=Category)
    opened_by = models.ForeignKey(User, verbose_name=_("转入人"), on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("转入时间"))

    class Meta:
        verbose_name = _("认定办理")
        ordering = ("-opened_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="certification_is_in_a_layer_offices_recognise", condition=Q(category__in=RECOGNISED)
            ),
        )
        indexes = (models.Index(fields=("division",), name="certification_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class CertificationCheck(models.Model):
    """What an officer found when looking into somebody's circumstances (认定核查)."""

    certification = models.ForeignKey(
        Certification, verbose_name=_("认定办理"), on_delete=models.PROTECT, related_name="checks"
    )
    is_met = models.BooleanField(_("符合条件"))
    checked_on = models.DateField(_("核查日"))
    findings = SealedTextField(_("核查情况"))
    checked_by = models.ForeignKey(User, verbose_name=_("核查人"), on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("认定核查")
        ordering = ("checked_at", "id")

    def __str__(self) -> str:
        return str(self.pk)


class CertificationProposal(models.Model):
    """What somebody proposed about a certification (认定意见); alone it changes nothing."""

    certification = models.ForeignKey(
        Certification, verbose_name=_("认定办理"), on_delete=models.PROTECT, related_name="proposals"
    )
    matter = models.CharField(_("事项"), max_length=6, choices=Matter)
    begins_on = models.DateField(_("起始日"), help_text=_("退出的，是退出日"))
    ends_on = models.DateField(_("到期日"), null=True, help_text=_("从这一天起不再有效"))
    reason = SealedTextField(_("理由"))
    proposed_by = models.ForeignKey(
        User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("认定意见")
        ordering = ("proposed_at", "id")
        constraints = (
            models.CheckConstraint(
                name="granted_certification_ends_after_it_begins",
                condition=Q(matter__in=(Matter.REFUSE, Matter.END), ends_on__isnull=True)
                | Q(matter__in=(Matter.GRANT, Matter.RENEW), ends_on__gt=F("begins_on")),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class CertificationDecision(models.Model):
    """What another person decided on a proposal (认定决定), on exactly what the digest says."""

    proposal = models.OneToOneField(
        CertificationProposal, verbose_name=_("认定意见"), on_delete=models.PROTECT, related_name="decision"
    )
    is_agreed = models.BooleanField(_("同意"))
    opinion = SealedTextField(_("审定意见"), blank=True)
    digest = models.CharField(_("决定内容的摘要"), max_length=64)
    decided_by = models.ForeignKey(User, verbose_name=_("决定人"), on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("认定决定")

    def __str__(self) -> str:
        return str(self.pk)
