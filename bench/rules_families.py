"""Make up families for the rules benchmark: a million poor households of one county, drawn with a fixed seed.

Amounts are in fen; half of them are round, half have fen, as lists from banks and pension funds do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
SEED = 20260701
SIZES = (0.28, 0.28, 0.22, 0.14, 0.06, 0.02)
THIS_YEAR = 2026
CODES = {"area_kind", "applies_by", "relation", "schooling", "work", "custody", "disability_kind"}
DAYS = {"born_on", "clergy_since"}
# whose rates the report states: what is rare decides how much of a rule most families need
TOLD = (
    *(
        "wages_fen",
        "pension_fen",
        "basic_pension_fen",
        "business_net_fen",
        "business_gross_fen",
        "alimony_fen",
        "sibling_support_fen",
    ),
    *(
        "illness_cost_fen",
        "illness_cost_year_fen",
        "disability_cost_fen",
        "study_cost_fen",
        "study_cost_year_fen",
    ),
    *(
        "epidemic_cost_fen",
        "away_work_cost_fen",
        "disability_level",
        "serious_illness",
        "custody",
        "clergy_since",
    ),
    *("job_refusals", "three_nones", "ethnic_minority", "lost_only_child"),
    *("securities_fen", "other_assets_fen", "production_goods_fen", "shops", "vehicles", "businesses"),
)
HEAD, SPOUSE, CHILD, PARENT, GRANDCHILD, SIBLING = 0, 1, 2, 3, 4, 6


def make(folder: Path, households: int) -> dict[str, Any]:
    """Write the families of a county and say how many there are."""
    rng = np.random.default_rng(SEED)
    members = np.concatenate(([0], np.cumsum(rng.choice(np.arange(1, 7), households, p=SIZES)))).astype(
        np.int64
    )
    people = int(members[-1])
    columns = {**_homes(rng, households), **_people(rng, members, people)}
    columns |= _businesses(np.random.default_rng(SEED + 1), households, people)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(
        folder / "families.npz", members=members, **{name: _typed(name, one) for name, one in columns.items()}
    )
    rates = {name: float(np.mean(columns[name] != 0)) for name in TOLD}
    return {"households": households, "people": people, "columns": len(columns), "rates": rates}


def _typed(name: str, column: Array) -> Array:
    """Return a column in the smallest type its kind needs, as a register would keep it."""
    if column.dtype == bool:
        return column
    kind = np.int8 if name in CODES else np.int32 if name in DAYS else np.int64
    return column.astype(kind)


def read(folder: Path) -> tuple[Array, Mapping[str, Array]]:
    """Return where each household's members begin, and the columns."""
    with np.load(folder / "families.npz") as said:
        columns = {name: said[name] for name in said.files}
    return columns.pop("members"), columns


