"""What both ways of writing the rule for OpenFisca-core share: entities, and how a variable is declared."""

from __future__ import annotations

from typing import Any

from openfisca_core import entities, variables
from openfisca_core.periods import DateUnit

MONEY, WHOLE, TRUTH = float, int, bool
PERSON = entities.Entity("person", "persons", "", "")
HOUSEHOLD = entities.GroupEntity(
    "household", "households", "", "", roles=[{"key": "member", "plural": "members", "label": "member"}]
)


def variable(
    name: str, entity: entities.Entity, kind: type, more: dict[str, Any]
) -> type[variables.Variable]:
    """Return a monthly variable of a name."""
    said = {"value_type": kind, "entity": entity, "definition_period": DateUnit.MONTH, "label": name, **more}
    return type(name, (variables.Variable,), said)


def inputs(columns: dict[str, Any], homes: int) -> list[type[variables.Variable]]:
    """Return the variables families are stated in."""
    made = []
    for name, column in columns.items():
        entity = HOUSEHOLD if len(column) == homes else PERSON
        kind = MONEY if name.endswith("_fen") else TRUTH if column.dtype == bool else WHOLE
        made.append(variable(name.removesuffix("_fen"), entity, kind, {}))
    return made
