"""Holds public notices and what people said against them; whose notice it is stands there masked only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField
from doudi.publicity.states import Outcome


class PublicNotice(models.Model):
    """What is posted in a village about one applicant for so many natural days (公示).

    Only what is posted is kept: the whole name never comes here. `article` is what says how long.
    """

    programme = models.CharField(_("项目"), max_length=30)
    division = models.CharField(_("区划代码"), max_length=12)
    place = models.CharField(_("张贴地点"), max_length=80)
    name = SealedTextField(_("公示姓名"), help_text=_("已遮盖"))
    members = models.PositiveSmallIntegerField(_("家庭成员数量"), null=True)
    amount_fen = models.BigIntegerField(_("保障金额（分）"), null=True)
    begins_on = models.DateField(_("公示开始"))
    days = models.PositiveSmallIntegerField(_("公示天数"))
    ends_on = models.DateField(_("公示期满"), help_text=_("含当日"))
    article = models.CharField(_("依据"), max_length=160)
    posted_by = models.ForeignKey(User, verbose_name=_("张贴人"), on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(_("登记时间"))
    outcome = models.CharField(_("公示结果"), max_length=9, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        verbose_name = _("公示")
        ordering = ("-begins_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="public_notice_ends_with_an_outcome",
                condition=Q(outcome="", ended_at__isnull=True) | (~Q(outcome="") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="public_notice_lasts_a_day", condition=Q(days__gt=0)),
        )
        indexes = (models.Index(fields=("division",), name="public_notice_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class PublicObjection(models.Model):
    """What somebody said against a public notice (公示异议); who said it is known to the office only."""

    notice = models.ForeignKey(
        PublicNotice, verbose_name=_("公示"), on_delete=models.PROTECT, related_name="objections"
    )
    text = SealedTextField(_("异议内容"))
    said_by = SealedTextField(_("提出异议的人"), blank=True)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("公示异议")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)
