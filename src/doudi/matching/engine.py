"""Compare one month: run every rule whose data are there, account for every row, appear all at once.

The output folder is written beside its place and renamed into it, so that it is either whole or absent;
a comparison killed at any moment and run again gives the same files.
"""

# ruff: noqa: S608 - the SQL is put together from shapes and file names of our own, never from input

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from doudi.kernel.dates import Period
from doudi.matching.accounting import account
from doudi.matching.batches import BatchFile, batches_for, batches_in_use
from doudi.matching.catalogue import Rule
from doudi.matching.findings import FindingBroken, Found, create_found, keep_found, write_findings
from doudi.matching.former import add_former_numbers
from doudi.matching.shapes import EMPTY, PARAMETERS_UNSET, WINDOWS, Shapes
from doudi.matching.tables import (
    connect,
    create_month,
    create_roster,
    create_source_view,
    keep_roster,
    set_parameters,
)

__all__ = ["BatchFile", "FindingBroken", "Job", "Result", "Tally", "compare"]


@dataclass(frozen=True, slots=True)
class Job:
    """What to compare: a month, the roster's snapshot, all published batches up to it, the rules.

    `shapes` says what each source's batches hold; batches of a source that nobody describes any more are
    accounted for and read by no rule.
    `parameters` overrides values of rules (rule id → name → value) for this county and month.
    """

    period: str
    roster: Path
    batches: Mapping[str, Sequence[BatchFile]]
    rules: Sequence[Rule]
    shapes: Shapes
    out: Path
    parameters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    memory_limit: str = "512MB"
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one rule: how many it found, or the missing data for which it was skipped.

    `doubtful` are found by a number that stands under two names, and are not among the `found`; `empty`
    names the lists that hold nobody, which a rule that found somebody all the same was compared with.
    """

    rule: str
    found: int
    skipped: str = ""
    doubtful: int = 0
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Where the output lies, and the rules' tallies in the order of their ids."""

    folder: Path
    rules: tuple[Tally, ...]

    @property
    def findings(self) -> Path:
        """What the rules found: one row a rule and subject, in a fixed order."""
        return self.folder / "findings.parquet"

    @property
    def accounting(self) -> Path:
        """One row a batch: rows read = accepted + rejected, accepted = matched + unmatched."""
        return self.folder / "accounting.parquet"

    @property
    def hits(self) -> Path:
        """One row for each batch row that names someone on the roster."""
        return self.folder / "hits.parquet"

    @property
    def gaps(self) -> Path:
        """One row for each source and person on the roster whom no row of the source names."""
        return self.folder / "gaps.parquet"


class UnknownParameter(Exception):
    """The job overrides a parameter that no rule has."""


def compare(job: Job) -> Result:
    """Compare a month and return where the result lies; nothing is left behind of a run that fails."""
    _check(job)
    month = Period.parse(job.period)
    with _appearing_at_once(job.out) as folder:
        tallies = _run_rules(job, month, folder)
        account(job.roster, batches_in_use(job.batches, job.period), month, folder)
    return Result(job.out, tallies)


def _run_rules(job: Job, month: Period, folder: Path) -> tuple[Tally, ...]:
    """Run every rule over the month's views and write what they found."""
    with _database(job, folder) as connection:
        create_month(connection, month)
        create_roster(connection, job.roster, month, job.shapes)
        add_former_numbers(connection, _lists(job))
        if job.rules:
            keep_roster(connection)
        _lay_out(connection, job, month)
        create_found(connection)
        skipped = {rule.id: _run(connection, rule, job) for rule in job.rules}
        empty = _empty_views(connection, job)
        batches = [batch for files in job.batches.values() for batch in files]
        found = write_findings(connection, job.period, batches, folder / "findings.parquet")
    return tuple(
        _tally(rule, found.get(rule.id, Found()), skipped[rule.id], empty)
        for rule in sorted(job.rules, key=lambda rule: rule.id)
    )


