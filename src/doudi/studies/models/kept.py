"""Holds computation sheets as they were handed out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.registry.models import Household
from doudi.studies.models.studies import FactSheet


class KeptSheet(models.Model):
    """A computation sheet as it was made (核算单); it never changes, a new computation is a new row.

    The whole sheet is under seal, with the facts, expressions and values it used; the digest is keyed, and
    stands in the trail too. PostgreSQL refuses to change or delete a row.
    """

    household = models.ForeignKey(
        Household, verbose_name=_("家庭"), on_delete=models.PROTECT, related_name="kept_sheets"
    )
    facts = models.ForeignKey(
        FactSheet, verbose_name=_("家庭情况表"), on_delete=models.PROTECT, related_name="kept_sheets"
    )
    division = models.CharField(_("区划代码"), max_length=12)
    programme = models.CharField(_("救助项目"), max_length=40)
    title = models.CharField(_("项目名称"), max_length=60)
    on = models.DateField(_("核定日"), help_text=_("按这一天有效的规则核定"))
    eligible = models.BooleanField(_("是否符合"))
    amount_fen = models.BigIntegerField(_("金额（分）"))
    sheet = SealedTextField(_("核算单内容"), sealed_as="rulebook.keptsheet.sheet")
    digest = models.CharField(_("摘要"), max_length=64)
    made_by = models.CharField(_("核算人"), max_length=150)
    made_at = models.DateTimeField(_("核算时间"))

    class Meta:
        verbose_name = _("核算单")
        constraints = (
            models.CheckConstraint(name="kept_sheet_has_a_digest", condition=~Q(digest="")),
            models.CheckConstraint(name="kept_amount_is_not_negative", condition=Q(amount_fen__gte=0)),
        )
        indexes = (models.Index(fields=("household", "-made_at"), name="kept_sheet_by_household"),)

    def __str__(self) -> str:
        return str(self.pk)
