"""Holds the figures a month was closed with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User


class KeptFigure(models.Model):
    """One figure of a county's month as it stood when the month was closed (月结指标); never changed."""

    region = models.CharField(_("地区"), max_length=12)
    period = models.CharField(_("月份"), max_length=7)
    figure = models.CharField(_("指标"), max_length=40)
    by = models.ForeignKey(User, verbose_name=_("复核人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("月结时间"))

    class Meta:
        verbose_name = _("月结指标")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "period", "figure"), name="figure_is_kept_once_a_month"
            ),
        )

    def __str__(self) -> str:
        return f"{self.region}:{self.period}:{self.figure}"


class KeptCount(models.Model):
    """What a kept figure counted in exactly one division (月结指标数): a county's is the sum of its rows."""

    kept = models.ForeignKey(
        KeptFigure, verbose_name=_("月结指标"), on_delete=models.PROTECT, related_name="counts"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    above = models.BigIntegerField(_("分子"))
    below = models.BigIntegerField(_("分母"), null=True, help_text=_("空着是缺分母，不是 0"))
    digest = models.CharField(_("计入对象的摘要"), max_length=64)

    class Meta:
        verbose_name = _("月结指标数")
        constraints = (
            models.UniqueConstraint(fields=("kept", "division"), name="division_is_counted_once_a_figure"),
            models.CheckConstraint(
                name="counts_are_not_below_nothing",
                condition=models.Q(above__gte=0) & (models.Q(below__isnull=True) | models.Q(below__gte=0)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kept_id}:{self.division}"