def _lay_out(connection: duckdb.DuckDBPyConnection, job: Job, month: Period) -> None:
    """Create the views of what came, and the empty ones that a rule which runs may read.

    Planning a hundred empty views takes longer than comparing a small month over the few that came.
    """
    able = (rule for rule in job.rules if not _missing(rule, job))
    read = {view for rule in able for view in rule.views}
    for view in (f"{source}{window}" for source in job.shapes for window in WINDOWS):
        batches = batches_for(view, job.batches, job.period)
        if batches or view in read:
            create_source_view(connection, view, batches, month, job.shapes)


def _missing(rule: Rule, job: Job) -> list[str]:
    """Return the views a rule needs of which no batch came."""
    return [view for view in rule.needs if not batches_for(view, job.batches, job.period)]


def _lists(job: Job) -> list[Path]:
    """Return the latest files of the lists that are registers of ours."""
    return [
        batch.path
        for source, shape in job.shapes.items()
        if shape.programmes
        for batch in batches_for(source, job.batches, job.period)
    ]


def _tally(rule: Rule, found: Found, skipped: str, empty: frozenset[str]) -> Tally:
    """Say what became of a rule; that an empty list gave nothing is no result."""
    nobody = "" if skipped else ",".join(view for view in rule.needs if view in empty)
    if nobody and not found.certain + found.doubtful:
        skipped = f"{EMPTY}:{nobody}"
    return Tally(rule.id, found.certain, skipped, found.doubtful, nobody)


def _empty_views(connection: duckdb.DuckDBPyConnection, job: Job) -> frozenset[str]:
    """Return the lists that came and hold no accepted row."""
    came = {view for rule in job.rules for view in rule.needs if batches_for(view, job.batches, job.period)}
    return frozenset(
        view for view in came if not connection.execute(f"SELECT 1 FROM {view} LIMIT 1").fetchall()
    )


def _check(job: Job) -> None:
    """Refuse what the job names and nobody knows, before anything is written."""
    known = {(rule.id, name) for rule in job.rules for name in rule.parameters}
    for rule, values in job.parameters.items():
        for name in values:
            if (rule, name) not in known:
                raise UnknownParameter(f"{rule}: {name}")


def _run(connection: duckdb.DuckDBPyConnection, rule: Rule, job: Job) -> str:
    """Run one rule, or return why not: the views without a batch, or that nobody has set its numbers."""
    if missing := _missing(rule, job):
        return ",".join(missing)
    values = {name: parameter.value for name, parameter in rule.parameters.items()}
    values |= job.parameters.get(rule.id, {})
    if unset := [name for name, value in values.items() if not value]:
        return f"{PARAMETERS_UNSET}:{','.join(unset)}"
    set_parameters(connection, values)
    keep_found(connection, rule)
    return ""


@contextmanager
def _database(job: Job, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database whose overflow stays in the unfinished folder and goes with it."""
    overflow = folder / "overflow"
    settings: dict[str, str | int] = {
        "memory_limit": job.memory_limit,
        "threads": job.threads,
        "temp_directory": str(overflow),
    }
    with connect(settings) as connection:
        yield connection
    shutil.rmtree(overflow, ignore_errors=True)


@contextmanager
def _appearing_at_once(out: Path) -> Iterator[Path]:
    """Give a folder to write into that takes its place only when all went well."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for leftover in out.parent.glob(f".{out.name}.*.part"):
        shutil.rmtree(leftover)
    unfinished = out.parent / f".{out.name}.{os.getpid()}.part"
    unfinished.mkdir()
    try:
        yield unfinished
        _put_in_place(unfinished, out)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _put_in_place(unfinished: Path, out: Path) -> None:
    """Rename the finished folder into its place; an older result makes way whole."""
    if out.exists():
        older = out.parent / f".{out.name}.older.part"
        out.rename(older)
        unfinished.rename(out)
        shutil.rmtree(older)
    else:
        unfinished.rename(out)
