"""Holds what offices say of people: poverty class and low income outside dibao and tekun."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.registry.models.people import Person
from doudi.registry.states import Category, PovertyClass


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
