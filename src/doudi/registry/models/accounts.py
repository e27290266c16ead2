"""Holds what an account ends in, as keyed digests, to find people by the digits that are shown of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountEnd(models.Model):
    """The last digits of an account that lists gave (账户尾号), each number of them a keyed digest.

    Nothing stands in clear: neither the account nor its end, nor a digest that could be made without the key.
    """

    account_high = models.BigIntegerField(_("账户标记高位"))
    account_low = models.BigIntegerField(_("账户标记低位"))
    last_4 = models.BigIntegerField(_("末四位标记"))
    last_5 = models.BigIntegerField(_("末五位标记"))
    last_6 = models.BigIntegerField(_("末六位标记"))

    class Meta:
        verbose_name = _("账户尾号")
        constraints = (
            models.UniqueConstraint(fields=("account_low", "account_high"), name="account_ends_once"),
        )
        indexes = (
            models.Index(fields=("last_4",), name="account_by_last_4"),
            models.Index(fields=("last_5",), name="account_by_last_5"),
            models.Index(fields=("last_6",), name="account_by_last_6"),
        )

    def __str__(self) -> str:
        return str(self.pk)
