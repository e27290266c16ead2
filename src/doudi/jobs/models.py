"""Holds jobs: what somebody asked for and what fell due."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import User
from doudi.jobs.states import UNFINISHED, JobStatus


class Job(models.Model):
    """One piece of work for the worker (后台任务); its arguments are keys, never what somebody is called."""

    kind = models.CharField(_("任务"), max_length=60)
    place = models.CharField(_("地区"), max_length=12, blank=True)
    period = models.CharField(_("应办的一期"), max_length=10, blank=True, help_text=_("定期任务才有"))
    key = models.CharField(_("任务键"), max_length=120, help_text=_("没有办完的任务，同一个键只有一个"))
    arguments = models.JSONField(_("参数"), default=list)
    status = models.CharField(_("状态"), max_length=8, choices=JobStatus, default=JobStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    sentence = models.CharField(_("结果"), max_length=300, blank=True)
    covered_by = models.ForeignKey(
        "self", verbose_name=_("并入的一次"), on_delete=models.PROTECT, null=True, related_name="covers"
    )
    asked_by = models.ForeignKey(
        User, verbose_name=_("谁要求的"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("排队时间"))
    not_before = models.DateTimeField(_("最早何时再试"), null=True)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        verbose_name = _("后台任务")
        constraints = (
            models.UniqueConstraint(
                fields=("key",), condition=models.Q(status__in=UNFINISHED), name="job_is_unfinished_once"
            ),
            models.UniqueConstraint(
                fields=("kind", "place", "period"),
                condition=~models.Q(period=""),
                name="job_of_a_due_period_is_one",
            ),
            models.CheckConstraint(
                name="finished_job_has_its_time",
                condition=models.Q(status__in=UNFINISHED) | models.Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="covered_job_names_what_covers_it",
                condition=~models.Q(status=JobStatus.COVERED) | models.Q(covered_by__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("status", "not_before"), name="job_by_status"),)

    def __str__(self) -> str:
        return str(self.pk)
