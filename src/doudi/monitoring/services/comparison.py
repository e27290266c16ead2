"""Compares a county's month: snapshot, engine, ledger."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.db.models import Q

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import shapes
from doudi.exchange.selectors import published_batches
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.tokens import name_tokens
from doudi.matching.catalogue import numbers
from doudi.matching.engine import Job, Result, compare
from doudi.monitoring.catalogue import rules, values_in
from doudi.monitoring.models import MatchRun, Month
from doudi.monitoring.selectors.runs import batches_now, run_folder, run_under_way
from doudi.monitoring.services.between_lines import file_between_lines
from doudi.monitoring.services.findings import take_in
from doudi.monitoring.states import RunStatus
from doudi.registry.models import Identity
from doudi.registry.selectors import is_month_closed
from doudi.registry.selectors.roster import roster_people, roster_spells
from doudi.work.services.moves import Act
from doudi.work.services.watching import fix_due_days

GIVEN_UP_AFTER = timedelta(hours=1)

PEOPLE = pa.schema(
    [
        ("person_id", pa.int64()),
        ("token_high", pa.int64()),
        ("token_low", pa.int64()),
        ("household_id", pa.int64()),
        ("division", pa.string()),
        ("born_on", pa.date32()),
        ("sex", pa.string()),
        ("name_key", pa.int64()),
    ]
)
SPELLS = pa.schema(
    [
        ("token_high", pa.int64()),
        ("token_low", pa.int64()),
        ("person_id", pa.int64()),
        ("household_id", pa.int64()),
        ("programme", pa.string()),
        ("category", pa.string()),
        ("division", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("since", pa.date32()),
        ("amount_fen", pa.int64()),
        ("account_high", pa.int64()),
        ("account_low", pa.int64()),
        ("labour", pa.string()),
        ("stable_work", pa.string()),
        ("started_on", pa.date32()),
        ("batch", pa.string()),
        ("row", pa.int32()),
    ]
)


class NotACounty(Refusal):
    """Comparison is a county's act."""

    def __init__(self, region: str) -> None:
        super().__init__(f"比对按县（区）进行，{region} 不是 6 位县级代码。请改用县级代码。")


class NothingPublished(Refusal):
    """There is no published file to compare."""

    def __init__(self, period: str) -> None:
        super().__init__(f"{period} 及以前还没有发布任何名册，无从比对。请先在“数据批次”上传并发布。")


class ComparisonUnderWay(Refusal):
    """The month is being compared already."""

    def __init__(self) -> None:
        super().__init__("本月的比对已在排队或正在进行，不用再点。完成后本页会显示结果。")


class RunTakenOver(Refusal):
    """A later comparison took this one's place while it computed; it writes nothing."""

    def __init__(self) -> None:
        super().__init__("运行中断，已由之后的比对接替。")


class MonthIsClosed(Refusal):
    """The month is closed; its comparison stands."""

    def __init__(self, period: str) -> None:
        super().__init__(f"{period} 已经月结，不能再比对。请选择尚未月结的月份。")


@transaction.atomic
def request_match(*, region: str, period: Period, by: Actor, at: datetime) -> MatchRun:
    """Queue a comparison for the worker, once; refuses what `run_match` would refuse."""
    _check(region, period)
    _take_turn(region, period)
    if _is_under_way(region, period, at=at):
        raise ComparisonUnderWay
    _give_up_queued(region, period)
    run = MatchRun.objects.create(
        region=region, period=str(period), started_by=by.username, started_at=at, status=RunStatus.QUEUED
    )
    audit.record(
        "monitoring.match_requested",
        subject_type="match_run",
        subject_id=str(run.pk),
        by=by,
        at=at,
        division=region,
    )
    return run


def run_match(
    *, region: str, period: Period, by: Actor, at: datetime, run: MatchRun | None = None
) -> MatchRun:
    """Compare a county's published batches with its registry and take the findings into the ledger.

    Killed at any moment and run again, it gives the same ledger: the engine's output appears at once or not
    at all, and the ledger is written in one transaction on unique keys.
    """
    _check(region, period)
    run = run or MatchRun(region=region, period=str(period), started_by=by.username)
    run.status, run.started_at = RunStatus.RUNNING, at
    run.batches = batches_now(region, period)
    run.save()
    _give_up_unfinished(run)
    try:
        result = _compare(run, period)
        with transaction.atomic():
            _take_turn(region, period)
            _check_still_wanted(run)
            _finish(run, result, by=by, at=at)
    except Exception as error:
        run.status = RunStatus.FAILED
        run.problem = error.sentence if isinstance(error, Refusal) else "比对程序出错，请系统管理员查看日志。"
        run.save(update_fields=["status", "problem"])
        raise
    return run


def _check(region: str, period: Period) -> None:
    if len(region) != COUNTY_DIGITS or not region.isdigit():
        raise NotACounty(region)
    if is_month_closed(region, str(period)):
        raise MonthIsClosed(str(period))
    if not published_batches(region, period):
        raise NothingPublished(str(period))


def _take_turn(region: str, period: Period) -> None:
    """Let one act at a time change a month: submitting, closing and taking a comparison in wait here."""
    Month.objects.get_or_create(region=region, period=str(period))
    Month.objects.select_for_update().get(region=region, period=str(period))


