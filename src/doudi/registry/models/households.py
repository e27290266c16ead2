"""Holds households, who lives in them from when until when, and officers' acts on them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.registry.models.people import Person
from doudi.registry.states import HouseholdActKind, Relation


class Household(models.Model):
    """People who live and budget together (共同生活家庭), not the hukou booklet they are listed in.

    Head and place follow from the members and may be empty.
    """

    division = models.CharField(_("区划代码"), max_length=12)
    head = models.ForeignKey(
        Person, verbose_name=_("户主"), on_delete=models.PROTECT, null=True, related_name="heads"
    )
    created_at = models.DateTimeField(_("建档时间"))

    class Meta:
        verbose_name = _("家庭")
        indexes = (models.Index(fields=("division", "id"), name="household_by_division"),)

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdNumber(models.Model):
    """The number a source last gave a household; numbers shift, so it names no household by itself."""

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
                fields=("household", "source", "region"), name="household_has_one_number_of_a_source"
            ),
        )
        indexes = (models.Index(fields=("number",), name="household_by_number"),)

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdAct(models.Model):
    """An officer's act on a household (家庭变动): split, join, move or head, from a day on.

    `people` are those it is about; those of a joined family go to where the anchor lives.
    """

    kind = models.CharField(_("变动"), max_length=6, choices=HouseholdActKind)
    people: "models.ManyToManyField[Person, models.Model]" = models.ManyToManyField(
        Person, verbose_name=_("涉及人员"), related_name="household_acts"
    )
    anchor = models.ForeignKey(
        Person, verbose_name=_("并入何人家庭"), on_delete=models.PROTECT, null=True, related_name="joined_by"
    )
    division = models.CharField(_("迁入区划"), max_length=12, blank=True)
    origin = models.CharField(
        _("迁出区划"), max_length=12, blank=True, help_text=_("只有迁居有；早先登记的迁居没有记下来")
    )
    happened_on = models.DateField(_("生效日"))
    reason = SealedTextField(_("事由"))
    done_by = models.CharField(_("办理人"), max_length=150)
    done_at = models.DateTimeField(_("办理时间"))
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_by = models.CharField(_("撤销人"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("家庭变动")
        ordering = ("-happened_on", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdMember(models.Model):
    """A person's place in a household from a day until another (家庭成员), with what says so."""

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
    batch = models.UUIDField(_("来源批次"), null=True)
    act = models.ForeignKey(
        HouseholdAct, verbose_name=_("家庭变动"), on_delete=models.PROTECT, null=True, related_name="made"
    )

    class Meta:
        verbose_name = _("家庭成员")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(valid_to__isnull=True), name="person_lives_in_one_household"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
