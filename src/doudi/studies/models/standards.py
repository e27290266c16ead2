"""Holds how new standards are worked out, and where town and country still differ."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.rulebook.models.changes import Proposal
from doudi.studies.states import AreaAspect, StandardSubject, StandardWay


class StandardWorksheet(models.Model):
    """How a new standard is worked out before it is proposed (标准测算单); it changes nothing by itself."""

    region = models.CharField(_("地区"), max_length=6)
    subject = models.CharField(_("标准"), max_length=20, choices=StandardSubject)
    way = models.CharField(_("测算办法"), max_length=8, choices=StandardWay)
    expense_fen = models.BigIntegerField(_("上年人均消费支出（分）"), null=True)
    share_points = models.PositiveIntegerField(_("占比（万分点）"), null=True)
    growth_points = models.IntegerField(_("指标增幅（万分点）"), null=True)
    indicator = models.CharField(_("基准指标"), max_length=80, blank=True)
    current_fen = models.BigIntegerField(_("现行标准（分）"), null=True)
    suggested_fen = models.BigIntegerField(_("建议标准（分）"))
    wanted_fen = models.BigIntegerField(_("拟定标准（分）"))
    advice = models.CharField(_("调标建议"), max_length=500, blank=True)
    fiscal_opinion = models.CharField(_("财力意见"), max_length=500, blank=True)
    begins = models.DateField(_("生效日"))
    document = models.CharField(_("依据文件"), max_length=120, blank=True)
    article = models.CharField(_("条款"), max_length=80, blank=True)
    proposal = models.OneToOneField(
        Proposal, verbose_name=_("参数变更"), on_delete=models.PROTECT, null=True, related_name="worksheet"
    )
    issued_on = models.DateField(_("发布日期"), null=True)
    made_by = models.ForeignKey(User, verbose_name=_("测算人"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("测算时间"))

    class Meta:
        verbose_name = _("标准测算单")
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="worksheet_is_handed_in_with_a_fiscal_opinion",
                condition=Q(proposal__isnull=True) | ~Q(fiscal_opinion=""),
            ),
            models.CheckConstraint(
                name="worksheet_is_issued_after_it_is_handed_in",
                condition=Q(issued_on__isnull=True) | Q(proposal__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class AreaDifference(models.Model):
    """A rule that is one in town and another in the country (城乡规则差异), with the year it shall end."""

    region = models.CharField(_("地区"), max_length=6)
    aspect = models.CharField(_("方面"), max_length=10, choices=AreaAspect)
    urban = models.CharField(_("城市怎么定"), max_length=200)
    rural = models.CharField(_("农村怎么定"), max_length=200)
    target_year = models.PositiveSmallIntegerField(_("目标年度"))
    settled_on = models.DateField(_("统一日期"), null=True, help_text=_("还没有统一的留空"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("城乡规则差异")
        ordering = ("aspect", "id")
        constraints = (
            models.CheckConstraint(
                name="target_year_is_a_year", condition=Q(target_year__gte=2000) & Q(target_year__lte=2100)
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
