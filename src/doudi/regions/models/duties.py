"""Holds who answers for a unit, from when until when, and the problems found there."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.regions.models.divisions import Organisation
from doudi.regions.states import LeaderRank


class UnitLeader(models.Model):
    """Somebody who answers for a unit's assistance work during a term (责任人)."""

    unit = models.ForeignKey(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="leaders"
    )
    rank = models.CharField(_("责任"), max_length=8, choices=LeaderRank)
    name = models.CharField(_("姓名"), max_length=40)
    title = models.CharField(_("职务"), max_length=60)
    valid_from = models.DateField(_("任职日"))
    valid_to = models.DateField(_("离任日"), null=True, help_text=_("当日起不再负责；在任的留空"))

    class Meta:
        verbose_name = _("单位责任人")
        ordering = ("unit", "rank", "-valid_from", "-id")
        constraints = (
            models.CheckConstraint(
                name="leader_leaves_after_coming",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=("unit",),
                condition=Q(valid_to__isnull=True, rank="FIRST"),
                name="unit_has_one_first_leader",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class UnitProblem(models.Model):
    """A task or problem of a unit (责任事项); whoever was first responsible on `raised_on` answers for it."""

    unit = models.ForeignKey(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="problems"
    )
    title = models.CharField(_("事项"), max_length=120)
    source = models.CharField(_("来源"), max_length=60)
    raised_on = models.DateField(_("发现日"))
    due_on = models.DateField(_("办结期限"), null=True)
    closed_on = models.DateField(_("办结日"), null=True)

    class Meta:
        verbose_name = _("责任事项")
        ordering = ("-raised_on", "-id")

    def __str__(self) -> str:
        return str(self.pk)
