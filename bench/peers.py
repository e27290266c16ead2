"""Join the same keyed rows with polars and with pandas; runs in build/bench-venv, imports nothing of ours.

build/bench-venv/bin/python bench/peers.py polars|pandas FOLDER [TENTHS]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path


def keyed_files(folder: Path) -> list[str]:
    """Return the keyed batches in order."""
    return [str(path) for path in sorted(folder.glob("keyed-*.parquet"))]


def with_polars(folder: Path) -> int:
    """Stream all batches against the roster and write the pairs; return how many there are."""
    import polars as pl

    roster = pl.scan_parquet(folder / "roster" / "people.parquet").select(
        "token_high", "token_low", "person_id"
    )
    rows = pl.concat(
        pl.scan_parquet(path)
        .select(pl.lit(number, pl.Int16).alias("number"), "row", "token_high", "token_low")
        .drop_nulls("token_low")
        for number, path in enumerate(keyed_files(folder))
    )
    pairs = rows.join(roster, on=["token_low", "token_high"]).select("number", "row", "person_id")
    out = folder / "polars.parquet"
    pairs.sink_parquet(out, compression="lz4")
    return int(pl.scan_parquet(out).select(pl.len()).collect().item())


def with_pandas(folder: Path, tenths: int) -> int:
    """Merge so many tenths of the batches, one after another; return the number of pairs."""
    import pandas as pd

    columns = ["token_high", "token_low"]
    roster = pd.read_parquet(folder / "roster" / "people.parquet", columns=[*columns, "person_id"])
    found = 0
    for path in _share(keyed_files(folder), tenths):
        rows = pd.read_parquet(path, columns=["row", *columns]).dropna(subset=["token_low"])
        found += len(rows.astype({"token_high": "int64", "token_low": "int64"}).merge(roster, on=columns))
    return found


def _share(files: Sequence[str], tenths: int) -> Sequence[str]:
    return files[: max(1, round(len(files) * tenths / 10))]


if __name__ == "__main__":
    place = Path(sys.argv[2])
    pairs = with_polars(place) if sys.argv[1] == "polars" else with_pandas(place, int(sys.argv[3]))
    print(json.dumps({"pairs": pairs}))
