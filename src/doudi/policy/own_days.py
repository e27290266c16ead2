"""Run many families whose values are of a day of their own: those of one day together, put back in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doudi.formulas.nodes import Level
from doudi.policy.batch import Results
from doudi.policy.families import Families
from doudi.policy.programme import Programme
from doudi.policy.types import day_number, day_of_number

Array = NDArray[Any]


def by_own_day(programme: Programme, families: Families, on: date) -> Iterator[tuple[date | None, Array]]:
    """Yield each day of the families' own with their places; None: they have none, or it is not known."""
    column = None if programme.own_day is None else families.columns.get(programme.own_day.fact)
    if programme.own_day is None or column is None:
        yield None, np.arange(families.size)
        return
    unknown = families.unknown.get(programme.own_day.fact, np.zeros(families.size, dtype=bool))
    days = np.where(unknown, 0, np.minimum(column, day_number(on)))
    for day in np.unique(days):
        yield day_of_number(int(day)), np.flatnonzero(days == day)


def put_back(families: Families, parts: Sequence[tuple[Array, Results]]) -> Results:
    """Return the results of parts of the families, each with its places, in the order of them all."""
    plan = parts[0][1].plan
    by_person = plan.programme.level is Level.PERSON
    rows = families.people if by_person else families.size
    eligible, waits = np.zeros(rows, dtype=bool), np.zeros(rows, dtype=bool)
    amount = np.zeros(rows, dtype=np.int64)
    unset: dict[str, Array] = {}
    for places, found in parts:
        own = families.people_of(places) if by_person else places
        eligible[own], amount[own] = found.eligible, found.amount
        if found.waits is not None:
            waits[own] = found.waits
        for key, column in found.unset.items():
            unset.setdefault(key, np.zeros(rows, dtype=bool))[own] = column
    return Results(plan, eligible, amount, {}, waits=waits, unset=unset)
