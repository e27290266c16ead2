"""Holds how often each department's list is to be compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import Post
from doudi.monitoring.states import Every


class ComparisonPlan(models.Model):
    """How often a county compares one department's list, and who sees to it (比对计划); not a comparison."""

    region = models.CharField(_("地区"), max_length=12)
    source = models.CharField(_("来源"), max_length=40)
    every = models.CharField(_("比对周期"), max_length=10, choices=Every)
    data_range = models.CharField(_("数据范围"), max_length=200)
    owner = models.ForeignKey(Post, verbose_name=_("负责人"), on_delete=models.PROTECT, related_name="+")
    since = models.CharField(_("起始月份"), max_length=7)

    class Meta:
        verbose_name = _("比对计划")
        constraints = (models.UniqueConstraint(fields=("region", "source"), name="source_is_planned_once"),)

    def __str__(self) -> str:
        return str(self.pk)
