"""Holds where a ledger entry stood in a month."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import Post, User
from doudi.common.fields import SealedTextField
from doudi.monitoring.models.ledger import LedgerEntry, MatchRun
from doudi.monitoring.states import EntryStatus, Outcome, StandingCause


class EntryStanding(models.Model):
    """Where one entry stood in one month from a moment on (条目当月状态), with who or what put it there.

    Rows are added, never changed but for `is_latest`: the newest of a month is what its equation reads.
    """

    entry = models.ForeignKey(
        LedgerEntry, verbose_name=_("台账条目"), on_delete=models.PROTECT, related_name="standings"
    )
    period = models.CharField(_("月份"), max_length=7)
    division = models.CharField(_("区划代码"), max_length=12)
    status = models.CharField(_("状态"), max_length=10, choices=EntryStatus)
    outcome = models.CharField(_("结论"), max_length=20, choices=Outcome, blank=True)
    reason = SealedTextField(_("结论理由"), blank=True)
    owner = models.ForeignKey(
        Post, verbose_name=_("责任人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    has_clock = models.BooleanField(_("有期限"), default=False)
    cause = models.CharField(_("由来"), max_length=10, choices=StandingCause)
    run = models.ForeignKey(
        MatchRun, verbose_name=_("比对运行"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(
        User, verbose_name=_("办理人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"))
    is_latest = models.BooleanField(_("最新一次"), default=True)

    class Meta:
        verbose_name = _("条目当月状态")
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "period"),
                condition=models.Q(is_latest=True),
                name="entry_has_one_latest_standing_a_month",
            ),
            models.CheckConstraint(
                name="concluded_standing_has_an_outcome",
                condition=~models.Q(status="CONCLUDED", outcome=""),
            ),
            models.CheckConstraint(
                name="standing_comes_from_a_person_or_a_run",
                condition=models.Q(by__isnull=False)
                | models.Q(run__isnull=False)
                | models.Q(cause__in=("BEFORE", "ENROLLED", "HANDED")),
            ),
        )
        indexes = (models.Index(fields=("period", "status"), name="standing_by_month"),)

    def __str__(self) -> str:
        return f"{self.entry_id}:{self.period}"
