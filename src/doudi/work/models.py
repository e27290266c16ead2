"""Holds tasks, what happened to each, their pauses, who was told that one is late, and who is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import Post, User
from doudi.common.fields import SealedTextField
from doudi.regions.models import Organisation
from doudi.regions.states import Level
from doudi.work.states import LIVE, Cause, ClockUnit, MoveKind, PauseStatus, TaskState


class Task(models.Model):
    """One thing to be done by a day (待办), by one post or by anyone competent; its moves say what happened.

    The subject is a key of the module that opened it, never what somebody is called. With a `permission` the
    task is a decision: it waits for whoever holds that at its level or above and is not its `maker`. One of
    an `office` and of no post is whoever's works there.
    """

    kind = models.CharField(_("种类"), max_length=40)
    ground = models.CharField(_("事由"), max_length=60, blank=True, help_text=_("同一事由的可以一并办"))
    subject_kind = models.CharField(_("对象种类"), max_length=30)
    subject_id = models.CharField(_("对象键"), max_length=40)
    household = models.BigIntegerField(_("家庭"), null=True)
    division = models.CharField(_("区划代码"), max_length=12)
    level = models.CharField(_("办理层级"), max_length=8, choices=Level)
    owner = models.ForeignKey(
        Post, verbose_name=_("责任岗位"), on_delete=models.PROTECT, null=True, related_name="tasks"
    )
    office = models.ForeignKey(
        Organisation,
        verbose_name=_("责任科室"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("没有责任岗位的，科室里在岗的人都能办"),
    )
    permission = models.CharField(
        _("所需权限"), max_length=60, blank=True, help_text=_("等有此权限的另一人决定；空的由责任岗位办")
    )
    maker = models.ForeignKey(
        User, verbose_name=_("提出人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(_("状态"), max_length=9, choices=TaskState, default=TaskState.OPEN)
    starts_on = models.DateField(_("期限起算日"))
    amount = models.PositiveSmallIntegerField(_("期限数"))
    unit = models.CharField(_("期限单位"), max_length=12, choices=ClockUnit)
    due_on = models.DateField(_("办理期限"))
    is_provisional = models.BooleanField(_("期限暂定"), default=False)
    opened_at = models.DateTimeField(_("开出时间"))
    done_on = models.DateField(_("办结日"), null=True)
    result = models.CharField(_("结果"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("待办")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject_kind", "subject_id"),
                condition=models.Q(state__in=LIVE),
                name="subject_has_one_live_task_of_a_kind",
            ),
            models.CheckConstraint(
                name="task_is_over_on_a_day",
                condition=models.Q(state__in=LIVE, done_on__isnull=True, result="")
                | (~models.Q(state__in=LIVE) & models.Q(done_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="decision_waits_for_no_one_post",
                condition=models.Q(permission="") | models.Q(owner__isnull=True, office__isnull=True),
            ),
        )
        indexes = (
            models.Index(fields=("division", "state", "due_on"), name="task_by_division"),
            models.Index(fields=("owner", "state", "due_on"), name="task_by_owner"),
            models.Index(fields=("permission", "state"), name="task_by_permission"),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_live(self) -> bool:
        """Say whether somebody still has to do it."""
        return self.state in LIVE


class TaskMove(models.Model):
    """One thing that happened to a task (待办变动), with owner and clock after it; never changed."""

    task = models.ForeignKey(Task, verbose_name=_("待办"), on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(_("变动"), max_length=11, choices=MoveKind)
    owner = models.ForeignKey(
        Post, verbose_name=_("变动后的责任岗位"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    starts_on = models.DateField(_("期限起算日"))
    amount = models.PositiveSmallIntegerField(_("期限数"))
    unit = models.CharField(_("期限单位"), max_length=12, choices=ClockUnit)
    due_on = models.DateField(_("变动后的期限"))
    is_provisional = models.BooleanField(_("期限暂定"), default=False)
    result = models.CharField(_("结果"), max_length=20, blank=True)
    evidence = models.CharField(_("依据"), max_length=80, blank=True, help_text=_("记录的键"))
    reason = SealedTextField(_("理由"), blank=True)
    by = models.ForeignKey(
        User, verbose_name=_("办理人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("待办变动")

    def __str__(self) -> str:
        return str(self.pk)


class Pause(models.Model):
    """A wish to stop a task's clock through a day (暂停计时); it stands still only once another grants it.

    It stops the clock the task had then: one set anew starts without it.
    """

    task = models.ForeignKey(Task, verbose_name=_("待办"), on_delete=models.PROTECT, related_name="pauses")
    status = models.CharField(_("状态"), max_length=8, choices=PauseStatus, default=PauseStatus.ASKED)
    asked_on = models.DateField(_("申请日"))
    starts_on = models.DateField(_("所停期限的起算日"))
    amount = models.PositiveSmallIntegerField(_("所停期限数"))
    unit = models.CharField(_("所停期限单位"), max_length=12, choices=ClockUnit)
    until = models.DateField(_("暂停到"))
    reason = SealedTextField(_("暂停理由"))
    asked_by = models.ForeignKey(User, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    decided_by = models.ForeignKey(
        User, verbose_name=_("批准人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("批准时间"), null=True)

    class Meta:
        verbose_name = _("暂停计时")
        constraints = (
            models.UniqueConstraint(
                fields=("task",),
                condition=models.Q(status="ASKED"),
                name="one_pause_of_a_task_is_asked_at_a_time",
            ),
            models.CheckConstraint(
                name="pause_of_a_task_is_decided_by_another",
                condition=models.Q(status="ASKED") | ~models.Q(decided_by=models.F("asked_by")),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Escalation(models.Model):
    """A level above was told that a task is late, or that nobody may decide it (督办); once a due day."""

    task = models.ForeignKey(
        Task, verbose_name=_("待办"), on_delete=models.PROTECT, related_name="escalations"
    )
    cause = models.CharField(_("督办原因"), max_length=7, choices=Cause, default=Cause.LATE)
    due_on = models.DateField(_("当时的期限"))
    told = models.CharField(_("告知的区划"), max_length=12)
    at = models.DateTimeField(_("告知时间"))

    class Meta:
        verbose_name = _("督办")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "cause", "due_on", "told"), name="level_is_told_once_a_due_day"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Absence(models.Model):
    """Days on which whoever holds a post is away (离岗); what is in their hands counts as nobody's."""

    post = models.ForeignKey(Post, verbose_name=_("岗位"), on_delete=models.PROTECT, related_name="absences")
    begins_on = models.DateField(_("离岗日"))
    ends_on = models.DateField(_("返岗日"), help_text=_("不含当日"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("离岗")
        constraints = (
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=models.Q(ends_on__gt=models.F("begins_on"))
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
