"""Answers which batches there are, what stands in them, and what publishing one would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.exchange.catalogue import catalogue, source_title
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.selectors.contents import people_in
from doudi.exchange.selectors.placing import Place, lists_before, place_of
from doudi.exchange.states import BatchState, Placing
from doudi.kernel.dates import Period
from doudi.recognition.layout import ROLE_NAMES, Role
from doudi.recognition.problems import LEVELS, REASONS, REPAIRS, Reason
from doudi.recognition.sheets import SheetVerdict
from doudi.recognition.sources import Column, Kind, Source


def batches_within(scope: Scope, *, sender: str = "") -> QuerySet[Batch]:
    """Return the batches of a scope, newest first; only one sender's when given."""
    found = Batch.objects.filter(scope.q("region")).order_by("-received_at", "id")
    return found.filter(sender=sender) if sender else found


@dataclass(frozen=True, slots=True)
class Arrived:
    """A source and how far its file for a month has come."""

    code: str
    title: str
    provider: str
    state: str
    label: str
    batch: Batch | None


def arrived_sources(scope: Scope, period: Period, *, sender: str = "") -> list[Arrived]:
    """Return the sources due or arrived in a month, each with its furthest batch: a missing one is seen."""
    order = [BatchState.RECEIVED, BatchState.RECOGNISED, BatchState.CHECKED, BatchState.PUBLISHED]
    furthest: dict[str, Batch] = {}
    published: Counter[str] = Counter()
    for batch in batches_within(scope, sender=sender).filter(period=str(period), state__in=order):
        published[batch.source] += batch.state == BatchState.PUBLISHED
        known = furthest.get(batch.source)
        if known is None or order.index(BatchState(batch.state)) > order.index(BatchState(known.state)):
            furthest[batch.source] = batch
    return [
        _arrived(source, furthest.get(source.code), published[source.code])
        for source in sorted(catalogue().sources.values(), key=lambda one: one.kind != Kind.ROSTER)
        if source.is_compared or source.code in furthest
    ]


def _arrived(source: Source, batch: Batch | None, published: int) -> Arrived:
    state = batch.state if batch else ""
    label = str(BatchState(state).label) if state else "未收到"
    label = f"{label} {published} 份" if published > 1 else label
    return Arrived(source.code, source.title, source.provider, state, label, batch)


@dataclass(frozen=True, slots=True)
class Tally:
    """One term of the accounting of rows."""

    name: str
    label: str
    count: int


def accounting(batch: Batch) -> tuple[list[Tally], list[Tally]]:
    """Return how the file's rows fall into roles, and the people's rows into clean, repaired, rejected."""
    roles = [
        Tally(role.name, ROLE_NAMES[role], batch.row_roles.get(role.name, 0))
        for role in Role
        if role == Role.DATA or batch.row_roles.get(role.name, 0)
    ]
    rows = [
        Tally("CLEAN", "无误", batch.rows_clean),
        Tally("REPAIRED", "修复", batch.rows_repaired),
        Tally("REJECTED", "退回", batch.rows_rejected),
    ]
    return roles, rows


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A kind of problem and how many rows have it."""

    code: str
    reason: Reason
    count: int


def problems_of(batch: Batch) -> list[ProblemLine]:
    """Return the kinds of problem in a batch and what was put right: those that reject rows first."""
    counts = {**batch.problem_counts, **repair_counts(batch)}
    lines = [ProblemLine(code, REASONS[code], count) for code, count in counts.items()]
    return sorted(lines, key=lambda line: (LEVELS.index(line.reason.level), -line.count, line.code))


def repair_counts(batch: Batch) -> dict[str, int]:
    """Return in how many rows of a batch what was put right in the writing of a number."""
    path = batch_folder(batch.pk).problems
    if batch.checked_at is None or not path.exists():
        return {}
    counted = pq.read_table(path, columns=["code"])["code"].value_counts().to_pylist()
    return {one["values"]: one["counts"] for one in counted if one["values"] in REPAIRS}


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem at one row, masked."""

    row: int
    sheet: int
    sheet_row: int
    column: str
    code: str
    reason: Reason
    shown: str


