"""What-if studies on a small rulebook: standard 720 in the county, families that state their income."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.models import Entry
from doudi.registry.models import Household
from doudi.rulebook.catalogue import book
from doudi.rulebook.tests.rules import COUNTY, MONDAY, NEIGHBOUR, TODAY, stated
from doudi.studies.models import FactSheet, StudyLine, WhatIfStudy
from doudi.studies.selectors.studies import is_stale, programme_lines, town_tallies
from doudi.studies.services import what_ifs
from doudi.studies.services.what_ifs import request_study, run_study
from doudi.studies.states import StudyStatus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def clerk() -> User:
    return officer(Role.COUNTY_OFFICER, COUNTY)


def studied(by: User, written: object = 620, **said: Any) -> WhatIfStudy:
    changes = [{"key": "dibao.standard_urban", "value": written, "unit": ""}]
    asked = request_study(region=COUNTY, on=TODAY, title="试试", changes=changes, by=by, at=MONDAY, **said)
    return run_study(asked, by=by, at=MONDAY)


def words(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_a_study_counts_in_out_up_down_and_unchanged(clerk: User) -> None:
    [stated(income) for income in (100_00, 650_00, 719_99, 720_00, 900_00)]

    study = studied(clerk, 620)

    total = programme_lines(study, book())[0].total
    assert study.status == StudyStatus.DONE
    assert (total.before, total.after, total.leaving, total.lowered, total.unchanged) == (3, 1, 2, 1, 0)
    assert (total.before_fen, total.after_fen) == (620_00 + 70_00 + 1, 520_00)


def test_a_higher_line_lets_families_in_and_raises_others(clerk: User) -> None:
    [stated(income) for income in (100_00, 720_00, 900_00)]

    study = studied(clerk, 800)

    assert {key: study.tally[key] for key in ("entering", "raised", "leaving", "lowered")} == {
        "entering": 1,
        "raised": 1,
        "leaving": 0,
        "lowered": 0,
    }
    assert study.tally["more_fen"] == 80_00 + 80_00


def test_formal_data_stay_as_they_were(clerk: User) -> None:
    stated(100_00)
    before = list(FactSheet.objects.values()), list(Household.objects.values()), book()

    studied(clerk)

    assert (list(FactSheet.objects.values()), list(Household.objects.values()), book()) == before


def test_a_study_is_told_by_township(clerk: User) -> None:
    stated(100_00)

    assert list(town_tallies(studied(clerk))) == ["440204102"]


def test_families_whose_result_waits_are_said_and_nothing_is_green(clerk: User) -> None:
    sheet = stated(100_00)
    facts = json.loads(sheet.facts)
    facts["income_fen"] = None
    sheet.facts = json.dumps(facts)
    sheet.save(update_fields=["facts"])

    study = studied(clerk)
    said = "还有情况没问清，没有算进来"
    page = browser_of(clerk).get(f"/rules/studies/{study.pk}/").content.decode()

    assert next(line for line in programme_lines(study, book()) if line.code == "DIBAO").total.waiting == 1
    assert f"有 1 户{said}" in page
    assert "没有人会退出或降额" not in page
    assert "没有人受损" not in page
    assert said in words(browser_of(clerk).get(f"/rules/studies/{study.pk}/memo/").content)


def test_another_regions_families_are_left_out(clerk: User) -> None:
    stated(100_00)
    elsewhere = stated(100_00)
    elsewhere.division = f"{NEIGHBOUR}100001"
    elsewhere.save(update_fields=["division"])

    assert studied(clerk).tally["families"] == 1


def test_facts_that_no_longer_fit_the_vocabulary_are_left_out_and_counted(clerk: User) -> None:
    stated(100_00)
    odd = stated(100_00)
    odd.facts = '{"area_kind": "MOON", "members": [{}]}'
    odd.save(update_fields=["facts"])

    study = studied(clerk)

    assert (study.tally["families"], study.tally["left_out"]) == (1, 1)


def test_a_study_is_stale_once_facts_change(clerk: User) -> None:
    stated(100_00)
    study = studied(clerk)
    assert not is_stale(study)

    stated(200_00)

    assert is_stale(study)


def test_a_study_run_again_replaces_its_lines(clerk: User) -> None:
    stated(100_00)
    study = studied(clerk)

    run_study(study, by=clerk, at=MONDAY)

    assert StudyLine.objects.filter(study=study).count() == 1


def test_a_change_the_rules_cannot_take_fails_with_a_sentence(clerk: User) -> None:
    stated(100_00)

    study = studied(clerk, "很多")

    assert study.status == StudyStatus.FAILED
    assert "重新提交" in study.problem


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ([], what_ifs.NothingChanged),
        ([{"key": "dibao.publicity_days", "value": 5, "unit": ""}], what_ifs.NoProgrammeTouched),
        ([{"key": "dibao.standard_urban", "value": 5, "unit": ""}], what_ifs.NoFamilies),
    ],
)
def test_what_cannot_be_studied_is_refused(
    clerk: User, changes: list[dict[str, object]], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        request_study(region=COUNTY, on=TODAY, title="试试", changes=changes, by=clerk, at=MONDAY)


def test_every_study_is_in_the_trail(clerk: User) -> None:
    stated(100_00)

    study = studied(clerk)

    actions = Entry.objects.filter(subject_type="what_if_study", subject_id=str(study.pk))
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "rulebook.study_requested",
        "rulebook.study_finished",
    ]


# ---- screens


@pytest.fixture
def browser(clerk: User) -> Client:
    return browser_of(clerk)


def page(name: str, *arguments: Any) -> str:
    return reverse(f"studies:{name}", args=arguments)


def test_a_study_is_put_together_on_the_page_and_run(browser: Client) -> None:
    [stated(income) for income in (100_00, 650_00)]
    chosen = browser.post(page("new_study"), {"act": "add", "chosen": "dibao.standard_urban"})
    assert "dibao-standard_urban-value" in chosen.content.decode()
    assert "现行 720元/人·月" in chosen.content.decode()

    run = {
        "act": "run",
        "key": "dibao.standard_urban",
        "dibao-standard_urban-value": "620",
        "title": "降一百",
        "on": "2026-11-02",
    }
    answer = browser.post(page("new_study"), run, follow=True)

    assert answer.context["study"].tally["leaving"] == 1
    told = answer.content.decode()
    assert "须由上一级批准才能生效" in told
    assert "720元/人·月" in told
    assert "620元/人·月" in told


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [("dibao-standard_urban-value", "多", "输入"), ("title", "", "必填"), ("on", "明天", "日期")],
)
def test_a_study_filled_in_wrongly_says_where(browser: Client, field: str, text: str, says: str) -> None:
    stated(100_00)
    run = {
        "act": "run",
        "key": "dibao.standard_urban",
        "dibao-standard_urban-value": "620",
        "title": "降一百",
        "on": "2026-11-02",
    }

    answer = browser.post(page("new_study"), {**run, field: text})

    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert not WhatIfStudy.objects.exists()


def test_the_losers_open_both_sheets_and_looking_is_in_the_trail(browser: Client, clerk: User) -> None:
    stated(650_00)
    study = studied(clerk)
    line = study.lines.get()

    listed = browser.get(page("study_losers", study.pk)).content.decode()
    shown = browser.get(page("study_loser", study.pk, line.pk)).content.decode()
    papers = [
        browser.get(page("study_loser_paper", study.pk, line.pk, which, "clerk")).content
        for which in ("before", "after")
    ]

    assert "将退出" in listed
    assert "家庭月收入不低于标准" in shown
    assert "720" in words(papers[0])
    assert "620" in words(papers[1])
    assert Entry.objects.filter(action="rulebook.losers_seen").count() == 4


def test_the_memo_is_one_page_and_names_nobody(browser: Client, clerk: User) -> None:
    stated(650_00)

    answer = browser.get(page("study_memo", studied(clerk).pk))

    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
    told = words(answer.content)
    assert "政策影响试算简报" in told
    assert "须由上一级批准才能生效" in told
    assert "-840.00元" in told


def test_the_workbook_has_numbers_and_no_formulas(browser: Client, clerk: User) -> None:
    stated(650_00)
    study = studied(clerk)
    study.title = "=HYPERLINK(1)"
    study.save(update_fields=["title"])

    content = browser.get(page("study_table", study.pk)).content

    sheets = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert sheets.get_sheet_by_name("试算说明").to_python()[0][1] == "=HYPERLINK(1)"
    assert sheets.get_sheet_by_name("按项目").to_python()[1][:5] == ["最低生活保障", 1, 0, 0, 1]
    with ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]


@pytest.mark.parametrize(
    "name", ["study", "study_progress", "study_again", "study_memo", "study_table", "study_losers"]
)
def test_a_foreign_study_does_not_exist(clerk: User, name: str) -> None:
    stated(100_00)
    study = studied(clerk)
    stranger = browser_of(officer(Role.COUNTY_OFFICER, NEIGHBOUR))

    assert stranger.get(page(name, study.pk)).status_code in (404, 405)
    assert stranger.post(page(name, study.pk)).status_code in (404, 405)
    assert WhatIfStudy.objects.count() == 1


def test_a_line_of_another_study_does_not_exist(browser: Client, clerk: User) -> None:
    stated(650_00)
    first, second = studied(clerk), studied(clerk)

    assert browser.get(page("study_loser", first.pk, second.lines.get().pk)).status_code == 404


def test_the_list_and_an_empty_county_say_what_to_do(browser: Client) -> None:
    assert "还没有试算过" in browser.get(page("studies")).content.decode()
    assert "还没有家庭情况表" in browser.get(page("new_study")).content.decode()


def test_a_stale_study_says_so_and_offers_to_run_again(browser: Client, clerk: User) -> None:
    stated(650_00)
    study = studied(clerk)
    stated(100_00)

    assert "不能再作依据" in browser.get(page("study", study.pk)).content.decode()
    answer = browser.post(page("study_again", study.pk), follow=True)

    assert answer.context["study"].pk != study.pk
    assert not answer.context["is_stale"]


def test_no_personal_word_is_stored_in_the_open() -> None:
    stated(650_00)

    with connection.cursor() as cursor:
        cursor.execute("select facts from studies_factsheet")
        (kept,) = cursor.fetchone()

    assert kept.startswith("sm4$")
    assert "65000" not in kept
