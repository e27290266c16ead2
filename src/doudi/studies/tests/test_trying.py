"""The calculator, on the real rules of the county whose standards are in the files."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.models import Entry

pytestmark = pytest.mark.django_db
FAMILY = {
    "programme": "DIBAO",
    "region": "350505",
    "on": "2026-03-01",
    "h.area_kind": "URBAN",
    "m1.relation": "HEAD",
    "m1.born_on": "1980-01-01",
    "m1.wages_fen": "1894",
    "m2.relation": "SPOUSE",
    "m2.born_on": "1982-03-01",
    "m3.relation": "CHILD",
    "m3.born_on": "2013-05-01",
    "rest": "none",
}


@pytest.fixture
def clerk() -> Client:
    return browser_of(officer(Role.TOWNSHIP_OFFICER, "440204101"))


def sent(clerk: Client, **changes: str) -> Any:  # noqa: ANN401 - the test client's answer
    name = changes.pop("page", "try_family")
    return clerk.post(reverse(f"studies:{name}"), {**FAMILY, "act": "assess", **changes})


def words(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_a_fresh_page_asks_for_the_applicant_and_answers_nothing(clerk: Client) -> None:
    page = clerk.get(reverse("studies:try_family"))

    assert page.status_code == 200
    assert 'name="m1.wages_fen"' in page.content.decode()
    assert "还没有试算" in page.content.decode()


def test_a_family_gets_verdict_amount_sentences_articles_and_distance(clerk: Client) -> None:
    page = sent(clerk).content.decode()

    assert "符合最低生活保障条件" in page
    assert "<b>266.00</b>" in page
    assert "最低生活保障审核确认办法第七条" in page
    assert "未核实" in page
    assert "达到2,160.00元/月时就不再符合" in page


def test_the_distance_is_exact_to_the_fen(clerk: Client) -> None:
    assert "符合最低生活保障条件" in sent(clerk, **{"m1.wages_fen": "2159.99"}).content.decode()
    refused = sent(clerk, **{"m1.wages_fen": "2160"}).content.decode()
    assert "不符合最低生活保障条件" in refused
    assert "不超过2,159.99元/月时就符合" in refused


def test_an_income_of_half_a_year_is_divided_last_and_shown_again(clerk: Client) -> None:
    half_a_year = {"m1.wages_fen": "11365", "m1.wages_fen.months": "6"}

    page = sent(clerk, **half_a_year).content.decode()

    # 720×3 − 11365÷6 ＝ 265.8333…，见分进元
    assert "<b>266.00</b>" in page
    assert '<option value="6" selected>半年</option>' in page
    assert "<b>1.00</b>" in sent(clerk, **{**half_a_year, "m1.wages_fen": "12959.99"}).content.decode()
    refused = sent(clerk, **{**half_a_year, "m1.wages_fen": "12960"}).content.decode()
    assert "不符合最低生活保障条件" in refused


def test_a_cost_left_blank_beside_business_income_is_asked_for(clerk: Client) -> None:
    page = sent(clerk, **{"m1.business_gross_fen": "24000", "m1.business_gross_fen.months": "12"})

    assert [one.asking.name for one in page.context["answer"].questions] == ["business_cost_fen"]
    assert 'name="m1.business_cost_fen.months"' in page.content.decode()


def test_the_paper_for_the_family_keeps_the_months(clerk: Client) -> None:
    answer = sent(clerk, page="try_clerk", **{"m1.wages_fen": "11365", "m1.wages_fen.months": "6"})

    assert "266.00" in words(answer.content)


def test_a_refused_family_reads_the_reason_with_its_article(clerk: Client) -> None:
    page = sent(clerk, **{"m1.wages_fen": "9000"})

    reasons = page.context["reasons"]
    assert len(reasons) == 1
    assert reasons[0].article
    assert "3,000" in reasons[0].text


def test_mistakes_stand_beside_their_fields(clerk: Client) -> None:
    page = sent(clerk, **{"m1.wages_fen": "很多", "m2.born_on": "1982"})

    assert page.status_code == 422
    assert 'id="f-m1-wages_fen-wrong"' in page.content.decode()
    assert 'id="f-m2-born_on-wrong"' in page.content.decode()


def test_a_missing_answer_is_told_at_its_field(clerk: Client) -> None:
    page = sent(clerk, **{"h.area_kind": "", "m3.relation": ""})

    assert page.status_code == 422
    assert {"h.area_kind", "m3.relation"} <= set(page.context["answer"].wrongs)


def test_rows_are_added_and_removed_without_losing_what_was_typed(clerk: Client) -> None:
    page = sent(clerk, act="add-member").content.decode()
    assert 'name="m4.relation"' in page
    assert 'value="1894"' in page

    assert 'name="m3.relation"' not in sent(clerk, act="remove-m2").content.decode()


def test_what_was_typed_is_never_run(clerk: Client) -> None:
    page = sent(clerk, **{"m1.wages_fen": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert(1)" not in page


def test_a_region_without_the_value_is_told_what_is_missing(clerk: Client) -> None:
    page = sent(clerk, region="61").content.decode()

    assert "还没有登记这项规定" in page
    assert "最低生活保障·城市低保标准" in page
    assert "问县（市、区）民政局" in page
    assert "“符合低保条件”" in page
    assert "不借用别处的数" in page


def test_an_unknown_region_programme_or_day_falls_back_to_the_usual(clerk: Client) -> None:
    page = sent(clerk, region="999999", programme="ROCKETS", on="x")

    assert page.status_code == 200
    assert page.context["asked"].region == "440204"
    assert page.context["asked"].programme == "DIBAO"


def test_one_family_is_tried_under_all_programmes(clerk: Client) -> None:
    page = sent(clerk, programme="")

    trials = {trial.programme.code: trial for trial in page.context["answer"].trials}
    assert trials["DIBAO"].verdict == "YES"
    assert trials["NEAR_DIBAO"].verdict == "NO"
    assert len(trials) == len({*trials})
    assert "细看" in page.content.decode()
    assert "符合最低生活保障条件" in sent(clerk, programme="", act="open:DIBAO").content.decode()


def test_the_family_takes_one_page_home(clerk: Client) -> None:
    answer = sent(clerk, page="try_resident")

    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
    told = words(answer.content)
    assert "最低生活保障计算说明" in told
    assert "266.00" in told
    assert "最低生活保障审核确认办法第七条" in told
    assert "未核实" in told
    assert "行政复议" in told


def test_a_large_family_still_takes_one_page_home(clerk: Client) -> None:
    more = {
        f"m{n}.{name}": value
        for n in range(4, 13)
        for name, value in (("relation", "CHILD"), ("born_on", "2012-05-01"), ("schooling", "JUNIOR"))
    }
    answer = sent(clerk, page="try_resident", **more)

    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_the_files_sheet_has_every_step_with_formula_article_and_document(clerk: Client) -> None:
    told = words(sent(clerk, page="try_clerk").content)

    assert "最低生活保障核算单" in told
    assert "720.00×3−1,894.00" in told
    assert "城市低保标准" in told
    assert "起用日期" in told


def test_a_paper_of_nothing_sends_back_to_the_form(clerk: Client) -> None:
    answer = sent(clerk, page="try_resident", **{"m1.wages_fen": "很多"})

    assert answer.status_code == 422


def test_trying_stores_nothing(clerk: Client) -> None:
    before = Entry.objects.count()

    sent(clerk)

    assert Entry.objects.count() == before


def test_who_has_nothing_to_do_with_cases_does_not_get_in() -> None:
    auditor = browser_of(officer(Role.AUDIT_ADMIN))

    assert auditor.get(reverse("studies:try_family")).status_code == 403


def test_blank_amounts_are_asked_for_and_not_taken_as_nothing(clerk: Client) -> None:
    page = sent(clerk, rest="").content.decode()

    assert "还不能下结论，要先问清" in page
    assert re.search(r'class="form-control" id="q1" form="family" name="m2\.wages_fen"', page)
    assert "凭工资单、银行流水或用工单位证明" in page
    assert "符合最低生活保障条件" not in page


def test_saying_that_there_is_nothing_else_gives_the_answer(clerk: Client) -> None:
    page = sent(clerk, rest="", act="rest-is-none").content.decode()

    assert "<b>266.00</b>" in page
    assert re.search(r'name="rest" value="none" checked', page)


def test_what_cannot_change_the_answer_is_not_asked_for(clerk: Client) -> None:
    refusing = {"rest": "", "h.deposits_fen": "", "m1.wages_fen": "", "h.cooperates": "no"}
    page = sent(clerk, **refusing).content.decode()

    assert "不符合最低生活保障条件" in page
    assert "先问这几项" not in page


def test_all_programmes_at_once_say_what_each_waits_for(clerk: Client) -> None:
    page = sent(clerk, rest="", programme="").content.decode()

    assert "要先问清" in page
    assert re.search(r"本地没有登记的“[^”]+”等 \d+ 项", page)


def test_the_paper_for_the_family_asks_instead_of_deciding(clerk: Client) -> None:
    said = words(sent(clerk, page="try_resident", rest="").content)

    assert "还不能下结论" in said
    assert "还要您告诉我们" in said
    assert "现在不符合条件" not in said
    assert "要先问清" in words(sent(clerk, page="try_clerk", rest="").content)


def test_the_paper_of_an_unanswered_case_is_one_page_and_asks_one_thing_of_all_at_once(clerk: Client) -> None:
    blank = {"rest": "", "region": "61", "m1.wages_fen": ""}
    pdf = sent(clerk, page="try_resident", **blank).content

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert "成员1、2、3的工资性收入" in words(pdf)
    assert "先问清上面的，后面的可能就不用问了" in words(pdf)


def test_the_paper_tells_apart_what_the_office_has_to_register(clerk: Client) -> None:
    said = words(sent(clerk, page="try_resident", **{"h.vehicles": "1", "m1.wages_fen": "300"}).content)

    assert "还要民政部门补上的规定" in said
    assert "当地还没有登记：家庭财产认定·采用的财产条件" in said
    assert "还要您告诉我们" not in said
