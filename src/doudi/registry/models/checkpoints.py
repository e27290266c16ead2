"""Holds how far the facts of people were followed, so that a replay need not begin from nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.registry.models.people import Person


class Checkpoint(models.Model):
    """What follows from a person's facts up to and with a month (推算起点); thrown away whenever in doubt.

    `ground` names the live lists and changes of divisions it rests on; when they are others, it is no more
    gone on from. Whatever reads people, households or spells never reads this.
    """

    person = models.OneToOneField(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="checkpoint"
    )
    period = models.CharField(_("推算到的月份"), max_length=7)
    counties = models.TextField(_("所涉县区"), help_text=_("逗号分隔"))
    ground = models.CharField(_("依据的摘要"), max_length=64)
    state = models.TextField(_("推算到的结果"))

    class Meta:
        verbose_name = _("推算起点")

    def __str__(self) -> str:
        return str(self.pk)
