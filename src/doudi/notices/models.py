"""Holds what offices and residents were told: notices, letters, what came of delivering each, objections."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField
from doudi.documents.models import IssuedPaper
from doudi.notices.states import Channel, MessageState, Outcome


class Notice(models.Model):
    """Something an office is told until it answers (提醒); told once however often it is found.

    `sent_by` is empty where the system tells. Whoever of the office comes first signs for it and answers.
    """

    key = models.CharField(_("提醒键"), max_length=120, unique=True)
    kind = models.CharField(_("类型"), max_length=20)
    division = models.CharField(_("提醒到"), max_length=12)
    about = models.CharField(_("涉及区划"), max_length=12)
    text = models.CharField(_("内容"), max_length=500)
    subject_kind = models.CharField(_("涉及对象类型"), max_length=40, blank=True)
    subject_id = models.CharField(_("涉及对象编号"), max_length=64, blank=True)
    answer_by = models.DateField(_("回填期限"), null=True)
    sent_by = models.ForeignKey(
        User, verbose_name=_("发出人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    raised_at = models.DateTimeField(_("提醒时间"))
    received_at = models.DateTimeField(_("签收时间"), null=True)
    received_by = models.ForeignKey(
        User, verbose_name=_("签收人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("处置时间"), null=True)
    settled_by = models.ForeignKey(
        User, verbose_name=_("处置人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = SealedTextField(_("处置情况"), blank=True)

    class Meta:
        verbose_name = _("提醒")
        constraints = (
            models.CheckConstraint(
                name="receipt_of_a_notice_names_who_signed",
                condition=models.Q(received_at__isnull=True) | models.Q(received_by__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_to_a_notice_names_who_gave_it",
                condition=models.Q(settled_at__isnull=True) | models.Q(settled_by__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("division", "settled_at"), name="notice_by_office"),)

    def __str__(self) -> str:
        return str(self.pk)


class Letter(models.Model):
    """A paper issued to a resident (信函); it counts from the day it was delivered, which its deliveries say.

    `subject_kind` and `subject_id` say what it is about, of those `common.about` knows; empty where somebody
    wrote to somebody. The words of the letter are in the issued paper only.
    """

    paper = models.OneToOneField(
        IssuedPaper, verbose_name=_("发出的文书"), on_delete=models.PROTECT, related_name="letter"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    subject_kind = models.CharField(_("涉及对象类型"), max_length=40, blank=True)
    subject_id = models.CharField(_("涉及对象编号"), max_length=64, blank=True)
    addressee = SealedTextField(_("收信人"))
    address = SealedTextField(_("地址"), blank=True)
    phone = SealedTextField(_("电话"), blank=True)
    is_open_to_review = models.BooleanField(_("可以申请复议"), default=False)
    sent_by = models.ForeignKey(User, verbose_name=_("发出人"), on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("发出时间"))

    class Meta:
        verbose_name = _("信函")
        ordering = ("-sent_at", "-id")
        indexes = (
            models.Index(fields=("division",), name="letter_by_division"),
            models.Index(fields=("subject_kind", "subject_id"), name="letter_by_subject"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Delivery(models.Model):
    """One attempt to deliver a letter, and how it ended (送达记录); never changed.

    A wrong one is replaced by another row that says why: `replaces` counts no more.
    """

    letter = models.ForeignKey(
        Letter, verbose_name=_("信函"), on_delete=models.PROTECT, related_name="deliveries"
    )
    way = models.CharField(_("送达方式"), max_length=12)
    outcome = models.CharField(_("结果"), max_length=9, choices=Outcome)
    happened_on = models.DateField(_("送达日"), help_text=_("没有送到的，是去送的那天"))
    said = SealedTextField(_("签收人、单号或未送到的原因"), blank=True)
    replaces = models.OneToOneField(
        "self", verbose_name=_("更正哪一条"), on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    why = SealedTextField(_("更正原因"), blank=True)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("送达记录")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)


class Objection(models.Model):
    """What somebody said against a letter they got (异议); the office has to answer it, the letter stands."""

    letter = models.ForeignKey(
        Letter, verbose_name=_("信函"), on_delete=models.PROTECT, related_name="objections"
    )
    received_on = models.DateField(_("收到日"))
    text = SealedTextField(_("异议内容"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("异议")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)


class Handover(models.Model):
    """Messages written to one file for the bureau's operator (交送批次); another person takes the file.

    `trace` stands in the file, so that a copy found somewhere says which one it is.
    """

    region = models.CharField(_("地区"), max_length=12)
    reason = models.CharField(_("用途"), max_length=200)
    trace = models.CharField(_("流水号"), max_length=12, unique=True)
    made_by = models.ForeignKey(User, verbose_name=_("制作人"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("制作时间"))

    class Meta:
        verbose_name = _("交送批次")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class Message(models.Model):
    """Something short a resident is told about a letter (消息): a text message, or a call with its words.

    `ref` is drawn by lot: the operator's answer names it, and it says nothing about anybody.
    """

    letter = models.ForeignKey(
        Letter, verbose_name=_("信函"), on_delete=models.PROTECT, related_name="messages"
    )
    channel = models.CharField(_("方式"), max_length=5, choices=Channel)
    ref = models.CharField(_("编号"), max_length=16, unique=True)
    phone = SealedTextField(_("电话"))
    text = SealedTextField(_("内容"))
    made_by = models.ForeignKey(User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("消息")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class MessageStep(models.Model):
    """What became of a message (消息进展); the last one says where it stands, none means it waits."""

    message = models.ForeignKey(
        Message, verbose_name=_("消息"), on_delete=models.PROTECT, related_name="steps"
    )
    state = models.CharField(_("状态"), max_length=11, choices=MessageState)
    handover = models.ForeignKey(
        Handover, verbose_name=_("交送批次"), on_delete=models.PROTECT, null=True, related_name="steps"
    )
    by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("消息进展")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)
