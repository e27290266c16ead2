"""Turn a file's rows into a batch: typed columns with tokens, problems, a sidecar to be sealed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.kernel.dates import Period
from doudi.kernel.identity_columns import CLEAN, REJECTED, REPAIRED
from doudi.kernel.tokens import TokenKey
from doudi.reading.cells import Kind as CellKind
from doudi.recognition.accounts import read_accounts
from doudi.recognition.households import household_numbers, odd_household_numbers, with_sole_amounts
from doudi.recognition.identities import NUMBER, Identities, read_identities
from doudi.recognition.keyed import keyed_columns
from doudi.recognition.listed import denied_rows, listed_rows
from doudi.recognition.months import months_said
from doudi.recognition.orders import note_orders
from doudi.recognition.people_names import read_names
from doudi.recognition.places import DivisionLookup
from doudi.recognition.problems import Problems
from doudi.recognition.raw import RawColumn, RawFile
from doudi.recognition.schema import KEY_FIELDS, rows_schema
from doudi.recognition.sources import DIVISION_TYPES, Column, Keep, Kind, Source, Type
from doudi.recognition.spans import with_spans_apart
from doudi.recognition.together import with_homes
from doudi.recognition.towns import towns_above
from doudi.recognition.typed import (
    Typed,
    read_codes,
    read_dates,
    read_hundredths,
    read_integers,
    read_money,
    read_months,
    read_shares,
)

SEPARATOR = "\x1f"
NUL = "\x00"  # no database keeps it
FORMULA_ERROR = r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$"
SAYS_NONE = pa.array(["无", "暂无", "没有", "-", "--", "—", "——", "/", "0"])
PROBLEM_COLUMN_OF_DIVISION = ("village", "town", "county", "division_code", "address")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What cleaning must know beside the file: keys, the day, blank words, places, the date system."""

    key: TokenKey
    on: date
    blank: frozenset[str]
    places: DivisionLookup
    epoch_1904: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A batch's tables, all in row order, and how many rows came to what."""

    rows: pa.Table
    problems: pa.Table
    sidecar: pa.Table
    problem_rows: NDArray[np.int64]
    counts: Mapping[str, int]
    problem_counts: Mapping[str, int]


def clean(source: Source, raw: RawFile, around: Circumstances) -> Cleaned:
    """Clean and key every row of a file; none is left out, the rejected ones are marked so."""
    problems = Problems(source, raw)
    raw = with_homes(source, with_spans_apart(source, _without_failed_cells(raw, problems)))
    _note_shifted(raw, problems)
    identities = read_identities(raw, problems, around.key, around.on)
    columns = _typed_columns(source, raw, problems, around)
    columns |= keyed_columns(source, raw, problems, around.key, on=around.on, blank=around.blank)
    _fill_from_certificate(columns, identities)
    _spread(source, columns, raw)
    names = read_names(raw, problems, around.key, around.blank)
    note_orders(source, columns, identities, problems)
    _note_missing(source, raw, problems, around.blank)
    _note_repeats(source, raw, identities, problems)
    identities = _without_effect(source, raw, columns, identities, problems)
    for name, carried in raw.carried.items():
        problems.add(carried, name, "FILLED_FROM_ABOVE")
    problems.add(odd_household_numbers(raw), "household_number", "ODD_HOUSEHOLD_NUMBER")
    columns["household_number"] = household_numbers(raw, identities, columns.get("relation"), around.key)
    columns |= with_sole_amounts(columns)
    division = _divisions(raw, problems, around.places, around.blank)
    rows = _rows_table(source, raw, identities, division, names, columns)
    status = identities.status
    return Cleaned(
        rows=rows,
        problems=problems.table(),
        sidecar=_sidecar(source, raw, identities),
        problem_rows=problems.rows(),
        counts={
            "read": raw.rows,
            "clean": int((status == CLEAN).sum()),
            "repaired": int((status == REPAIRED).sum()),
            "rejected": int((status == REJECTED).sum()),
        },
        problem_counts=problems.counts(),
    )


