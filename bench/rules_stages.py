"""Do one stage of the rules benchmark, alone in this process, and print what came of it as JSON.

python -m bench.rules_stages STAGE FOLDER [NUMBER]
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench import rules_families
from bench.rules_families import Array
from bench.rules_region import ON, REGION, book
from doudi.formulas.nodes import Value
from doudi.formulas.scalar import Row
from doudi.policy.assessment import Assessment, run_plan, step_value
from doudi.policy.batch import run_batch, run_pair
from doudi.policy.book import Book
from doudi.policy.families import DTYPES, Families
from doudi.policy.plan import Plan, plan_of
from doudi.policy.tests.chance import rows_of
from doudi.policy.working import written_node
from doudi.policy.writing import sheet_of

PROGRAMME = "DIBAO"
RUNS = 3
YUAN, NEAR = 100, 1  # fen
# what OpenFisca rounds, and our values that make it up before rounding
PARTS = {"basic_amount": ("full_amount",), "amount": ("full_amount", "supplement_before_rounding")}


def make(folder: Path, households: str) -> dict[str, Any]:
    """Make the families up, and write the steps of the rule down for OpenFisca."""
    made = rules_families.make(folder, int(households))
    rules = book()
    plan = plan_of(rules, PROGRAMME, REGION, ON)
    keys = {key for node in plan.nodes.values() for key in plan.used_by(node)}
    said = {
        "steps": {
            name: [int(plan.step(name).level), written_node(node)] for name, node in plan.nodes.items()
        },
        "kinds": {name: plan.step(name).type.kind.value for name in plan.nodes},
        "money": [name for name in plan.nodes if plan.step(name).type.money],
        "parameters": {key: _in_yuan(rules, key, plan.values[key]) for key in keys},
    }
    (folder / "steps.json").write_text(json.dumps(said), encoding="utf-8")
    return made


def _in_yuan(rules: Book, key: str, value: Value) -> object:
    """Return a parameter as OpenFisca takes it: yuan, decimals, lists."""
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return [float(value[place,]) for place in range(len(value))]
    return value / 100 if rules.definitions[key].kind == "money" else float(value)


def batch(folder: Path) -> dict[str, Any]:
    """Assess all families at once: amounts, amounts with reasons, before and after a change."""
    rules, changed = book(), book(dibao__standard_rural=840)
    plan, other = plan_of(rules, PROGRAMME, REGION, ON), plan_of(changed, PROGRAMME, REGION, ON)
    members, columns = rules_families.read(folder)
    build, families = _timed(lambda: families_of(rules, members, columns))
    calculate, found = _timed(lambda: run_batch(rules, plan, families))
    explain, told = _timed(lambda: run_batch(rules, plan, families, explain=True))
    pair, (before, after) = _timed(lambda: run_pair(rules, plan, other, families))
    alike = [np.array_equal(found.amount, one.amount) for one in (told, before)]
    np.savez(folder / "ours.npz", eligible=found.eligible, amount=found.amount)
    return {
        "build": build,
        "calculate": calculate,
        "explain": explain,
        "pair": pair,
        "steps": len(plan.nodes),
        "facts": len(plan.facts),
        "alike": all(alike),
        "eligible": int(found.eligible.sum()),
        "total_fen": found.total,
        "more_fen": after.total - before.total,
    }


def one_by_one(folder: Path, households: str) -> dict[str, Any]:
    """Assess some families one after another: plainly, with every step kept, with the sheet written."""
    rules = book()
    plan = plan_of(rules, PROGRAMME, REGION, ON)
    members, columns = rules_families.read(folder)
    families = families_of(rules, members, columns).piece(rules.facts, 0, int(households))
    plain, amounts = _over_rows(rules, plan, families, lambda top: _plain(plan, top))
    trace, traced = _over_rows(rules, plan, families, lambda top: run_plan(plan, top)[0].amount)
    some = families.piece(rules.facts, 0, int(households) // 10)
    sheets, said = _over_rows(rules, plan, some, lambda top: _sheet(rules, plan, top))
    with np.load(folder / "ours.npz") as batched:
        alike = amounts == traced == batched["amount"][: int(households)].tolist()
    return {
        "plain": plain / int(households),
        "trace": trace / int(households),
        "sheet": sheets / some.size,
        "lines": sum(said) / some.size,
        "alike": alike,
    }


def families_of(rules: Book, members: Array, columns: Mapping[str, Array]) -> Families:
    """Return the families as the engine keeps them."""
    kept = {name: column.astype(DTYPES[rules.facts[name].kind]) for name, column in columns.items()}
    return Families(members, np.zeros(int(members[-1]) + 1, dtype=np.int64), kept)


def _plain(plan: Plan, top: Row) -> int:
    home = top.below[0]
    step_value(plan, "eligible", home)
    return int(step_value(plan, "amount", home))


def _sheet(rules: Book, plan: Plan, top: Row) -> int:
    return len(sheet_of(Assessment(rules, plan, REGION, top, run_plan(plan, top))).lines)


def _over_rows(
    rules: Book, plan: Plan, families: Families, work: Callable[[Row], int]
) -> tuple[float, list[int]]:
    """Return the CPU seconds of work on each family, the making of its rows not counted, and the answers."""
    rows = list(islice(rows_of(rules, plan, families), families.size))
    began = time.process_time()
    answers = [work(top) for top in rows]
    return time.process_time() - began, answers


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the least CPU seconds of several runs, and the answer."""
    least, answer = float("inf"), None
    for _ in range(RUNS):
        began = time.process_time()
        answer = work()
        least = min(least, time.process_time() - began)
    return least, answer


