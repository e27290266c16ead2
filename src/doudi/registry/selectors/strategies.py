"""How often people are to be looked after over time, by their layers and poverty classes (分类管理)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from doudi.registry.catalogue import strategies
from doudi.registry.rules.layers import Ground, Statement, exclusive, layer_on
from doudi.registry.rules.strategies import Spell, spells_of
from doudi.registry.selectors.layers import grounds_of, statements_of


def histories_of(people: Collection[int]) -> dict[int, list[Spell]]:
    """Return, person by person, how often they were to be seen over time, oldest first."""
    grounds, statements = grounds_of(people), statements_of(people)
    return {person: _spells(grounds[person], statements[person]) for person in people}


def _spells(grounds: Sequence[Ground], statements: Sequence[Statement]) -> list[Spell]:
    begun = [*(each.valid_from for each in grounds), *(each.valid_from for each in statements)]
    ended = [*(each.valid_to for each in grounds), *(each.valid_to for each in statements)]
    said = exclusive(statements)
    held = [
        (day, layer_on(grounds, day), _class_on(said, day))
        for day in sorted({*begun, *(day for day in ended if day)})
    ]
    return spells_of(held, strategies())


def _class_on(said: Sequence[Statement], day: date) -> str:
    """Return the poverty class on a day of statements no two of which hold at once; "" of none."""
    holding = (one for one in said if one.valid_from <= day and (one.valid_to is None or day < one.valid_to))
    return next((one.poverty_class for one in holding), "")
