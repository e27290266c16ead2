"""Takes a month's list into the registry, and takes it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.collecting import collector_paused
from doudi.common.inserting import insert_rows
from doudi.common.problems import Refusal
from doudi.registry.models import ListLine, ListPublication, MonthLock
from doudi.registry.rules.effects import Standing, Tally, repeated_rows
from doudi.registry.rules.lines import PublishedList, Values
from doudi.registry.rules.listing import ListedPerson, ListEffect, Listing, class_in
from doudi.registry.rules.persons import known_name
from doudi.registry.selectors import is_month_closed
from doudi.registry.selectors.touched import people_touched
from doudi.registry.services.accounts import keep_account_ends
from doudi.registry.services.asking import ask_about_pairs
from doudi.registry.services.former import keep_former
from doudi.registry.services.people import Filed, file_people, take_turn
from doudi.registry.services.reconciling import Cause
from doudi.registry.services.replay import Watched, replay


class MonthClosed(Refusal):
    """The month is closed by two people; nothing in it changes any more."""

    def __init__(self, period: str) -> None:
        super().__init__(f"{period} 已经月结，名册不能再改动。请把更正内容放进下一个月的文件。")


@collector_paused()
@transaction.atomic
def apply_list(listing: Listing, *, by: Actor, at: datetime) -> ListEffect:
    """Take a month's list into the registry, and derive anew whatever follows from it.

    Publishing the same batch again changes nothing. Lists may come in any order of months; a closed month is
    refused. Whoever is no longer on the list is closed from the month's first day; nothing is deleted.
    """
    take_turn()
    _check_closed(listing.region, str(listing.period))
    if ListPublication.objects.filter(batch=listing.batch, withdrawn_at__isnull=True).exists():
        return ListEffect(len(listing.people), 0, 0, 0, 0, len(listing.people), 0, 0)
    publication = ListPublication.objects.create(
        batch=listing.batch,
        source=listing.source,
        region=listing.region,
        period=str(listing.period),
        whole=listing.whole,
        townships=listing.townships,
        published_at=at,
    )
    filed = file_people(listing.people, source=listing.source, region=listing.region, at=at)
    _write_lines(listing, filed, publication)
    listed = _listed(listing, {row: person.pk for row, person in filed.by_row.items()})
    watched = Watched(str(listing.period), listed)
    concerned = {person.pk for person in filed.by_row.values()} | people_touched(_as_published(publication))
    cause = Cause(at, "registry.list_published", publication)
    replay(concerned, cause, since=publication.period, watched=watched)
    _ask(listing, filed, cause)
    effect = _effect(listing, listed, watched.tally, new=filed.new, disputed=filed.disputed)
    _record("registry.list_published", listing.batch, listing.region, by=by, at=at, effect=asdict(effect))
    return effect


@collector_paused()
@transaction.atomic
def withdraw_list(batch: str, *, by: Actor, at: datetime) -> None:
    """Take a published list back; what other lists say stands, what it alone said is voided."""
    take_turn()
    publication = ListPublication.objects.filter(batch=batch, withdrawn_at__isnull=True).first()
    if publication is None:
        return
    _check_closed(publication.region, publication.period)
    concerned = set(publication.lines.values_list("person_id", flat=True))
    concerned |= people_touched(_as_published(publication))
    publication.withdrawn_at, publication.withdrawn_by = at, by.username
    publication.save(update_fields=["withdrawn_at", "withdrawn_by"])
    cause = Cause(at, "registry.list_withdrawn", publication)
    replay(concerned, cause, since=publication.period)
    ask_about_pairs(concerned, [], cause)
    _record("registry.list_withdrawn", batch, publication.region, by=by, at=at, effect={})


def _effect(listing: Listing, listed: Standing, tally: Tally, *, new: int, disputed: int) -> ListEffect:
    return ListEffect(
        listed=len(listing.people),
        new_people=new,
        opened=tally.opened,
        changed=tally.changed,
        closed=tally.closed,
        unchanged=tally.unchanged,
        repeated=repeated_rows(listed),
        disputed=disputed,
    )


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


def _check_closed(region: str, period: str) -> None:
    if is_month_closed(region, period):
        raise MonthClosed(period)


def _as_published(publication: ListPublication) -> PublishedList:
    areas = (publication.region,) if publication.whole else tuple(publication.townships)
    return PublishedList(publication.pk, publication.source, publication.region, publication.period, areas)


def _values(line: ListedPerson, listing: Listing) -> Values:
    income = line.attributes.get("annual_income_fen")
    return Values(
        division=line.division or listing.region,
        category=class_in(line, listing.period),
        amount_fen=line.amount_fen,
        account_high=line.account.high if line.account else None,
        account_low=line.account.low if line.account else None,
        labour=line.labour,
        stable_work=line.stable_work,
        risk_cause=line.attributes.get("risk_cause") or "",
        income_fen=int(income) if income else None,
    )


def _listed(listing: Listing, by_row: Mapping[int, int]) -> Standing:
    found: dict[tuple[int, str], Counter[Values]] = {}
    for line in listing.people:
        key = (by_row[line.row], line.programme)
        found.setdefault(key, Counter())[_values(line, listing)] += 1
    return found


def _ask(listing: Listing, filed: Filed, cause: Cause) -> None:
    """Ask about everyone whom the list names or names otherwise than before, present names and former."""
    people = {person.pk for person in filed.by_row.values()}
    named = {person.pk for person in filed.fresh}
    for line in listing.people:
        person = filed.by_row[line.row]
        if line.former_names or known_name(line.name).key[:60] != person.name_key:
            named.add(person.pk)
    ask_about_pairs(people | named, named, cause)


def _write_lines(listing: Listing, filed: Filed, publication: ListPublication) -> None:
    lines = [
        ListLine(
            publication=publication,
            row=line.row,
            identity_id=filed.identities[line.token],
            person_id=filed.by_row[line.row].pk,
            name=line.name.replace("\0", "")[:120],
            programme=line.programme,
            household_number=line.household_number,
            relation=line.relation,
            started_on=line.started_on,
            **_values(line, listing)._asdict(),
        )
        for line in listing.people
    ]
    insert_rows(lines)
    keep_former(listing.people, lines)
    keep_account_ends(listing.people)
