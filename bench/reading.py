"""Measure what reading a file costs: processor time, and the memory of both processes together.

    .venv/bin/python -m bench.reading             # about two minutes
    .venv/bin/python -m bench.reading --write     # the report in bench/results/reading.txt

Files are made on the spot; nobody in them exists.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from doudi.reading.facts import column_name
from doudi.reading.process import read_file
from doudi.reading.refusals import FileRefused
from doudi.reading.sheets import ReadFile
from doudi.reading.tests import workbooks as w
from doudi.reading.tests.children import measured_memory
from doudi.reading.tests.corpus.everything import every_case

REPORT = Path(__file__).with_name("results") / "reading.txt"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MIB = 1 << 20
PEOPLE = 34_000
TEXT_COLUMNS = 3
EVERY = 4


def people() -> list[w.Row]:
    """Return a list of a county's people in thirteen columns."""
    heading: w.Row = (
        "序号",
        "乡镇",
        "村",
        "姓名",
        "身份证号",
        "关系",
        "金额",
        "账号",
        "备注",
        "甲",
        "乙",
        "丙",
        "丁",
    )
    one = [
        (
            at,
            "新韶镇",
            "陈江村",
            f"张{at}",
            w.number_of(at),
            "户主",
            632.5,
            f"62170012{at:011d}",
            "",
            "a",
            "b",
            "c",
            at,
        )
        for at in range(PEOPLE)
    ]
    return [heading, *one]


def dense(rows: int, columns: int, *, stray: int = 0) -> bytes:
    """Return a workbook whose every cell is filled, and perhaps one more cell in a row far below."""
    sink = io.BytesIO()
    letters = [column_name(at) for at in range(columns)]
    with zipfile.ZipFile(io.BytesIO(w.xlsx({"名单": [("姓名",)]}))) as plain:
        kept = {name: plain.read(name) for name in plain.namelist()}
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, part in kept.items():
            if name not in {w.SHEET_PART, "xl/sharedStrings.xml"}:
                book.writestr(name, part)
        with book.open("xl/sharedStrings.xml", "w", force_zip64=True) as strings:
            strings.write(f"{START}<sst {MAIN}>".encode())
            for at in range(rows):
                strings.write(f"<si><t>44020419600101{at:06d}</t></si>".encode())
            strings.write(b"</sst>")
        with book.open(w.SHEET_PART, "w", force_zip64=True) as sheet:
            sheet.write(f"{START}<worksheet {MAIN}><sheetData>".encode())
            for row in range(1, rows + 1):
                sheet.write(_row(row, letters))
            if stray:
                sheet.write(f'<row r="{stray}"><c r="A{stray}"><v>1</v></c></row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    return sink.getvalue()


def _row(row: int, letters: list[str]) -> bytes:
    texts = "".join(f'<c r="{one}{row}" t="s"><v>{row - 1}</v></c>' for one in letters[:TEXT_COLUMNS])
    numbers = "".join(f'<c r="{one}{row}"><v>{row * 7}</v></c>' for one in letters[TEXT_COLUMNS:])
    return f'<row r="{row}">{texts}{numbers}</row>'.encode()


FILES: dict[str, Callable[[], bytes]] = {
    "34,000 people.xlsx": lambda: w.xlsx({"名单": people()}),
    "34,000 people.xls": lambda: w.xls({"名单": people()}),
    "34,000 people.ods": lambda: w.ods({"名单": people()}),
    "34,000 people.csv": lambda: w.csv(people()),
    "34,000 people and a cell in row 1,048,576.xlsx": lambda: dense(PEOPLE, 13, stray=1 << 20),
    "one person in row 900,000.xlsx": lambda: dense(20, 12, stray=900_000),
    "12 million filled cells.xlsx": lambda: dense(400_000, 30),
}


def spent() -> float:
    """Return the processor time of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def report() -> Iterator[str]:
    """Yield the report line by line."""
    yield "$ python -m bench.reading"
    yield f"{os.cpu_count()} processors, Python {platform.python_version()}; parent and child together"
    yield f"{'':<50}{'CPU s':>8}{'wall s':>8}{'peak MiB':>10}"
    with tempfile.TemporaryDirectory() as folder:
        for name in FILES:
            yield from _measured(name, Path(folder) / name)
    yield from _corpus()


def _measured(name: str, path: Path) -> Iterator[str]:
    """Make a file in one process, read it in a fresh one."""
    _self("--make", name, "--file", str(path))
    said = json.loads(_self("--read", "--file", str(path)))
    path.unlink()
    yield f"{name:<50}{said['cpu']:>8.1f}{said['wall']:>8.1f}{said['peak']:>10.0f}   {said['rows']:,} rows"


def _self(*arguments: str) -> bytes:
    command = [sys.executable, "-m", "bench.reading", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def read_once(path: Path) -> dict[str, float]:
    """Read a file as the product does; return what it took."""
    began, wall = spent(), time.monotonic()
    with measured_memory() as watch:
        rows = read_file(path.read_bytes(), path.name).sheets[0].rows
    wall = time.monotonic() - wall
    return {"rows": rows, "cpu": spent() - began, "wall": wall, "peak": watch.peak_bytes / MIB}


def _corpus() -> Iterator[str]:
    """Read a share of the corpus by the process itself; the tests read all of it."""
    cases = list(every_case().values())[::EVERY]
    slowest, faults, refusals, began = 0.0, 0, 0, spent()

    def read(data: bytes, name: str) -> ReadFile:
        nonlocal refusals
        try:
            return read_file(data, name)
        except FileRefused:
            refusals += 1
            raise

    with measured_memory() as watch:
        for case in cases:
            before = spent()
            faults += bool(case.fault(read))
            slowest = max(slowest, spent() - before)
    read_right = len(cases) - refusals
    yield f"corpus: {len(cases)} files, {read_right} read, {refusals} refused, {faults} otherwise than due"
    yield (
        f"corpus: {spent() - began:.0f} CPU s in all, {slowest:.1f} for the slowest, "
        f"{watch.peak_bytes / MIB:.0f} MiB at most (goal ≤ 512)"
    )


def main() -> None:
    """Print the report, and keep it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the report in bench/results")
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.make:
        wanted.file.write_bytes(FILES[wanted.make]())
    elif wanted.read:
        sys.stdout.write(json.dumps(read_once(wanted.file)))
    else:
        _keep(report(), write=wanted.write)


def _keep(report: Iterator[str], *, write: bool) -> None:
    lines = []
    for line in report:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        lines.append(line)
    if write:
        REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
