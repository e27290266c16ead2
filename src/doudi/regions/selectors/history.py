"""Answers what divisions have become, and what they were called, on any day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from doudi.common.scope import Scope
from doudi.regions.models import Division, DivisionChange
from doudi.regions.rules.history import DivisionHistory, Step, reach
from doudi.regions.states import ChangeKind


def live_changes() -> QuerySet[DivisionChange]:
    """Return the changes of divisions that were not taken back."""
    return DivisionChange.objects.filter(voided_at__isnull=True)


def codes_over_time() -> DivisionHistory:
    """Return how codes of divisions go on; load it once and ask it for as many codes as wanted.

    This is what a comparison of two months' lines needs: a line at `before` in an earlier month and at
    `after` now is unchanged where `history.is_same_place(before, after, on, since=...)`, `on` being the
    first day of the later month and `since` the last day of the earlier; `history.successor(code, on)` is
    where an old line's people are to be shown from that day on.
    """
    changes = live_changes().exclude(kind=ChangeKind.RENAMED)
    steps = [Step(*each) for each in changes.values_list("old_code", "new_code", "day")]
    known = {step.old for step in steps}
    replaced = Division.objects.filter(replaced_by__isnull=False, valid_to__isnull=False)
    steps += [
        Step(code, new, day)
        for code, new, day in replaced.values_list("code", "replaced_by_id", "valid_to")
        if code not in known and new and day
    ]
    return DivisionHistory(steps)


def successor(code: str, on: date, *, since: date = date.min) -> str:
    """Return the code a division's code has become by a day: itself when nothing changed.

    A division shared out among several falls to the one that holds them all. For many codes load
    `codes_over_time()` once.
    """
    return codes_over_time().successor(code, on, since=since)


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a division was called before a day; `code` is the code it had then."""

    code: str
    name: str
    until: date


def former_names(region: str, *, on: date) -> list[FormerName]:
    """Return the names by which divisions of a region were called before a day and no longer are.

    Divisions of other counties that came to the region are among them.
    """
    known = live_changes().filter(day__lte=on).filter(
        Q(old_code__startswith=region) | Q(new_code__startswith=region)
    )  # fmt: skip
    rows = known.order_by("day", "id").values_list("old_code", "old_name", "day")
    found = [FormerName(*each) for each in rows]
    ended = Division.objects.filter(
        Q(code__startswith=region) | Q(replaced_by__code__startswith=region),
        replaced_by__isnull=False,
        valid_to__lte=on,
    )
    said = {(each.code, each.name) for each in found}
    found += [
        FormerName(code, name, until)
        for code, name, until in ended.values_list("code", "name", "valid_to")
        if until and (code, name) not in said
    ]
    return found


def name_on(code: str, day: date) -> str:
    """Return what a division was called on a day; '' for a code that is not there."""
    renamed = live_changes().filter(old_code=code, kind=ChangeKind.RENAMED, day__gt=day).order_by("day")
    earlier = renamed.values_list("old_name", flat=True).first()
    return earlier or Division.objects.filter(code=code).values_list("name", flat=True).first() or ""


def scope_through_time(codes: Iterable[str], *, on: date) -> Scope:
    """Return the scope of those in charge of divisions: these, what they became, and what came to them."""
    known = tuple(codes)
    if "" in known:
        return Scope.of(known)
    added = reach(known, codes_over_time(), on)
    return Scope.of([*known, *(code for found in added.values() for code in found)])


def through_time(code: str, *, on: date) -> set[str]:
    """Return a division's code with the codes it has become by a day and those it was made of."""
    history = codes_over_time()
    became = history.successors(code, on)
    return {code, *became, *(old for old in history.changed if history.successors(old, on) <= became)}
