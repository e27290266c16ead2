"""Holds the places people go to: service points of three tiers, and rural community facilities."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.regions.models.divisions import Division
from doudi.regions.states import PointTier


class ServicePoint(models.Model):
    """A place of the three-tier network (服务网点): village station, township window or county office.

    A point that was closed or merged stays, with the day and the point that took over.
    """

    division = models.ForeignKey(Division, verbose_name=_("所在区划"), on_delete=models.PROTECT)
    tier = models.CharField(_("层级"), max_length=10, choices=PointTier)
    name = models.CharField(_("名称"), max_length=80)
    address = models.CharField(_("地址"), max_length=120)
    phone = SealedTextField(_("服务电话"))
    hours = models.CharField(_("服务时间"), max_length=80)
    duties = models.CharField(_("服务内容"), max_length=300, blank=True)
    required_staff = models.PositiveSmallIntegerField(
        _("应配人数"), null=True, help_text=_("留空的按配备标准")
    )
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True)
    valid_from = models.DateField(_("设立日"))
    running_from = models.DateField(_("开始运营日"), null=True, help_text=_("未运营的留空"))
    valid_to = models.DateField(_("撤并日"), null=True, help_text=_("当日起不再服务；在用的留空"))
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入网点"), on_delete=models.PROTECT, null=True, related_name="absorbed"
    )
    closing_reason = models.CharField(_("撤并原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("服务网点")
        ordering = ("division", "id")
        constraints = (
            models.CheckConstraint(
                name="point_closes_after_it_opens",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=("division",), condition=Q(valid_to__isnull=True), name="division_has_one_open_point"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Facility(models.Model):
    """A village's comprehensive service building (农村社区综合服务设施); not the assistance station in it."""

    division = models.ForeignKey(Division, verbose_name=_("村"), on_delete=models.PROTECT)
    name = models.CharField(_("名称"), max_length=80)
    area_m2 = models.PositiveIntegerField(_("建筑面积（平方米）"))
    opened_on = models.DateField(_("启用日"), null=True, help_text=_("未启用的留空"))

    class Meta:
        verbose_name = _("农村社区服务设施")
        ordering = ("division", "id")
        constraints = (models.UniqueConstraint(fields=("division", "name"), name="facility_is_named_once"),)

    def __str__(self) -> str:
        return str(self.pk)
