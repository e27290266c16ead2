"""Make up one county's month – 100,000 people, sixteen sources – and compare it with every rule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.exchange.rules.shapes import shapes_of
from doudi.matching.catalogue import load
from doudi.matching.engine import BatchFile, Job, compare
from doudi.matching.shapes import EVERY_BATCH, PEOPLE, SPELLS
from doudi.recognition.source_files import load_catalogue

PERIOD = "2026-11"
SEED = 20261122
POLICIES = Path(__file__).parents[1] / "policies" / "matching"
SHAPES = shapes_of(load_catalogue(POLICIES.parent / "sources"))
VILLAGES = [f"440204{town:03d}{village:03d}" for town in range(100, 110) for village in range(200, 212)]
# How many rows a source has for each person on the roster, and how many of them name the roster.
VOLUMES: Mapping[str, tuple[float, float]] = {
    "dibao": (0.40, 1.0), "tekun": (0.05, 1.0), "temporary_relief": (0.05, 1.0),
    "disability_subsidy": (0.20, 1.0), "poverty_register": (0.60, 1.0), "orphan": (0.005, 1.0),
    "disability_certificate": (0.40, 0.6), "medical_selfpay": (4.0, 0.5), "cremation": (0.05, 0.02),
    "social_insurance": (3.0, 0.3), "vehicle": (1.0, 0.01), "real_estate": (1.0, 0.02),
    "company": (0.3, 0.01), "housing_fund": (0.4, 0.005), "student": (1.0, 0.2), "employment": (0.5, 0.1),
}  # fmt: skip
CODES: Mapping[str, tuple[str, ...]] = {
    "area_kind": ("RURAL", "URBAN"),
    "labour": ("ABLE", "PARTIAL", "NONE"),
    "support_mode": ("DISPERSED",),
    "selfcare": ("FULL", "PARTIAL", "NONE"),
    "relief_kind": ("EMERGENCY", "EXPENSE"),
    "stable_work": ("YES", "NO"),
    "monitor_class": ("LIFTED", "LIFTED", "UNSTABLE", "MARGINAL", "SUDDEN"),
    "child_kind": ("ORPHAN",),
    "in_school": ("YES",),
    "certificate_status": ("VALID", "VALID", "CANCELLED"),
    "fund_status": ("ACTIVE",),
    "visit_kind": ("INPATIENT", "OUTPATIENT"),
    "insurance_kind": ("EMPLOYEE", "RESIDENT"),
    "use": ("RESIDENTIAL",),
    "insurance_status": ("PAYING", "RETIRED"),
    "vehicle_kind": ("CAR", "MOTORCYCLE"),
    "company_role": ("LEGAL_REP",),
    "vehicle_status": ("NORMAL",),
    "company_status": ("ACTIVE",),
    "student_status": ("ENROLLED",),
    "stage": ("PRIMARY", "SENIOR"),
    "employment_kind": ("EMPLOYED", "UNEMPLOYED"),
    "relation": ("HEAD", "CHILD"),
    "paid_month": (PERIOD,),
    "last_paid_month": (PERIOD,),
    "sex": ("MALE", "FEMALE"),
    "risk_cause": ("因病",),
    "relief_reason": ("因病",),
}
# What every department's list brings; the rest of a source's columns stay empty, as in most lists.
FILLED = frozenset(CODES) | {
    *("household_number", "account_high", "account_low", "disability_kind", "disability_level"),
    *("amount_fen", "household_amount_fen", "living_fen", "nursing_fen", "annual_income_fen", "base_fen"),
    *("total_fen", "self_pay_fen", "pension_fen", "capital_fen", "monthly_fen", "benefit_fen", "area_m2"),
    *("started_on", "paid_on", "registered_on", "removed_on", "issued_on", "expires_on", "settled_on"),
    *("died_on", "cremated_on", "founded_on", "enrolled_on"),
}
CATEGORIES = {"dibao": "area_kind", "tekun": "support_mode", "poverty_register": "monitor_class"}
ARROW = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "UTINYINT": pa.uint8(),
}
Columns = dict[str, npt.NDArray[Any]]
Draw = np.random.Generator


def build(folder: Path, people: int) -> dict[str, Any]:
    """Write the roster and sixteen batches of a county of so many people."""
    (folder / "roster").mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(SEED)
    spells, rows = [], 0
    for source, (volume, share) in VOLUMES.items():
        count = int(people * volume)
        who = np.where(draw.random(count) < share, draw.permutation(max(people, count))[:count] % people, -1)
        who[who < 0] = people + draw.integers(0, people * 20, int((who < 0).sum()))
        columns = _batch(draw, source, who)
        _write(folder / f"{source}.parquet", {**EVERY_BATCH, **SHAPES[source].columns}, columns)
        spells += [_spells(source, programme, columns, who) for programme in _programmes(source)]
        rows += count
    _write(folder / "roster" / "people.parquet", PEOPLE, _people(draw, np.arange(people)))
    joined = {name: np.concatenate([part[name] for part in spells]) for name in SPELLS}
    _write(folder / "roster" / "spells.parquet", SPELLS, joined)
    return {"people": people, "rows": rows, "sources": len(VOLUMES)}


def run(folder: Path) -> dict[str, Any]:
    """Compare the county's month with the whole catalogue."""
    files = {source: [BatchFile(source, PERIOD, folder / f"{source}.parquet")] for source in VOLUMES}
    job = Job(PERIOD, folder / "roster", files, load(POLICIES, SHAPES), SHAPES, folder / "out")
    result = compare(job)
    ran = [tally for tally in result.rules if not tally.skipped]
    return {"rules": len(ran), "findings": sum(tally.found for tally in ran)}


