"""Run the dibao rule in OpenFisca-core; runs in build/bench-venv and imports nothing of ours.

    build/bench-venv/bin/python bench/rules_openfisca.py float32|float64 merged|steps|dictionaries FOLDER

float32 is how OpenFisca comes; float64 is one line changed. `dictionaries` builds the first families the way
its guide shows, from one dictionary a person, and only measures that.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import rules_openfisca_merged
import rules_openfisca_steps
from openfisca_core import parameters, simulations, taxbenefitsystems, variables
from rules_openfisca_base import HOUSEHOLD, MONEY, PERSON, TRUTH, WHOLE, inputs, variable

PERIOD = "2026-07"
RUNS = 3
FEW = 2_000  # families told in dictionaries: more take minutes
System = taxbenefitsystems.TaxBenefitSystem
Columns = Any  # numpy arrays


def system_of_steps(columns: dict[str, Any], homes: int, said: dict[str, Any]) -> System:
    """Return the rule with a variable for every step, and its inputs."""
    made = taxbenefitsystems.TaxBenefitSystem([PERSON, HOUSEHOLD])
    values = {
        key.replace(".", "_"): {"values": {"2020-01-01": {"value": value}}}
        for key, value in said["parameters"].items()
    }
    made.parameters = parameters.ParameterNode("", data={"dibao": values})
    entities_of = {1: HOUSEHOLD, 2: PERSON}
    kinds = {name: 1 if len(column) == homes else 2 for name, column in columns.items()}
    kinds |= {name: level for name, (level, _) in said["steps"].items()}
    for one in inputs(columns, homes):
        made.add_variable(one)
    for name, (level, node) in said["steps"].items():
        kind = (
            MONEY
            if name in said["money"]
            else {"yes_no": TRUTH, "ratio": MONEY}.get(said["kinds"][name], WHOLE)
        )
        formula = rules_openfisca_steps.formula_of(level, node, kinds)
        made.add_variable(variable(name, entities_of[level], kind, {"formula": formula}))
    return made


def build(made: System, members: Columns, columns: dict[str, Columns]) -> simulations.Simulation:
    """Return a simulation with all families in it."""
    builder = simulations.SimulationBuilder()
    builder.create_entities(made)
    homes, people = len(members) - 1, int(members[-1])
    builder.declare_person_entity("person", np.arange(people))
    group = builder.declare_entity("household", np.arange(homes))
    belongs = np.repeat(np.arange(homes), np.diff(members))
    builder.join_with_persons(group, belongs, roles=np.zeros(people, dtype=np.int64))
    simulation = builder.build(made)
    for name, column in columns.items():
        value = column / 100 if name.endswith("_fen") else column
        simulation.set_input(name.removesuffix("_fen"), PERIOD, value)
    return simulation


def told(members: Columns, columns: dict[str, Columns], homes: int) -> dict[str, Any]:
    """Return the first families as OpenFisca's guide tells them, what is nothing left out."""
    few = min(FEW, homes)
    rows = {name.removesuffix("_fen"): column.tolist() for name, column in columns.items()}
    own = {name for name, column in columns.items() if len(column) == homes}
    shared = {name.removesuffix("_fen") for name in own}

    def said(of_homes: bool, place: int) -> dict[str, Any]:
        named = {name: row for name, row in rows.items() if (name in shared) is of_homes}
        return {name: {PERIOD: row[place]} for name, row in named.items() if row[place]}

    people = {f"p{place}": said(False, place) for place in range(int(members[few]))}
    role = HOUSEHOLD.roles[0].plural or HOUSEHOLD.roles[0].key
    families = {
        f"h{home}": {
            role: [f"p{place}" for place in range(int(members[home]), int(members[home + 1]))],
            **said(True, home),
        }
        for home in range(few)
    }
    return {PERSON.plural: people, HOUSEHOLD.plural: families}


def main(precision: str, form: str, folder: Path) -> None:
    """Build and calculate, and write the answers beside the families."""
    if precision == "float64":
        variables.config.VALUE_TYPES[float]["dtype"] = np.float64
    with np.load(folder / "families.npz") as said:
        columns = {name: said[name] for name in said.files}
    members = columns.pop("members")
    homes = len(members) - 1
    if form == "dictionaries":
        made = system_of_steps(columns, homes, rules_openfisca_steps.read_steps(folder))
        families = told(members, columns, homes)
        began = time.process_time()
        simulations.SimulationBuilder().build_from_dict(made, families)
        print(json.dumps({"build": time.process_time() - began, "families": min(FEW, homes)}))
        return
    if form == "steps":
        made = system_of_steps(columns, homes, rules_openfisca_steps.read_steps(folder))
    else:
        made = rules_openfisca_merged.system(columns, homes)
    least = [float("inf"), float("inf")]
    for _ in range(RUNS):
        began = time.process_time()
        simulation = build(made, members, columns)
        built = time.process_time()
        found = {name: simulation.calculate(name, PERIOD) for name in ("eligible", "amount")}
        least = [min(least[0], built - began), min(least[1], time.process_time() - built)]
    found |= {name: simulation.calculate(name, PERIOD) for name in ("basic_amount", "supplement_amount")}
    np.savez(folder / f"openfisca-{form}-{precision}.npz", **found)
    print(json.dumps({"build": least[0], "calculate": least[1], "variables": len(made.variables)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
