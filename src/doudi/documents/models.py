"""Holds papers: what each is, what it is about, who gave it when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField
from doudi.documents.rules.forms import form_label
from doudi.documents.states import AttachmentKind


class Attachment(models.Model):
    """A paper given for something (材料); its bytes lie sealed under `place`, a name drawn by lot.

    `digest` is keyed, of what is kept: it tells the same paper given twice and nothing else. Never deleted:
    a wrong one is withdrawn and stays readable to those who may read the thing it is about.
    """

    subject_kind = models.CharField(_("所附对象类型"), max_length=40)
    subject_id = models.CharField(_("所附对象编号"), max_length=64)
    division = models.CharField(_("区划代码"), max_length=12)
    kind = models.CharField(_("材料类别"), max_length=12, choices=AttachmentKind)
    name = SealedTextField(_("文件名"))
    source = SealedTextField(_("来源"), blank=True)
    dated_on = models.DateField(_("材料日期"), null=True)
    expires_on = models.DateField(_("有效期至"), null=True)
    media_type = models.CharField(_("文件类型"), max_length=80)
    size = models.PositiveIntegerField(_("字节数"))
    pages = models.PositiveIntegerField(_("页数"), null=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    place = models.CharField(_("存放名"), max_length=40, unique=True)
    added_by = models.ForeignKey(User, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("上传时间"))
    withdrawn_by = models.ForeignKey(
        User, verbose_name=_("撤回人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    withdrawn_reason = SealedTextField(_("撤回理由"), blank=True)

    class Meta:
        verbose_name = _("材料")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "digest"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="paper_is_attached_once",
            ),
            models.CheckConstraint(
                name="withdrawn_paper_names_who_withdrew_it",
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_by__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("digest",), name="attachment_by_digest"),)

    def __str__(self) -> str:
        return str(self.pk)


class PaperTemplate(models.Model):
    """A Word template a county proposed for a kind of paper (文书模板); it draws nothing until approved.

    Never changed and never deleted: papers name the one they were drawn by.
    """

    region = models.CharField(_("地区"), max_length=12)
    kind = models.CharField(_("文书种类"), max_length=60)
    valid_from = models.DateField(_("启用日"))
    name = SealedTextField(_("文件名"))
    size = models.PositiveIntegerField(_("字节数"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    place = models.CharField(_("存放名"), max_length=40, unique=True)
    proposed_by = models.ForeignKey(
        User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("文书模板")
        ordering = ("-proposed_at", "-id")
        indexes = (models.Index(fields=("region", "kind"), name="template_by_county"),)

    def __str__(self) -> str:
        return str(self.pk)


class TemplateDecision(models.Model):
    """What another person decided on a proposed template (模板决定), on exactly the bytes of the digest."""

    template = models.OneToOneField(
        PaperTemplate, verbose_name=_("文书模板"), on_delete=models.PROTECT, related_name="decision"
    )
    is_granted = models.BooleanField(_("批准"))
    reason = models.CharField(_("意见"), max_length=300, blank=True)
    digest = models.CharField(_("决定内容的摘要"), max_length=64)
    decided_by = models.ForeignKey(User, verbose_name=_("决定人"), on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("模板决定")
        constraints = (
            models.CheckConstraint(
                name="refused_template_says_why",
                condition=models.Q(is_granted=True) | ~models.Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SerialCounter(models.Model):
    """The last number given to papers of a kind by a county in a year (文号计数); locked to give the next."""

    region = models.CharField(_("地区"), max_length=12)
    kind = models.CharField(_("文书种类"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("最后一号"), default=0)

    class Meta:
        verbose_name = _("文号计数")
        constraints = (
            models.UniqueConstraint(fields=("region", "kind", "year"), name="counter_is_one_a_year"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class IssuedPaper(models.Model):
    """A paper an office issued (发出的文书), frozen: its number, by whom, by which version; never changed.

    `subject` is what it was issued for; for one thing a kind is issued once. `to` is the office it goes to.
    """

    kind = models.CharField(_("文书种类"), max_length=60)
    region = models.CharField(_("地区"), max_length=12)
    year = models.PositiveSmallIntegerField(_("年份"))
    order = models.PositiveIntegerField(_("顺序号"))
    number = models.CharField(_("文号"), max_length=80, unique=True)
    title = models.CharField(_("标题"), max_length=120)
    subject = models.CharField(_("事由键"), max_length=80)
    to = models.CharField(_("主送区划"), max_length=12, blank=True)
    version = models.PositiveSmallIntegerField(_("版式版次"))
    template = models.ForeignKey(
        PaperTemplate, verbose_name=_("所用模板"), on_delete=models.PROTECT, null=True, related_name="+",
        help_text=_("本县自己的模板；用系统版式的留空"),
    )  # fmt: skip
    issued_by = models.ForeignKey(User, verbose_name=_("签发人"), on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("签发时间"))

    class Meta:
        verbose_name = _("发出的文书")
        ordering = ("-issued_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "kind", "year", "order"), name="number_is_given_once_a_year"
            ),
            models.UniqueConstraint(fields=("kind", "subject"), name="paper_is_issued_once_for_a_thing"),
        )

    def __str__(self) -> str:
        return self.number


class IssuedFile(models.Model):
    """One form of an issued paper (文书文件) as it was made then; its bytes lie sealed under `place`."""

    paper = models.ForeignKey(
        IssuedPaper, verbose_name=_("发出的文书"), on_delete=models.PROTECT, related_name="files"
    )
    form = models.CharField(_("格式"), max_length=10)
    media_type = models.CharField(_("文件类型"), max_length=80)
    size = models.PositiveIntegerField(_("字节数"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    place = models.CharField(_("存放名"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("文书文件")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("paper", "form"), name="form_of_a_paper_is_one"),)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def label(self) -> str:
        """Return what the form is called."""
        return form_label(self.form)
