"""Holds divisions, organisations and the working-day calendar."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.regions.states import DivisionKind, Level, OrganisationKind


class Division(models.Model):
    """An administrative division (行政区划) under one code; a division that changes code is a new row.

    The statistics bureau's code is the key; the civil-affairs code differs now and then at town level.
    """

    code = models.CharField(_("区划代码"), max_length=12, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    kind = models.CharField(_("类型"), max_length=16, choices=DivisionKind, default=DivisionKind.ORDINARY)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级区划"), on_delete=models.PROTECT, null=True, related_name="children"
    )
    civil_code = models.CharField(_("民政区划代码"), max_length=12, blank=True)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True, help_text=_("不含当日；仍在使用的留空"))
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("并入区划"), on_delete=models.PROTECT, null=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = _("行政区划")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="division_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        )
        indexes = (models.Index(fields=("level", "code"), name="division_by_level"),)

    def __str__(self) -> str:
        return self.code


class Organisation(models.Model):
    """An office that handles assistance or sends data (机构), seated in one division."""

    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=16, choices=OrganisationKind)
    division = models.ForeignKey(Division, verbose_name=_("所在区划"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("机构")
        ordering = ("division", "kind", "name")
        constraints = (
            models.UniqueConstraint(fields=("division", "kind", "name"), name="organisation_is_named_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class CalendarDay(models.Model):
    """Whether one day is a working day, by the State Council's yearly notice (国务院办公厅放假安排)."""

    day = models.DateField(_("日期"), primary_key=True)
    is_working = models.BooleanField(_("工作日"))
    source = models.CharField(_("依据"), max_length=80)

    class Meta:
        verbose_name = _("工作日历")

    def __str__(self) -> str:
        return self.day.isoformat()
