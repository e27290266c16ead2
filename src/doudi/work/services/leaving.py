"""What becomes of tasks when whoever has them leaves or is away."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from doudi.accounts.models import Post
from doudi.accounts.selectors import posts_on
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.work.models import Absence, Task
from doudi.work.selectors.owners import Owners
from doudi.work.services.deciding import tell_of_undecided
from doudi.work.services.moves import Act
from doudi.work.services.tasks import hand_over, tell_of_hands
from doudi.work.states import LIVE


class AbsenceNotPossible(Refusal):
    """The days of an absence are the wrong way round, or lie in the past."""

    def __init__(self) -> None:
        super().__init__("返岗日要晚于离岗日，也要晚于今天。", field="ends_on")


class NotAway(Refusal):
    """Nobody can be back who has not been away for a day, or is back already."""

    def __init__(self) -> None:
        super().__init__("离岗满一天、还没有返岗的才能登记返岗。请刷新页面看最新状态。")


@transaction.atomic
def hand_over_left(region: str, *, on: date, act: Act) -> int:
    """Hand what no post in force has back to its office, else to the nearest post; return how many.

    Posts that ended or whose holder is locked out, and tasks nobody was there for. Without a post they stay
    where they are and count as nobody's, which keeps the month open. Who is away keeps theirs.
    """
    live = Task.objects.filter(division__startswith=region, state__in=LIVE, permission="")
    unheld = ~Q(owner__in=posts_on(on).values("pk")) & Q(owner__isnull=False)
    left = live.filter(unheld | Q(owner__isnull=True, office__isnull=True))
    owners, moved = Owners(on), []
    for task in left.select_for_update(of=("self",)).order_by("pk"):
        successor = None if task.office_id else owners.of(task.level, task.division)
        if successor is not None or task.office_id:
            task.owner = successor
            moved.append(task)
    if moved:
        hand_over(moved, act, recorded_as="work.handed_over")
        _record("work.handed_over", "division", region, region, act, tasks=len(moved))
        tell_of_hands(moved, act)
    return len(moved)


@transaction.atomic
def record_absence(post: Post, *, begins_on: date, ends_on: date, on: date, act: Act) -> Absence:
    """Put down that whoever holds a post is away; until the day of return its tasks count as nobody's."""
    if ends_on <= begins_on or ends_on <= on or act.by is None:
        raise AbsenceNotPossible
    absence = Absence.objects.create(
        post=post, begins_on=begins_on, ends_on=ends_on, recorded_by=act.by, recorded_at=act.at
    )
    days = {"from": begins_on.isoformat(), "until": ends_on.isoformat()}
    _record("work.absence_recorded", "post", str(post.pk), post.division_id or "", act, **days)
    tell_of_undecided(post.division_id or "", on=on, act=act)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, on: date, act: Act) -> Absence:
    """Put down that somebody is back today; the days they were away stay as they were."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("post").get(pk=absence.pk)
    if not absence.begins_on < on < absence.ends_on:
        raise NotAway
    absence.ends_on = on
    absence.save(update_fields=["ends_on"])
    _record("work.absence_ended", "post", str(absence.post_id), absence.post.division_id or "", act)
    return absence


def _record(action: str, kind: str, key: str, division: str, act: Act, **details: object) -> None:
    audit.record(
        action, subject_type=kind, subject_id=key, by=act.actor, at=act.at, division=division, details=details
    )
