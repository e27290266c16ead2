"""Holds a place's own standards by date, and the monthly figures that staffing is measured by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.regions.models.divisions import Division
from doudi.regions.states import FigureKind, StandardKey


class Standard(models.Model):
    """A standard that a place set for itself from a day on (配备标准); it covers everything below it.

    The general values are in policies/workforce/standards.yaml.
    """

    division = models.ForeignKey(Division, verbose_name=_("适用区划"), on_delete=models.PROTECT)
    key = models.CharField(_("标准"), max_length=24, choices=StandardKey)
    value = models.PositiveIntegerField(_("数值"))
    valid_from = models.DateField(_("起用日"))
    document = models.CharField(_("依据文件"), max_length=120)

    class Meta:
        verbose_name = _("配备标准")
        ordering = ("division", "key", "-valid_from")
        constraints = (
            models.UniqueConstraint(fields=("division", "key", "valid_from"), name="standard_is_set_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Figure(models.Model):
    """One counted number of one place and month, with where it was counted (月度数字)."""

    division = models.ForeignKey(Division, verbose_name=_("区划"), on_delete=models.PROTECT)
    kind = models.CharField(_("数字"), max_length=12, choices=FigureKind)
    period = models.CharField(_("月份"), max_length=7)
    value = models.PositiveBigIntegerField(_("数值"))
    source = models.CharField(_("来源"), max_length=120)

    class Meta:
        verbose_name = _("月度数字")
        ordering = ("-period", "kind", "division")
        constraints = (
            models.UniqueConstraint(fields=("division", "kind", "period"), name="figure_is_counted_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)
