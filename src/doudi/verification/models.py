"""Holds who may be looked up, what was asked, what was answered, what the report said and who disputed it.

Rows are only added: how a check stands follows from them.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField
from doudi.documents.models import IssuedPaper
from doudi.registry.models import Household, Person
from doudi.verification.states import Signer


class CheckAuthorisation(models.Model):
    """What one person signed that they may be looked up for (核对授权), with the signed paper attached."""

    person = models.ForeignKey(
        Person, verbose_name=_("授权人"), on_delete=models.PROTECT, related_name="check_authorisations"
    )
    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="check_authorisations"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    items = models.JSONField(_("授权核对项目"))
    valid_from = models.DateField(_("授权起始日"))
    valid_to = models.DateField(_("授权终止日"), help_text=_("不含当日"))
    signer = models.CharField(_("签字人"), max_length=8, choices=Signer)
    guardian = SealedTextField(_("监护人"), blank=True)
    signed_on = models.DateField(_("签字日"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("核对授权")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="check_authorisation_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))
            ),
        )
        indexes = (models.Index(fields=("division",), name="authorisation_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class AuthorisationWithdrawal(models.Model):
    """That a person no longer allows to be looked up (授权撤回); from its day on nothing is asked."""

    authorisation = models.OneToOneField(
        CheckAuthorisation, verbose_name=_("核对授权"), on_delete=models.PROTECT, related_name="withdrawal"
    )
    on = models.DateField(_("撤回日"))
    reason = SealedTextField(_("撤回理由"), blank=True)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("授权撤回")

    def __str__(self) -> str:
        return str(self.pk)


class FinancialCheck(models.Model):
    """One check of a household's means (经济状况核对); `about` is the record that asked for it, if any."""

    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="financial_checks"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    subject = models.CharField(_("核对对象"), max_length=20)
    about_kind = models.CharField(_("提请来源"), max_length=30, blank=True)
    about_id = models.CharField(_("提请来源键"), max_length=40, blank=True)
    number = models.CharField(_("核对编号"), max_length=30, unique=True)
    requested_on = models.DateField(_("提请日"))
    requested_by = models.ForeignKey(
        User, verbose_name=_("提请人"), on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(_("提请时间"))

    class Meta:
        verbose_name = _("经济状况核对")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("division", "id"), name="check_by_division"),
            models.Index(fields=("about_kind", "about_id"), name="check_by_about"),
        )

    def __str__(self) -> str:
        return self.number


class CheckQuery(models.Model):
    """One source asked once about one person (核对查询), by the authority it names."""

    check_of = models.ForeignKey(
        FinancialCheck, verbose_name=_("经济状况核对"), on_delete=models.PROTECT, related_name="queries"
    )
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("核对来源"), max_length=30)
    authorisation = models.ForeignKey(
        CheckAuthorisation, verbose_name=_("核对授权"), on_delete=models.PROTECT, related_name="queries"
    )
    sent_on = models.DateField(_("查询日"))
    due_on = models.DateField(_("应答复日"))
    sent_by = models.ForeignKey(User, verbose_name=_("查询人"), on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("查询时间"))

    class Meta:
        verbose_name = _("核对查询")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("check_of", "person", "source"), name="source_is_asked_once_about_a_person"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class CheckAnswer(models.Model):
    """What a source said to a query (核对答复): one thing found, or that there is none.

    `values` is sealed JSON, by the source's fields. Several things found are several answers.
    """

    query = models.ForeignKey(
        CheckQuery, verbose_name=_("核对查询"), on_delete=models.PROTECT, related_name="answers"
    )
    is_found = models.BooleanField(_("查到记录"))
    values = SealedTextField(_("查到的内容"), blank=True)
    as_of = models.DateField(_("数据时点"))
    proof = SealedTextField(_("凭什么登记"))
    entered_on = models.DateField(_("登记日"))
    entered_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("核对答复")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)


class CheckReport(models.Model):
    """What was declared beside what was found, under a number (核对报告); a later one replaces it for use.

    `code` lets whoever holds the paper see that it is the one issued under its number.
    """

    check_of = models.ForeignKey(
        FinancialCheck, verbose_name=_("经济状况核对"), on_delete=models.PROTECT, related_name="reports"
    )
    paper = models.OneToOneField(
        IssuedPaper, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="check_report"
    )
    code = models.CharField(_("验证码"), max_length=12)
    content = SealedTextField(_("报告内容"))
    unanswered = models.PositiveSmallIntegerField(_("未核来源数"))
    reason = SealedTextField(_("缺少来源的说明"), blank=True)
    issued_on = models.DateField(_("出具日"))
    issued_by = models.ForeignKey(User, verbose_name=_("出具人"), on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("出具时间"))

    class Meta:
        verbose_name = _("核对报告")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)


class CheckDispute(models.Model):
    """What a family says against a report (核对异议); it starts the clock of looking again."""

    report = models.OneToOneField(
        CheckReport, verbose_name=_("核对报告"), on_delete=models.PROTECT, related_name="dispute"
    )
    text = SealedTextField(_("异议内容"))
    said_on = models.DateField(_("提出日"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("核对异议")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)


class DisputeFinding(models.Model):
    """What looking again came to (异议复查结果): whether the family was right, and why."""

    dispute = models.OneToOneField(
        CheckDispute, verbose_name=_("核对异议"), on_delete=models.PROTECT, related_name="finding"
    )
    is_upheld = models.BooleanField(_("异议成立"))
    text = SealedTextField(_("复查情况"))
    found_on = models.DateField(_("复查日"))
    found_by = models.ForeignKey(User, verbose_name=_("复查人"), on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("异议复查结果")

    def __str__(self) -> str:
        return str(self.pk)