def _without_failed_cells(raw: RawFile, problems: Problems) -> RawFile:
    """Return the file with the cells blank whose formula failed or was never calculated, and tell them."""
    columns = dict(raw.columns)
    for name, column in raw.columns.items():
        texts = pc.fill_null(pc.match_substring_regex(column.texts, FORMULA_ERROR), False)
        failed = texts.to_numpy(zero_copy_only=False) | (column.kinds == CellKind.ERROR)
        waiting = column.kinds == CellKind.UNCALCULATED
        if failed.any() or waiting.any():
            problems.add(np.flatnonzero(failed), name, "FORMULA_ERROR")
            problems.add(np.flatnonzero(waiting), name, "NOT_CALCULATED")
            none = pa.scalar(None, pa.string())
            columns[name] = replace(column, texts=pc.if_else(pa.array(failed | waiting), none, column.texts))
    return replace(raw, columns=columns)


def _note_shifted(raw: RawFile, problems: Problems) -> None:
    """Tell the rows that have more or fewer cells than the others of their sheet."""
    name = "name" if "name" in raw.columns else next(iter(raw.columns), "")
    start = 0
    for layout, rows, _ in raw.originals:
        sheet = layout.grid.sheet
        shifted = np.isin(np.asarray(rows) + sheet.first_row, sorted(sheet.ragged_rows))
        problems.add(np.flatnonzero(shifted) + start, name, "SHIFTED_ROW")
        start += len(rows)


def _without_effect(
    source: Source, raw: RawFile, columns: Mapping[str, pa.Array], identities: Identities, problems: Problems
) -> Identities:
    """Send back the rows of a register that would put nobody on any list."""
    if source.kind != Kind.ROSTER:
        return identities
    listed = listed_rows(source, columns, len(identities.status))
    lost = np.flatnonzero(~listed & identities.accepted)
    denied = np.isin(lost, denied_rows(source, columns, len(identities.status)))
    rule = source.listing[0]
    problems.add(lost[~denied], rule.amount or rule.when_column or NUMBER, "NOT_LISTED")
    problems.add(lost[denied], rule.unless_column or NUMBER, "NOT_AIDED")
    _note_amounts(source, raw, columns, identities, problems)
    return identities.without(lost)


def _note_amounts(
    source: Source,
    raw: RawFile,
    columns: Mapping[str, pa.Array],
    identities: Identities,
    problems: Problems,
) -> None:
    """Tell the rows of a register that come without an amount; a member's may stand with the head."""
    for name in {rule.amount for rule in source.listing if rule.amount and not rule.needs_amount}:
        if name not in columns or name not in raw.columns:
            continue
        blank = pc.and_not(columns[name].is_null(), pc.is_in(raw.columns[name].texts, value_set=SAYS_NONE))
        if "household_amount_fen" in columns:
            blank = pc.and_(blank, columns["household_amount_fen"].is_null())
        if "relation" in columns:
            head = pc.fill_null(pc.equal(columns["relation"], "HEAD"), True)
            blank = pc.and_(blank, head)
        told = np.isin(np.arange(len(blank)), problems.rows(name))
        rows = np.flatnonzero(blank.to_numpy(zero_copy_only=False) & identities.accepted & ~told)
        problems.add(rows, name, "NO_AMOUNT")


def _typed_columns(
    source: Source, raw: RawFile, problems: Problems, around: Circumstances
) -> dict[str, pa.Array]:
    columns: dict[str, pa.Array] = {}
    one_only = {source.spread.by} if source.spread else set()
    for column in source.columns:
        found = raw.columns.get(column.name)
        if found is None and not column.from_sheet:
            continue
        found = found or _empty(raw.rows)
        if column.type == Type.ACCOUNT:
            columns |= read_accounts(column.name, found, problems, around.key)
            continue
        typed = _typed(column, found, raw, around, one_only)
        if typed is not None:
            columns[column.name] = typed.values
            for code, rows in typed.problems.items():
                problems.add(rows, column.name, code)
    return columns


