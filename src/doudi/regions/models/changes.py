"""Holds what became of divisions: who was merged into whom, split, moved or renamed, and from which day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.regions.states import ChangeKind


class DivisionChange(models.Model):
    """One dated fact about a division (区划变更): from a day on, an old code goes on as a new one.

    A merger is several facts with one new code, a split several with one old code. Codes are text, so that
    the fact stays readable after it was taken back.
    """

    act = models.UUIDField(_("登记编号"))
    kind = models.CharField(_("变更类型"), max_length=8, choices=ChangeKind)
    day = models.DateField(_("生效日期"))
    old_code = models.CharField(_("原区划代码"), max_length=12)
    old_name = models.CharField(_("原区划名称"), max_length=60)
    new_code = models.CharField(_("新区划代码"), max_length=12)
    new_name = models.CharField(_("新区划名称"), max_length=60)
    follows = models.BooleanField(_("随上级变更"), default=False)
    is_new = models.BooleanField(_("新设区划"), default=False)
    document = models.CharField(_("依据文件"), max_length=120)
    recorded_by = models.CharField(_("登记人"), max_length=40)
    recorded_at = models.DateTimeField(_("登记时间"))
    voided_by = models.CharField(_("撤销人"), max_length=40, blank=True)
    voided_at = models.DateTimeField(_("撤销时间"), null=True)
    void_reason = models.CharField(_("撤销原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("区划变更")
        ordering = ("-day", "old_code", "new_code", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("old_code", "new_code", "day"),
                condition=Q(voided_at__isnull=True),
                name="a_division_change_is_recorded_once",
            ),
            models.CheckConstraint(
                name="a_change_taken_back_says_why",
                condition=Q(voided_at__isnull=True) | (~Q(voided_by="") & ~Q(void_reason="")),
            ),
        )
        indexes = (
            models.Index(fields=("old_code",), name="division_change_by_old"),
            models.Index(fields=("new_code",), name="division_change_by_new"),
            models.Index(fields=("act",), name="division_change_by_act"),
        )

    def __str__(self) -> str:
        return str(self.pk)
