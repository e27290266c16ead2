"""Takes a month's list into the registry and takes it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.problems import Refusal
from doudi.common.rows import save_rows
from doudi.registry.models import Enrolment, ListLine, ListPublication, MonthLock, Person
from doudi.registry.rules.listing import ListedPerson, ListEffect, Listing, class_in
from doudi.registry.selectors import is_month_closed
from doudi.registry.services.households import file_households
from doudi.registry.services.people import file_people, take_turn
from doudi.registry.states import ONE_OFF

Key = tuple[int, str]
PEOPLE_AT_ONCE = 5000


class LaterListPublished(Refusal):
    """A list of a later month already stands on this one."""

    def __init__(self, period: str, later: str) -> None:
        super().__init__(
            f"{later} 的同类名册已经入库，{period} 的名册不能再改动，否则在册起止日期会错乱。"
            f"请先撤回 {later} 及以后的名册，更正 {period} 后按月份顺序重新发布。"
        )


class MonthClosed(Refusal):
    """The month is closed by two people; nothing in it changes any more."""

    def __init__(self, period: str) -> None:
        super().__init__(f"{period} 已经月结，名册不能再改动。请把更正内容放进下一个月的文件。")


@transaction.atomic
def apply_list(listing: Listing, *, by: Actor, at: datetime) -> ListEffect:
    """Take a month's list into the registry: open, change and close enrolments so that they match it.

    Publishing the same batch again changes nothing. Refuses a closed month, and a month before one whose
    list of the same source already stands. Whoever is no longer on the list is closed from the month's first
    day; nothing is deleted.
    """
    take_turn()
    _check_order(listing)
    if ListPublication.objects.filter(batch=listing.batch).exists():
        return ListEffect(len(listing.people), 0, 0, 0, 0, len(listing.people), 0, 0)
    publication = ListPublication.objects.create(
        batch=listing.batch,
        source=listing.source,
        region=listing.region,
        period=str(listing.period),
        published_at=at,
    )
    filed = file_people(listing.people, source=listing.source, region=listing.region, at=at)
    homes = file_households(listing, filed.by_row, at=at)
    wanted, repeated = _wanted(listing, filed.by_row, homes, publication)
    counts = _bring_about(wanted, listing, publication)
    effect = ListEffect(
        listed=len(listing.people), new_people=filed.new, repeated=repeated, disputed=filed.disputed, **counts
    )
    _record("registry.list_published", listing.batch, listing.region, by=by, at=at, effect=asdict(effect))
    return effect


@transaction.atomic
def withdraw_list(batch: str, *, by: Actor, at: datetime) -> None:
    """Undo what a published list changed, as long as no later list of the source stands on it."""
    take_turn()
    publication = ListPublication.objects.filter(batch=batch).first()
    if publication is None:
        return
    _check_closed(publication.region, publication.period)
    _check_later(publication.source, publication.region, publication.period)
    reopened = list(publication.closed.all())
    for enrolment in reopened:
        enrolment.valid_to, enrolment.closed_by = None, None
    publication.lines.all().delete()
    publication.opened.all().delete()
    save_rows(reopened, ["valid_to", "closed_by"], recorded_as="registry.list_withdrawn")
    _record("registry.list_withdrawn", batch, publication.region, by=by, at=at, effect={})
    publication.delete()


@transaction.atomic
def lock_month(region: str, period: str, *, by: Actor, at: datetime) -> None:
    """Lock a county's month against every change of its lists."""
    MonthLock.objects.get_or_create(region=region, period=period, defaults={"locked_at": at})
    _record("registry.month_locked", period, region, by=by, at=at, effect={})


def _record(
    action: str, subject: str, region: str, *, by: Actor, at: datetime, effect: Mapping[str, object]
) -> None:
    audit.record(
        action, subject_type="list", subject_id=subject, by=by, at=at, division=region, details=effect
    )


def _check_order(listing: Listing) -> None:
    _check_closed(listing.region, str(listing.period))
    _check_later(listing.source, listing.region, str(listing.period))


def _check_closed(region: str, period: str) -> None:
    if is_month_closed(region, period):
        raise MonthClosed(period)


def _check_later(source: str, region: str, period: str) -> None:
    later = (
        ListPublication.objects.filter(source=source, region=region, period__gt=period)
        .order_by("period")
        .first()
    )
    if later is not None:
        raise LaterListPublished(period, later.period)


