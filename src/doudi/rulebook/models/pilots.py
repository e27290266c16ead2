"""Holds trial settings that one township tried and others take over, and where they are in use."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User


class PilotPack(models.Model):
    """Settings of a trial (试点包): the steps, papers and days one place works with."""

    name = models.CharField(_("名称"), max_length=80)
    programme = models.CharField(_("项目代码"), max_length=20)
    origin = models.CharField(_("试点地"), max_length=12)
    region = models.CharField(_("所属地区"), max_length=12)
    document = models.CharField(_("依据文件"), max_length=120)
    article = models.CharField(_("条款"), max_length=80)
    steps = models.JSONField(_("环节"), default=list)
    papers = models.JSONField(_("材料"), default=list)
    working_days = models.PositiveSmallIntegerField(_("办理时限（工作日）"))
    made_by = models.ForeignKey(User, verbose_name=_("打包人"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("打包时间"))

    class Meta:
        verbose_name = _("试点包")
        ordering = ("region", "name")
        constraints = (models.UniqueConstraint(fields=("region", "name"), name="pack_is_named_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class PilotUse(models.Model):
    """That a township works by a trial's settings from a day until it goes back (试点启用)."""

    pack = models.ForeignKey(
        PilotPack, verbose_name=_("试点包"), on_delete=models.PROTECT, related_name="uses"
    )
    division = models.CharField(_("启用地"), max_length=12)
    programme = models.CharField(_("项目代码"), max_length=20)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("回退日"), null=True, help_text=_("当日起恢复原配置；在用的留空"))
    before = models.JSONField(_("启用前的配置"), default=dict)
    started_by = models.ForeignKey(User, verbose_name=_("启用人"), on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(
        User, verbose_name=_("回退人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField(_("回退原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("试点启用")
        ordering = ("-valid_from", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("division", "programme"),
                condition=Q(valid_to__isnull=True),
                name="place_uses_one_pack_a_programme",
            ),
            models.CheckConstraint(
                name="pilot_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
