"""Holds what lists said, for ever: publications and their lines, and which months are closed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.registry.models.people import Identity, Person
from doudi.registry.states import Programme


class ListPublication(models.Model):
    """A file of a month's list taken into the registry (名册入库); taken back it is withdrawn, not deleted.

    A batch published again after it was withdrawn is a publication of its own.
    """

    batch = models.UUIDField(_("来源批次"))
    source = models.CharField(_("来源"), max_length=40)
    region = models.CharField(_("来数地区"), max_length=12)
    period = models.CharField(_("所属月份"), max_length=7)
    whole = models.BooleanField(_("全区名册"), default=True, help_text=_("否表示只含部分乡镇"))
    townships = models.JSONField(_("所含乡镇"), default=list, blank=True)
    published_at = models.DateTimeField(_("入库时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    withdrawn_by = models.CharField(_("撤回人"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("名册入库")
        constraints = (
            models.UniqueConstraint(
                fields=("batch",), condition=Q(withdrawn_at__isnull=True), name="batch_is_published_once"
            ),
        )
        indexes = (
            models.Index(fields=("source", "period"), name="publication_by_source"),
            models.Index(fields=("region", "period"), name="publication_by_region"),
        )

    def __str__(self) -> str:
        return str(self.batch)


class ListLine(models.Model):
    """What one row of a list said of one person on one programme (名册行); a fact, never changed or deleted.

    `person` alone is not said by the row: it is who officers hold the number and name to be.
    """

    publication = models.ForeignKey(
        ListPublication, verbose_name=_("名册入库"), on_delete=models.PROTECT, related_name="lines"
    )
    row = models.IntegerField(_("批次内行号"))
    identity = models.ForeignKey(
        Identity, verbose_name=_("身份号码"), on_delete=models.PROTECT, related_name="lines"
    )
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="lines")
    name = models.CharField(_("名册所写姓名"), max_length=120, blank=True)
    programme = models.CharField(_("救助项目"), max_length=20, choices=Programme)
    division = models.CharField(_("区划代码"), max_length=12)
    household_number = models.CharField(_("户编号"), max_length=60, blank=True)
    relation = models.CharField(_("与户主关系"), max_length=12, blank=True)
    category = models.CharField(_("项目内类别"), max_length=20, blank=True)
    amount_fen = models.BigIntegerField(_("月金额（分）"), null=True)
    account_high = models.BigIntegerField(_("账户标记高位"), null=True)
    account_low = models.BigIntegerField(_("账户标记低位"), null=True)
    started_on = models.DateField(_("名册所写起始日"), null=True)
    labour = models.CharField(_("劳动能力"), max_length=10, blank=True)
    stable_work = models.CharField(_("稳定就业"), max_length=3, blank=True)
    risk_cause = models.CharField(_("主要风险原因"), max_length=20, blank=True)
    income_fen = models.BigIntegerField(_("年人均纯收入（分）"), null=True)

    class Meta:
        verbose_name = _("名册行")
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "row", "programme", "identity"), name="line_stands_once"
            ),
        )
        indexes = (
            models.Index(fields=("publication", "household_number"), name="line_by_household_number"),
            models.Index(fields=("person", "publication"), name="line_by_person_and_list"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class MonthLock(models.Model):
    """A county's month that is closed: nothing that happened in it changes any more (月结锁定)."""

    region = models.CharField(_("地区"), max_length=12)
    period = models.CharField(_("月份"), max_length=7)
    locked_at = models.DateTimeField(_("锁定时间"))

    class Meta:
        verbose_name = _("月结锁定")
        constraints = (models.UniqueConstraint(fields=("region", "period"), name="month_is_locked_once"),)

    def __str__(self) -> str:
        return f"{self.region}:{self.period}"