def _wanted(
    listing: Listing,
    people: Mapping[int, Person],
    homes: Mapping[int, int | None],
    publication: ListPublication,
) -> tuple[dict[Key, tuple[Enrolment, int]], int]:
    wanted: dict[Key, tuple[Enrolment, int]] = {}
    repeated = 0
    for line in listing.people:
        key = (people[line.row].pk, line.programme)
        if key in wanted:
            repeated += 1
            continue
        enrolment = _enrolment(line, listing, publication)
        enrolment.person_id, enrolment.household_id = people[line.row].pk, homes[line.row]
        wanted[key] = (enrolment, line.row)
    return wanted, repeated


def _enrolment(line: ListedPerson, listing: Listing, publication: ListPublication) -> Enrolment:
    first_day = listing.period.first_day
    one_off = line.programme in ONE_OFF
    return Enrolment(
        programme=line.programme,
        category=class_in(line, listing.period),
        division=line.division or listing.region,
        amount_fen=line.amount_fen,
        account_high=line.account.high if line.account else None,
        account_low=line.account.low if line.account else None,
        labour=line.labour,
        stable_work=line.stable_work,
        risk_cause=line.attributes.get("risk_cause") or "",
        income_fen=_whole(line.attributes.get("annual_income_fen")),
        valid_from=first_day if one_off else _since(line.started_on, first_day),
        valid_to=listing.period.next().first_day if one_off else None,
        opened_by=publication,
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text else None


def _since(started_on: date | None, first_day: date) -> date:
    return started_on if started_on and started_on < first_day else first_day


COMPARED = (
    "household_id",
    "category",
    "division",
    "amount_fen",
    "account_high",
    "account_low",
    "labour",
    "stable_work",
    "risk_cause",
    "income_fen",
)


def _same(one: Enrolment, other: Enrolment) -> bool:
    return all(getattr(one, field) == getattr(other, field) for field in COMPARED)


def _bring_about(
    wanted: Mapping[Key, tuple[Enrolment, int]], listing: Listing, publication: ListPublication
) -> dict[str, int]:
    standing = _standing(listing)
    elsewhere = _standing_elsewhere(set(wanted) - set(standing), listing)
    first_day = listing.period.first_day
    opened, kept, ended = [], [], []
    for key, (enrolment, row) in wanted.items():
        current = standing.pop(key, None)
        if key in elsewhere:
            kept.append((elsewhere[key], row))
            continue
        if current is not None and _same(current, enrolment):
            kept.append((current, row))
            continue
        if current is not None:
            enrolment.valid_from = first_day
            ended.append(current)
        opened.append((enrolment, row))
    gone = _listed_nowhere(standing.values(), listing)
    _close([*ended, *gone], first_day, publication)
    Enrolment.objects.bulk_create([enrolment for enrolment, _ in opened], batch_size=500)
    ListLine.objects.bulk_create(
        [ListLine(publication=publication, enrolment=e, row=row) for e, row in (*kept, *opened)],
        batch_size=1000,
    )
    return {
        "opened": len(opened) - len(ended),
        "changed": len(ended),
        "closed": len(gone),
        "unchanged": len(kept),
    }


def _standing(listing: Listing) -> dict[Key, Enrolment]:
    live = Enrolment.objects.filter(
        opened_by__source=listing.source, opened_by__region=listing.region, valid_to__isnull=True
    )
    return {(enrolment.person_id, enrolment.programme): enrolment for enrolment in live}


def _standing_elsewhere(keys: Collection[Key], listing: Listing) -> dict[Key, Enrolment]:
    """Return the live enrolments another region's list opened: one person stands in a programme once.

    Being on two townships' lists is for the comparison to find, not for a second enrolment to hide.
    """
    found: dict[Key, Enrolment] = {}
    people = sorted({person for person, _ in keys})
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        live = Enrolment.objects.filter(
            person__in=people[start : start + PEOPLE_AT_ONCE], valid_to__isnull=True
        ).exclude(opened_by__source=listing.source, opened_by__region=listing.region)
        found |= {(e.person_id, e.programme): e for e in live if (e.person_id, e.programme) in keys}
    return found


def _listed_nowhere(gone: Iterable[Enrolment], listing: Listing) -> list[Enrolment]:
    """Leave out those another region's list of this month or later still names."""
    candidates = list(gone)
    still_listed = set(
        ListLine.objects.filter(
            enrolment__in=[enrolment.pk for enrolment in candidates],
            publication__period__gte=str(listing.period),
        ).values_list("enrolment_id", flat=True)
    )
    return [enrolment for enrolment in candidates if enrolment.pk not in still_listed]


def _close(enrolments: list[Enrolment], on: date, publication: ListPublication) -> None:
    for enrolment in enrolments:
        enrolment.valid_to, enrolment.closed_by = on, publication
    save_rows(enrolments, ["valid_to", "closed_by"], recorded_as="registry.list_published")
