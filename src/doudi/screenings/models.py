"""Holds screening rounds and their people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import Post, User
from doudi.common.fields import SealedTextField
from doudi.registry.models import Person
from doudi.screenings.states import ScreeningKind, ScreeningOutcome, ScreeningStatus


class Screening(models.Model):
    """One round in which a county goes through a set of people one by one (排查轮次); not a comparison.

    The people are those the lists of its month gave when it was opened or last drawn; nobody leaves it.
    """

    region = models.CharField(_("地区"), max_length=12)
    kind = models.CharField(_("排查内容"), max_length=14, choices=ScreeningKind)
    period = models.CharField(_("名册月份"), max_length=7)
    due_on = models.DateField(_("截止日"))
    status = models.CharField(_("状态"), max_length=6, choices=ScreeningStatus, default=ScreeningStatus.OPEN)
    opened_by = models.ForeignKey(User, verbose_name=_("开轮人"), on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("开轮时间"))
    closed_by = models.ForeignKey(
        User, verbose_name=_("结案人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("结案时间"), null=True)

    class Meta:
        verbose_name = _("排查轮次")
        ordering = ("-opened_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "kind"),
                condition=models.Q(status="OPEN"),
                name="one_round_of_a_kind_is_open",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ScreeningMember(models.Model):
    """Somebody a round goes through (排查对象): why, and what came of it; it changes no benefit.

    `found` are the aid lists that name the person, as programme codes, told by the round's comparison.
    """

    screening = models.ForeignKey(
        Screening, verbose_name=_("排查轮次"), on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")
    division = models.CharField(_("区划代码"), max_length=12)
    grounds = models.JSONField(_("列入缘由"), default=list)
    owner = models.ForeignKey(
        Post, verbose_name=_("责任人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    compared_at = models.DateTimeField(_("比对时间"), null=True)
    found = models.JSONField(_("命中的救助"), default=list)
    outcome = models.CharField(_("排查结论"), max_length=10, choices=ScreeningOutcome, blank=True)
    reason = SealedTextField(_("结论理由"), blank=True, sealed_as="monitoring.screeningmember.reason")
    concluded_by = models.ForeignKey(
        User, verbose_name=_("结论人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    concluded_at = models.DateTimeField(_("结论时间"), null=True)

    class Meta:
        verbose_name = _("排查对象")
        constraints = (
            models.UniqueConstraint(fields=("screening", "person"), name="round_goes_through_a_person_once"),
        )
        indexes = (models.Index(fields=("screening", "division"), name="member_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)
