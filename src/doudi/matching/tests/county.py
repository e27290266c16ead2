"""Build a made-up county of a few rows for one comparison, and read back whom a rule found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.exchange.rules.shapes import shapes_of
from doudi.kernel.dates import Period
from doudi.matching.batches import batches_for
from doudi.matching.catalogue import Rule, load
from doudi.matching.engine import BatchFile, Job, Result, compare
from doudi.matching.shapes import EVERY_BATCH, PEOPLE, SPELLS, Shapes, source_of_view, window_of_view
from doudi.recognition.source_files import load_catalogue

POLICIES = Path(__file__).parents[4] / "policies" / "matching"
SOURCES = POLICIES.parent / "sources"
PERIOD = "2026-10"
VILLAGE = "440204100201"
TOWN_NEXT_DOOR = "440204101200"
ARROW: Mapping[str, pa.DataType] = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "UTINYINT": pa.uint8(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
}
CATEGORIES = {"dibao": "area_kind", "tekun": "support_mode", "poverty_register": "monitor_class"}

Found = dict[str, dict[str, Any]]
Row = dict[str, Any]


@lru_cache(maxsize=1)
def shapes() -> Shapes:
    """Return the shapes of the repository's sources."""
    return shapes_of(load_catalogue(SOURCES))


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Rule]:
    """Return the rules of the repository by id."""
    return {rule.id: rule for rule in load(POLICIES, shapes())}


