"""Holds what a county proposed to hand down, to whom, what was decided on it, and what was taken back.

Rows are only added: who may decide on a day follows from them, and a right is changed by another one.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User


class Delegation(models.Model):
    """What a county proposed to hand down by a document of its own (权限下放); alone it gives no right."""

    county = models.CharField(_("县级区划代码"), max_length=6)
    programme = models.CharField(_("项目"), max_length=30)
    matter = models.CharField(_("事项"), max_length=10)
    limit_fen = models.BigIntegerField(
        _("金额上限（分）"), null=True, help_text=_("含本数；不设上限的留空，以法规的限额为准")
    )
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("终止日"), null=True, help_text=_("不含当日；没有期限的留空"))
    document = models.CharField(_("依据文件"), max_length=120)
    article = models.CharField(_("条款"), max_length=80)
    proposed_by = models.ForeignKey(
        User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("权限下放")
        ordering = ("-proposed_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="delegation_limit_is_positive", condition=Q(limit_fen__isnull=True) | Q(limit_fen__gt=0)
            ),
            models.CheckConstraint(
                name="delegation_names_its_document", condition=~Q(document="") & ~Q(article="")
            ),
        )
        indexes = (models.Index(fields=("county", "programme", "matter"), name="delegation_by_county"),)

    def __str__(self) -> str:
        return str(self.pk)


class DelegatedPlace(models.Model):
    """One township a delegation is for (下放的乡镇); a group of townships is several rows."""

    delegation = models.ForeignKey(
        Delegation, verbose_name=_("权限下放"), on_delete=models.PROTECT, related_name="places"
    )
    township = models.CharField(_("乡镇区划代码"), max_length=9)

    class Meta:
        verbose_name = _("下放的乡镇")
        ordering = ("township",)
        constraints = (
            models.UniqueConstraint(
                fields=("delegation", "township"), name="delegation_names_a_township_once"
            ),
        )
        indexes = (models.Index(fields=("township",), name="delegated_place_by_code"),)

    def __str__(self) -> str:
        return str(self.pk)


class DelegationDecision(models.Model):
    """What another person decided on a proposed delegation (下放决定), on exactly what the digest says."""

    delegation = models.OneToOneField(
        Delegation, verbose_name=_("权限下放"), on_delete=models.PROTECT, related_name="decision"
    )
    is_granted = models.BooleanField(_("批准"))
    reason = models.CharField(_("意见"), max_length=500, blank=True)
    digest = models.CharField(_("决定内容的摘要"), max_length=64)
    decided_on = models.DateField(_("决定日"))
    decided_by = models.ForeignKey(User, verbose_name=_("决定人"), on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("下放决定")
        constraints = (
            models.CheckConstraint(
                name="refused_delegation_says_why", condition=Q(is_granted=True) | ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class DelegationWithdrawal(models.Model):
    """That a right was taken back from one township from a day on (收回权限); the earliest day counts."""

    place = models.ForeignKey(
        DelegatedPlace, verbose_name=_("下放的乡镇"), on_delete=models.PROTECT, related_name="withdrawals"
    )
    withdrawn_on = models.DateField(_("收回日"), help_text=_("从当日起由县级决定"))
    reason = models.CharField(_("收回原因"), max_length=500)
    withdrawn_by = models.ForeignKey(
        User, verbose_name=_("收回人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("收回权限")
        ordering = ("withdrawn_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("place", "withdrawn_on"), name="right_is_withdrawn_once_for_a_day"
            ),
            models.CheckConstraint(name="withdrawal_says_why", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return str(self.pk)
