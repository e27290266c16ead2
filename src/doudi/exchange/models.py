"""Holds batches and what is remembered of each sender's columns."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.exchange.states import (
    BatchState,
    FeedbackState,
    Placing,
    SharedUseKind,
    Side,
    Task,
    Verdict,
    check_move,
)
from doudi.regions.models import Organisation
from doudi.registry.models import Person


class Batch(models.Model):
    """A file taken in (数据批次): one source, one region, one month; its rows lie in the data folder."""

    id = models.UUIDField(_("批次编号"), primary_key=True, default=uuid.uuid4, editable=False)
    region = models.CharField(_("所属地区"), max_length=12)
    period = models.CharField(_("所属月份"), max_length=7)
    source = models.CharField(_("来源"), max_length=40, blank=True)
    asked_source = models.CharField(_("指定来源"), max_length=40, blank=True)
    sender = models.CharField(_("报送方"), max_length=60)
    sender_name = models.CharField(_("报送方名称"), max_length=80)
    file_name = SealedTextField(_("文件名"))
    file_kind = models.CharField(_("文件格式"), max_length=10, blank=True)
    file_bytes = models.BigIntegerField(_("文件大小（字节）"))
    digest = models.CharField(_("文件摘要"), max_length=64)
    content_digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    state = models.CharField(_("批次状态"), max_length=12, choices=BatchState, default=BatchState.RECEIVED)
    task = models.CharField(_("后台任务"), max_length=12, choices=Task, default=Task.NONE)
    task_since = models.DateTimeField(_("后台任务开始时间"), null=True)
    problem = models.TextField(_("退回原因"), blank=True)
    notices = models.JSONField(_("提示"), default=list)
    doubts = models.JSONField(_("待解决的问题"), default=list)
    guess = models.JSONField(_("识别结果"), default=dict)
    choices = models.JSONField(_("人工指定的列"), default=dict)
    preview = SealedTextField(_("预览"), blank=True)
    row_roles = models.JSONField(_("各类行数"), default=dict)
    hidden = models.JSONField(_("隐藏的行与表"), default=dict)
    rows_read = models.IntegerField(_("名单行数"), default=0)
    rows_clean = models.IntegerField(_("无误行数"), default=0)
    rows_repaired = models.IntegerField(_("修复行数"), default=0)
    rows_rejected = models.IntegerField(_("退回行数"), default=0)
    problem_counts = models.JSONField(_("各类问题数"), default=dict)
    received_at = models.DateTimeField(_("接收时间"))
    received_by = models.CharField(_("接收人"), max_length=40)
    checked_at = models.DateTimeField(_("检查时间"), null=True)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    published_by = models.CharField(_("发布人"), max_length=40, blank=True)
    original_removed_at = models.DateTimeField(_("原件销毁时间"), null=True)
    superseded_by = models.ForeignKey(
        "self", verbose_name=_("由哪一批更正"), on_delete=models.PROTECT, null=True, related_name="supersedes"
    )

    placing = models.CharField(
        _("与同月名单的关系"), max_length=10, choices=Placing, default=Placing.UNDECIDED, blank=True
    )
    replaces = models.ForeignKey(
        "self", verbose_name=_("更正哪一批"), on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    is_part = models.BooleanField(_("只是部分乡镇的名单"), default=False)
    effect = models.JSONField(_("发布结果"), default=dict)

    class Meta:
        verbose_name = _("数据批次")
        ordering = ("-received_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("replaces",),
                condition=Q(state="PUBLISHED"),
                name="a_batch_is_corrected_by_one",
            ),
            models.CheckConstraint(
                name="a_correction_says_of_which_batch",
                condition=Q(placing="REPLACES", replaces__isnull=False)
                | (~Q(placing="REPLACES") & Q(replaces__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=("digest", "region", "period", "asked_source"),
                condition=Q(state__in=("RECEIVED", "RECOGNISED", "CHECKED", "PUBLISHED")),
                name="a_file_is_taken_in_once",
            ),
            models.CheckConstraint(
                name="every_row_is_accounted_for",
                condition=Q(rows_read=F("rows_clean") + F("rows_repaired") + F("rows_rejected")),
            ),
        )
        indexes = (
            models.Index(fields=("region", "period", "source"), name="batch_by_region_and_period"),
            models.Index(fields=("digest",), name="batch_by_digest"),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def accepted(self) -> int:
        """Return how many rows count: the clean and the repaired."""
        return self.rows_clean + self.rows_repaired

    @property
    def rows_in_file(self) -> int:
        """Return how many rows the file has, headers and blanks included."""
        return sum(self.row_roles.values())

    @property
    def is_busy(self) -> bool:
        """Say whether the worker has it in hand."""
        return self.task != Task.NONE

    def move_to(self, wanted: BatchState) -> None:
        """Take a state the table of moves allows; the caller saves."""
        check_move(BatchState(self.state), wanted)
        self.state = wanted


class SourceMapping(models.Model):
    """What a person said the columns of a sender's file are, remembered by the wording of its header."""

    sender = models.CharField(_("报送方"), max_length=60)
    fingerprint = models.CharField(_("表头指纹"), max_length=64)
    source = models.CharField(_("来源"), max_length=40)
    choices = models.JSONField(_("人工指定的列"), default=dict)
    confirmed_by = models.CharField(_("确认人"), max_length=40)
    confirmed_at = models.DateTimeField(_("确认时间"))

    class Meta:
        verbose_name = _("列对应关系")
        constraints = (
            models.UniqueConstraint(
                fields=("sender", "fingerprint"), name="a_senders_header_is_remembered_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class FeedbackRound(models.Model):
    """What the province sent back to be verified by a day (省级反馈批次); it goes up again as a whole."""

    region = models.CharField(_("所属地区"), max_length=12)
    period = models.CharField(_("所属月份"), max_length=7)
    sender_name = models.CharField(_("报送方名称"), max_length=80)
    file_name = SealedTextField(_("文件名"))
    digest = models.CharField(_("文件摘要"), max_length=64)
    rows_rejected = models.IntegerField(_("退回行数"), default=0)
    due_on = models.DateField(_("核实期限"))
    state = models.CharField(_("反馈状态"), max_length=10, choices=FeedbackState, default=FeedbackState.OPEN)
    received_at = models.DateTimeField(_("接收时间"))
    received_by = models.CharField(_("接收人"), max_length=40)
    submitted_at = models.DateTimeField(_("上报时间"), null=True)
    submitted_by = models.CharField(_("上报人"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("省级反馈批次")
        ordering = ("-received_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("region", "digest"), name="a_feedback_file_is_taken_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class FeedbackItem(models.Model):
    """One person in a round of feedback, and what the officer who looked into it found."""

    round = models.ForeignKey(
        FeedbackRound, verbose_name=_("省级反馈批次"), on_delete=models.CASCADE, related_name="items"
    )
    row = models.IntegerField(_("条号"))
    sheet_row = models.IntegerField(_("原表行号"))
    division = models.CharField(_("区划代码"), max_length=12, blank=True)
    name = SealedTextField(_("姓名"))
    number = SealedTextField(_("身份证号码"))
    finding = SealedTextField(_("反馈的问题"))
    verdict = models.CharField(_("核实结论"), max_length=10, choices=Verdict, blank=True)
    evidence = SealedTextField(_("核实依据"), blank=True)
    verified_by = models.CharField(_("核实人"), max_length=40, blank=True)
    verified_at = models.DateTimeField(_("核实时间"), null=True)

    class Meta:
        verbose_name = _("省级反馈条目")
        ordering = ("round", "row")
        constraints = (
            models.UniqueConstraint(fields=("round", "row"), name="a_feedback_row_is_one_item"),
            models.CheckConstraint(
                name="a_verdict_has_its_officer", condition=Q(verdict="") | ~Q(verified_by="")
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SharingGrant(models.Model):
    """What a department may be told of people on aid (共享授权): which lists, which fields, what for.

    `pulls` numbers the times the department fetched changes; each fetch is told apart by it.
    """

    office = models.ForeignKey(
        Organisation, verbose_name=_("部门"), on_delete=models.PROTECT, related_name="sharing_grants"
    )
    region = models.CharField(_("共享地区"), max_length=12)
    programmes = models.JSONField(_("共享名单"), default=list)
    fields = models.JSONField(_("共享字段"), default=list)
    purpose = models.CharField(_("用途"), max_length=120)
    basis = models.CharField(_("授权依据"), max_length=120)
    pulls = models.PositiveIntegerField(_("取变更次数"), default=0)
    granted_at = models.DateTimeField(_("授权时间"))
    granted_by = models.CharField(_("授权人"), max_length=150)
    ended_at = models.DateTimeField(_("停止时间"), null=True)
    ended_by = models.CharField(_("停止人"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("共享授权")
        ordering = ("ended_at", "-granted_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("office",), condition=Q(ended_at__isnull=True), name="an_office_has_one_grant"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SharedUse(models.Model):
    """One use a department made of what it may be told (共享日志): who, what for, which fields, how many."""

    grant = models.ForeignKey(
        SharingGrant, verbose_name=_("共享授权"), on_delete=models.PROTECT, related_name="uses"
    )
    kind = models.CharField(_("使用方式"), max_length=10, choices=SharedUseKind)
    purpose = models.CharField(_("用途"), max_length=120)
    fields = models.JSONField(_("共享字段"), default=list)
    people = models.PositiveIntegerField(_("人次"), default=0)
    data_on = models.DateField(_("数据日期"))
    used_by = models.CharField(_("使用人"), max_length=150)
    used_at = models.DateTimeField(_("使用时间"))

    class Meta:
        verbose_name = _("共享日志")
        ordering = ("-used_at", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class SharedPerson(models.Model):
    """What a department was last told of one person on one list (已共享对象), to tell it only what changed.

    `changed_in` is the fetch in which it changed; one who left the list stays with `is_on` false.
    """

    grant = models.ForeignKey(
        SharingGrant, verbose_name=_("共享授权"), on_delete=models.PROTECT, related_name="people"
    )
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(_("救助项目"), max_length=20)
    digest = models.CharField(_("内容摘要"), max_length=64)
    is_on = models.BooleanField(_("在册"), default=True)
    changed_in = models.PositiveIntegerField(_("变更所在次数"))

    class Meta:
        verbose_name = _("已共享对象")
        constraints = (
            models.UniqueConstraint(fields=("grant", "person", "programme"), name="person_is_shared_once"),
        )
        indexes = (models.Index(fields=("grant", "changed_in"), name="shared_by_fetch"),)

    def __str__(self) -> str:
        return str(self.pk)


class Cooperation(models.Model):
    """What the bureau and a department agreed to send each other (部门协作): a list, and who is on aid."""

    office = models.ForeignKey(
        Organisation, verbose_name=_("部门"), on_delete=models.PROTECT, related_name="cooperations"
    )
    source = models.CharField(_("推送名单"), max_length=40)
    liaison = models.CharField(_("联络员"), max_length=40)
    phone = SealedTextField(_("联系电话"), blank=True)
    matters = models.CharField(_("政策衔接事项"), max_length=200)
    fields = models.JSONField(_("回送字段"), default=list)
    cycle_days = models.PositiveSmallIntegerField(_("互送周期（天）"))
    begins_on = models.DateField(_("起始日"))
    agreed_by = models.CharField(_("登记人"), max_length=150)

    class Meta:
        verbose_name = _("部门协作")
        ordering = ("office", "source")
        constraints = (
            models.UniqueConstraint(fields=("office", "source"), name="a_list_is_agreed_once_with_an_office"),
            models.CheckConstraint(name="a_cycle_has_days", condition=Q(cycle_days__gt=0)),
        )

    def __str__(self) -> str:
        return str(self.pk)


class CooperationChange(models.Model):
    """Other fields one side wants sent back (字段变更); they hold once the other side has confirmed."""

    cooperation = models.ForeignKey(
        Cooperation, verbose_name=_("部门协作"), on_delete=models.PROTECT, related_name="changes"
    )
    fields = models.JSONField(_("回送字段"), default=list)
    reason = models.CharField(_("事由"), max_length=200)
    side = models.CharField(_("提出方"), max_length=6, choices=Side)
    proposed_by = models.CharField(_("提出人"), max_length=150)
    proposed_at = models.DateTimeField(_("提出时间"))
    confirmed_by = models.CharField(_("确认人"), max_length=150, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        verbose_name = _("字段变更")
        ordering = ("-proposed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("cooperation",),
                condition=Q(confirmed_at__isnull=True),
                name="one_change_waits_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class CooperationReturn(models.Model):
    """The answer to a department's list: who on it is on aid (在享状态回送)."""

    cooperation = models.ForeignKey(
        Cooperation, verbose_name=_("部门协作"), on_delete=models.PROTECT, related_name="returns"
    )
    batch = models.ForeignKey(
        Batch, verbose_name=_("数据批次"), on_delete=models.PROTECT, related_name="returns"
    )
    fields = models.JSONField(_("回送字段"), default=list)
    people = models.PositiveIntegerField(_("人数"))
    aided = models.PositiveIntegerField(_("在享人数"))
    sent_by = models.CharField(_("回送人"), max_length=150)
    sent_at = models.DateTimeField(_("回送时间"))

    class Meta:
        verbose_name = _("在享状态回送")
        ordering = ("-sent_at", "-id")

    def __str__(self) -> str:
        return str(self.pk)