def _is_under_way(region: str, period: Period, *, at: datetime) -> bool:
    """Say whether a comparison waits or runs; one that began long ago was cut off and holds nobody up."""
    run = run_under_way(region, period)
    return run is not None and at - run.started_at < GIVEN_UP_AFTER


def _check_still_wanted(run: MatchRun) -> None:
    """Look again before anything is written: the month may have been closed, the run taken over meanwhile."""
    if is_month_closed(run.region, run.period):
        raise MonthIsClosed(run.period)
    if MatchRun.objects.get(pk=run.pk).status != RunStatus.RUNNING:
        raise RunTakenOver


def _give_up_queued(region: str, period: Period) -> None:
    """Let a comparison that waited too long for the worker make room: a month has one in the queue."""
    for other in MatchRun.objects.filter(region=region, period=str(period), status=RunStatus.QUEUED):
        other.status, other.problem = RunStatus.FAILED, "排队后一直没有开始，已由之后的比对接替。"
        other.save(update_fields=["status", "problem"])


def _give_up_unfinished(run: MatchRun) -> None:
    stale = MatchRun.objects.filter(region=run.region, period=run.period, status=RunStatus.RUNNING)
    for other in stale.exclude(pk=run.pk):
        other.status, other.problem = RunStatus.FAILED, "运行中断，已由之后的比对接替。"
        other.save(update_fields=["status", "problem"])
        shutil.rmtree(run_folder(other), ignore_errors=True)


def _compare(run: MatchRun, period: Period) -> Result:
    folder = run_folder(run)
    shutil.rmtree(folder, ignore_errors=True)
    roster = folder / "roster"
    roster.mkdir(parents=True)
    _write_people(roster / "people.parquet", run.region)
    _write_names(roster / "names.parquet", run.region)
    _write_spells(roster / "spells.parquet", run.region, period)
    return compare(
        Job(
            period=str(period),
            roster=roster,
            batches=published_batches(run.region, period),
            rules=rules(),
            shapes=shapes(),
            parameters=numbers(values_in(run.region, str(period))),
            out=folder / "result",
        )
    )


def _write_people(path: Path, region: str) -> None:
    people = list(roster_people(region))
    names = pa.array([person.name for person in people], pa.string())
    columns = {name: [getattr(person, name) for person in people] for name in PEOPLE.names[:-1]}
    columns["name_key"] = name_tokens(ring().token, names)
    pq.write_table(pa.table(columns, schema=PEOPLE), path, compression="zstd")


def _write_names(path: Path, region: str) -> None:
    """Write every name of people whose records an officer joined, under each of their numbers."""
    joined = Identity.objects.filter(
        Q(person__same_as__division__startswith=region)
        | Q(person__others__isnull=False, person__division__startswith=region)
    )
    rows = joined.values_list("person_id", "person__same_as", "token_high", "token_low", "person__name")
    numbers: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    names: defaultdict[int, set[str]] = defaultdict(set)
    for person, same_as, high, low, name in rows.distinct():
        numbers[same_as or person].add((high, low))
        names[same_as or person].add(name)
    pairs = [
        (*number, name)
        for who in sorted(numbers)
        for number in sorted(numbers[who])
        for name in sorted(names[who])
    ]
    columns = {
        "token_high": pa.array([high for high, _, _ in pairs], pa.int64()),
        "token_low": pa.array([low for _, low, _ in pairs], pa.int64()),
        "name_key": name_tokens(ring().token, pa.array([name for _, _, name in pairs], pa.string())),
    }
    pq.write_table(pa.table(columns), path, compression="zstd")


def _write_spells(path: Path, region: str, period: Period) -> None:
    rows = [(*row[:-2], str(row[-2]), row[-1]) for row in roster_spells(region, period)]
    columns = list(zip(*rows, strict=True)) or [()] * len(SPELLS.names)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SPELLS, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=SPELLS), path, compression="zstd")


def _finish(run: MatchRun, result: Result, *, by: Actor, at: datetime) -> None:
    fix_due_days(run.region, Act(at))
    counts = take_in(run, result, at=at)
    file_between_lines(run, by=by, at=at)
    run.status, run.finished_at, run.rules = RunStatus.DONE, at, counts.rules
    run.accounting, run.parameters = _accounting(result.accounting), _parameters(run)
    run.save(update_fields=["status", "finished_at", "rules", "accounting", "parameters"])
    audit.record(
        "monitoring.month_compared",
        subject_type="match_run",
        subject_id=str(run.pk),
        by=by,
        at=at,
        division=run.region,
        details={"period": run.period, "new": counts.new, "again": counts.again, "cleared": counts.cleared},
    )


def _parameters(run: MatchRun) -> dict[str, dict[str, int]]:
    """Return the numbers every rule was run with, kept so that an older run can be read as it was."""
    local = numbers(values_in(run.region, run.period))
    usual = numbers({rule.id: rule.parameters for rule in rules() if rule.parameters})
    return {rule: {**values, **local.get(rule, {})} for rule, values in usual.items()}


def _accounting(path: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return rows
