"""Make up one province's year: a roster, and the batches departments sent about it, dirt included.

The volume is the published one of Shaanxi's platform in eleven months: 2.0517 million people, 21 batches,
75.48 million rows. Numbers are drawn with a fixed seed; nobody they name exists but by accident, and people
on the roster have other order codes than strangers, so that the true number of hits is known.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.kernel.identity import read_number
from doudi.kernel.tokens import TokenKey, tokens_of
from doudi.matching.shapes import SPELLS

PEOPLE, ROWS = 2_051_700, 75_480_000
PERIOD = "2026-11"
BATCHES = (
    *(("medical_selfpay", f"2026-{month:02d}") for month in range(1, 12)),
    *(("disability_certificate", f"2026-{month:02d}") for month in (3, 6, 9)),
    *(("student", f"2026-{month:02d}") for month in (3, 9)),
    *(("social_insurance", f"2026-{month:02d}") for month in (6, 11)),
    ("employment", "2026-11"),
    ("cremation", "2026-11"),
    ("vehicle", "2026-11"),
)
SEED = 20261122
ON_ROSTER = 0.35  # of a batch's rows: departments send more people than the roster has
DIRTY = 0.01
KEY = TokenKey(bytes(range(16)))
COUNTIES = 107
CHUNK = 1 << 18
DAYS = 36_500
PLACEHOLDERS = ("", "无", "0", "-")

Ints = npt.NDArray[np.int64]
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK = np.frombuffer(b"10X98765432", np.uint8)


@dataclass
class Truth:
    """What the generator knows of a batch: rows, how many can be read, how many of those name the roster."""

    batch: str
    source: str
    period: str
    rows: int
    dirty: int
    rejected: int
    matched: int


def build(folder: Path, scale: float) -> None:
    """Write roster, raw batches and truth.json; the same scale gives the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    people = int(PEOPLE * scale)
    _write_roster(folder, people)
    per_batch = int(ROWS * scale) // len(BATCHES)
    truths = []
    for number, (source, period) in enumerate(BATCHES):
        rows = per_batch + (int(ROWS * scale) - per_batch * len(BATCHES) if number == 0 else 0)
        truths.append(asdict(_write_batch(folder, number, source, period, rows, people)))
    (folder / "truth.json").write_text(json.dumps({"people": people, "batches": truths}, indent=1))


def roster_digits(index: Ints) -> Ints:
    """Return the seventeen digits of the roster's people by index: order codes below 500."""
    county, day, order = index % COUNTIES, index // COUNTIES % DAYS, index // (COUNTIES * DAYS)
    return _digits(county, day, order)


def _digits(county: Ints, day: Ints, order: Ints) -> Ints:
    return (610_100 + county) * 10**11 + _written_days()[day] * 1_000 + order


def _written_days() -> Ints:
    """Return every day from 1925 on as YYYYMMDD."""
    days = _days()
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months).astype(np.int64) + 1
    written: Ints = years * 10_000 + month * 100 + day
    return written


def _days() -> npt.NDArray[Any]:
    return np.datetime64("1925-01-01") + np.arange(DAYS)


def texts_of(digits: Ints) -> pa.Array:
    """Write seventeen-digit integers as numbers of eighteen characters, check digit included."""
    places = np.empty((len(digits), 18), np.uint8)
    rest = digits.copy()
    for place in range(16, -1, -1):
        rest, places[:, place] = np.divmod(rest, 10)
    check = (places[:, :17].astype(np.int64) @ _WEIGHTS) % 11
    places[:, :17] += ord("0")
    places[:, 17] = _CHECK[check]
    offsets = np.arange(len(digits) + 1, dtype=np.int32) * 18
    return pa.StringArray.from_buffers(len(digits), pa.py_buffer(offsets), pa.py_buffer(places))


