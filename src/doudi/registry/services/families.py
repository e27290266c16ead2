"""Records officers' acts on households: split, join, move, another head; each with a day and a reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.kernel.divisions import TOWNSHIP_DIGITS, VILLAGE_DIGITS
from doudi.registry.models import Household, HouseholdAct, HouseholdMember, Person
from doudi.registry.services.people import take_turn
from doudi.registry.services.reconciling import Cause
from doudi.registry.services.replay import replay
from doudi.registry.states import HouseholdActKind

REASON_LENGTH = 4
IN_A_TOWNSHIP = (TOWNSHIP_DIGITS, VILLAGE_DIGITS)


class ActReasonMissing(Refusal):
    """A household was changed without saying why."""

    def __init__(self) -> None:
        super().__init__("请写明变动的事由和依据（不少于 4 个字）。", field="reason")


class NotThisHousehold(Refusal):
    """Somebody is named who does not live in the household, or nobody, or everybody."""

    def __init__(self) -> None:
        super().__init__("请选择这一户里的人；分户要至少留下一人。", field="people")


class NoOtherHousehold(Refusal):
    """The household to join is this one, or there is none."""

    def __init__(self) -> None:
        super().__init__("没有找到要并入的家庭，请查找后从结果里选择一户。", field="other")


class NoSuchPlace(Refusal):
    """The place moved to is no township or village."""

    def __init__(self) -> None:
        super().__init__("请选择迁入的乡镇（街道）或村（社区）。", field="division")


class DayAhead(Refusal):
    """A change is dated after today."""

    def __init__(self) -> None:
        super().__init__("生效日不能晚于今天。", field="happened_on")


class ActUndone(Refusal):
    """The act was taken back before."""

    def __init__(self) -> None:
        super().__init__("这次变动已经撤销。请刷新页面看最新情况。")


def split_household(
    household: Household, *, people: Collection[int], happened_on: date, reason: str, by: User, at: datetime
) -> HouseholdAct:
    """Let some people of a household be one of their own from a day on (分户)."""
    living = _living(household)
    if not people or not set(people) < living:
        raise NotThisHousehold
    act = HouseholdAct(kind=HouseholdActKind.SPLIT, happened_on=happened_on, reason=reason)
    return _record(household, act, people, by=by, at=at)


def join_households(
    household: Household, *, other: Household, happened_on: date, reason: str, by: User, at: datetime
) -> HouseholdAct:
    """Let all people of a household live in another from a day on (并户)."""
    anchor = other.head_id or min(_living(other), default=None)
    if anchor is None or other.pk == household.pk:
        raise NoOtherHousehold
    act = HouseholdAct(kind=HouseholdActKind.JOIN, anchor_id=anchor, happened_on=happened_on, reason=reason)
    return _record(household, act, _living(household), by=by, at=at)


def move_household(
    household: Household, *, division: str, happened_on: date, reason: str, by: User, at: datetime
) -> HouseholdAct:
    """Let a household live in another division from a day on (迁居), until a list of a later month speaks."""
    if len(division) not in IN_A_TOWNSHIP:
        raise NoSuchPlace
    act = HouseholdAct(
        kind=HouseholdActKind.MOVE,
        division=division,
        origin=household.division,
        happened_on=happened_on,
        reason=reason,
    )
    return _record(household, act, _living(household), by=by, at=at)


def change_head(
    household: Household, *, person: int, happened_on: date, reason: str, by: User, at: datetime
) -> HouseholdAct:
    """Let another member head a household from a day on (变更户主): the head's death ends no household."""
    if person not in _living(household):
        raise NotThisHousehold
    act = HouseholdAct(kind=HouseholdActKind.HEAD, happened_on=happened_on, reason=reason)
    return _record(household, act, [person], by=by, at=at)


@transaction.atomic
def undo_act(act: HouseholdAct, *, by: User, at: datetime, reason: str) -> HouseholdAct:
    """Take an act back; households are derived anew without it."""
    take_turn()
    act = HouseholdAct.objects.select_for_update().get(pk=act.pk)
    if act.undone_at is not None:
        raise ActUndone
    if len(reason.strip()) < REASON_LENGTH:
        raise ActReasonMissing
    act.undone_at, act.undone_by = at, by.username
    act.save(update_fields=["undone_at", "undone_by"])
    concerned = Person.objects.filter(household_acts=act) | Person.objects.filter(joined_by=act)
    replay(
        {person.same_as_id or person.pk for person in concerned.distinct()},
        Cause(at, "registry.household_act_undone"),
        since=_month_after(act),
    )
    _tell("registry.household_act_undone", act, by=by, at=at, reason=reason)
    return act


def _month_after(act: HouseholdAct) -> str:
    """Return the month from which an act counts: after the lists of its own."""
    return str(Period.of(act.happened_on).next())


def _living(household: Household) -> set[int]:
    living = HouseholdMember.objects.filter(household=household, valid_to__isnull=True)
    return set(living.values_list("person_id", flat=True))


@transaction.atomic
def _record(
    household: Household, act: HouseholdAct, people: Collection[int], *, by: User, at: datetime
) -> HouseholdAct:
    if len(act.reason.strip()) < REASON_LENGTH:
        raise ActReasonMissing
    if act.happened_on > at.date():
        raise DayAhead
    if not people:
        raise NotThisHousehold
    take_turn()
    act.done_by, act.done_at = by.username, at
    act.save()
    act.people.set(Person.objects.filter(pk__in=people))
    concerned = {*people, *([act.anchor_id] if act.anchor_id else [])}
    replay(concerned, Cause(at, "registry.household_changed"), since=_month_after(act))
    _tell("registry.household_changed", act, by=by, at=at, reason=act.reason, household=household)
    return act


def _tell(
    action: str,
    act: HouseholdAct,
    *,
    by: User,
    at: datetime,
    reason: str,
    household: Household | None = None,
) -> None:
    place = household.division if household else act.division
    audit.record(
        action,
        subject_type="household",
        subject_id=str(household.pk) if household else str(act.pk),
        by=by,
        at=at,
        division=place or _place_of(act),
        reason=reason.strip(),
        details={"kind": act.kind, "happened_on": act.happened_on, "act": act.pk},
    )


def _place_of(act: HouseholdAct) -> str:
    return act.people.values_list("division", flat=True).first() or ""
