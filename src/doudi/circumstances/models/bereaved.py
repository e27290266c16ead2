"""Holds families that lost their only child, which only a post made for it may see."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.circumstances.states import ChildLoss
from doudi.common.fields import SealedTextField
from doudi.registry.models.people import Person


class BereavedFamily(models.Model):
    """That a parent lost their only child, or that it is disabled or gravely ill (失独家庭档案).

    It belongs to a parent, not to a household: wherever the parent lives, the file is there.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("父母一方"), on_delete=models.PROTECT, related_name="bereavements"
    )
    loss = models.CharField(_("子女情况"), max_length=8, choices=ChildLoss)
    happened_on = models.DateField(_("发生日"), null=True, help_text=_("不清楚的留空"))
    contact = SealedTextField(_("联系人"), sealed_as="registry.bereavedfamily.contact")
    phone = SealedTextField(_("联系电话"), blank=True, sealed_as="registry.bereavedfamily.phone")
    care_way = SealedTextField(_("关爱方式"), sealed_as="registry.bereavedfamily.care_way")
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="bereaved_families"
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    closed_at = models.DateTimeField(_("撤下时间"), null=True)
    closed_by = models.ForeignKey(
        User, verbose_name=_("撤下人"), on_delete=models.PROTECT, null=True, related_name="bereaved_closed"
    )
    closing_reason = SealedTextField(
        _("撤下事由"), blank=True, sealed_as="registry.bereavedfamily.closing_reason"
    )

    class Meta:
        verbose_name = _("失独家庭档案")
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(closed_at__isnull=True),
                name="family_has_one_bereavement_file",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