def problem_rows_of(batch: Batch, code: str = "") -> Sequence[ProblemRow]:
    """Return the problems of a batch in row order; only one kind when given."""
    table = pq.read_table(batch_folder(batch.pk).problems)
    if code:
        table = table.filter(pc.equal(table["code"], code))
    return [
        ProblemRow(
            row=row["row"],
            sheet=row["sheet"],
            sheet_row=row["sheet_row"],
            column=row["column"],
            code=row["code"],
            reason=REASONS[row["code"]],
            shown=row["shown"],
        )
        for row in table.to_pylist()
    ]


STEEP = 5
LIST, NOT_A_LIST = SheetVerdict.LIST.value, SheetVerdict.NOT_A_LIST.value
MAY_BE_READ = frozenset({SheetVerdict.ASK.value, SheetVerdict.NOT_TAKEN.value})


@dataclass(frozen=True, slots=True)
class Changes:
    """How a batch differs from the list before it: row numbers of who is new, and of who is gone."""

    earlier: Batch | None
    added: Sequence[int]
    removed: Sequence[int]
    kept: int
    replaces: bool

    @property
    def is_steep(self) -> bool:
        """Say whether so many are gone that the file may be only part of a list."""
        return len(self.removed) * STEEP > self.kept + len(self.removed)

    @property
    def sentence(self) -> str:
        """Return the difference in words."""
        if self.earlier is None:
            return "这是本地区第一份这样的名单，全部人员都是新增。"
        before = "与同月所取代的一批相比：" if self.replaces else f"与 {self.earlier.period} 的一批相比："
        return f"{before}新增 {len(self.added)} 人，移出 {len(self.removed)} 人，不变 {self.kept} 人。"


def changes_of(batch: Batch) -> Changes:
    """Compare a checked batch with the published one it follows or replaces (两次来数之间的新增、移出)."""
    earlier = _list_before(batch)
    rows, tokens = people_in(batch)
    if earlier is None:
        return Changes(None, rows.tolist(), [], 0, replaces=False)
    earlier_rows, earlier_tokens = people_in(earlier)
    added = ~np.isin(tokens, earlier_tokens)
    removed = ~np.isin(earlier_tokens, tokens)
    return Changes(
        earlier=earlier,
        added=rows[added].tolist(),
        removed=earlier_rows[removed].tolist(),
        kept=int((~added).sum()),
        replaces=earlier.period == batch.period,
    )


def _list_before(batch: Batch) -> Batch | None:
    """Return the batch this one replaces or replaced, else the likest published one of the month before."""
    replaced = Batch.objects.filter(superseded_by=batch).first()
    place = place_of(batch) if batch.state == BatchState.CHECKED else Place(Placing.FIRST, replaced, ())
    if place.replaces is not None:
        return place.replaces
    earlier = lists_before(batch, place)
    mine = people_in(batch)[1]
    return max(earlier, key=lambda one: int(np.isin(people_in(one)[1], mine).sum()), default=None)


def source_choices() -> list[tuple[str, str]]:
    """Return every source as a choice."""
    return [(code, source_title(code)) for code in catalogue().sources]


def column_choices(source: str) -> list[tuple[str, str]]:
    """Return the columns of a source as choices, the unneeded one first."""
    columns = catalogue().source(source).columns
    return [("", "不取用"), *((column.name, column.title) for column in columns)]


def headings_of(batch: Batch) -> Mapping[str, Mapping[str, Any]]:
    """Return the distinct headings of a batch, as guessed, by the key under which a person speaks of them.

    Tables of other wordings are apart: a column may be named once in each.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for table in batch.guess.get("tables", ()):
        group = table.get("group", "")
        for column in table["columns"]:
            if column["heading"] or column["column"]:
                key = f"{group}:{column['key']}" if group else column["key"]
                found.setdefault(key, {"member": 0, **column, "group": group})
    return found


def sheets_of(batch: Batch) -> list[Mapping[str, Any]]:
    """Return the sheets of a batch of which a person may say whether they are read."""
    sheets = batch.guess.get("sheets", ())
    several = sum(sheet["verdict"] != NOT_A_LIST for sheet in sheets) > 1
    return [
        sheet for sheet in sheets if sheet["verdict"] in MAY_BE_READ or (several and sheet["verdict"] == LIST)
    ]


def unsaid_of(batch: Batch) -> list[tuple[Mapping[str, Any], Column]]:
    """Return the tables of which nothing says what they are of, each with the column a person must say."""
    source = catalogue().sources.get(batch.source)
    if source is None:
        return []
    return [
        (table, source.column(table["unsaid"]))
        for table in batch.guess.get("tables", ())
        if table.get("unsaid")
    ]
