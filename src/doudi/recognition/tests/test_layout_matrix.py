"""Every source is read right under every trouble of layout, whatever its columns are called."""

from __future__ import annotations

import pytest

from doudi.recognition.tests.desk import guessed, headings
from doudi.recognition.tests.lists import book
from doudi.recognition.tests.troubles import TROUBLES

SOURCES = sorted(headings().catalogue.sources)
SETTLED = sorted(set(TROUBLES) - {"hidden_list", "headless", "other_months"})
ASKED = ["hidden_list", "headless", "other_months"]


@pytest.mark.parametrize("trouble", SETTLED)
@pytest.mark.parametrize("code", SOURCES)
def test_a_list_is_read_row_for_row_however_it_is_laid_out(code: str, trouble: str) -> None:
    laid = TROUBLES[trouble](code, 1)

    desk = guessed(book(laid.sheets, hidden=laid.hidden), "表.xlsx", code, period="2026-10")
    cleaned = desk.cleaned()

    assert desk.sentences == ""
    assert laid.told in "".join(desk.guess.notices)
    assert cleaned.sidecar.column("name").to_pylist() == laid.names
    assert cleaned.sidecar.column("number").to_pylist() == laid.numbers
    assert sum(desk.all_roles.values()) == sum(len(rows) for rows in laid.sheets.values())
    assert {heading: desk.columns.get(heading) for heading in laid.columns} == dict(laid.columns)


@pytest.mark.parametrize("trouble", ASKED)
@pytest.mark.parametrize("code", SOURCES)
def test_a_sheet_that_is_not_clear_is_asked_about(code: str, trouble: str) -> None:
    laid = TROUBLES[trouble](code, 1)

    desk = guessed(book(laid.sheets, hidden=laid.hidden), "表.xlsx", code, period="2026-10")

    assert laid.asked in desk.sentences
    assert "请" in desk.sentences
    assert sum(desk.all_roles.values()) == sum(len(rows) for rows in laid.sheets.values())
