"""Do one stage of a benchmark, alone in this process, and print what came of it as JSON.

    python -m bench.stages STAGE FOLDER [NUMBER …]

The parent measures the process from outside; what only the inside knows (rows, seconds of one part) is
printed.
"""

# ruff: noqa: S608 - the SQL is put together from file names of our own

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench import county, province
from doudi.kernel.identity_columns import IdentityColumn, read_column
from doudi.kernel.tokens import Halves, tokens_of
from doudi.matching.engine import BatchFile, Job, compare
from doudi.matching.shapes import EVERY_BATCH

MEMORY = "640MB"
THREADS = 2
ARROW = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "UTINYINT": pa.uint8(),
}
Said = dict[str, Any]


def generate(folder: Path, scale: str) -> Said:
    """Make the province up."""
    province.build(folder, float(scale))
    return _truth(folder)


def key(folder: Path) -> Said:
    """Clean and key every identity of every raw batch, and write the batches as ingest does."""
    spent, rows, rejected = 0.0, 0, 0
    for batch in _truth(folder)["batches"]:
        schema = _schema(batch["source"])
        with (
            pq.ParquetFile(folder / f"raw-{batch['batch']}.parquet") as raw,
            pq.ParquetWriter(_keyed(folder, batch), schema, **batch_layout(schema)) as out,
        ):
            for part in raw.iter_batches(province.CHUNK):
                began = time.process_time()
                column = read_column(part.column(1), date(2026, 11, 30))
                tokens = tokens_of(province.KEY, column.digits)
                spent += time.process_time() - began
                rows += len(part)
                rejected += int((~column.accepted).sum())
                out.write_batch(_keyed_rows(part, column, tokens, schema))
    return {"rows": rows, "rejected": rejected, "cleaning_cpu": spent}


def engine(folder: Path) -> Said:
    """Compare the whole year: hits, gaps, rows off the roster, every row accounted for."""
    files: dict[str, list[BatchFile]] = {}
    for batch in _truth(folder)["batches"]:
        files.setdefault(batch["source"], []).append(
            BatchFile(batch["batch"], batch["period"], _keyed(folder, batch))
        )
    job = Job(
        province.PERIOD,
        folder / "roster",
        files,
        (),
        county.SHAPES,
        folder / "out",
        memory_limit=MEMORY,
        threads=THREADS,
    )
    result = compare(job)
    lines = pq.read_table(result.accounting).to_pylist()
    sums = {
        name: sum(line[name] for line in lines) for name in ("rows_read", "rejected", "matched", "unmatched")
    }
    matched = {line["batch"]: line["matched"] for line in lines}
    expected = {batch["batch"]: batch["matched"] for batch in _truth(folder)["batches"]}
    gaps = pq.read_metadata(result.gaps).num_rows
    return {**sums, "gaps": gaps, "batches": len(lines), "as_planted": matched == expected}


def floor_counted(folder: Path) -> Said:
    """Join the same keyed rows in bare DuckDB and only count the pairs."""
    with _bare(folder) as connection:
        counted = connection.execute(f"SELECT count(*), sum(r.person_id) FROM {_pairs(folder)}").fetchall()
    return {"pairs": counted[0][0]}


def floor(folder: Path) -> Said:
    """Join the same keyed rows in bare DuckDB and write the pairs."""
    out = folder / "floor.parquet"
    with _bare(folder) as connection:
        connection.execute(
            f"COPY (SELECT b.number, b.row, r.person_id FROM {_pairs(folder)}) TO '{out}' "
            "(FORMAT parquet, COMPRESSION lz4_raw)"
        )
    return {"pairs": pq.read_metadata(out).num_rows}


def floor_raw(folder: Path) -> Said:
    """Join the raw numbers as they came, placeholders dropped; rows that cleaning repairs are lost."""
    dropped = ", ".join(f"'{word}'" for word in province.PLACEHOLDERS)
    with _bare(folder) as connection:
        counted = connection.execute(
            f"SELECT count(*) FROM read_parquet('{folder}/raw-*.parquet') b "
            f"JOIN read_parquet('{folder}/roster_numbers.parquet') r ON b.id_number = r.id_number "
            f"WHERE b.id_number IS NOT NULL AND b.id_number NOT IN ({dropped})"
        ).fetchall()
    return {"pairs": counted[0][0]}


def county_month(folder: Path) -> Said:
    """Compare one county's month with every rule."""
    return county.run(folder)


def county_build(folder: Path, people: str) -> Said:
    """Make a county of so many people up."""
    return county.build(folder, int(people))


def _truth(folder: Path) -> Said:
    said: Said = json.loads((folder / "truth.json").read_text())
    return said


def _keyed(folder: Path, batch: Mapping[str, Any]) -> Path:
    return folder / f"keyed-{batch['batch']}.parquet"


def _schema(source: str) -> pa.Schema:
    shape = {**EVERY_BATCH, **county.SHAPES[source].columns}
    return pa.schema([("repairs", pa.uint8()), *((name, ARROW[kind]) for name, kind in shape.items())])


def batch_layout(schema: pa.Schema) -> Said:
    """Say how a batch is stored: tokens look random, so they are neither compressed nor looked up."""
    tokens = {"token_high", "token_low", "row"}
    return {
        "compression": {name: "none" if name in tokens else "zstd" for name in schema.names},
        "use_dictionary": [name for name in schema.names if name not in tokens],
    }


def _keyed_rows(
    part: pa.RecordBatch, column: IdentityColumn, tokens: Halves, schema: pa.Schema
) -> pa.RecordBatch:
    """Lay a chunk out as a batch has it; the department's own columns stay empty here."""
    refused = ~column.accepted
    sex = pa.array(column.male.astype(np.int8))
    sexes = pa.DictionaryArray.from_arrays(sex, pa.array(["FEMALE", "MALE"]))
    known = {
        "repairs": pa.array(column.repairs),
        "row": part.column(0),
        "status": pa.array(column.status),
        "token_high": pa.array(tokens[0], mask=refused),
        "token_low": pa.array(tokens[1], mask=refused),
        "born_on": pa.array(column.born_days, pa.int32(), mask=refused).cast(pa.date32()),
        "sex": sexes.cast(pa.string()),
    }
    arrays = [known.get(field.name, pa.nulls(len(part), field.type)) for field in schema]
    return pa.record_batch(arrays, schema=schema)


def _bare(folder: Path) -> duckdb.DuckDBPyConnection:
    settings: dict[str, Any] = {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "temp_directory": str(folder / "overflow"),
    }
    return duckdb.connect(":memory:", config=settings)


def _pairs(folder: Path) -> str:
    rows = " UNION ALL ".join(
        f"SELECT {int(batch['batch'])}::SMALLINT AS number, row, token_high, token_low "
        f"FROM read_parquet('{_keyed(folder, batch)}') WHERE token_low IS NOT NULL"
        for batch in _truth(folder)["batches"]
    )
    return (
        f"({rows}) b JOIN read_parquet('{folder}/roster/people.parquet') r "
        "ON b.token_low = r.token_low AND b.token_high = r.token_high"
    )


STAGES: Mapping[str, Callable[..., Said]] = {
    stage.__name__: stage
    for stage in (generate, key, engine, floor, floor_counted, floor_raw, county_build, county_month)
}

if __name__ == "__main__":
    print(json.dumps(STAGES[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
