"""What exchange does when something happens below it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.states import BatchState
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.events import DivisionsTakenBack
from doudi.regions.services.changes import ChangeStoodOn

READ = frozenset({BatchState.CHECKED, BatchState.PUBLISHED})


def keep_divisions_of_files(event: DivisionsTakenBack) -> None:
    """Refuse to take back divisions that a file was sent for or that rows of a file lie in."""
    codes = pa.array(event.codes, pa.string())
    for county in sorted({code[:COUNTY_DIGITS] for code in event.codes}):
        for batch in Batch.objects.filter(region__startswith=county, state__in=READ).order_by("pk"):
            lies_there = batch.region in event.codes or _lies_in(batch, codes)
            if lies_there:
                raise ChangeStoodOn(f"{batch.period} 的数据批次已经用到新区划")


def _lies_in(batch: Batch, codes: pa.Array) -> bool:
    divisions = pq.read_table(batch_folder(batch.pk).rows, columns=["division"])["division"]
    return bool(pc.any(pc.is_in(divisions, codes)).as_py())