def _money(rng: np.random.Generator, rows: int, share: float, low: int, high: int) -> Array:
    """Draw amounts between so many yuan for a share of the rows, every other one round to ten yuan."""
    fen = rng.integers(low * 100, high * 100, rows)
    fen = np.where(rng.random(rows) < 0.5, fen // 1000 * 1000, fen)
    return np.where(rng.random(rows) < share, fen, 0)


def _truth(rng: np.random.Generator, rows: int, share: float) -> Array:
    return rng.random(rows) < share


def _homes(rng: np.random.Generator, rows: int) -> dict[str, Array]:
    """Draw what belongs to a household."""
    return {
        "area_kind": rng.choice(2, rows, p=(0.3, 0.7)),
        "applies_by": rng.choice(2, rows, p=(0.99, 0.01)),
        "cooperates": _truth(rng, rows, 0.995),
        "deposits_fen": _money(rng, rows, 0.8, 0, 60_000),
        "securities_fen": _money(rng, rows, 0.03, 100, 50_000),
        "other_assets_fen": _money(rng, rows, 0.02, 100, 20_000),
        "production_goods_fen": _money(rng, rows, 0.1, 100, 10_000),
        "houses": rng.choice(4, rows, p=(0.05, 0.87, 0.07, 0.01)),
        "idle_old_houses": rng.choice(2, rows, p=(0.95, 0.05)),
        "house_awaits_demolition": _truth(rng, rows, 0.002),
        "shops": rng.choice(2, rows, p=(0.98, 0.02)),
        "vehicles": rng.choice(3, rows, p=(0.8, 0.19, 0.01)),
        "exempt_vehicles": rng.choice(2, rows, p=(0.85, 0.15)),
        "exempt_businesses": rng.choice(2, rows, p=(0.99, 0.01)),
        "businesses": rng.choice(2, rows, p=(0.96, 0.04)),
        "household_business_net_fen": _money(rng, rows, 0.15, 50, 1500),
        "household_property_net_fen": _money(rng, rows, 0.1, 10, 600),
    }


def _people(rng: np.random.Generator, members: Array, rows: int) -> dict[str, Array]:
    """Draw what belongs to a member, by age where it depends on it."""
    relation = _relations(rng, members, rows)
    years = _ages(rng, relation)
    grown, old = (years >= 18) & (years < 60), years >= 60
    at_work = grown & _truth(rng, rows, 0.55)
    disabled = _truth(rng, rows, 0.12)
    return {
        "relation": relation,
        "born_on": (THIS_YEAR - years) * 10_000 + rng.integers(1, 13, rows) * 100 + rng.integers(1, 29, rows),
        "schooling": np.where((years >= 3) & (years < 23), _schooling(years), 0),
        "work": np.where(at_work, rng.choice((1, 2, 3), rows), np.where(old, 4, 0)),
        "can_work": grown & ~(disabled & _truth(rng, rows, 0.5)),
        "lives_together": _truth(rng, rows, 0.9),
        "dependent_adult": grown & _truth(rng, rows, 0.03),
        "part_time_study": _truth(rng, rows, 0.01),
        "support_duty": _truth(rng, rows, 0.05),
        "left_out": _truth(rng, rows, 0.01),
        "clergy_since": np.where(_truth(rng, rows, 0.001), 20_150_601, 0),
        "custody": np.where(_truth(rng, rows, 0.004), rng.choice(5, rows), 0),
        **_disability(rng, rows, disabled),
        **_incomes(rng, rows, at_work, old),
        **_costs(rng, rows, at_work, (years >= 3) & (years < 23)),
        **_standings(rng, rows, years),
        "epidemic_cost_fen": _money(rng, rows, 0.01, 50, 1000),
        "epidemic_proof": _truth(rng, rows, 0.9),
        "job_refusals": np.where(_truth(rng, rows, 0.01), rng.choice(5, rows), 0),
    }


def _relations(rng: np.random.Generator, members: Array, rows: int) -> Array:
    others = rng.choice((CHILD, PARENT, GRANDCHILD, SIBLING), rows, p=(0.68, 0.2, 0.08, 0.04))
    relation = np.where(_truth(rng, rows, 0.5), others, CHILD)
    starts = members[:-1]
    relation[starts] = HEAD
    second = starts[np.diff(members) > 1] + 1
    relation[second] = np.where(_truth(rng, len(second), 0.7), SPOUSE, relation[second])
    return relation


def _ages(rng: np.random.Generator, relation: Array) -> Array:
    low = np.select([relation <= SPOUSE, relation == CHILD, relation == PARENT], [24, 0, 55], 2)
    high = np.select([relation <= SPOUSE, relation == CHILD, relation == PARENT], [86, 32, 92], 60)
    return low + (rng.random(len(relation)) * (high - low)).astype(np.int64)


def _schooling(years: Array) -> Array:
    return np.select([years < 6, years < 12, years < 15, years < 18], [1, 2, 3, 4], 7)


def _disability(rng: np.random.Generator, rows: int, disabled: Array) -> dict[str, Array]:
    return {
        "disability_kind": np.where(disabled, rng.integers(1, 8, rows), 0),
        "disability_level": np.where(disabled, rng.integers(1, 5, rows), 0),
        "includes_mental": disabled & _truth(rng, rows, 0.1),
        "disability_certificate": _truth(rng, rows, 0.95),
        "serious_illness": _truth(rng, rows, 0.06),
    }


def _incomes(rng: np.random.Generator, rows: int, at_work: Array, old: Array) -> dict[str, Array]:
    return {
        "wages_fen": np.where(at_work, _money(rng, rows, 0.9, 300, 3200), 0),
        "business_net_fen": _money(rng, rows, 0.08, 50, 1500),
        "property_net_fen": _money(rng, rows, 0.05, 5, 300),
        "pension_fen": np.where(old, _money(rng, rows, 0.25, 100, 2500), 0),
        "basic_pension_fen": np.where(old, _money(rng, rows, 0.8, 100, 260), 0),
        "alimony_fen": _money(rng, rows, 0.08, 50, 800),
        "sibling_support_fen": _money(rng, rows, 0.02, 50, 500),
        "other_transfer_fen": _money(rng, rows, 0.04, 20, 500),
        "other_income_fen": _money(rng, rows, 0.03, 20, 500),
        "old_age_allowance_fen": np.where(old, _money(rng, rows, 0.1, 50, 200), 0),
        "transfer_paid_fen": _money(rng, rows, 0.05, 20, 300),
    }


def _businesses(rng: np.random.Generator, homes: int, people: int) -> dict[str, Array]:
    """Draw takings before costs, and the costs, some of them higher."""
    drawn = {}
    for name, rows in (("household_business", homes), ("business", people)):
        takings = _money(rng, rows, 0.05, 50, 3000)
        drawn[f"{name}_gross_fen"] = takings
        drawn[f"{name}_cost_fen"] = np.where(takings > 0, _money(rng, rows, 0.8, 20, 2000), 0)
    return drawn


def _costs(rng: np.random.Generator, rows: int, at_work: Array, in_school: Array) -> dict[str, Array]:
    travel = np.where(at_work, _money(rng, rows, 0.4, 20, 300), 0)
    return {
        "travel_cost_fen": travel,
        "work_meal_cost_fen": np.where(at_work, _money(rng, rows, 0.3, 50, 300), 0),
        "training_cost_fen": _money(rng, rows, 0.01, 50, 500),
        "away_work_cost_fen": np.where(at_work, _money(rng, rows, 0.05, 100, 800), 0),
        "illness_cost_fen": _money(rng, rows, 0.1, 50, 2500),
        "illness_cost_year_fen": _money(rng, rows, 0.08, 500, 60_000),
        "illness_proof": _truth(rng, rows, 0.9),
        "disability_cost_fen": _money(rng, rows, 0.06, 50, 1500),
        "disability_proof": _truth(rng, rows, 0.9),
        "study_cost_fen": np.where(in_school, _money(rng, rows, 0.2, 50, 1200), 0),
        "study_cost_year_fen": np.where(in_school, _money(rng, rows, 0.3, 500, 15_000), 0),
        "study_proof": _truth(rng, rows, 0.9),
    }


def _standings(rng: np.random.Generator, rows: int, years: Array) -> dict[str, Array]:
    return {
        "one_parent_child": (years < 18) & _truth(rng, rows, 0.15),
        "three_nones": _truth(rng, rows, 0.01),
        "ethnic_minority": _truth(rng, rows, 0.03),
        "returned_chinese": _truth(rng, rows, 0.001),
        "only_child_retiree": (years >= 60) & _truth(rng, rows, 0.03),
        "lost_only_child": _truth(rng, rows, 0.003),
    }
