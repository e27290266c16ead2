"""P30: a malformed file is refused or its rows are told; no row is lost; time and memory hold."""

from __future__ import annotations

import resource
import sys

import pytest

from doudi.exchange.models import Batch
from doudi.exchange.selectors.batches import problem_rows_of
from doudi.exchange.tests.factories import DIBAO_HEADING, dibao_row, imported, wrong_number
from doudi.reading.process import read_file
from doudi.reading.tests import workbooks as w
from doudi.reading.tests.children import measured_memory
from doudi.reading.tests.corpus.everything import every_case

pytestmark = pytest.mark.usefixtures("cold_reader")

CASES = every_case()
EVERY = 16
MIB = 1 << 20
ONE_FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="M1048576"><v>2</v></c></row>'


def processor_seconds() -> float:
    """Return the processor time of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def test_the_corpus_has_hundreds_of_files() -> None:
    assert len(CASES) >= 300


@pytest.mark.slow
@pytest.mark.promise("P30")
def test_files_of_every_kind_are_read_or_refused_by_the_reading_process_itself() -> None:
    chosen = list(CASES.values())[::EVERY]
    began = processor_seconds()
    with measured_memory() as watch:
        faults = {case.name: case.fault(read_file) for case in chosen}
    spent = processor_seconds() - began
    figures = f"{len(chosen)} files of {len(CASES)}: {spent:.1f} CPU-s, {watch.peak_bytes / MIB:.0f} MiB"
    sys.stdout.write(f"\n{figures}\n")

    assert {name: fault for name, fault in faults.items() if fault} == {}
    assert watch.peak_bytes < 512 * MIB
    assert spent < 30 * len(chosen)


@pytest.mark.promise("P30")
def test_one_cell_in_the_last_row_of_all_is_read_within_the_memory_promised() -> None:
    began = processor_seconds()
    with measured_memory() as watch:
        sheet = read_file(w.with_cells(ONE_FAR), "名单.xlsx").sheets[0]

    assert (sheet.first_row, sheet.rows, sheet.columns) == (1, 1_048_576, 13)
    assert sheet.cells.column("t12")[-1].as_py() == "2"
    assert watch.peak_bytes < 512 * MIB
    assert processor_seconds() - began < 30


@pytest.mark.django_db
@pytest.mark.promise("P30")
def test_bad_rows_are_told_one_by_one_and_every_row_is_accounted_for() -> None:
    bad = [dibao_row(9, 身份证号码=wrong_number(9)), dibao_row(8, 身份证号码="")]
    rows = [(), (), DIBAO_HEADING, *map(dibao_row, range(3)), (), *bad]
    batch: Batch = imported(w.xlsx({"名单": rows}), publish=False).batch
    told = [
        (problem.sheet_row, problem.reason.title, problem.reason.advice) for problem in problem_rows_of(batch)
    ]

    assert (batch.rows_in_file, batch.rows_clean, batch.rows_rejected) == (9, 3, 2)
    assert [row for row, _, _ in told] == [8, 9]
    assert all(title and advice for _, title, advice in told)
