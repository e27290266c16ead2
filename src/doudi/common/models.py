"""Holds what was done once and is not to be done again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DoneOnce(models.Model):
    """One act somebody sent (办过的一次), by the key drawn when its page was opened; written with the act."""

    scope = models.CharField(_("哪一类事"), max_length=60)
    by = models.BigIntegerField(_("办理人编号"))
    key = models.UUIDField(_("办理键"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("办过的一次")
        constraints = (
            models.UniqueConstraint(fields=("scope", "by", "key"), name="act_of_a_key_is_done_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)
