"""Cleans and keys a recognised batch and accounts for every row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pyarrow as pa
from django.db import transaction

from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.exchange.catalogue import catalogue
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.places import lookup_for
from doudi.exchange.services.parsing import Parsed, parse
from doudi.exchange.services.receiving import record
from doudi.exchange.services.recognition import NotRecognised, guess_json, refuse_batch, unfolded
from doudi.exchange.states import BatchState, Task
from doudi.kernel.dates import Period
from doudi.reading.refusals import FileRefused
from doudi.recognition.cleaning import Circumstances, Cleaned, clean
from doudi.recognition.raw import RawFile, gather
from doudi.recognition.storage.batch_folder import Results

READ_AS = ("tables", "sheets", "unread", "unfolded")


def check_batch(batch: Batch, *, by: Actor, at: datetime, parsed: Parsed | None = None) -> Batch:
    """Clean and key a batch's rows; they stay in quarantine until a person publishes them.

    Killed at any moment and run again, it gives the same result: files appear together with the new state.
    """
    if batch.state == BatchState.CHECKED:
        return batch
    if batch.doubts or batch.source not in catalogue().sources:
        raise NotRecognised([doubt["sentence"] for doubt in batch.doubts] or ["请先选定来源。"])
    try:
        parsed = parsed or parse(batch)
    except FileRefused as refusal:
        return refuse_batch(batch, str(refusal), by=by, at=at)
    source = catalogue().source(batch.source)
    guess = parsed.guess(
        name=batch.file_name, source=batch.source, choices=batch.choices, period=batch.period
    )
    if guess.doubts:
        return _back_to_a_person(batch, [doubt.sentence for doubt in guess.doubts], guess_json(guess))
    raw = gather(source, parsed.layouts, guess)
    cleaned = clean(source, raw, _circumstances(batch, parsed, at))
    results = Results(batch_folder(batch.pk))
    results.write(
        rows=cleaned.rows,
        problems=cleaned.problems,
        sidecar=cleaned.sidecar,
        problem_rows=problem_rows(raw, cleaned),
        key=ring().seal,
    )
    told = {**guess_json(guess), "unfolded": unfolded(raw)}
    return _finish(batch, cleaned, results, told, parsed.row_roles(guess), by=by, at=at)


@transaction.atomic
def _finish(
    batch: Batch,
    cleaned: Cleaned,
    results: Results,
    guess: Mapping[str, object],
    roles: dict[str, int],
    *,
    by: Actor,
    at: datetime,
) -> Batch:
    current = Batch.objects.select_for_update().get(pk=batch.pk)
    if current.state != BatchState.RECOGNISED or current.choices != batch.choices:
        return current
    counts = cleaned.counts
    current.move_to(BatchState.CHECKED)
    current.guess = {**current.guess, **{key: guess[key] for key in READ_AS}}
    current.row_roles = roles
    current.rows_read, current.rows_clean = counts["read"], counts["clean"]
    current.rows_repaired, current.rows_rejected = counts["repaired"], counts["rejected"]
    current.problem_counts = dict(cleaned.problem_counts)
    current.checked_at, current.task = at, Task.NONE
    current.save()
    record(current, "exchange.batch_checked", by=by, at=at, details=dict(counts))
    results.put_in_place()
    return current


@transaction.atomic
def _back_to_a_person(batch: Batch, sentences: list[str], guess: Mapping[str, object]) -> Batch:
    """Leave a batch with its doubts: the choices made do not settle them."""
    current = Batch.objects.select_for_update().get(pk=batch.pk)
    current.doubts = [{"code": "STILL_IN_DOUBT", "sentence": sentence} for sentence in sentences]
    current.guess = {**current.guess, **{key: guess[key] for key in READ_AS if key in guess}}
    current.task = Task.NONE
    current.save(update_fields=["doubts", "guess", "task"])
    return current


def _circumstances(batch: Batch, parsed: Parsed, at: datetime) -> Circumstances:
    return Circumstances(
        key=ring().token,
        on=at.date(),
        blank=catalogue().words.blank,
        places=lookup_for(batch.region, Period.parse(batch.period).last_day),
        epoch_1904=parsed.file.epoch_1904,
    )


def problem_rows(raw: RawFile, cleaned: Cleaned) -> pa.Table:
    """Return the rows with a problem as they stand in the file, for the error sheet; to be sealed."""
    wanted = cleaned.problem_rows
    cells: list[list[str]] = []
    start = 0
    for layout, rows, _ in raw.originals:
        mine = wanted[(wanted >= start) & (wanted < start + len(rows))] - start
        cells += layout.grid.rows_at(np.asarray(rows)[mine]) if mine.size else []
        start += len(rows)
    return pa.table(
        {
            "row": pa.array(wanted, pa.int32()),
            "table": pa.array(raw.table[wanted], pa.int16()),
            "cells": pa.array(cells, pa.list_(pa.string())),
        }
    )