def differences(folder: Path, peer: str) -> dict[str, Any]:
    """Explain each household OpenFisca pays another amount than the exact rule."""
    rules = book()
    plan = plan_of(rules, PROGRAMME, REGION, ON)
    members, columns = rules_families.read(folder)
    families = families_of(rules, members, columns)
    with np.load(folder / "ours.npz") as said, np.load(folder / f"openfisca-{peer}.npz") as theirs:
        other = {name: np.round(theirs[name] * 100).astype(np.int64) for name in PARTS}
        away = theirs["eligible"] != said["eligible"]
        amount = other["amount"]
        places = np.flatnonzero(away | (amount != said["amount"])).tolist()
        overpaid = int((amount - said["amount"])[places].clip(0).sum())
        underpaid = int((said["amount"] - amount)[places].clip(0).sum())
    reasons: Counter[str] = Counter()
    for place in places:
        (top,) = rows_of(rules, plan, families.piece(rules.facts, place, place + 1))
        run_plan(plan, top)
        reasons[
            _reason(plan, top.below[0], {name: int(other[name][place]) for name in PARTS}, away[place])
        ] += 1
    return {"households": len(places), "over_fen": overpaid, "under_fen": underpaid, "reasons": reasons}


def _reason(plan: Plan, home: Row, theirs: Mapping[str, int], away: bool) -> str:
    """Say why one household's answer differs: which exact value lies on or beside which line."""
    if away:
        gap = abs(step_value(plan, "per_head_income", home) - step_value(plan, "standard", home))
        return "income per head on the line, the float beside it" if gap < NEAR else "UNEXPLAINED"
    loss = step_value(plan, "refusal_loss", home)
    for name, before in PARTS.items():
        exact = Fraction(sum(step_value(plan, one, home) for one in before) - loss)
        step, rest = theirs[name] - step_value(plan, name, home), exact % YUAN
        if step == YUAN and rest == 0:
            return f"{name}: a whole number of yuan, the float a hair above it, rounded up a yuan too far"
        if step == -YUAN and 0 < rest < NEAR:
            return f"{name}: a hair above a whole yuan, lost by the float"
        if step == YUAN and YUAN - rest < NEAR:
            return f"{name}: a hair below a whole yuan, the float above it"
    return "UNEXPLAINED"


STAGES: Mapping[str, Callable[..., dict[str, Any]]] = {
    "differences": differences,
    "make": make,
    "batch": batch,
    "one_by_one": one_by_one,
}

if __name__ == "__main__":
    print(json.dumps(STAGES[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
