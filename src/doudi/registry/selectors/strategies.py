"""How often people are to be looked after over time, by their layers and poverty classes (分类管理)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from doudi.registry.catalogue import strategies
from doudi.registry.rules.layers import Ground, Statement, layer_on, statement_on
from doudi.registry.rules.strategies import Spell, spells_of
from doudi.registry.selectors.layers import grounds_of, statements_of


def histories_of(people: Collection[int]) -> dict[int, list[Spell]]:
    """Return, person by person, how often they were to be seen over time, oldest first."""
    grounds, statements = grounds_of(people), statements_of(people)
    return {person: _spells(grounds[person], statements[person]) for person in people}


def _spells(grounds: Sequence[Ground], statements: Sequence[Statement]) -> list[Spell]:
    begun = [*(each.valid_from for each in grounds), *(each.valid_from for each in statements)]
    ended = [*(each.valid_to for each in grounds), *(each.valid_to for each in statements)]
    held = []
    for day in sorted({*begun, *(day for day in ended if day)}):
        said = statement_on(statements, day)
        held.append((day, layer_on(grounds, day), said.poverty_class if said else ""))
    return spells_of(held, strategies())
