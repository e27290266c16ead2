from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from doudi.matching import engine
from doudi.matching.catalogue import Rule
from doudi.matching.engine import (
    FindingBroken,
    UnknownParameter,
    compare,
)
from doudi.matching.shapes import WINDOWS
from doudi.matching.tables import ShapeBroken, create_source_view
from doudi.matching.tests.county import PERIOD, County, catalogue, contents, job_in


def a_busy(county: County) -> County:
    """Fill a county with something for several rules."""
    county.all_listed("poverty_register", [f"watched {n}" for n in range(30)], monitor_class="MARGINAL")
    county.all_listed("dibao", [f"watched {n}" for n in range(12)], area_kind="RURAL", amount_fen=50_000)
    county.all_listed("tekun", ["kept", "dead"], amount_fen=110_000)
    county.row("cremation", "dead", died_on=date(2026, 6, 3))
    county.row("cremation", "dead", died_on=date(2026, 6, 3))
    county.row("cremation", None, died_on=date(2026, 6, 3))
    return county


def test_a_rule_without_its_data_is_skipped_and_says_what_is_missing(county: County) -> None:
    county.listed("poverty_register", "watched", monitor_class="MARGINAL")
    county.listed("dibao", "helped")

    (tally,) = county.compare(county.rule("monitored-without-aid")).rules

    assert (tally.found, tally.skipped) == (0, "tekun")


def test_an_empty_list_is_not_a_missing_one_and_is_told_with_what_was_found(county: County) -> None:
    county.listed("poverty_register", "watched", monitor_class="MARGINAL")
    county.received("dibao", "tekun")

    (tally,) = county.compare(county.rule("monitored-without-aid")).rules

    assert (tally.found, tally.skipped, tally.empty) == (1, "", "dibao,tekun")


def test_nothing_found_on_an_empty_list_is_no_result(county: County) -> None:
    county.listed("tekun", "kept")
    county.row("cremation", None, died_on=date(2026, 6, 3))

    (tally,) = county.compare(county.rule("dead-but-listed")).rules

    assert (tally.found, tally.skipped) == (0, "empty:cremation")


def test_nothing_found_on_a_list_that_holds_somebody_is_a_result(county: County) -> None:
    county.listed("tekun", "kept")
    county.row("cremation", "stranger", died_on=date(2026, 6, 3))

    (tally,) = county.compare(county.rule("dead-but-listed")).rules

    assert (tally.found, tally.skipped, tally.empty) == (0, "", "")


def test_two_batches_of_a_source_in_one_month_both_count(county: County) -> None:
    county.all_listed("tekun", ["burnt", "struck off"])
    county.row("cremation", "burnt", cremated_on=date(2026, 6, 3))
    county.row("cremation", "struck off", died_on=date(2026, 6, 3), part="-police")

    assert set(county.found("dead-but-listed")) == {"burnt", "struck off"}


def test_a_batch_from_before_a_column_was_kept_is_compared_without_it(county: County) -> None:
    county.listed("dibao", "someone", area_kind="RURAL", remark="DEATH")
    county.received("tekun", "poverty_register")
    job = county.job(county.rule("aid-without-register"))
    path = county.folder / f"dibao-{PERIOD}.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["remark", "name_key", "born_on"]), path)

    assert [tally.found for tally in compare(job).rules] == [1]


def test_a_batch_of_a_source_nobody_describes_any_more_is_accounted_for_and_compared_by_no_rule(
    county: County,
) -> None:
    county.listed("tekun", "kept")
    county.row("cremation", "kept", died_on=date(2026, 6, 3))
    job = county.job(county.rule("dead-but-listed"))
    (batch,) = job.batches["cremation"]

    result = compare(replace(job, batches={**job.batches, "of old": (replace(batch, id="old"),)}))

    accounted = {row["source"]: row["matched"] for row in pq.read_table(result.accounting).to_pylist()}
    assert accounted == {"tekun": 1, "cremation": 1, "of old": 1}
    assert [tally.found for tally in result.rules] == [1]


def test_batches_of_later_months_are_never_read(county: County) -> None:
    county.listed("tekun", "kept")
    county.row("cremation", "kept", died_on=date(2026, 6, 1), period="2026-11")

    (tally,) = county.compare(county.rule("dead-but-listed")).rules

    assert tally.skipped == "cremation"


def test_the_newest_batch_of_a_source_counts_alone(county: County) -> None:
    county.listed("tekun", "sold it")
    county.row("vehicle", "sold it", vehicle_kind="CAR", period="2026-09")
    county.row("vehicle", "stranger", vehicle_kind="CAR", period="2026-10")

    assert county.found("vehicle-in-household") == {}


def test_a_subject_is_found_once_a_rule_however_many_rows_say_so(county: County) -> None:
    a_busy(county)

    result = county.compare(*catalogue().values())

    rows = pq.read_table(result.findings).to_pylist()
    keys = [(row["rule"], row["subject_kind"], row["subject_high"], row["household_id"]) for row in rows]
    assert len(set(keys)) == len(keys) > 20
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    assert sum(tally.found for tally in result.rules) == len(rows)