def spoil(text: str, kind: int) -> str | None:
    """Spoil a number as clerks and spreadsheets do, in one of twelve ways."""
    spoilt: tuple[str | None, ...] = (
        None,
        "无",
        "",
        "0",
        text[:-1] + ("0" if text[-1] != "0" else "1"),
        text[:17],
        f"{text[0]}.{text[1:8]}E+17",
        f"{text[:6]} {text[6:14]} {text[14:]}",
        "'" + text,
        text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"}),
        text.lower() if text.endswith("X") else text + " ",
        text[:6] + text[8:17] if text[6:8] == "19" else text + "\t",
    )
    return spoilt[kind]


def _write_roster(folder: Path, people: int) -> None:
    """Write the registry's snapshot, and the same people with their numbers in clear for the raw join."""
    roster = folder / "roster"
    roster.mkdir(exist_ok=True)
    index = np.arange(people)
    digits = roster_digits(index)
    high, low = tokens_of(KEY, digits)
    county = pa.array([f"{610_100 + n}{100:03d}{200:03d}" for n in range(COUNTIES)])
    written = pa.DictionaryArray.from_arrays(pa.array((index % COUNTIES).astype(np.int32)), county)
    columns = {
        "person_id": pa.array(index + 1),
        "token_high": pa.array(high),
        "token_low": pa.array(low),
        "household_id": pa.array(index // 3 + 1),
        "division": written.cast(pa.string()),
        "born_on": pa.array(_days()[index // COUNTIES % DAYS]),
        "sex": pa.array(np.where(digits % 2, "MALE", "FEMALE").tolist()),
    }
    pq.write_table(pa.table(columns), roster / "people.parquet")
    pq.write_table(_no_spells(), roster / "spells.parquet")
    numbers = pa.table({"id_number": texts_of(digits), "person_id": index + 1})
    pq.write_table(numbers, folder / "roster_numbers.parquet", use_dictionary=False)


def _no_spells() -> pa.Table:
    kinds = {"BIGINT": pa.int64(), "VARCHAR": pa.string(), "DATE": pa.date32(), "INTEGER": pa.int32()}
    return pa.schema([(name, kinds[kind]) for name, kind in SPELLS.items()]).empty_table()


def _write_batch(folder: Path, number: int, source: str, period: str, rows: int, people: int) -> Truth:
    """Write one raw batch a chunk at a time, and count what is planted in it."""
    draw = np.random.default_rng([SEED, number])
    truth = Truth(f"{number:02d}", source, period, rows, 0, 0, 0)
    schema = pa.schema([("row", pa.int32()), ("id_number", pa.string())])
    path = folder / f"raw-{number:02d}.parquet"
    with pq.ParquetWriter(path, schema, compression="lz4", use_dictionary=False) as writer:
        for start in range(0, rows, CHUNK):
            count = min(CHUNK, rows - start)
            texts = _chunk(draw, count, people, truth)
            row = pa.array(np.arange(start, start + count, dtype=np.int32))
            writer.write_batch(pa.record_batch([row, texts], schema=schema))
    return truth


def _chunk(draw: np.random.Generator, count: int, people: int, truth: Truth) -> pa.Array:
    on_roster = draw.random(count) < ON_ROSTER
    known = roster_digits(draw.integers(0, people, count))
    strangers = _digits(
        draw.integers(0, COUNTIES, count), draw.integers(0, DAYS, count), draw.integers(500, 1000, count)
    )
    clean = texts_of(np.where(on_roster, known, strangers))
    places = np.flatnonzero(draw.random(count) < DIRTY)
    kinds = draw.integers(0, 12, len(places)).tolist()
    written = clean.take(pa.array(places)).to_pylist()
    spoilt = [spoil(text, kind) for text, kind in zip(written, kinds, strict=True)]
    lost = np.array([read_number(text).number is None for text in spoilt], dtype=np.bool_)
    truth.dirty += len(places)
    truth.rejected += int(lost.sum())
    truth.matched += int(on_roster.sum()) - int(on_roster[places][lost].sum())
    mask = np.zeros(count, np.bool_)
    mask[places] = True
    return pc.replace_with_mask(clean, pa.array(mask), pa.array(spoilt, pa.string()))
