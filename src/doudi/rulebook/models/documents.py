"""Holds the library of policy documents and what hangs on it: checks, duties, problems."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.rulebook.models.changes import Proposal
from doudi.rulebook.states import DocumentStatus, DutyStatus, TopicResult


class PolicyDocument(models.Model):
    """A document that rules rest on (政策文件), named once by its number or, without one, its title."""

    number = models.CharField(_("文号"), max_length=80, help_text=_("没有文号的填文件全名"))
    number_key = models.CharField(_("归一文号"), max_length=80, unique=True)
    title = models.CharField(_("文件名"), max_length=160)
    issuer = models.CharField(_("发文机关"), max_length=120)
    region = models.CharField(_("适用地区"), max_length=12, help_text=_("全国性文件填 00"))
    issued_on = models.DateField(_("印发日期"), null=True)
    effective_on = models.DateField(_("施行日期"), null=True)
    addressees = models.CharField(_("发送单位"), max_length=300, blank=True)
    status = models.CharField(
        _("有效状态"), max_length=10, choices=DocumentStatus, default=DocumentStatus.IN_FORCE
    )
    voided_on = models.DateField(_("失效日"), null=True)
    void_reason = models.CharField(_("失效说明"), max_length=300, blank=True)
    superior = models.ForeignKey(
        "self", verbose_name=_("上级文件"), on_delete=models.PROTECT, null=True, related_name="followers"
    )
    note = models.CharField(_("备注"), max_length=300, blank=True)
    is_verified = models.BooleanField(_("文号与日期已核实"), default=True)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("政策文件")
        ordering = ("region", "-issued_on", "number")
        constraints = (
            models.CheckConstraint(name="document_is_not_its_own_superior", condition=~Q(superior=F("id"))),
            models.CheckConstraint(
                name="void_document_says_since_when",
                condition=Q(status="IN_FORCE") | Q(voided_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class DocumentArticle(models.Model):
    """One article of a document (文件条款), and which article of the superior document it carries out."""

    document = models.ForeignKey(
        PolicyDocument, verbose_name=_("政策文件"), on_delete=models.PROTECT, related_name="articles"
    )
    position = models.PositiveSmallIntegerField(_("次序"))
    article = models.CharField(_("条款号"), max_length=80)
    text = models.TextField(_("条文"))
    carries_out = models.ForeignKey(
        "self", verbose_name=_("对应的上级条款"), on_delete=models.PROTECT, null=True, related_name="answers"
    )

    class Meta:
        verbose_name = _("文件条款")
        ordering = ("document", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("document", "article"), name="article_stands_once_in_a_document"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class DocumentReview(models.Model):
    """That a document has to be looked at again (文件复核), because one it rests on changed."""

    document = models.ForeignKey(
        PolicyDocument, verbose_name=_("政策文件"), on_delete=models.PROTECT, related_name="reviews"
    )
    cause = models.ForeignKey(
        PolicyDocument, verbose_name=_("起因文件"), on_delete=models.PROTECT, related_name="+"
    )
    because = models.CharField(_("起因"), max_length=300)
    raised_at = models.DateTimeField(_("提出时间"))
    conclusion = models.CharField(_("复核结论"), max_length=300, blank=True)
    settled_by = models.ForeignKey(
        User, verbose_name=_("复核人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("复核时间"), null=True)

    class Meta:
        verbose_name = _("文件复核")
        ordering = ("-raised_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "cause"), condition=Q(settled_at__isnull=True), name="review_waits_once"
            ),
            models.CheckConstraint(
                name="settled_review_has_a_conclusion",
                condition=Q(settled_at__isnull=True) | ~Q(conclusion=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def dialog(self) -> str:
        """Return the id of the dialog that asks for the conclusion."""
        return f"settle-{self.pk}"


class DocumentCheck(models.Model):
    """A bureau's own look at a document (政策自查): three answers, each with its reason."""

    document = models.ForeignKey(
        PolicyDocument, verbose_name=_("政策文件"), on_delete=models.PROTECT, related_name="checks"
    )
    region = models.CharField(_("自查地区"), max_length=12)
    is_detailed = models.BooleanField(_("已细化"))
    detailed_reason = models.CharField(_("细化情况"), max_length=300)
    is_workable = models.BooleanField(_("可操作"))
    workable_reason = models.CharField(_("可操作情况"), max_length=300)
    is_targeted = models.BooleanField(_("有针对性"))
    targeted_reason = models.CharField(_("针对性情况"), max_length=300)
    checked_by = models.ForeignKey(User, verbose_name=_("自查人"), on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("自查时间"))

    class Meta:
        verbose_name = _("政策自查")
        ordering = ("-checked_at", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class PolicyDuty(models.Model):
    """A document of its own that a superior one asks a region for (配套任务), or its lack."""

    region = models.CharField(_("地区"), max_length=12)
    theme = models.CharField(_("事项"), max_length=80)
    superior = models.ForeignKey(
        PolicyDocument, verbose_name=_("上级依据"), on_delete=models.PROTECT, related_name="duties"
    )
    local = models.ForeignKey(
        PolicyDocument,
        verbose_name=_("本级配套"),
        on_delete=models.PROTECT,
        null=True,
        related_name="fulfils",
    )
    office = models.CharField(_("责任科室"), max_length=60)
    due_on = models.DateField(_("出台期限"), null=True)
    status = models.CharField(_("进度"), max_length=14, choices=DutyStatus, default=DutyStatus.WANTED)
    drafted_on = models.DateField(_("草拟日"), null=True)
    countersigned_on = models.DateField(_("会签日"), null=True)
    issued_on = models.DateField(_("印发日"), null=True)

    class Meta:
        verbose_name = _("配套任务")
        ordering = ("region", "id")
        constraints = (
            models.UniqueConstraint(fields=("region", "superior", "theme"), name="duty_is_set_once"),
            models.CheckConstraint(
                name="issued_duty_has_its_document",
                condition=~Q(status="ISSUED") | (Q(local__isnull=False) & Q(issued_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class DutyPoint(models.Model):
    """What a duty comes to in practice (执行要点), with the article it rests on."""

    duty = models.ForeignKey(
        PolicyDuty, verbose_name=_("配套任务"), on_delete=models.PROTECT, related_name="points"
    )
    article = models.CharField(_("条款号"), max_length=80, blank=True)
    text = models.CharField(_("要点"), max_length=300)

    class Meta:
        verbose_name = _("执行要点")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)


class PolicyTopic(models.Model):
    """A question of policy that like problems were gathered into (政策议题)."""

    region = models.CharField(_("地区"), max_length=12)
    title = models.CharField(_("议题"), max_length=120)
    advice = models.CharField(_("研究建议"), max_length=1000, blank=True)
    result = models.CharField(_("采纳结果"), max_length=10, choices=TopicResult, default=TopicResult.OPEN)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("生成的变更"), on_delete=models.PROTECT, null=True, related_name="topics"
    )
    decided_by = models.ForeignKey(
        User, verbose_name=_("决定人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    raised_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("政策议题")
        ordering = ("-raised_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="adopted_topic_has_its_change",
                condition=~Q(result="ADOPTED") | Q(proposal__isnull=False),
            ),
            models.CheckConstraint(
                name="declined_topic_says_why", condition=~Q(result="DECLINED") | ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class PolicyProblem(models.Model):
    """A problem that was found (政策问题), hung on the document and article it is about."""

    region = models.CharField(_("地区"), max_length=12)
    title = models.CharField(_("问题"), max_length=200)
    source = models.CharField(_("来源"), max_length=80)
    document = models.ForeignKey(
        PolicyDocument,
        verbose_name=_("政策文件"),
        on_delete=models.PROTECT,
        null=True,
        related_name="problems",
    )
    article = models.CharField(_("条款号"), max_length=80, blank=True)
    needs_policy = models.BooleanField(_("需政策解决"), default=False)
    topic = models.ForeignKey(
        PolicyTopic, verbose_name=_("政策议题"), on_delete=models.PROTECT, null=True, related_name="problems"
    )
    raised_by = models.ForeignKey(User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("政策问题")
        ordering = ("-raised_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="problem_in_a_topic_needs_policy", condition=Q(topic__isnull=True) | Q(needs_policy=True)
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
