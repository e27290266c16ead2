"""Holds comparison runs, the ledger and the months."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import Post, User
from doudi.common.fields import SealedTextField
from doudi.monitoring.states import (
    Doubt,
    EntryStatus,
    MeasureKind,
    MonthStatus,
    Outcome,
    RiskLevel,
    RiskTag,
    RunStatus,
    Severity,
    Standing,
    VisitWay,
    WatchKind,
)
from doudi.registry.models import Enrolment, Household, Person
from doudi.work.models import Task


class MatchRun(models.Model):
    """One comparison of a county's month (比对); another one doubles nothing."""

    region = models.CharField(_("地区"), max_length=12)
    period = models.CharField(_("月份"), max_length=7)
    status = models.CharField(_("状态"), max_length=10, choices=RunStatus, default=RunStatus.QUEUED)
    started_by = models.CharField(_("发起人"), max_length=150)
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    rules = models.JSONField(_("各规则结果"), default=dict)
    accounting = models.JSONField(_("各批次对账"), default=list)
    batches = models.JSONField(_("比对时已发布的批次"), default=list)
    parameters = models.JSONField(_("比对时的参数"), default=dict)
    problem = models.CharField(_("未完成原因"), max_length=300, blank=True)
    folder_removed_at = models.DateTimeField(_("留存销毁时间"), null=True)

    class Meta:
        verbose_name = _("比对运行")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "period"),
                condition=models.Q(status="QUEUED"),
                name="one_comparison_of_a_month_is_queued",
            ),
        )
        indexes = (models.Index(fields=("region", "period", "id"), name="run_by_month"),)

    def __str__(self) -> str:
        return str(self.pk)


