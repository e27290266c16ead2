"""Holds what a bureau changes in the parameters: proposals with their values, files and studies."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.rulebook.states import FileKind, ProposalStatus


class RegionTurn(models.Model):
    """The one row of a region that is locked first by whoever changes its values (变更次序)."""

    region = models.CharField(_("地区"), max_length=12, primary_key=True)

    class Meta:
        verbose_name = _("变更次序")

    def __str__(self) -> str:
        return self.region


class Proposal(models.Model):
    """A region's own change of parameters (参数变更): nothing holds until another person has approved it."""

    region = models.CharField(_("地区"), max_length=12)
    title = models.CharField(_("事由"), max_length=100)
    reason = models.CharField(_("变更说明"), max_length=1000)
    status = models.CharField(_("状态"), max_length=10, choices=ProposalStatus, default=ProposalStatus.DRAFT)
    is_retroactive = models.BooleanField(_("生效日早于提交日"), default=False)
    retroactive_reason = models.CharField(_("追溯生效的理由"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    proposed_at = models.DateTimeField(_("提交时间"), null=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("批准人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("批准时间"), null=True)
    decision_reason = models.CharField(_("处理意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("参数变更")
        ordering = ("-drafted_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="proposer_never_approves",
                condition=~Q(status="APPROVED")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="retroactive_change_says_why",
                condition=Q(is_retroactive=False) | ~Q(retroactive_reason="") | Q(status="DRAFT"),
            ),
        )
        indexes = (models.Index(fields=("status", "region"), name="proposal_by_status"),)

    def __str__(self) -> str:
        return str(self.pk)


class ProposedValue(models.Model):
    """One dated value of a proposal (变更值), written as in a values file."""

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("参数变更"), on_delete=models.PROTECT, related_name="values"
    )
    region = models.CharField(_("地区"), max_length=12)
    key = models.CharField(_("参数"), max_length=100)
    begins = models.DateField(_("生效日"))
    ends = models.DateField(_("失效日"), null=True, help_text=_("不含当日；一直有效的留空"))
    written = models.JSONField(_("数值"))
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    document = models.CharField(_("依据文件"), max_length=120)
    article = models.CharField(_("条款"), max_length=80)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    explanation = models.CharField(_("与上级规定不一致的说明"), max_length=500, blank=True)
    stands = models.BooleanField(_("占用这一生效日"), default=False)

    class Meta:
        verbose_name = _("变更值")
        ordering = ("key", "begins", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "key", "begins"),
                condition=Q(stands=True),
                name="value_begins_once_in_a_region",
            ),
            models.UniqueConstraint(fields=("proposal", "key", "begins"), name="proposal_names_a_value_once"),
            models.CheckConstraint(
                name="value_ends_after_it_begins", condition=Q(ends__isnull=True) | Q(ends__gt=F("begins"))
            ),
        )
        indexes = (models.Index(fields=("key", "region", "begins"), name="proposed_value_by_key"),)

    def __str__(self) -> str:
        return str(self.pk)


class ProposalFile(models.Model):
    """A file that supports a proposal (变更附件), kept sealed."""

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("参数变更"), on_delete=models.PROTECT, related_name="files"
    )
    kind = models.CharField(_("附件种类"), max_length=10, choices=FileKind)
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(_("文件类型"), max_length=80)
    size = models.PositiveIntegerField(_("字节数"))
    digest = models.CharField(_("摘要"), max_length=64)
    content = models.BinaryField(_("封存内容"))
    added_by = models.ForeignKey(User, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("变更附件")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("proposal", "digest"), name="file_is_attached_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class ProposalStudy(models.Model):
    """What a what-if study of a proposal came to (变更试算); fresh while the values are the same."""

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("参数变更"), on_delete=models.PROTECT, related_name="studies"
    )
    made_by = models.ForeignKey(User, verbose_name=_("试算人"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("试算时间"))
    digest = models.CharField(_("所试数值的摘要"), max_length=64)
    households = models.PositiveIntegerField(_("现享户数"))
    leaving = models.PositiveIntegerField(_("将退出户数"))
    lowered = models.PositiveIntegerField(_("将降额户数"))
    entering = models.PositiveIntegerField(_("将新增户数"))
    waiting = models.PositiveIntegerField(_("没问清户数"), default=0)
    monthly_change_fen = models.BigIntegerField(_("月支出增减（分）"))
    study = models.CharField(_("试算编号"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("变更试算")
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="losers_are_among_the_recipients",
                condition=Q(households__gte=F("leaving") + F("lowered")),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