def _token(who: npt.NDArray[np.int64]) -> Columns:
    """Scatter indices over all 64-bit integers, as enciphered numbers are."""
    mixed = who.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return {
        "token_low": mixed.view(np.int64),
        "token_high": (mixed ^ (mixed >> np.uint64(29))).view(np.int64),
    }


def _people(draw: Draw, who: npt.NDArray[np.int64]) -> Columns:
    return {
        **_token(who),
        "person_id": who + 1,
        "household_id": who // 3 + 1,
        "division": np.array(VILLAGES, dtype=object)[who // 3 % len(VILLAGES)],
        "born_on": _days(draw, len(who), date(1940, 1, 1), date(2020, 1, 1)),
        "sex": draw.choice(CODES["sex"], len(who)).astype(object),
        "name_key": who * 7_919,
    }


def _batch(draw: Draw, source: str, who: npt.NDArray[np.int64]) -> Columns:
    """Draw a batch's rows: tokens of these people, plausible values in every column."""
    columns = {**_people(draw, who), "row": np.arange(len(who)), "status": np.zeros(len(who), np.uint8)}
    dirty = draw.random(len(who)) < 0.01
    columns["status"][dirty] = 2
    for name, kind in SHAPES[source].columns.items():
        columns[name] = _column(draw, name, kind, who)
    return {name: columns[name] for name in (*EVERY_BATCH, *SHAPES[source].columns)}


def _column(draw: Draw, name: str, kind: str, who: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    count = len(who)
    if name not in FILLED:
        return np.full(count, None, dtype=object)
    if name == "household_number":
        return np.array([f"H{home}" for home in who // 3], dtype=object)
    if name.startswith("account_"):
        return _token(who // 3)[name.replace("account", "token")]
    if name == "disability_kind":
        return draw.integers(1, 8, count)
    if name == "disability_level":
        return draw.integers(1, 5, count)
    if kind == "DATE":
        return _days(draw, count, date(2015, 1, 1), date(2026, 11, 30))
    if kind == "BIGINT":
        return draw.integers(0, 400_000, count)
    return draw.choice(CODES[name], count).astype(object)


def _days(draw: Draw, count: int, first: date, last: date) -> npt.NDArray[Any]:
    return np.datetime64(first) + draw.integers(0, (last - first).days, count)


def _programmes(source: str) -> list[str]:
    return list(SHAPES[source].programmes[:1])


def _spells(source: str, programme: str, columns: Columns, who: npt.NDArray[np.int64]) -> Columns:
    """Return the spells the registry would hold for a list's rows."""
    _, first = np.unique(who, return_index=True)
    count = len(first)
    nothing = np.full(count, "", dtype=object)
    made: Columns = {
        "person_id": who[first] + 1,
        "household_id": who[first] // 3 + 1,
        "programme": np.full(count, programme, dtype=object),
        "category": columns[CATEGORIES[source]][first] if source in CATEGORIES else nothing,
        "valid_from": np.full(count, np.datetime64("2025-01-01")),
        "valid_to": np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        "since": np.full(count, np.datetime64("2025-01-01")),
        "started_on": np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        "amount_fen": columns.get("amount_fen", columns["row"])[first],
        "batch": np.full(count, source, dtype=object),
        "row": columns["row"][first],
    }
    for name in (
        "token_high",
        "token_low",
        "division",
        "account_high",
        "account_low",
        "labour",
        "stable_work",
    ):
        made[name] = (
            columns[name][first]
            if name in columns
            else (nothing if name[0] in "ls" else columns["row"][first])
        )
    return made


def _write(path: Path, shape: Mapping[str, str], columns: Columns) -> None:
    schema = pa.schema([(name, ARROW[kind]) for name, kind in shape.items()])
    arrays = [pa.array(columns[field.name], type=field.type, from_pandas=True) for field in schema]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path)


if __name__ == "__main__":
    print(json.dumps(build(Path("build/bench/county"), 100_000)))
