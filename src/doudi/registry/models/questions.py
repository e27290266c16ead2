"""Holds questions about who somebody is, and what officers answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.registry.models.people import Identity, Person
from doudi.registry.states import QuestionKind, QuestionStatus


class IdentityQuestion(models.Model):
    """Whether two records are one person (人员待核): a number under two names, or a name under two numbers.

    `other` is the second person; with one number there is none until an officer says they are two.
    """

    kind = models.CharField(_("疑点"), max_length=13, choices=QuestionKind)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="questions"
    )
    other = models.ForeignKey(
        Person, verbose_name=_("另一人"), on_delete=models.PROTECT, null=True, related_name="other_questions"
    )
    identity = models.ForeignKey(
        Identity, verbose_name=_("身份号码"), on_delete=models.PROTECT, null=True, related_name="questions"
    )
    name = models.CharField(_("另一个姓名"), max_length=60, blank=True)
    name_key = models.CharField(_("姓名检索形式"), max_length=60, blank=True)
    status = models.CharField(_("状态"), max_length=6, choices=QuestionStatus, default=QuestionStatus.OPEN)
    reason = SealedTextField(_("事由"), blank=True)
    answered_by = models.CharField(_("核定人"), max_length=150, blank=True)
    answered_at = models.DateTimeField(_("核定时间"), null=True)
    raised_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("人员待核")
        ordering = ("-raised_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("identity", "name_key"), condition=Q(kind="SAME_NUMBER"), name="name_is_asked_once"
            ),
            models.UniqueConstraint(
                fields=("person", "other"),
                condition=Q(kind__in=("OTHER_NUMBER", "FORMER_NUMBER")),
                name="pair_is_asked_once",
            ),
        )
        indexes = (
            models.Index(fields=("status", "kind"), name="question_by_status"),
            models.Index(fields=("name_key",), name="question_by_name_key"),
        )

    def __str__(self) -> str:
        return str(self.pk)
