from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from doudi.matching.steps import StepBroken, with_steps
from doudi.matching.tests.county import POLICIES, catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three steps, of which the last builds on the others."""
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "one.sql").write_text("-- One.\nselect 1 as n\n", encoding="utf-8")
    (steps / "two.sql").write_text(
        "-- Two.\nwith half as (select 1 as n) select n * 2 as n from half;\n", "utf-8"
    )
    (steps / "pair.sql").write_text(
        "-- with: one, two\n-- Both.\nselect n from one union all select n from two\n", encoding="utf-8"
    )
    return tmp_path


def written(folder: Path, sql: str) -> Path:
    path = folder / "rule.sql"
    path.write_text(sql, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "sql",
    [
        "-- with: pair\n-- Adds up.\nselect sum(n) from pair\n",
        "-- with: pair\n-- Adds up.\nwith mine as (select n from pair)\nselect sum(n) from mine\n",
        "-- Adds up.\n-- with: one, pair\nWITH mine AS (select n from pair) select sum(n) from mine",
    ],
)
def test_steps_stand_before_the_rules_own_with_what_they_build_on(folder: Path, sql: str) -> None:
    whole = with_steps(written(folder, sql))

    assert duckdb.sql(whole).fetchall() == [(3,)]


def test_sql_without_steps_is_left_as_it_is(folder: Path) -> None:
    assert with_steps(written(folder, "select 1 -- with: nothing\n")) == "select 1 -- with: nothing\n"


def test_a_step_nobody_wrote_and_steps_in_a_ring_are_refused(folder: Path) -> None:
    with pytest.raises(StepBroken, match="no step 'three'"):
        with_steps(written(folder, "-- with: three\nselect 1"))
    with pytest.raises(StepBroken, match="no step"):
        with_steps(written(folder, "-- with: ../../secrets\nselect 1"))

    (folder / "steps" / "one.sql").write_text("-- with: pair\nselect 1 as n", encoding="utf-8")
    with pytest.raises(StepBroken, match="ring: pair → one → pair"):
        with_steps(written(folder, "-- with: pair\nselect 1"))


@pytest.mark.parametrize("path", sorted((POLICIES / "steps").glob("*.sql")), ids=lambda path: path.stem)
def test_every_step_says_what_comes_in_and_goes_out_and_some_rule_uses_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "-- in:  " in text
    assert "-- out: " in text
    assert [rule.id for rule in catalogue().values() if f"{path.stem} as (" in rule.sql]
