from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.policy.assessment import Assessment, assess, run_plan
from doudi.policy.book import Book, load_book
from doudi.policy.recomputing import faults_of
from doudi.policy.reopening import reopened
from doudi.policy.tests.chance import families, filled_plan, rows_of
from doudi.policy.tests.dibao import POLICIES, dibao, family, laid_over, member, with_property_lines
from doudi.policy.writing import sheet_of

ON = date(2026, 3, 1)
# what a sheet says beside its computation: whose paper it is and where its numbers come from
NOT_COMPUTED = {"programme", "title", "region", "on", "basis", "decisions", "working", "unverified", "member"}
NOT_RECOMPUTED_IN_LINE = {"label", "unit", "begins", "document", "verified", "key", "member", "step", "row"}


@pytest.fixture(scope="module")
def book() -> Book:
    return with_property_lines(load_book(POLICIES, samples=True), "35")


def kept(assessment: Assessment) -> dict[str, Any]:
    """Return a sheet as it comes back from where it is kept."""
    return dict(json.loads(json.dumps(sheet_of(assessment).as_json(), ensure_ascii=False)))


def chance(book: Book, code: str, seed: int, size: int) -> Iterator[dict[str, Any]]:
    """Yield the sheets of families drawn by chance, in a region whose values are too."""
    rng = np.random.default_rng(seed)
    region = str(rng.choice(book.regions()))
    plan = filled_plan(book, code, region, ON, rng, 0.2)
    for top in rows_of(book, plan, families(book, plan, size, rng)):
        yield kept(Assessment(book, plan, region, top, run_plan(plan, top)))


@pytest.fixture(scope="module")
def sheet(book: Book) -> dict[str, Any]:
    """The sheet of 泉港's family: 720 yuan a head, three people, one of them with wages."""
    asked = family(member(wages_fen=120_050), member("SPOUSE"), member("CHILD", "2015-06-01"))
    return kept(dibao(book, "350505", "2026-03-01", asked))


CODES = ("DIBAO", "DIBAO_GRACE", "DIBAO_SINGLE", "TEKUN", "TEMPORARY_RELIEF", "ORPHAN", "PRICE_SUBSIDY")


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_line_of_every_sheet_recomputes_from_the_sheet_alone(book: Book, code: str, seed: int) -> None:
    assert [fault for sheet in chance(book, code, seed, 4) for fault in faults_of(sheet)] == []


def places(said: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths of everything a sheet's computation says."""
    if isinstance(said, dict):
        for key, below in said.items():
            yield from places(below, (*path, key))
    elif isinstance(said, list):
        for number, below in enumerate(said):
            yield from places(below, (*path, number))
    else:
        yield path


def computed(sheet: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the paths whose change a recomputation must find."""
    return [
        path
        for path in places(sheet)
        if not NOT_COMPUTED & set(path[:1]) and not NOT_RECOMPUTED_IN_LINE & set(path[-1:])
        and path[-2:-1] not in (("parameters",), ("decided",))
        and path[3:4] != ("decided",) and path[2:3] != ("decided",)
        and not (len(path) > 3 and path[2] == "parameters" and path[-1] in ("article", "region"))
        and not (path[0] == "facts" and path[-1] in ("name", "usual"))
        and not (path[0] == "verdicts" and path[-1] == "member")
    ]  # fmt: skip


def altered(value: object) -> object:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}1"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_altered_is_found(sheet: dict[str, Any], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(computed(sheet)))
    tampered = copy.deepcopy(sheet)
    place: Any = tampered
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = altered(place[path[-1]])

    assert faults_of(sheet) == []
    assert faults_of(tampered) != []


def test_a_parameter_s_value_in_the_working_cannot_be_altered_unseen(sheet: dict[str, Any]) -> None:
    tampered = copy.deepcopy(sheet)
    tampered["working"]["parameters"]["dibao.standard_urban"]["written"] = 800

    assert any("800" in fault for fault in faults_of(tampered))


def test_a_stated_amount_in_the_working_cannot_be_altered_unseen(sheet: dict[str, Any]) -> None:
    tampered = copy.deepcopy(sheet)
    (wages,) = [values for _, _, values in tampered["working"]["rows"] if values.get("wages_fen") == 120_050]
    wages["wages_fen"] = 20_050

    assert any("工资" in fault for fault in faults_of(tampered))


def test_a_line_that_is_left_out_is_missed(sheet: dict[str, Any]) -> None:
    tampered = copy.deepcopy(sheet)
    left_out = tampered["lines"].pop(0)

    assert f"{left_out['label']}（第{left_out['row']}行）缺少一行" in faults_of(tampered)


def test_a_sheet_without_its_working_says_so(sheet: dict[str, Any]) -> None:
    (fault,) = faults_of({**sheet, "working": {}})

    assert fault.startswith("核算单不完整")


def test_a_form_nobody_knows_is_not_guessed(sheet: dict[str, Any]) -> None:
    (fault,) = faults_of({**sheet, "working": {**sheet["working"], "form": 99}})

    assert "form 99" in fault


def test_an_old_sheet_recomputes_after_the_rules_have_changed(book: Book, sheet: dict[str, Any]) -> None:
    changed = laid_over(book, "350505", dibao__standard_urban=900)
    asked = family(member(wages_fen=120_050), member("SPOUSE"), member("CHILD", "2015-06-01"))

    new = kept(assess(changed, "DIBAO", "350505", ON, asked))

    assert new["verdicts"] != sheet["verdicts"]
    assert faults_of(new) == faults_of(sheet) == []


def test_an_old_sheet_recomputes_where_there_is_no_policy_folder(
    sheet: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path, *args: object, **kwargs: object) -> str:
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "read_text", gone)

    assert faults_of(sheet) == []


def test_a_store_that_reorders_the_keys_of_a_mapping_changes_nothing(sheet: dict[str, Any]) -> None:
    stored = json.loads(json.dumps(sheet, ensure_ascii=False, sort_keys=True))

    assert faults_of(stored) == []


def test_a_sheet_read_back_is_the_sheet(sheet: dict[str, Any]) -> None:
    again = json.loads(json.dumps(sheet, ensure_ascii=False))

    assert json.loads(json.dumps(reopened(again).as_json())) == again


def test_the_parameters_that_chose_the_way_stand_on_the_sheet_with_their_documents(
    sheet: dict[str, Any],
) -> None:
    chosen = {one["key"]: one for one in sheet["decisions"]}

    assert {"dibao.amount_method", "income.rigid_causes", "property.rules"} <= chosen.keys()
    assert chosen["dibao.amount_method"]["document"]
    assert {one["key"] for one in sheet["decisions"] if not one["verified"]} <= set(sheet["unverified"])


def test_what_is_nothing_is_not_told_and_every_sentence_has_its_line(sheet: dict[str, Any]) -> None:
    told = [sheet["lines"][number] for number in sheet["told"]]

    assert len(told) == len(sheet["plain"])
    assert [line["step"] for line in told if line["raw"] == 0] == []
    assert "household_gross_income" in {line["step"] for line in told}


def test_a_step_the_region_decides_alone_is_settled(sheet: dict[str, Any]) -> None:
    settled = {line["step"] for line in sheet["lines"] if line["settled"]}

    assert "household_coefficient" in settled
    assert not settled & {"income", "amount", "counted", "standard"}
