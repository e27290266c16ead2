"""Holds how each person stands on the three guarantees (三保障): schooling, medical care, a safe home."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.circumstances.states import Guarantee, GuaranteeState
from doudi.registry.models.people import Person


class GuaranteeStanding(models.Model):
    """What an office said of one guarantee of one person on a day (三保障状态); the newest one holds."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="guarantees"
    )
    guarantee = models.CharField(_("保障"), max_length=9, choices=Guarantee)
    state = models.CharField(_("是否达标"), max_length=7, choices=GuaranteeState)
    office = models.CharField(_("责任部门"), max_length=40)
    updated_on = models.DateField(_("更新日"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="guarantees_recorded"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("三保障状态")
        ordering = ("-updated_on", "-id")
        constraints = (models.CheckConstraint(name="guarantee_names_its_office", condition=~Q(office="")),)
        indexes = (models.Index(fields=("person", "guarantee"), name="guarantee_by_person"),)

    def __str__(self) -> str:
        return str(self.pk)
