"""Holds what a household asked for, what was recorded of it since, and what was decided.

Rows are only added. `ApplicationStanding` alone follows from them: it is thrown away and made again.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.casework.states import Held, Outcome, RecordKind, Verdict, Way
from doudi.common.fields import SealedTextField
from doudi.documents.models import Attachment
from doudi.registry.models import Household, Person
from doudi.studies.models import KeptSheet


class Filing(models.Model):
    """What one household came to ask for at one time (申请登记): one intake, as many applications as fit.

    `place` is where it was received, `division` where the household belongs; they differ for who applies
    elsewhere (异地申请). `source` is the record it comes from, such as a ledger entry.
    """

    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="filings"
    )
    applicant = models.ForeignKey(
        Person, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    place = models.CharField(_("受理地"), max_length=12)
    way = models.CharField(_("申请方式"), max_length=6, choices=Way)
    helper = SealedTextField(_("代办人"), blank=True)
    helper_relation = models.CharField(_("与申请人关系"), max_length=40, blank=True)
    source_kind = models.CharField(_("来源种类"), max_length=30, blank=True)
    source_id = models.CharField(_("来源键"), max_length=40, blank=True)
    reason = SealedTextField(_("申请理由"))
    filed_on = models.DateField(_("申请日"))
    filed_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("申请登记")
        constraints = (
            models.CheckConstraint(
                name="helped_filing_names_the_helper",
                condition=~Q(way="HELPED") | ~Q(helper_relation=""),
            ),
        )
        indexes = (
            models.Index(fields=("division",), name="filing_by_division"),
            models.Index(fields=("source_kind", "source_id"), name="filing_by_source"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class FilingPaper(models.Model):
    """A paper a filing needs and has (申请材料): handed in, promised in writing, or proven by a list.

    It serves every application of the filing. `source` and `period` name the list that proves it.
    """

    filing = models.ForeignKey(
        Filing, verbose_name=_("申请登记"), on_delete=models.PROTECT, related_name="papers"
    )
    code = models.CharField(_("材料"), max_length=30)
    person = models.ForeignKey(
        Person, verbose_name=_("谁的"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    held = models.CharField(_("怎样有的"), max_length=9, choices=Held)
    attachment = models.ForeignKey(
        Attachment, verbose_name=_("扫描件"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(_("部门名单"), max_length=40, blank=True)
    period = models.CharField(_("名单月份"), max_length=7, blank=True)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("申请材料")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="paper_handed_in_is_there", condition=~Q(held="HANDED_IN") | Q(attachment__isnull=False)
            ),
            models.CheckConstraint(
                name="paper_proven_names_its_list", condition=~Q(held="PROVEN") | ~Q(source="")
            ),
            models.UniqueConstraint(
                fields=("filing", "code"), condition=Q(person__isnull=True), name="paper_of_all_is_there_once"
            ),
            models.UniqueConstraint(
                fields=("filing", "code", "person"),
                condition=Q(person__isnull=False),
                name="paper_of_a_person_is_there_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SupplementNotice(models.Model):
    """The one notice of everything a filing lacks (一次性告知); what it does not name is not asked later."""

    filing = models.OneToOneField(
        Filing, verbose_name=_("申请登记"), on_delete=models.PROTECT, related_name="supplement"
    )
    items = models.JSONField(_("缺的材料"), help_text=_("[材料, 人员键] 的列表"))
    told_by = models.ForeignKey(User, verbose_name=_("告知人"), on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(_("告知时间"))

    class Meta:
        verbose_name = _("一次性告知")

    def __str__(self) -> str:
        return str(self.pk)


class BoundProcedure(models.Model):
    """The procedure of a programme and region as it held on a day, every value filled in (所依办理程序).

    Kept once for equal content, and never changed: an application that names it is not moved by later law.
    """

    programme = models.CharField(_("办理程序"), max_length=30)
    region = models.CharField(_("地区"), max_length=12)
    version = models.DateField(_("版本起始日"))
    content = models.JSONField(_("内容"))
    digest = models.CharField(_("内容摘要"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("所依办理程序")

    def __str__(self) -> str:
        return str(self.pk)


class Application(models.Model):
    """One programme a household, or one of its people, asked for (申请).

    `number` is what everybody calls it by. `procedure` is the one of the filing day until the application is
    accepted, then that of the acceptance day.
    """

    filing = models.ForeignKey(
        Filing, verbose_name=_("申请登记"), on_delete=models.PROTECT, related_name="applications"
    )
    programme = models.CharField(_("项目"), max_length=30)
    person = models.ForeignKey(
        Person,
        verbose_name=_("保障对象"),
        on_delete=models.PROTECT,
        null=True,
        related_name="applications",
        help_text=_("按人的项目；按户的为空"),
    )
    number = models.CharField(_("受理编号"), max_length=30, unique=True)
    division = models.CharField(_("区划代码"), max_length=12)
    procedure = models.ForeignKey(
        BoundProcedure, verbose_name=_("所依办理程序"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("申请")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("filing", "programme"),
                condition=Q(person__isnull=True),
                name="filing_asks_for_a_household_once",
            ),
            models.UniqueConstraint(
                fields=("filing", "programme", "person"),
                condition=Q(person__isnull=False),
                name="filing_asks_for_a_person_once",
            ),
        )
        indexes = (models.Index(fields=("division", "id"), name="application_by_division"),)

    def __str__(self) -> str:
        return self.number


class ApplicationRecord(models.Model):
    """One thing recorded of an application (办理记录): a step entered or an event, in their order.

    `evidence` is the key of what proves it: a visit, a notice, a decision. `by` is nobody for the system. One
    that was corrected counts no more; the later one stands in its place.
    """

    application = models.ForeignKey(
        Application, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="records"
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    kind = models.CharField(_("种类"), max_length=8, choices=RecordKind)
    name = models.CharField(_("环节或事件"), max_length=40)
    on = models.DateField(_("发生日"))
    clock = models.CharField(_("延长的期限"), max_length=40, blank=True)
    ground = models.CharField(_("情形"), max_length=40, blank=True)
    evidence = models.CharField(_("依据的记录"), max_length=80, blank=True)
    note = SealedTextField(_("说明"), blank=True)
    replaces = models.OneToOneField(
        "self", verbose_name=_("更正哪一条"), on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    by = models.ForeignKey(
        User, verbose_name=_("办理人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("办理记录")
        ordering = ("application", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "order"), name="record_of_an_application_has_its_place"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Decision(models.Model):
    """What was decided on an application (审核确认决定), on exactly the sheet and opinion it names.

    `office` is the level that was competent and `basis` by which document, so that the paper bears the name
    of whoever had the right on that day.
    """

    application = models.OneToOneField(
        Application, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="decision"
    )
    verdict = models.CharField(_("决定"), max_length=6, choices=Verdict)
    sheet = models.ForeignKey(KeptSheet, verbose_name=_("核算单"), on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField(_("保障金额（分）"), null=True)
    office = models.CharField(_("作出决定的一级"), max_length=20)
    office_division = models.CharField(_("作出决定的区划"), max_length=12)
    basis = models.CharField(_("权限依据"), max_length=200)
    reason = SealedTextField(_("理由"))
    saw_unverified = models.BooleanField(_("已知悉有未核实的数值"), default=False)
    digest = models.CharField(_("所依内容的摘要"), max_length=64)
    proposed_by = models.ForeignKey(
        User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(User, verbose_name=_("决定人"), on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(_("决定日"))
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("审核确认决定")
        constraints = (
            models.CheckConstraint(
                name="decision_is_taken_by_another", condition=~Q(decided_by=F("proposed_by"))
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Opinion(models.Model):
    """What an officer proposes after looking into an application (审核意见); a later one replaces it."""

    application = models.ForeignKey(
        Application, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="opinions"
    )
    step = models.CharField(_("环节"), max_length=40)
    verdict = models.CharField(_("意见"), max_length=6, choices=Verdict)
    sheet = models.ForeignKey(KeptSheet, verbose_name=_("核算单"), on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(_("意见内容"))
    given_by = models.ForeignKey(User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("审核意见")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)


class ApplicationStanding(models.Model):
    """Where an application stands now (办理进度): follows from its records, for lists to ask.

    While it is open, nobody can ask for the same thing for the same household or person again.
    """

    application = models.OneToOneField(
        Application, verbose_name=_("申请"), on_delete=models.CASCADE, related_name="standing"
    )
    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("保障对象"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    programme = models.CharField(_("项目"), max_length=30)
    division = models.CharField(_("区划代码"), max_length=12)
    step = models.CharField(_("环节"), max_length=40)
    since = models.DateField(_("进入日"))
    due_on = models.DateField(_("最近的期限"), null=True)
    outcome = models.CharField(_("结果"), max_length=9, choices=Outcome, blank=True)
    ended_on = models.DateField(_("办结日"), null=True)

    class Meta:
        verbose_name = _("办理进度")
        constraints = (
            models.UniqueConstraint(
                fields=("household", "programme"),
                condition=Q(outcome="", person__isnull=True),
                name="household_has_one_open_application",
            ),
            models.UniqueConstraint(
                fields=("person", "programme"),
                condition=Q(outcome="", person__isnull=False),
                name="person_has_one_open_application",
            ),
            models.CheckConstraint(
                name="ended_application_has_its_day",
                condition=Q(outcome="", ended_on__isnull=True) | (~Q(outcome="") & Q(ended_on__isnull=False)),
            ),
        )
        indexes = (models.Index(fields=("division", "outcome", "due_on"), name="standing_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)
