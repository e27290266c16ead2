"""Count which clauses, systems and promises are proven by passing tests."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.devkit.paths import CLAUSES, PROOFS, ROOT
from tools.devkit.tree import digest_of_sources

PROMISES = ROOT / "docs" / "reference" / "promises.tsv"


@dataclass(frozen=True)
class Item:
    """One clause, system or promise: its name, what it says, which document and module it belongs to."""

    name: str
    text: str
    document: str
    module: str


def read_clauses(folder: Path = CLAUSES) -> list[Item]:
    """Return the clauses of all documents, in their order."""
    tables = sorted(path for path in folder.glob("*.tsv") if path.name != "systems.tsv")
    rows = [(path.stem, row) for path in tables for row in _rows(path)]
    return [Item(row["id"], row["clause"], document, row["module"]) for document, row in rows]


def read_systems(folder: Path = CLAUSES) -> list[Item]:
    """Return the registers, platforms, mechanisms and funds the documents name."""
    rows = _rows(folder / "systems.tsv")
    return [Item(row["name"], row["what it must do here"], row["seeds"], row["module"]) for row in rows]


def read_promises(place: Path = PROMISES) -> list[Item]:
    """Return the promises."""
    return [Item(row["id"], row["promise"], row["group"], "") for row in _rows(place)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def proofs_are_current(folder: Path = PROOFS) -> bool:
    """Return whether the recorded results belong to the working tree as it stands."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return bool(records) and {record["tree"] for record in records} == {digest_of_sources()}


def outcomes(folder: Path = PROOFS) -> dict[str, dict[str, list[str]]]:
    """Return kind → name → outcome of each test marked with it, over all databases.

    A test that failed anywhere has failed; skipped on one database and passed on another, it has passed.
    """
    runs: dict[str, list[str]] = {}
    marks: dict[str, list[list[str]]] = {}
    for path in sorted(folder.glob("*.json")):
        for test, entry in json.loads(path.read_text(encoding="utf-8"))["tests"].items():
            runs.setdefault(test, []).append(entry["outcome"])
            marks[test] = entry["marks"]
    found: dict[str, dict[str, list[str]]] = {"clause": {}, "system": {}, "promise": {}}
    for test, results in runs.items():
        for kind, name in marks[test]:
            found[kind].setdefault(name, []).append(_together(results))
    return found


def _together(results: Iterable[str]) -> str:
    seen = set(results)
    return next(outcome for outcome in ("failed", "passed", "skipped") if outcome in seen)


def proven(items: Iterable[Item], found: Mapping[str, list[str]]) -> list[Item]:
    """Return the items whose every marked test passed; one without a test is not among them."""
    return [item for item in items if set(found.get(item.name, ["missing"])) == {"passed"}]


def summary() -> dict[str, object]:
    """Return the counted report in the shape of the contract."""
    found = outcomes()
    clauses, systems = read_clauses(), read_systems()
    done = proven(clauses, found["clause"])
    done_systems = proven(systems, found["system"])
    return {
        "contract": 1,
        "proven": len(done),
        "total": len(clauses),
        "systems_proven": len(done_systems),
        "systems_total": len(systems),
        "by_module": shares(done, clauses, "module"),
        "by_document": shares(done, clauses, "document"),
        "proven_ids": [item.name for item in done],
        "proven_systems": [item.name for item in done_systems],
    }


def shares(done: Iterable[Item], items: Iterable[Item], key: str) -> dict[str, dict[str, int]]:
    """Return per module or document how many of its items are done."""
    counted = Counter(getattr(item, key) for item in done)
    totals = Counter(getattr(item, key) for item in items)
    return {name: {"proven": counted[name], "total": totals[name]} for name in sorted(totals)}


def figures(folder: Path = PROOFS) -> dict[str, dict[str, int]]:
    """Return what the tests of each promise counted, over all tests and databases; no key where none did."""
    said: dict[str, list[Mapping[str, int]]] = {}
    for path in sorted(folder.glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["tests"].values():
            for promise in [name for kind, name in entry["marks"] if kind == "promise"]:
                said.setdefault(promise, []).extend(entry["figures"])
    return {promise: added_up(each) for promise, each in said.items() if each}


def promise_summary() -> dict[str, object]:
    """Return per promise whether a test holds it up, breaks it or does not exist yet, and the figures."""
    found = outcomes()["promise"]
    promises = read_promises()
    states = {item.name: promise_state(found.get(item.name, [])) for item in promises}
    counted = Counter(states.values())
    return {
        "contract": 1,
        "total": len(promises),
        "kept": counted["kept"],
        "violations": counted["violated"],
        "untested": counted["untested"],
        "promises": states,
        "figures": figures(),
    }


def promise_state(results: list[str]) -> str:
    """Return kept, violated or untested."""
    if "failed" in results:
        return "violated"
    return "kept" if "passed" in results else "untested"


def added_up(said: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return the figures of several tests together."""
    total: dict[str, int] = {}
    for figures_of_one in said:
        for name, count in figures_of_one.items():
            total[name] = total.get(name, 0) + count
    return total
