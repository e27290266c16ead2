"""Publishes a checked batch: from then on comparisons read it, and a roster's people are enrolled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.common.events import publish
from doudi.common.problems import Refusal
from doudi.exchange.events import BatchPublished, BatchWithdrawn
from doudi.exchange.models import Batch
from doudi.exchange.selectors.contents import rows_elsewhere
from doudi.exchange.selectors.placing import (
    Leaving,
    Place,
    is_one_of_several,
    leaving_of,
    lists_beside,
    place_of,
)
from doudi.exchange.services.enrolling import enrol, is_roster
from doudi.exchange.services.receiving import MonthIsClosed, record
from doudi.exchange.services.recognition import refuse_batch
from doudi.exchange.states import BatchState, MoveNotAllowed, Placing, Task, check_move
from doudi.regions.models import Division
from doudi.registry.selectors import is_month_closed
from doudi.registry.services.enrolment import withdraw_list

LATEST = "latest"


class NothingToPublish(Refusal):
    """Not one row of the batch counts."""

    def __init__(self) -> None:
        super().__init__("这一批没有一行可用，不能发布。请下载问题清单，更正后重新上传。")


class AllElsewhere(Refusal):
    """Every row is another county's; whoever asks, the list is not this region's."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            f"这一批可用的 {rows} 行写的都是外地人员，不是本地区的名单，不能发布。"
            "请核对文件和所选地区；确属本地区的，请更正文件里的县、乡、村名称后重新上传。"
        )


class PlacingUnclear(Refusal):
    """Whether the batch corrects a published one or stands beside it, a person has to say."""

    def __init__(self, place: Place) -> None:
        said = "".join(each.sentence for each in place.open_questions)
        super().__init__(
            f"{said}它是更正，还是另一份名单？请选择“更正”或“并列”后再发布"
            "（命令行用 --replaces latest 或 --beside）。",
            field="placing",
        )


class NotThere(Refusal):
    """The batch to be corrected is not a published one of this source, region and month."""

    def __init__(self) -> None:
        super().__init__(
            "要更正的那一批不在同来源、同地区、同月份已发布的批次里，可能刚被别人更正或撤回。请重新查看后再发布。",
            field="replaces",
        )


class PublishedMeanwhile(Refusal):
    """The lists of the month have changed since the person looked."""

    def __init__(self) -> None:
        super().__init__(
            "同月的名单刚才有变化（别人发布、更正或撤回了一批）。请重新查看这一页，再决定是否发布。"
        )


class ManyWouldClose(Refusal):
    """So many people would leave at once that a person has to look twice."""

    def __init__(self, leaving: Leaving) -> None:
        super().__init__(
            f"{leaving.sentence}人数较多，请先核对名单是不是完整。确实要终止的，请再次确认"
            "（命令行加 --confirm-closing）；只是部分乡镇的名单，请注明（命令行加 --part）。",
            field="confirm_closing",
        )
        self.leaving = leaving


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says about publishing a batch; left out, what is clear is done and what is not is asked.

    `replaces` is a batch to be corrected or "latest". `seen` is what the page showed would be replaced, by
    batch, '' for none; None where nobody looked at a page.
    """

    replaces: str = ""
    beside: bool = False
    part: bool = False
    confirm_closing: bool = False
    seen: str | None = None


NO_WISH = Wish()


@transaction.atomic
def publish_batch(batch: Batch, *, by: Actor, at: datetime, wish: Wish = NO_WISH) -> Mapping[str, int]:
    """Publish a checked batch in one transaction, in place of the one it corrects or beside the others.

    Returns what changed in the registry; publishing again changes nothing. Refuses a closed month, a list
    without effect, and whatever a person has to say first.
    """
    _take_turn(batch.region)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == BatchState.PUBLISHED:
        return {}
    check_move(BatchState(batch.state), BatchState.PUBLISHED)
    _check_worth(batch)
    batch.is_part = batch.is_part or wish.part
    place = _placed(batch, wish)
    leaving = leaving_of(batch, place)
    if leaving.is_steep and not wish.confirm_closing:
        raise ManyWouldClose(leaving)
    batch.is_part = is_one_of_several(batch, leaving)
    return _publish(batch, place, by=by, at=at)


def _take_turn(region: str) -> None:
    """Let those who publish for one region go one after the other: each sees what the other published."""
    list(Division.objects.select_for_update(no_key=True).filter(code=region))


def _check_worth(batch: Batch) -> None:
    if is_month_closed(batch.region, batch.period):
        raise MonthIsClosed(batch.period)
    if not batch.accepted:
        raise NothingToPublish
    if rows_elsewhere(batch) == batch.accepted:
        raise AllElsewhere(batch.accepted)


def _placed(batch: Batch, wish: Wish) -> Place:
    """Return the batch's place among the lists of its month, as wished; refuse when it is not clear."""
    _take_wish(batch, wish)
    place = place_of(batch)
    if place.placing == Placing.UNDECIDED:
        raise NotThere if batch.placing == Placing.REPLACES else PlacingUnclear(place)
    if wish.seen is not None and wish.seen != str(place.replaces.pk if place.replaces else ""):
        raise PublishedMeanwhile
    return place


