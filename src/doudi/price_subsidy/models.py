"""Holds the monthly price indices and what follows from them: suggestions, approvals, who is due what."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.price_subsidy.states import HeldCategory, LaunchKind, LaunchStatus, LinePart
from doudi.registry.models import Person


class PriceIndex(models.Model):
    """A month's price indices of a region as published (价格指数); a correction is a new row.

    Rises are held in hundredths of a percent (万分点) against the same month of the year before: 3.5% is 350.
    """

    region = models.CharField(_("地区"), max_length=6)
    period = models.CharField(_("指数所属月"), max_length=7)
    cpi_points = models.IntegerField(_("居民消费价格涨幅（万分点）"), null=True)
    food_points = models.IntegerField(_("食品价格涨幅（万分点）"), null=True)
    scpi_points = models.IntegerField(_("低收入居民价格涨幅（万分点）"), null=True)
    published_on = models.DateField(_("公布日期"))
    document = models.CharField(_("来源文件"), max_length=120)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("录入人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("录入时间"))
    superseded_at = models.DateTimeField(_("被更正时间"), null=True, help_text=_("仍有效的留空"))

    class Meta:
        verbose_name = _("价格指数")
        ordering = ("-period", "region", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "period"),
                condition=Q(superseded_at__isnull=True),
                name="index_of_a_month_stands_once",
            ),
            models.CheckConstraint(
                name="index_says_something",
                condition=Q(cpi_points__isnull=False)
                | Q(food_points__isnull=False)
                | Q(scpi_points__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class PriceLaunch(models.Model):
    """That a month's indices ask a county to start, go on with or stop the price subsidy (联动建议).

    It pays nobody: only an approval by somebody else than who recorded the indices opens the list.
    """

    region = models.CharField(_("地区"), max_length=6)
    period = models.CharField(_("补贴所属月"), max_length=7)
    kind = models.CharField(_("建议"), max_length=8, choices=LaunchKind)
    status = models.CharField(_("状态"), max_length=9, choices=LaunchStatus, default=LaunchStatus.SUGGESTED)
    index = models.ForeignKey(
        PriceIndex, verbose_name=_("价格指数"), on_delete=models.PROTECT, related_name="launches"
    )
    table = models.JSONField(_("测算表"), default=dict)
    people = models.PositiveIntegerField(_("应发人数"), default=0)
    overlapping = models.PositiveIntegerField(_("身份重叠人数"), default=0)
    total_fen = models.BigIntegerField(_("应发合计（分）"), default=0)
    due_on = models.DateField(_("应发到位日"), null=True)
    prepared_by = models.ForeignKey(
        User, verbose_name=_("测算人"), on_delete=models.PROTECT, related_name="+"
    )
    suggested_at = models.DateTimeField(_("建议时间"))
    decided_by = models.ForeignKey(
        User, verbose_name=_("审批人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    decision_reason = models.CharField(_("审批意见"), max_length=500, blank=True)
    listed_at = models.DateTimeField(_("生成名单时间"), null=True)

    class Meta:
        verbose_name = _("联动建议")
        ordering = ("-period", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "period"),
                condition=Q(status__in=("SUGGESTED", "APPROVED")) & ~Q(kind="MAKE_UP"),
                name="month_has_one_launch",
            ),
            models.UniqueConstraint(
                fields=("region", "period"),
                condition=Q(kind="MAKE_UP", status__in=("SUGGESTED", "APPROVED"), listed_at__isnull=True),
                name="make_up_waits_once",
            ),
            models.CheckConstraint(
                name="preparer_never_approves_a_launch",
                condition=~Q(status="APPROVED")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("prepared_by"))),
            ),
            models.CheckConstraint(
                name="list_follows_an_approval", condition=Q(listed_at__isnull=True) | Q(status="APPROVED")
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class PriceLine(models.Model):
    """What one person is due as price subsidy for a month (价格补贴名单), once whatever they hold."""

    launch = models.ForeignKey(
        PriceLaunch, verbose_name=_("联动建议"), on_delete=models.PROTECT, related_name="lines"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="price_lines"
    )
    period = models.CharField(_("补贴所属月"), max_length=7)
    division = models.CharField(_("区划代码"), max_length=12)
    part = models.CharField(_("原发或补差"), max_length=7, choices=LinePart, default=LinePart.MAIN)
    categories = models.JSONField(_("符合的身份"), default=list)
    standard_fen = models.BigIntegerField(_("测算标准（分）"))
    multiplier = models.PositiveSmallIntegerField(_("倍数"), default=1)
    paid_fen = models.BigIntegerField(_("先前已列（分）"), default=0)
    amount_fen = models.BigIntegerField(_("应发金额（分）"))
    note = models.CharField(_("身份重叠说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("价格补贴名单")
        ordering = ("division", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "period"), condition=Q(part="MAIN"), name="person_is_due_once_a_month"
            ),
            models.UniqueConstraint(fields=("launch", "person"), name="list_names_a_person_once"),
            models.CheckConstraint(name="line_pays_something", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="line_is_standard_times_multiplier",
                condition=Q(amount_fen=F("standard_fen") * F("multiplier") - F("paid_fen")),
            ),
        )
        indexes = (models.Index(fields=("launch", "division"), name="price_line_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class PriceHolder(models.Model):
    """A standing that no list of the registry carries but the price subsidy asks for (补贴对象登记)."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="price_standings"
    )
    category = models.CharField(_("身份"), max_length=24, choices=HeldCategory)
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("终止日"), null=True, help_text=_("不含当日；仍有效的留空"))
    document = models.CharField(_("依据"), max_length=120)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("补贴对象登记")
        ordering = ("category", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "category"),
                condition=Q(valid_to__isnull=True),
                name="person_holds_a_standing_once",
            ),
            models.CheckConstraint(
                # one that ends on the day it began never counted
                name="standing_ends_no_earlier_than_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
