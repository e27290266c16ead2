"""Holds notices: who was told what, who signed for it, what was done."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.common.fields import SealedTextField


class Notice(models.Model):
    """Something an office is told until it answers (提醒); told once however often it is found.

    `sent_by` is empty where the system tells. Whoever of the office comes first signs for it and answers.
    """

    key = models.CharField(_("提醒键"), max_length=120, unique=True)
    kind = models.CharField(_("类型"), max_length=20)
    division = models.CharField(_("提醒到"), max_length=12)
    about = models.CharField(_("涉及区划"), max_length=12)
    text = models.CharField(_("内容"), max_length=500)
    subject_kind = models.CharField(_("涉及对象类型"), max_length=40, blank=True)
    subject_id = models.CharField(_("涉及对象编号"), max_length=64, blank=True)
    answer_by = models.DateField(_("回填期限"), null=True)
    sent_by = models.ForeignKey(
        User, verbose_name=_("发出人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    raised_at = models.DateTimeField(_("提醒时间"))
    received_at = models.DateTimeField(_("签收时间"), null=True)
    received_by = models.ForeignKey(
        User, verbose_name=_("签收人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("处置时间"), null=True)
    settled_by = models.ForeignKey(
        User, verbose_name=_("处置人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = SealedTextField(_("处置情况"), blank=True)

    class Meta:
        verbose_name = _("提醒")
        constraints = (
            models.CheckConstraint(
                name="receipt_of_a_notice_names_who_signed",
                condition=models.Q(received_at__isnull=True) | models.Q(received_by__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_to_a_notice_names_who_gave_it",
                condition=models.Q(settled_at__isnull=True) | models.Q(settled_by__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("division", "settled_at"), name="notice_by_office"),)

    def __str__(self) -> str:
        return str(self.pk)