def _typed(
    column: Column, found: RawColumn, raw: RawFile, around: Circumstances, one_only: Collection[str]
) -> Typed | None:
    """Return a column's typed values, or None for a column that is not kept as values."""
    blank, epoch = around.blank, around.epoch_1904
    if column.type == Type.MONEY:
        return read_money(found, blank, column)
    if column.type == Type.DATE:
        return read_dates(
            found,
            blank,
            epoch_1904=epoch,
            on=around.on,
            future=column.may_be_future,
            tables=raw.table.astype(np.int64),
            months=[_month_said(text) for text in raw.surroundings],
        )
    if column.type == Type.MONTH:
        return read_months(found, blank, epoch_1904=epoch)
    if column.type == Type.CODE:
        tables = raw.table.astype(np.int64)
        around_tables = list(raw.surroundings)
        return read_codes(
            found, column, blank, tables=tables, around=around_tables, one_only=column.name in one_only
        )
    if column.type == Type.HUNDREDTHS:
        return read_hundredths(found, blank)
    if column.type == Type.SHARE:
        return read_shares(found, blank)
    return read_integers(found, blank) if column.type == Type.INTEGER else None


def _month_said(text: str) -> Period | None:
    """Return the one month with its year that the texts around a table say; None when there is none."""
    said = {(year, month) for year, month in months_said(text) if year}
    return Period(*said.pop()) if len(said) == 1 else None


def _empty(rows: int) -> RawColumn:
    return RawColumn(pa.nulls(rows, pa.string()), np.zeros(rows, np.uint8), np.ones(rows, np.int64))


def _fill_from_certificate(columns: dict[str, pa.Array], identities: Identities) -> None:
    """Take kind and level of disability from digits 19 and 20 of the certificate where they are not said."""
    certificates = identities.certificates
    if certificates.null_count == len(certificates):
        return
    for name, place in (("disability_kind", 18), ("disability_level", 19)):
        digit = pc.utf8_slice_codeunits(certificates, place, place + 1).cast(pa.int16())
        columns[name] = pc.coalesce(columns[name], digit) if name in columns else digit


def _spread(source: Source, columns: dict[str, pa.Array], raw: RawFile) -> None:
    """Send an amount to the column its kind names."""
    rule = source.spread
    if rule is None or rule.amount not in columns:
        return
    kinds = columns.get(rule.by, pa.nulls(raw.rows, pa.string()))
    amounts = columns[rule.amount]
    if rule.paid in columns:
        nothing = pc.fill_null(pc.equal(columns[rule.paid], 0), False)
        amounts = pc.if_else(nothing, pa.scalar(0, pa.int64()), amounts)
    for code, name in rule.into.items():
        mine = pc.if_else(pc.equal(kinds, code), amounts, pa.scalar(None, pa.int64()))
        columns[name] = pc.coalesce(columns[name], mine) if name in columns else mine


def _note_missing(source: Source, raw: RawFile, problems: Problems, blank: frozenset[str]) -> None:
    fillers = pa.array(sorted(blank), pa.string())
    for column in source.columns:
        if column.required and column.type != Type.IDENTITY and column.name in raw.columns:
            found = raw.columns[column.name]
            filler = pc.is_in(found.texts, value_set=fillers).to_numpy(zero_copy_only=False)
            problems.add(np.flatnonzero(~found.filled | filler), column.name, "MISSING_VALUE")


def _note_repeats(source: Source, raw: RawFile, identities: Identities, problems: Problems) -> None:
    name = "id_number" if "id_number" in raw.columns else "certificate_number"
    if name not in raw.columns or raw.rows < 2:
        return
    if source.each == "person":
        high, low = (half.fill_null(0).to_numpy() for half in (identities.high, identities.low))
        same = np.stack([high, low], axis=1)
        problems.add(_later(same, identities.accepted), name, "REPEATED_PERSON")
        return
    texts = [pc.fill_null(column.texts, "") for column in raw.columns.values()]
    whole = pc.binary_join_element_wise(*texts, SEPARATOR).dictionary_encode().indices.to_numpy()
    problems.add(_later(whole[:, None], identities.accepted), name, "REPEATED_ROW")


