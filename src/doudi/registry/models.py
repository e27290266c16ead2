"""Holds people, households and enrolments."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.registry.states import Category, IdentityStanding, PovertyClass, Programme, Relation, Sex


class Person(models.Model):
    """A natural person, however many numbers or lists name them."""

    name = models.CharField(_("姓名"), max_length=60)
    initials = models.CharField(_("拼音首字母"), max_length=60, blank=True)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex)
    born_on = models.DateField(_("出生日期"))
    division = models.CharField(_("区划代码"), max_length=12)
    created_at = models.DateTimeField(_("建档时间"))

    class Meta:
        verbose_name = _("人员")
        indexes = (
            models.Index(fields=("division", "id"), name="person_by_division"),
            models.Index(fields=("name",), name="person_by_name"),
            models.Index(fields=("initials",), name="person_by_initials"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Identity(models.Model):
    """An identity number of a person, as keyed token and under seal; nowhere in clear."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="identities"
    )
    token_high = models.BigIntegerField(_("身份标记高位"))
    token_low = models.BigIntegerField(_("身份标记低位"))
    epoch = models.PositiveSmallIntegerField(_("密钥期次"))
    number = SealedTextField(_("身份证号码"))
    standing = models.CharField(
        _("号码状态"), max_length=10, choices=IdentityStanding, default=IdentityStanding.CONFIRMED
    )

    class Meta:
        verbose_name = _("身份号码")
        constraints = (
            models.UniqueConstraint(
                fields=("token_high", "token_low", "epoch"),
                condition=Q(standing="CONFIRMED"),
                name="number_is_one_persons",
            ),
        )
        indexes = (models.Index(fields=("token_high", "token_low"), name="identity_by_token"),)

    def __str__(self) -> str:
        return str(self.pk)


class Household(models.Model):
    """People who live and budget together (共同生活家庭), not the hukou booklet they are listed in."""

    division = models.CharField(_("区划代码"), max_length=12)
    created_at = models.DateTimeField(_("建档时间"))

    class Meta:
        verbose_name = _("家庭")
        indexes = (models.Index(fields=("division", "id"), name="household_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdNumber(models.Model):
    """The number a source gives a household; the same household has other numbers elsewhere."""

    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="numbers"
    )
    source = models.CharField(_("来源"), max_length=40)
    region = models.CharField(_("来数地区"), max_length=12)
    number = models.CharField(_("户编号"), max_length=60)

    class Meta:
        verbose_name = _("户编号")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "region", "number"), name="household_number_is_one_households"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdMember(models.Model):
    """A person's place in a household from a day until another (家庭成员)."""

    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="memberships"
    )
    relation = models.CharField(_("与户主关系"), max_length=12, choices=Relation, default=Relation.OTHER)
    counted = models.BooleanField(_("计入共同生活"), default=True)
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("终止日"), null=True, help_text=_("不含当日；仍在户内的留空"))
    batch = models.UUIDField(_("来源批次"))

    class Meta:
        verbose_name = _("家庭成员")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(valid_to__isnull=True), name="person_lives_in_one_household"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ListPublication(models.Model):
    """A month's list taken into the registry (名册入库): which enrolments it opened and closed hang on it."""

    batch = models.UUIDField(_("来源批次"), primary_key=True)
    source = models.CharField(_("来源"), max_length=40)
    region = models.CharField(_("来数地区"), max_length=12)
    period = models.CharField(_("所属月份"), max_length=7)
    published_at = models.DateTimeField(_("入库时间"))

    class Meta:
        verbose_name = _("名册入库")
        constraints = (
            models.UniqueConstraint(fields=("source", "region", "period"), name="list_is_published_once"),
        )

    def __str__(self) -> str:
        return str(self.batch)