@dataclass
class County:
    """A roster and batches under construction; people are known by nicknames."""

    folder: Path
    people: dict[str, Row] = field(default_factory=dict)
    spells: list[Row] = field(default_factory=list)
    batches: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    def person(
        self,
        name: str,
        *,
        age: int = 40,
        home: int | None = None,
        division: str = VILLAGE,
        known_as: int | None = None,
        born: date | None = None,
    ) -> None:
        """Let the registry know someone by age on the month's last day or birthday, and by a name's key."""
        self.people[name] = {
            **self._identity(name),
            "person_id": self._number(name),
            "household_id": home,
            "division": division,
            "born_on": born or date(2026 - age, 5, 1),
            "sex": "FEMALE",
            "name_key": known_as,
        }

    def all_people(self, names: Iterable[str], *, home: int | None = None) -> None:
        """Let the registry know several people, of one household if it is named."""
        for name in names:
            self.person(name, home=home)

    def row(
        self, source: str, name: str | None, *, period: str = PERIOD, part: str = "", **columns: Any
    ) -> tuple[str, int]:
        """Add a row to a source's batch, or to one `part` of several in that month.

        Without a name it is a rejected row without an identity.
        """
        rows = self.batches.setdefault((source, period + part), [])
        identity = self._identity(name) if name else {"token_high": None, "token_low": None}
        status = 0 if name else 2
        rows.append({"row": len(rows), "status": status, "division": VILLAGE, **identity, **columns})
        return f"{source}-{period}{part}", len(rows) - 1

    def all_rows(self, source: str, names: Iterable[str], *periods: str, **columns: Any) -> None:
        """Add a row with the same entries for several people, to the lists of several months."""
        for name, period in product(names, periods or (PERIOD,)):
            self.row(source, name, period=period, **columns)

    def listed(
        self,
        source: str,
        name: str,
        *,
        since: date = date(2025, 1, 1),
        changed: date | None = None,
        until: date | None = None,
        **columns: Any,
    ) -> None:
        """Put someone on a roster's list as the registry takes it in: a row and the spells it stands for.

        `since` is the day they came on the list; `changed` the day since which all is as it is now.
        """
        if name not in self.people:
            self.person(name)
        batch, row = self.row(source, name, **columns)
        for programme, amount in _programmes(source, columns):
            told = {"programme": programme, "amount_fen": amount, "batch": batch, "row": row}
            lasting = {"valid_from": changed or since, "since": since, "valid_to": until}
            self.spells.append({**_spell(self.people[name], source, columns), **told, **lasting})

    def all_listed(self, source: str, names: Iterable[str], **columns: Any) -> None:
        """Put several people on a list with the same entries."""
        for name in names:
            self.listed(source, name, **columns)

    def received(self, *views: str) -> None:
        """Let a batch have come for every view that has none yet, if only an empty one."""
        for view in views:
            source = source_of_view(view)
            if not batches_for(view, self._files(), PERIOD):
                is_previous = window_of_view(view) == "_previous"
                when = str(Period.parse(PERIOD).previous()) if is_previous else PERIOD
                self.batches.setdefault((source, when), [])

    def rule(self, rule_id: str) -> Rule:
        """Return a rule of the catalogue."""
        return catalogue()[rule_id]

    def found(self, rule_id: str, **overrides: int) -> Found:
        """Run one rule and return whom it found: nickname, household or account → measures."""
        rule = catalogue()[rule_id]
        self.received(*sorted(rule.needs))
        result = self.compare(rule, parameters={rule_id: overrides} if overrides else {})
        return {
            self._subject(row): json.loads(row["measures"])
            for row in pq.read_table(result.findings).to_pylist()
        }

    def compare(self, *rules: Rule, out: str = "out", **options: Any) -> Result:
        """Write everything down and compare."""
        return compare(self.job(*rules, out=out, **options))

    def job(self, *rules: Rule, out: str = "out", **options: Any) -> Job:
        """Write everything down and return what to compare."""
        self.write()
        roster, files = self.folder / "roster", self._files()
        return Job(PERIOD, roster, files, rules, shapes(), self.folder / out, **options)

    def write(self) -> None:
        """Write the roster and the batches as Parquet files."""
        roster = self.folder / "roster"
        roster.mkdir(exist_ok=True)
        _write(roster / "people.parquet", PEOPLE, list(self.people.values()))
        _write(roster / "spells.parquet", SPELLS, self.spells)
        for (source, period), rows in self.batches.items():
            shape = {**EVERY_BATCH, **shapes()[source].columns}
            _write(self.folder / f"{source}-{period}.parquet", shape, rows)

    def _files(self) -> dict[str, list[BatchFile]]:
        files: dict[str, list[BatchFile]] = {}
        for source, period in self.batches:
            name = f"{source}-{period}"
            path = self.folder / f"{name}.parquet"
            files.setdefault(source, []).append(BatchFile(name, period[:7], path))
        return files

    def _number(self, name: str) -> int:
        if name not in self.numbers:
            self.numbers.append(name)
        return self.numbers.index(name) + 1

    def _identity(self, name: str) -> Row:
        number = self._number(name)
        return {"token_high": -number * 1_000_003, "token_low": number * 7_919}

    def _subject(self, row: Row) -> str:
        if row["subject_kind"] == "household":
            return f"household {row['household_id']}"
        if row["subject_kind"] == "account":
            return f"account {row['subject_low']}"
        return self.numbers[int(row["subject_low"]) // 7_919 - 1]


def job_in(folder: Path, out: str = "out", **options: Any) -> Job:
    """Return the job of a county that was written into a folder, with the whole catalogue."""
    files: dict[str, list[BatchFile]] = {}
    for path in sorted(folder.glob("*.parquet")):
        source, _, period = path.stem.partition("-")
        files.setdefault(source, []).append(BatchFile(path.stem, period, path))
    rules = tuple(catalogue().values())
    return Job(PERIOD, folder / "roster", files, rules, shapes(), folder / out, **options)


def contents(result: Result) -> dict[str, list[Row]]:
    """Return every file of a result as rows, in their order."""
    files = sorted(result.folder.iterdir())
    return {path.name: pq.read_table(path).to_pylist() for path in files}


def _spell(person: Row, source: str, columns: Row) -> Row:
    """Return what a spell takes from the person and from the row it stands on."""
    kept = ("person_id", "token_high", "token_low", "household_id")
    copied = ("account_high", "account_low")
    return {
        **{name: person[name] for name in kept},
        **{name: columns.get(name) for name in copied},
        "category": columns.get(CATEGORIES.get(source, ""), ""),
        "division": columns.get("division", VILLAGE),
        "labour": columns.get("labour", ""),
        "stable_work": columns.get("stable_work", ""),
        "started_on": columns.get("started_on"),
    }


def _programmes(source: str, columns: Row) -> Iterator[tuple[str, int | None]]:
    """Say which spells a row of a list stands for, as the source mappings do."""
    if source == "disability_subsidy":
        for part in ("living", "nursing"):
            if columns.get(f"{part}_fen"):
                yield f"DISABILITY_{part.upper()}", columns[f"{part}_fen"]
        return
    if source == "orphan":
        kind = "ORPHAN" if columns["child_kind"] == "ORPHAN" else "UNATTENDED_CHILD"
        yield kind, columns.get("amount_fen")
        return
    yield source.upper(), columns.get("amount_fen")


def _write(path: Path, shape: Mapping[str, str], rows: list[Row]) -> None:
    schema = pa.schema([(name, ARROW[kind]) for name, kind in shape.items()])
    columns = {name: [row.get(name) for row in rows] for name in shape}
    pq.write_table(pa.table(columns, schema=schema), path)
