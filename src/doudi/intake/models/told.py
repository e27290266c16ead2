"""Holds what was told: alerts of the province, leads from the ground. Neither is ever changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField
from doudi.exchange.models import Batch
from doudi.intake.states import AlertLevel, LeadSource, Urgency
from doudi.registry.models import Person


class Alert(models.Model):
    """One row of a list of alerts the province sent (预警), as it was told; it counts while its batch stands.

    `home` and `hukou` are where the row says somebody lives and is registered, as codes of the county; '' is
    unknown.
    """

    batch = models.ForeignKey(
        Batch, verbose_name=_("数据批次"), on_delete=models.PROTECT, related_name="alerts"
    )
    row = models.IntegerField(_("条号"))
    sheet_row = models.IntegerField(_("原表行号"))
    region = models.CharField(_("所属地区"), max_length=12)
    token_high = models.BigIntegerField(_("身份标记高位"))
    token_low = models.BigIntegerField(_("身份标记低位"))
    name = SealedTextField(_("姓名"))
    number = SealedTextField(_("身份证号码"))
    phone = SealedTextField(_("电话"), blank=True)
    serial = SealedTextField(_("预警编号"), blank=True)
    kind = models.CharField(_("预警类型"), max_length=30, blank=True)
    kind_words = SealedTextField(_("预警类型原文"), blank=True)
    words = SealedTextField(_("预警内容"), blank=True)
    level = models.CharField(_("预警等级"), max_length=7, choices=AlertLevel)
    alerted_on = models.DateField(_("预警日期"), null=True)
    answer_by = models.DateField(_("省里要求的排查期限"), null=True)
    home = models.CharField(_("居住地"), max_length=12, blank=True)
    hukou = models.CharField(_("户籍地"), max_length=12, blank=True)
    is_elsewhere = models.BooleanField(_("居住、户籍都在外县"), default=False)
    taken_at = models.DateTimeField(_("接收时间"))

    class Meta:
        verbose_name = _("预警")
        constraints = (models.UniqueConstraint(fields=("batch", "row"), name="row_of_a_batch_is_one_alert"),)
        indexes = (models.Index(fields=("region", "token_high", "token_low"), name="alert_by_token"),)

    def __str__(self) -> str:
        return str(self.pk)


class Lead(models.Model):
    """Something seen or heard on the ground (线索): of whom, what, by whom and when.

    `person` is whom the officer picked from the registry; of anybody else name and number stay sealed here.
    """

    region = models.CharField(_("所属地区"), max_length=12)
    division = models.CharField(_("区划代码"), max_length=12)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, null=True, related_name="leads"
    )
    token_high = models.BigIntegerField(_("身份标记高位"), null=True)
    token_low = models.BigIntegerField(_("身份标记低位"), null=True)
    name = SealedTextField(_("姓名"))
    number = SealedTextField(_("身份证号码"), blank=True)
    source = models.CharField(_("线索来源"), max_length=9, choices=LeadSource)
    grounds = models.JSONField(_("看到的情形"), default=list)
    words = SealedTextField(_("情况"))
    urgency = models.CharField(_("紧急程度"), max_length=7, choices=Urgency)
    told_by = SealedTextField(_("反映人和电话"), blank=True)
    seen_on = models.DateField(_("发现日"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("线索")
        constraints = (
            models.CheckConstraint(
                name="number_of_a_lead_is_a_whole_token",
                condition=Q(token_high__isnull=True, token_low__isnull=True)
                | Q(token_high__isnull=False, token_low__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("division", "seen_on"), name="lead_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)
