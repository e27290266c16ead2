"""A place that has not sent its month yet stays in the comparison with its older list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from doudi.matching.batches import BatchFile, batches_for
from doudi.matching.engine import compare
from doudi.matching.tests.county import PERIOD, County

EAST, WEST, NORTH = "440204101", "440204102", "440204103"


def part(period: str, *places: str) -> BatchFile:
    return BatchFile(f"{period}-{'-'.join(places)}", period, Path("none"), places)


def read(*batches: BatchFile, period: str = "2026-11", view: str = "vehicle") -> Mapping[str, Sequence[str]]:
    return {batch.id: batch.without for batch in batches_for(view, {"vehicle": batches}, period)}


def test_a_township_that_sent_nothing_yet_keeps_its_last_list() -> None:
    east, west, newer = part("2026-10", EAST), part("2026-10", WEST), part("2026-11", EAST)

    assert read(east, west, newer) == {west.id: (EAST,), newer.id: ()}


def test_a_list_of_two_townships_is_read_for_the_one_without_a_newer() -> None:
    both, newer = part("2026-10", EAST, WEST), part("2026-11", EAST)

    assert read(both, newer) == {both.id: (EAST,), newer.id: ()}


def test_a_whole_list_is_read_for_the_places_no_part_has_told_since_and_ends_the_search() -> None:
    older, whole = part("2026-08", NORTH), part("2026-09")
    east, west = part("2026-10", EAST), part("2026-11", WEST)

    assert read(older, whole, east, west) == {whole.id: (EAST, WEST), east.id: (WEST,), west.id: ()}


def test_a_newer_whole_list_speaks_for_every_place() -> None:
    whole = part("2026-11")

    assert read(part("2026-10", EAST), part("2026-10", WEST), whole) == {whole.id: ()}


def test_when_every_place_has_sent_the_older_lists_are_over() -> None:
    east, west = part("2026-11", EAST), part("2026-11", WEST)

    assert read(part("2026-10", EAST), part("2026-10", WEST), east, west) == {east.id: (), west.id: ()}


def test_a_county_that_sends_village_lists_is_covered_by_their_township() -> None:
    assert read(part("2026-10", f"{EAST}201"), part("2026-11", EAST)) == {part("2026-11", EAST).id: ()}


def test_the_month_before_is_found_place_by_place_too() -> None:
    whole, east = part("2026-09"), part("2026-10", EAST)

    assert read(whole, east, part("2026-11", WEST), view="vehicle_previous") == {
        whole.id: (EAST,),
        east.id: (),
    }


def test_a_comparison_finds_the_car_of_the_late_township_and_not_the_one_its_neighbour_sold(
    county: County,
) -> None:
    county.all_listed("tekun", ["sold it", "has it", "nowhere"])
    for name, place in (("sold it", f"{EAST}201"), ("has it", f"{WEST}201"), ("nowhere", None)):
        county.row("vehicle", name, vehicle_kind="CAR", division=place, period="2026-09")
    county.row("vehicle", "stranger", vehicle_kind="CAR", division=f"{EAST}201", period="2026-10")
    job = county.job(county.rule("vehicle-in-household"))
    places = {"2026-09": (), PERIOD: (EAST,)}
    files = [replace(file, places=places[file.period]) for file in job.batches["vehicle"]]

    result = compare(replace(job, batches={**job.batches, "vehicle": files}))

    assert [tally.found for tally in result.rules] == [2]
