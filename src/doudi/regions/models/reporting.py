"""Holds which units report to a province and which counties each of them stands for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.regions.models.divisions import Division
from doudi.regions.states import ReportingKind


class ReportingUnit(models.Model):
    """A line of a province's totals (报送单位): a city, or a zone or county that reports beside them."""

    province = models.ForeignKey(
        Division, verbose_name=_("省"), on_delete=models.PROTECT, related_name="reporting_units"
    )
    code = models.CharField(_("报送代码"), max_length=6)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类型"), max_length=10, choices=ReportingKind)

    class Meta:
        verbose_name = _("报送单位")
        ordering = ("province", "code")
        constraints = (
            models.UniqueConstraint(fields=("province", "code"), name="reporting_unit_is_there_once"),
        )

    def __str__(self) -> str:
        return self.code


class ReportingMember(models.Model):
    """That a county reports through a unit, from a day until a day (报送归属); through one at a time."""

    unit = models.ForeignKey(
        ReportingUnit, verbose_name=_("报送单位"), on_delete=models.PROTECT, related_name="members"
    )
    county = models.ForeignKey(Division, verbose_name=_("县（市、区）"), on_delete=models.PROTECT)
    valid_from = models.DateField(_("归属起日"))
    valid_to = models.DateField(_("归属止日"), null=True)

    class Meta:
        verbose_name = _("报送归属")
        ordering = ("county", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("county",), condition=Q(valid_to__isnull=True), name="county_reports_through_one_unit"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