def _later(keys: NDArray[np.int64], wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the rows whose key has stood in an earlier row already."""
    rows = np.flatnonzero(wanted)
    _, first = np.unique(keys[rows], axis=0, return_index=True)
    repeated = np.ones(rows.size, bool)
    repeated[first] = False
    return rows[repeated]


def _divisions(raw: RawFile, problems: Problems, places: DivisionLookup, blank: frozenset[str]) -> pa.Array:
    """Return the division of each row, looking up each distinct set of words once."""
    names = ("county", "town", "village", "division_code", "address")
    around = pa.array([text.replace(SEPARATOR, "") for text in raw.surroundings], pa.string())
    texts = {name: _texts(raw, name, blank) for name in names}
    hukou = _texts(raw, "hukou_address", blank)  # where the register says, for want of where somebody lives
    texts["address"] = pc.if_else(pc.equal(texts["address"], ""), hukou, texts["address"])
    texts["town"], carried = towns_above(raw, texts["town"], texts["village"], places)
    problems.add(carried, "town", "FILLED_FROM_ABOVE")
    named = pc.or_(pc.not_equal(texts["town"], ""), pc.not_equal(texts["village"], ""))
    texts["address"] = pc.if_else(named, "", texts["address"])  # asked only where no name is given
    told = [*texts.values(), around.take(pa.array(raw.table))]
    encoded = pc.binary_join_element_wise(*told, SEPARATOR).dictionary_encode()
    found = []
    for joined in encoded.dictionary.to_pylist():
        county, town, village, code, address, about = joined.split(SEPARATOR)
        found.append(
            places.find(county=county, town=town, village=village, code=code, address=address, around=about)
        )
    present = [name for name in PROBLEM_COLUMN_OF_DIVISION if name in raw.columns]
    indices = encoded.indices.to_numpy()
    for code in {place.problem for place in found if place.problem}:
        guilty = np.array([place.problem == code for place in found], bool)[indices]
        problems.add(np.flatnonzero(guilty), present[0] if present else "town", code)
    return pa.array([place.code for place in found], pa.string()).take(encoded.indices)


def _texts(raw: RawFile, name: str, blank: frozenset[str]) -> pa.Array:
    """Return the words of a column of places, '' where there are none or only something to fill the cell."""
    if name not in raw.columns:
        return pa.array([""] * raw.rows, pa.string())
    words = pc.fill_null(pc.replace_substring(raw.columns[name].texts, SEPARATOR, ""), "")
    return pc.if_else(pc.is_in(words, value_set=pa.array(sorted(blank), pa.string())), "", words)


def _rows_table(
    source: Source,
    raw: RawFile,
    identities: Identities,
    division: pa.Array,
    names: pa.Array,
    columns: Mapping[str, pa.Array],
) -> pa.Table:
    schema = rows_schema(source)
    keys = {
        "row": np.arange(raw.rows),
        "sheet": raw.sheet,
        "sheet_row": raw.sheet_row,
        "status": identities.status,
        "repairs": identities.repairs,
        "token_high": identities.high,
        "token_low": identities.low,
        "born_on": identities.born_on,
        "sex": identities.sex,
        "division": division,
        "name_key": names,
    }
    arrays = []
    for field in schema:
        values = keys[field.name] if field.name in KEY_FIELDS else columns.get(field.name)
        arrays.append(pa.nulls(raw.rows, field.type) if values is None else pa.array(values).cast(field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _sidecar(source: Source, raw: RawFile, identities: Identities) -> pa.Table:
    """Return what may be opened for findings only: numbers, names, addresses, accounts as written."""
    kept = {"row": pa.array(np.arange(raw.rows), pa.int32()), "number": identities.numbers}
    for column in source.columns:
        as_written = column.free_text or column.type in DIVISION_TYPES | {Type.ACCOUNT, Type.HOUSEHOLD}
        wanted = column.keep == Keep.SIDECAR or as_written
        if wanted and column.type != Type.IDENTITY and column.name in raw.columns:
            kept[column.name] = pc.replace_substring(raw.columns[column.name].texts, NUL, "")
    return pa.table(kept)