def test_the_same_month_gives_the_same_rows_in_the_same_order(county: County) -> None:
    a_busy(county)
    once = contents(county.compare(*catalogue().values(), out="once"))
    again = contents(county.compare(*catalogue().values(), out="again", threads=2))

    assert once == again


def test_a_fingerprint_depends_on_rule_month_and_subject_only(county: County) -> None:
    a_busy(county)
    before = county.compare(county.rule("dead-but-listed"), out="before")
    county.batches[("cremation", PERIOD)].insert(0, {"row": 9, "status": 2})
    county.batches[("cremation", PERIOD)][1]["died_on"] = date(2026, 5, 1)
    after = county.compare(county.rule("dead-but-listed"), out="after")

    old, new = (pq.read_table(result.findings).to_pylist()[0] for result in (before, after))
    assert old["measures"] != new["measures"]
    assert old["fingerprint"] == new["fingerprint"]


def test_a_result_takes_the_place_of_an_older_one_whole(county: County) -> None:
    a_busy(county)
    county.compare(*catalogue().values())
    county.row("cremation", "kept", died_on=date(2026, 6, 3))

    result = county.compare(county.rule("dead-but-listed"))

    assert [tally.found for tally in result.rules] == [2]
    assert sorted(path.name for path in result.folder.iterdir()) == [
        "accounting.parquet",
        "findings.parquet",
        "gaps.parquet",
        "hits.parquet",
    ]
    assert [path for path in county.folder.iterdir() if path.name.startswith(".")] == []


def broken_rule(sql: str) -> Rule:
    """Return a rule whose SQL slipped past the catalogue's check."""
    rule = catalogue()["aid-without-register"]
    names = {name: getattr(rule, name) for name in Rule.__dataclass_fields__}
    return Rule(**{**names, "sql": sql})


@pytest.mark.parametrize(
    ("wrong", "right", "complaint"),
    [
        ("'person' as subject_kind", "'crowd' as subject_kind", "subject_kind"),
        ("'person' as subject_kind", "'account' as subject_kind", "subject_kind is not person"),
        ("s.token_high as subject_high", "cast(null as bigint) as subject_high", "subject"),
        ("s.batch as left_batch", "cast(null as string) as left_batch", "left"),
        ("""'{"programme": "'""", "'nothing'", "measures"),
        ('{"programme": "', '{"list": "', "measures lack programme"),
    ],
)
def test_a_row_that_is_no_finding_stops_the_comparison_and_leaves_nothing(
    county: County, wrong: str, right: str, complaint: str
) -> None:
    county.listed("dibao", "someone", area_kind="RURAL")
    county.received("tekun", "poverty_register")
    sql = catalogue()["aid-without-register"].sql
    assert wrong in sql

    with pytest.raises(FindingBroken, match=f"aid-without-register: {complaint}"):
        county.compare(broken_rule(sql.replace(wrong, right)))

    assert not (county.folder / "out").exists()
    assert [path for path in county.folder.iterdir() if path.name.startswith(".")] == []


def test_a_batch_whose_rows_cannot_be_told_is_refused_by_name(county: County) -> None:
    county.listed("dibao", "someone")
    job = county.job()
    path = county.folder / f"dibao-{PERIOD}.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["area_kind", "status"]), path)

    with pytest.raises(ShapeBroken, match=f"dibao-{PERIOD}.parquet: no column status"):
        compare(job)


def test_only_what_came_or_is_read_is_laid_out(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[str] = []

    def counted(*given: Any) -> None:
        laid.append(given[1])
        create_source_view(*given)

    monkeypatch.setattr(engine, "create_source_view", counted)
    county.listed("dibao", "someone")
    county.compare(county.rule("dead-but-listed"), county.rule("aid-without-register"))

    assert {"dibao", "dibao_year", "dibao_ever"} <= set(laid)
    assert set(laid) <= {f"dibao{window}" for window in WINDOWS}, "both rules lack a list and read nothing"


def test_a_job_overrides_only_numbers_that_a_rule_has(county: County) -> None:
    rule = county.rule("orphan-over-age")
    with pytest.raises(UnknownParameter, match="orphan-over-age: aduld_age"):
        county.compare(rule, parameters={"orphan-over-age": {"aduld_age": 20}})


def test_a_path_with_a_quote_in_it_is_only_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "it's"
    folder.mkdir()
    county = County(folder)
    county.listed("tekun", "kept")
    county.row("cremation", "kept", died_on=date(2026, 6, 3))

    assert set(county.found("dead-but-listed")) == {"kept"}


def test_a_written_county_is_compared_with_the_whole_catalogue(county: County) -> None:
    a_busy(county).write()

    result = compare(job_in(county.folder))

    assert {tally.rule: tally.found for tally in result.rules}["dead-but-listed"] == 1