def _take_wish(batch: Batch, wish: Wish) -> None:
    if wish.beside:
        batch.placing, batch.replaces = Placing.BESIDE, None
    elif wish.replaces:
        batch.placing, batch.replaces = Placing.REPLACES, _wished(batch, wish.replaces)


def _wished(batch: Batch, which: str) -> Batch:
    others = lists_beside(batch)
    found = others.last() if which == LATEST else others.filter(pk=_uuid(which)).first()
    if found is None:
        raise NotThere
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotThere from None


def _publish(batch: Batch, place: Place, *, by: Actor, at: datetime) -> Mapping[str, int]:
    if place.replaces is not None:
        _supersede(place.replaces, batch, by=by, at=at)
    batch.placing, batch.replaces = place.placing, place.replaces
    batch.move_to(BatchState.PUBLISHED)
    batch.published_at, batch.published_by, batch.task = at, by.username, Task.NONE
    batch.save()
    effect = enrol(batch, by=by, at=at)
    batch.effect = dict(effect)
    batch.save(update_fields=["effect"])
    details = {**effect, "placing": batch.placing, "replaces": str(batch.replaces_id or "")}
    record(batch, "exchange.batch_published", by=by, at=at, details=details)
    publish(BatchPublished(batch.region, at, str(batch.pk), batch.source, batch.period))
    return effect


def _supersede(earlier: Batch, batch: Batch, *, by: Actor, at: datetime) -> None:
    """Let the batch that is corrected give way."""
    earlier = Batch.objects.select_for_update().get(pk=earlier.pk)
    if is_roster(earlier):
        withdraw_list(str(earlier.pk), by=by, at=at)
    earlier.move_to(BatchState.SUPERSEDED)
    earlier.superseded_by = batch
    earlier.save(update_fields=["state", "superseded_by"])
    record(earlier, "exchange.batch_superseded", by=by, at=at, details={"superseded_by": str(batch.pk)})


@transaction.atomic
def place_batch(batch: Batch, *, replaces: str, by: Actor, at: datetime) -> Batch:
    """Take a person's word for what a batch is to the month's lists: a correction of one, or beside."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.CHECKED:
        raise MoveNotAllowed(BatchState(batch.state), BatchState.CHECKED)
    _take_wish(batch, Wish(replaces=replaces, beside=not replaces))
    batch.save(update_fields=["placing", "replaces"])
    details: dict[str, object] = {"placing": batch.placing, "replaces": replaces}
    record(batch, "exchange.batch_placed", by=by, at=at, details=details)
    return batch


@transaction.atomic
def withdraw_batch(batch: Batch, *, by: Actor, at: datetime, reason: str) -> Batch:
    """Take a published batch back to be published again or sent back; what it enrolled is undone.

    The batch it had corrected stands again, as before.
    """
    _take_turn(batch.region)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.PUBLISHED:
        raise MoveNotAllowed(BatchState(batch.state), BatchState.CHECKED)
    if is_month_closed(batch.region, batch.period):
        raise MonthIsClosed(batch.period)
    if is_roster(batch):
        withdraw_list(str(batch.pk), by=by, at=at)
    batch.move_to(BatchState.CHECKED)
    batch.published_at, batch.published_by, batch.effect = None, "", {}
    batch.placing, batch.replaces, batch.is_part = Placing.UNDECIDED, None, False
    batch.save()
    record(batch, "exchange.batch_withdrawn", by=by, at=at, reason=reason)
    earlier = Batch.objects.select_for_update().filter(superseded_by=batch).first()
    if earlier is not None:
        _restore(earlier, by=by, at=at)
    publish(BatchWithdrawn(batch.region, at, str(batch.pk), batch.source, batch.period))
    return batch


def _restore(earlier: Batch, *, by: Actor, at: datetime) -> None:
    """Let a batch stand again whose correction was taken back."""
    earlier.move_to(BatchState.PUBLISHED)
    earlier.superseded_by = None
    earlier.save(update_fields=["state", "superseded_by"])
    earlier.effect = enrol(earlier, by=by, at=at)
    earlier.save(update_fields=["effect"])
    record(earlier, "exchange.batch_restored", by=by, at=at, details=earlier.effect)
    publish(BatchPublished(earlier.region, at, str(earlier.pk), earlier.source, earlier.period))


def discard_batch(batch: Batch, *, by: Actor, at: datetime, reason: str) -> Batch:
    """Send a batch back because a person says so; it must not be published."""
    if batch.state == BatchState.PUBLISHED:
        raise MoveNotAllowed(BatchState.PUBLISHED, BatchState.REFUSED)
    return refuse_batch(batch, reason, by=by, at=at)
