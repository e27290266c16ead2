"""Holds what lists say people were called or numbered before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.registry.models.lists import ListLine


class FormerIdentity(models.Model):
    """A number or a name that a row of a list says its person had before (曾用身份); a fact, like its line.

    The number stands as keyed token only. It is the person's when an officer says so, not before.
    """

    line = models.ForeignKey(
        ListLine, verbose_name=_("名册行"), on_delete=models.PROTECT, related_name="former"
    )
    token_high = models.BigIntegerField(_("原号码标记高位"), null=True)
    token_low = models.BigIntegerField(_("原号码标记低位"), null=True)
    name = models.CharField(_("曾用姓名"), max_length=60, blank=True)
    name_key = models.CharField(_("姓名检索形式"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("曾用身份")
        indexes = (
            models.Index(fields=("token_low", "token_high"), name="former_number_by_token"),
            models.Index(fields=("name_key",), name="former_name_by_key"),
        )

    def __str__(self) -> str:
        return str(self.pk)
