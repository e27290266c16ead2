"""Answers how far each batch of alerts has come: its rows, every one accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.selectors.batches import problem_rows_of
from doudi.exchange.states import BatchState
from doudi.intake.catalogue import SOURCE
from doudi.intake.models import Alert, FieldRecord, HomeCheck, Sign
from doudi.intake.states import CheckState
from doudi.kernel.identity_columns import REJECTED

CONCLUDED, OPEN, NOT_OURS, WAITING, NOT_TAKEN = "已有结论", "排查中", "不属本县", "待派出", "没有收下"


@dataclass(frozen=True, slots=True)
class Account:
    """Where the rows of a batch stand; together they are all rows that were read."""

    rows: int
    concluded: int
    open: int
    not_ours: int
    waiting: int
    not_taken: int

    @property
    def is_whole(self) -> bool:
        """Say whether every row is accounted for."""
        parts = self.concluded + self.open + self.not_ours + self.waiting + self.not_taken
        return parts == self.rows


@dataclass(frozen=True, slots=True)
class RowStanding:
    """Where one row of a batch stands; `last` is the newest record of its check."""

    alert: Alert
    check: HomeCheck | None
    standing: str
    last: FieldRecord | None


def alert_batches(scope: Scope) -> QuerySet[Batch]:
    """Return the published batches of alerts of a scope, newest first."""
    batches = Batch.objects.filter(scope.q("region"), source=SOURCE, state=BatchState.PUBLISHED)
    return batches.order_by("-period", "-published_at")


def row_standings(batch: Batch) -> list[RowStanding]:
    """Return where every alert of a batch stands, in order of its rows."""
    alerts = list(batch.alerts.order_by("row"))
    signs = Sign.objects.filter(alert__in=alerts, parted_at__isnull=True).select_related("home_check__task")
    checks = {sign.alert_id: sign.home_check for sign in signs}
    newest = _newest_records(checks.values())
    return [_standing(alert, checks.get(alert.pk), newest) for alert in alerts]


def _newest_records(checks: Iterable[HomeCheck]) -> Mapping[int, FieldRecord]:
    records = FieldRecord.objects.filter(home_check__in=[check.pk for check in checks]).select_related(
        "recorded_by"
    )
    return {record.home_check_id: record for record in records.order_by("pk")}


def _standing(alert: Alert, check: HomeCheck | None, newest: Mapping[int, FieldRecord]) -> RowStanding:
    if check is None:
        return RowStanding(alert, None, NOT_OURS if alert.is_elsewhere else WAITING, None)
    standing = CONCLUDED if check.state == CheckState.CONCLUDED else OPEN
    return RowStanding(alert, check, standing, newest.get(check.pk))


def account_of(batch: Batch, rows: Sequence[RowStanding]) -> Account:
    """Return where the rows of a batch stand in numbers; a row without an alert yet waits to be sent out."""
    counts = {
        word: sum(each.standing == word for each in rows) for word in (CONCLUDED, OPEN, NOT_OURS, WAITING)
    }
    return Account(
        rows=batch.rows_read,
        concluded=counts[CONCLUDED],
        open=counts[OPEN],
        not_ours=counts[NOT_OURS],
        waiting=counts[WAITING] + batch.accepted - len(rows),
        not_taken=batch.rows_rejected,
    )


def rows_not_taken(batch: Batch) -> list[tuple[int, str]]:
    """Return the rows of a batch that were rejected, by their row in the file, each with why."""
    table = pq.read_table(batch_folder(batch.pk).rows, columns=["row", "sheet_row", "status"])
    table = table.filter(pc.equal(table["status"], REJECTED))
    why: dict[int, list[str]] = {}
    for problem in problem_rows_of(batch):
        why.setdefault(problem.row, []).append(problem.reason.title)
    rows = zip(table["row"].to_pylist(), table["sheet_row"].to_pylist(), strict=True)
    return [(sheet_row, "；".join(dict.fromkeys(why.get(row, [])))) for row, sheet_row in rows]
