"""Answers which rights townships hold, from what was proposed, decided and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from doudi.accounts.deciding import digest_of
from doudi.common.scope import Scope
from doudi.delegation.models import DelegatedPlace, Delegation, DelegationDecision
from doudi.delegation.rules.holding import Held
from doudi.delegation.states import ENDING_SOON_DAYS, Standing
from doudi.procedures.shapes import Citation


def places_within(scope: Scope) -> QuerySet[DelegatedPlace]:
    """Return the townships of a scope that something was proposed for, the newest proposal first."""
    return (
        DelegatedPlace.objects.filter(scope.q("township"))
        .select_related("delegation__decision__decided_by", "delegation__proposed_by")
        .prefetch_related("withdrawals__withdrawn_by", "delegation__places")
        .order_by("-delegation__proposed_at", "-delegation_id", "township")
    )


def delegations_within(scope: Scope) -> QuerySet[Delegation]:
    """Return the delegations that are for a township of a scope."""
    return Delegation.objects.filter(pk__in=places_within(scope).order_by().values("delegation_id"))


def content_of(delegation: Delegation) -> dict[str, object]:
    """Return what a delegation says, as it is decided on."""
    return {
        "county": delegation.county,
        "programme": delegation.programme,
        "matter": delegation.matter,
        "limit_fen": delegation.limit_fen,
        "valid_from": delegation.valid_from.isoformat(),
        "valid_to": delegation.valid_to.isoformat() if delegation.valid_to else None,
        "document": delegation.document,
        "article": delegation.article,
        "townships": sorted(place.township for place in delegation.places.all()),
        "proposed_by": delegation.proposed_by_id,
    }


def decision_on(delegation: Delegation) -> DelegationDecision | None:
    """Return what was decided on a delegation; None while it waits."""
    return getattr(delegation, "decision", None)


def is_as_granted(delegation: Delegation, decision: DelegationDecision) -> bool:
    """Tell whether a delegation says what was decided on; one edited behind our back gives no right."""
    return decision.digest == digest_of(content_of(delegation))


def ends_on(place: DelegatedPlace) -> date | None:
    """Return the first day a township's right is over: its term or the day it was taken back from."""
    days = [each.withdrawn_on for each in place.withdrawals.all()]
    return min([*days, *([place.delegation.valid_to] if place.delegation.valid_to else [])], default=None)


def begins_on(delegation: Delegation, decision: DelegationDecision) -> date:
    """Return the first day of a right: what the document says, and never before it was granted."""
    return max(delegation.valid_from, decision.decided_on)


def held_by(place: DelegatedPlace) -> Held | None:
    """Return the right a place gives; None where nobody granted it or it is not what was granted."""
    delegation = place.delegation
    decision = decision_on(delegation)
    if decision is None or not decision.is_granted or not is_as_granted(delegation, decision):
        return None
    begins, ends = begins_on(delegation, decision), ends_on(place)
    if ends is not None and ends <= begins:
        return None
    # what a county decided under a number of its own, seen by two people, is known and not guessed
    paper = Citation(delegation.document, delegation.article, verified=True)
    return Held(begins, ends, delegation.limit_fen, paper, delegation.pk)


def rights_of(township: str, *, programme: str, matter: str) -> list[Held]:
    """Return the rights one township ever held to decide a matter of a programme."""
    own = places_within(Scope.of([township])).filter(
        township=township, delegation__programme=programme, delegation__matter=matter
    )
    return _held(own)


def _held(places: Iterable[DelegatedPlace]) -> list[Held]:
    return [held for held in map(held_by, places) if held is not None]


def rights_in_state() -> list[list[str]]:
    """Return every township's delegations by what they say, what was decided, and from when they are over."""
    rows = []
    for place in places_within(Scope.everything()):
        said, decision = place.delegation, decision_on(place.delegation)
        decided = "" if decision is None else "GRANTED" if decision.is_granted else "REFUSED"
        begins = begins_on(said, decision) if decision else said.valid_from
        values = (place.township, said.programme, said.matter, said.limit_fen, begins, ends_on(place))
        rows.append([str(value) for value in (*values, said.document, said.article, decided)])
    return sorted(rows)


def standing_of(place: DelegatedPlace, on: date) -> Standing:
    """Say how the right of a place stands on a day."""
    decision = decision_on(place.delegation)
    if decision is None:
        return Standing.PROPOSED
    if not decision.is_granted:
        return Standing.REFUSED
    if not is_as_granted(place.delegation, decision):
        return Standing.BROKEN
    return _in_time(place, begins_on(place.delegation, decision), on)


def _in_time(place: DelegatedPlace, begins: date, on: date) -> Standing:
    ends = ends_on(place)
    if ends is not None and ends <= on:
        was_withdrawn = any(each.withdrawn_on == ends for each in place.withdrawals.all())
        return Standing.WITHDRAWN if was_withdrawn else Standing.ENDED
    if begins > on:
        return Standing.UPCOMING
    ends_soon = ends is not None and ends <= on + timedelta(days=ENDING_SOON_DAYS)
    return Standing.ENDING if ends_soon else Standing.IN_FORCE
