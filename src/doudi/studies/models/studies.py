"""Holds what families stated and what a change of the rules would do to them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField
from doudi.registry.models import Household
from doudi.rulebook.models.changes import Proposal
from doudi.studies.states import Effect, FactSource, StudyStatus


class FactSheet(models.Model):
    """What a family stated on a day, under seal (家庭情况表); a correction is a new row."""

    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="fact_sheets"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    assessed_on = models.DateField(_("情况截至日"))
    facts = SealedTextField(_("家庭情况"), sealed_as="rulebook.factsheet.facts")
    people = models.JSONField(_("对应人员"), default=list, help_text=_("按成员次序；不在档案里的为空"))
    digest = models.CharField(_("摘要"), max_length=64)
    source = models.CharField(_("来源"), max_length=10, choices=FactSource)
    recorded_by = models.CharField(_("登记人"), max_length=150)
    recorded_at = models.DateTimeField(_("登记时间"))
    superseded_at = models.DateTimeField(_("被更新时间"), null=True, help_text=_("仍有效的留空"))

    class Meta:
        verbose_name = _("家庭情况表")
        constraints = (
            models.UniqueConstraint(
                fields=("household",),
                condition=Q(superseded_at__isnull=True),
                name="household_has_one_fact_sheet_in_force",
            ),
            models.CheckConstraint(name="fact_sheet_has_a_digest", condition=~Q(digest="")),
        )
        indexes = (models.Index(fields=("division", "superseded_at"), name="fact_sheet_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class WhatIfStudy(models.Model):
    """What changed parameters would do to the families of a region (政策试算); formal data never change.

    It holds totals by programme and township without names; it is stale as soon as a family's facts or the
    values it was compared with are others.
    """

    region = models.CharField(_("地区"), max_length=12)
    on = models.DateField(_("测算日"))
    title = models.CharField(_("名称"), max_length=100)
    changes = models.JSONField(_("试改的参数"), help_text=_("键、数值、单位"))
    programmes = models.JSONField(_("项目"))
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("参数变更"), on_delete=models.PROTECT, null=True, related_name="what_ifs"
    )
    status = models.CharField(_("状态"), max_length=8, choices=StudyStatus, default=StudyStatus.QUEUED)
    done = models.PositiveIntegerField(_("已算户数"), default=0)
    total = models.PositiveIntegerField(_("应算户数"), default=0)
    problem = models.CharField(_("没有完成的原因"), max_length=500, blank=True)
    fingerprint = models.CharField(_("输入摘要"), max_length=64, blank=True)
    tally = models.JSONField(_("汇总"), default=dict)
    requested_by = models.ForeignKey(
        User, verbose_name=_("试算人"), on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(_("提交时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("政策试算")
        ordering = ("-requested_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="finished_study_has_a_fingerprint", condition=~Q(status="DONE") | ~Q(fingerprint="")
            ),
        )
        indexes = (models.Index(fields=("region", "requested_at"), name="what_if_by_region"),)

    def __str__(self) -> str:
        return str(self.pk)


class StudyLine(models.Model):
    """One entitlement that a study changes (试算变化), of a family or one of its members."""

    study = models.ForeignKey(
        WhatIfStudy, verbose_name=_("政策试算"), on_delete=models.CASCADE, related_name="lines"
    )
    sheet = models.ForeignKey(
        FactSheet, verbose_name=_("家庭情况表"), on_delete=models.PROTECT, related_name="+"
    )
    programme = models.CharField(_("项目"), max_length=40)
    member = models.PositiveSmallIntegerField(
        _("成员序号"), default=0, help_text=_("按人保障的项目从 1 起；按户的为 0")
    )
    division = models.CharField(_("区划代码"), max_length=12)
    effect = models.CharField(_("变化"), max_length=5, choices=Effect)
    before_fen = models.BigIntegerField(_("变更前月额（分）"))
    after_fen = models.BigIntegerField(_("变更后月额（分）"))

    class Meta:
        verbose_name = _("试算变化")
        constraints = (
            models.UniqueConstraint(
                fields=("study", "sheet", "programme", "member"),
                name="study_names_an_entitlement_once",
            ),
            models.CheckConstraint(
                name="study_line_is_a_change",
                condition=~Q(before_fen=F("after_fen")) | Q(effect__in=("IN", "OUT")),
            ),
        )
        indexes = (models.Index(fields=("study", "effect", "division"), name="study_line_by_effect"),)

    def __str__(self) -> str:
        return str(self.pk)