class LedgerEntry(models.Model):
    """One rule that found one subject (台账条目), however many months found it; it decides no benefit."""

    rule = models.CharField(_("规则"), max_length=60)
    subject = models.CharField(_("对象键"), max_length=60)
    region = models.CharField(_("地区"), max_length=12)
    division = models.CharField(_("区划代码"), max_length=12)
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, null=True)
    household = models.ForeignKey(Household, verbose_name=_("家庭"), on_delete=models.PROTECT, null=True)
    severity = models.CharField(_("预警等级"), max_length=6, choices=Severity)
    status = models.CharField(_("状态"), max_length=10, choices=EntryStatus, default=EntryStatus.OPEN)
    task = models.OneToOneField(
        Task,
        verbose_name=_("待办"),
        on_delete=models.PROTECT,
        null=True,
        related_name="ledger_entry",
        help_text=_("最近一件；责任人、期限、暂停都在待办里"),
    )
    first_period = models.CharField(_("首次命中月份"), max_length=7)
    last_period = models.CharField(_("最近命中月份"), max_length=7)
    outcome = models.CharField(_("结论"), max_length=20, choices=Outcome, blank=True)
    reason = SealedTextField(_("结论理由"), blank=True)
    concluded_by = models.ForeignKey(User, verbose_name=_("结论人"), on_delete=models.PROTECT, null=True)
    concluded_at = models.DateTimeField(_("结论时间"), null=True)
    cleared_on = models.DateField(_("不再命中日期"), null=True)
    next_review_on = models.DateField(_("下次复核日"), null=True)
    struck_off_on = models.DateField(_("销号日"), null=True)
    result = models.ForeignKey(
        Enrolment, verbose_name=_("关联的在册记录"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("台账条目")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "rule", "subject"), name="entry_is_one_for_rule_and_subject"
            ),
            models.CheckConstraint(
                name="conclusion_has_an_outcome", condition=~models.Q(status="CONCLUDED", outcome="")
            ),
        )
        indexes = (
            models.Index(fields=("region", "status"), name="ledger_by_status"),
            models.Index(fields=("division", "rule"), name="ledger_by_division"),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def owner(self) -> Post | None:
        """Return the post that has its task in hand."""
        return self.task.owner if self.task else None

    @property
    def due_on(self) -> date | None:
        """Return the day by which its task is to be done."""
        return self.task.due_on if self.task else None

    @property
    def is_provisional(self) -> bool:
        """Say whether that day waits for the holidays to be announced."""
        return self.task is not None and self.task.is_provisional


class Finding(models.Model):
    """What one month's comparison says about a ledger entry (比对命中), with both records as they were."""

    entry = models.ForeignKey(
        LedgerEntry, verbose_name=_("台账条目"), on_delete=models.PROTECT, related_name="findings"
    )
    period = models.CharField(_("月份"), max_length=7)
    run = models.ForeignKey(MatchRun, verbose_name=_("比对运行"), on_delete=models.PROTECT)
    fingerprint = models.CharField(_("命中指纹"), max_length=64)
    measures = models.JSONField(_("度量"), default=dict)
    left_source = models.CharField(_("左侧来源"), max_length=40)
    right_source = models.CharField(_("右侧来源"), max_length=40, blank=True)
    doubt = models.CharField(_("存疑"), max_length=6, choices=Doubt, blank=True)
    evidence = SealedTextField(_("两侧记录"))
    withdrawn_by = models.ForeignKey(
        MatchRun,
        verbose_name=_("撤下依据"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("同月重新比对后不再命中"),
    )

    class Meta:
        verbose_name = _("比对命中")
        constraints = (models.UniqueConstraint(fields=("entry", "period"), name="finding_is_one_a_month"),)

    def __str__(self) -> str:
        return str(self.pk)


class WatchRecord(models.Model):
    """Someone kept on the watch register (潜在救助对象备案) until a day of review."""

    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT)
    region = models.CharField(_("地区"), max_length=12)
    division = models.CharField(_("区划代码"), max_length=12)
    entry = models.ForeignKey(LedgerEntry, verbose_name=_("台账条目"), on_delete=models.PROTECT, null=True)
    kind = models.CharField(_("类型"), max_length=10, choices=WatchKind, default=WatchKind.FILED)
    reason = SealedTextField(_("备案原因"))
    since = models.DateField(_("备案日"))
    income_fen = models.BigIntegerField(_("列入时年人均纯收入（分）"), null=True)
    next_review_on = models.DateField(_("下次复核日"))
    ended_on = models.DateField(_("移出日"), null=True)

    class Meta:
        verbose_name = _("备案记录")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "region"),
                condition=models.Q(ended_on__isnull=True),
                name="person_is_watched_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class RiskAssessment(models.Model):
    """One officer's judgement of a person's risk on a day (风险评定); a later one does not replace it."""

    entry = models.ForeignKey(
        LedgerEntry, verbose_name=_("台账条目"), on_delete=models.PROTECT, related_name="assessments"
    )
    level = models.CharField(_("风险等级"), max_length=6, choices=RiskLevel)
    points = models.PositiveSmallIntegerField(_("分值"))
    triggered = models.JSONField(_("触发因子"), default=list)
    figures = SealedTextField(_("评定数据"))
    measures = SealedTextField(_("建议措施"), blank=True)
    assessed_by = models.ForeignKey(User, verbose_name=_("评定人"), on_delete=models.PROTECT)
    assessed_at = models.DateTimeField(_("评定时间"))
    next_review_on = models.DateField(_("下次复评日"))
    is_latest = models.BooleanField(_("最新一次"), default=True)

    class Meta:
        verbose_name = _("风险评定")
        constraints = (
            models.UniqueConstraint(
                fields=("entry",), condition=models.Q(is_latest=True), name="latest_assessment_is_one"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Visit(models.Model):
    """One time somebody was seen about a ledger entry (走访记录); what was found is not yet a conclusion."""

    entry = models.ForeignKey(
        LedgerEntry, verbose_name=_("台账条目"), on_delete=models.PROTECT, related_name="visits"
    )
    visited_on = models.DateField(_("走访日"))
    way = models.CharField(_("方式"), max_length=6, choices=VisitWay)
    found = SealedTextField(_("走访情况"))
    visited_by = models.ForeignKey(User, verbose_name=_("走访人"), on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("走访记录")

    def __str__(self) -> str:
        return str(self.pk)


class RiskLabel(models.Model):
    """A sign of risk pinned to somebody on the poverty register (风险标签), with who saw it and how."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="risk_labels"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    tag = models.CharField(_("标签"), max_length=16, choices=RiskTag)
    source = models.CharField(_("来源"), max_length=80)
    added_by = models.ForeignKey(
        User, verbose_name=_("加标签的人"), on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("加标签的时间"))
    removed_at = models.DateTimeField(_("取下时间"), null=True)

    class Meta:
        verbose_name = _("风险标签")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "tag"),
                condition=models.Q(removed_at__isnull=True),
                name="tag_is_pinned_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SupportMeasure(models.Model):
    """What a family on the register gets besides assistance (帮扶措施): work, or a share of assets."""

    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="measures"
    )
    kind = models.CharField(_("措施"), max_length=14, choices=MeasureKind)
    project = models.CharField(_("项目"), max_length=80)
    year_income_fen = models.BigIntegerField(_("项目年度收益（分）"), null=True)
    allotted_fen = models.BigIntegerField(_("分配到户金额（分）"), null=True)
    since = models.DateField(_("起始日"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("帮扶措施")

    def __str__(self) -> str:
        return str(self.pk)


class Month(models.Model):
    """A county's month (月度): open, submitted by one person, closed by another."""

    region = models.CharField(_("地区"), max_length=12)
    period = models.CharField(_("月份"), max_length=7)
    status = models.CharField(_("状态"), max_length=10, choices=MonthStatus, default=MonthStatus.OPEN)
    submitted_by = models.ForeignKey(
        User, verbose_name=_("提交人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    submitted_digest = models.CharField(
        _("提交时的摘要"),
        max_length=64,
        blank=True,
        help_text=_("提交时的文件、比对、归类和结论；复核前有变化就对不上"),
    )
    closed_by = models.ForeignKey(
        User, verbose_name=_("复核人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("月结时间"), null=True)

    class Meta:
        verbose_name = _("月度")
        constraints = (
            models.UniqueConstraint(fields=("region", "period"), name="month_is_one_a_county"),
            models.CheckConstraint(
                name="month_is_closed_by_another_person",
                condition=~models.Q(status="CLOSED") | ~models.Q(closed_by=models.F("submitted_by")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.region}:{self.period}"


class MonthPerson(models.Model):
    """Where one person stood when the month was closed (月结名册); later changes do not touch it."""

    month = models.ForeignKey(Month, verbose_name=_("月度"), on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT)
    division = models.CharField(_("区划代码"), max_length=12)
    standing = models.CharField(_("归类"), max_length=12, choices=Standing)
    because = models.CharField(_("归类依据"), max_length=60)
    is_waiting = models.BooleanField(_("已交办、还没有人看过"), default=False)
    lists = models.JSONField(_("当时所在名册"), null=True, help_text=_("空着是当时没有记，不是不在册"))

    class Meta:
        verbose_name = _("月结名册")
        constraints = (
            models.UniqueConstraint(fields=("month", "person"), name="person_stands_once_in_a_month"),
        )
        indexes = (models.Index(fields=("month", "division"), name="month_person_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class MonthPart(models.Model):
    """A township's part of a month, submitted by the township (乡镇提交); the county closes the whole."""

    region = models.CharField(_("地区"), max_length=12)
    period = models.CharField(_("月份"), max_length=7)
    township = models.CharField(_("乡镇"), max_length=12)
    submitted_by = models.ForeignKey(User, verbose_name=_("提交人"), on_delete=models.PROTECT)
    submitted_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = _("乡镇月度提交")
        constraints = (models.UniqueConstraint(fields=("township", "period"), name="part_is_submitted_once"),)

    def __str__(self) -> str:
        return f"{self.township}:{self.period}"