class Enrolment(models.Model):
    """A person's standing on a programme's list from a month until another (在册); a change is a new row."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="enrolments"
    )
    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, null=True, related_name="enrolments"
    )
    programme = models.CharField(_("救助项目"), max_length=20, choices=Programme)
    category = models.CharField(_("项目内类别"), max_length=20, blank=True)
    division = models.CharField(_("区划代码"), max_length=12)
    amount_fen = models.BigIntegerField(_("月金额（分）"), null=True)
    account_high = models.BigIntegerField(_("账户标记高位"), null=True)
    account_low = models.BigIntegerField(_("账户标记低位"), null=True)
    labour = models.CharField(_("劳动能力"), max_length=10, blank=True)
    stable_work = models.CharField(_("稳定就业"), max_length=3, blank=True)
    risk_cause = models.CharField(_("主要风险原因"), max_length=20, blank=True)
    income_fen = models.BigIntegerField(_("年人均纯收入（分）"), null=True)
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("终止日"), null=True, help_text=_("不含当日；仍在册的留空"))
    opened_by = models.ForeignKey(
        ListPublication, verbose_name=_("建立依据"), on_delete=models.PROTECT, related_name="opened"
    )
    closed_by = models.ForeignKey(
        ListPublication,
        verbose_name=_("终止依据"),
        on_delete=models.PROTECT,
        null=True,
        related_name="closed",
    )

    class Meta:
        verbose_name = _("在册记录")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "programme"),
                condition=Q(valid_to__isnull=True),
                name="person_is_enrolled_once_in_a_programme",
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        )
        indexes = (
            models.Index(fields=("division", "programme"), name="enrolment_by_division"),
            models.Index(fields=("programme", "valid_from"), name="enrolment_by_programme"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class PovertyStatus(models.Model):
    """What an office says a person is on the poverty side (扶贫身份), until another says otherwise.

    The monthly register says so too; of both the statement that began last holds.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="poverty_statuses"
    )
    poverty_class = models.CharField(_("类别"), max_length=10, choices=PovertyClass)
    risks = models.JSONField(_("风险原因"), default=list)
    recognised_by = models.CharField(_("认定单位"), max_length=80)
    basis = SealedTextField(_("依据"), blank=True)
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("终止日"), null=True, help_text=_("不含当日；仍有效的留空"))
    recorded_by = models.CharField(_("登记人"), max_length=150)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("扶贫身份")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(valid_to__isnull=True), name="person_has_one_poverty_status"
            ),
            models.CheckConstraint(name="poverty_status_names_its_office", condition=~Q(recognised_by="")),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Recognition(models.Model):
    """An office's finding that a person is of low income outside dibao and tekun (低收入认定)."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="recognitions"
    )
    category = models.CharField(_("类别"), max_length=14, choices=Category)
    recognised_by = models.CharField(_("认定单位"), max_length=80)
    reason = SealedTextField(_("认定理由"))
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("终止日"), null=True, help_text=_("不含当日；仍有效的留空"))
    recorded_by = models.CharField(_("登记人"), max_length=150)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("低收入认定")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "category"),
                condition=Q(valid_to__isnull=True),
                name="person_is_recognised_once_in_a_category",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ListLine(models.Model):
    """The row of a month's list that says an enrolment stands (名册行)."""

    publication = models.ForeignKey(
        ListPublication, verbose_name=_("名册入库"), on_delete=models.CASCADE, related_name="lines"
    )
    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("在册记录"), on_delete=models.CASCADE, related_name="lines"
    )
    row = models.IntegerField(_("批次内行号"))

    class Meta:
        verbose_name = _("名册行")
        constraints = (models.UniqueConstraint(fields=("publication", "enrolment"), name="line_stands_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class RegistryTurn(models.Model):
    """The one row everybody who files people locks first (建档次序), so that no number is filed twice."""

    name = models.CharField(_("名称"), max_length=20, primary_key=True)

    class Meta:
        verbose_name = _("建档次序")

    def __str__(self) -> str:
        return self.name


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
