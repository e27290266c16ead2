"""Which version a day lives by, what needs approval from above, and what the pages say about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.documents.tests.files import scan
from doudi.policy.assessment import assess
from doudi.registry.models import Enrolment
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import PolicyDocument, Proposal
from doudi.rulebook.selectors.obstacles import why_above
from doudi.rulebook.services import decisions
from doudi.rulebook.services.changes import submit_change
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.states import ProposalStatus
from doudi.rulebook.tests.rules import (
    ARTICLE,
    COUNTY,
    DOCUMENT,
    MONDAY,
    NEXT_YEAR,
    drafted,
    proposer,
    reviewer,
    stated,
    studied,
    submitted,
    value,
)
from doudi.studies.models import FactSheet
from doudi.studies.services.what_ifs import request_study_of, run_study

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
FAMILY = {"area_kind": "URBAN", "income_fen": 500_00, "members": [{}]}
TYPED = {
    "title": "提高标准",
    "reason": "物价上涨",
    "begins": "2027-01-01",
    "document": DOCUMENT,
    "article": ARTICLE,
}


def benefit(on: date, *, at: datetime | None = None) -> int:
    found = assess(book(at), "DIBAO", COUNTY, on, FAMILY).amount
    assert isinstance(found, int)
    return found


def missing(wanted: Iterable[str], text: str) -> list[str]:
    return [each for each in wanted if each not in text]


def page(name: str, *args: object, **query: object) -> str:
    return reverse(f"rulebook:{name}", args=args) + (f"?{urlencode(query)}" if query else "")


@pytest.mark.clause("QG-3.1")
def test_a_new_version_leaves_the_old_days_alone_and_may_not_overlap() -> None:
    before = benefit(date(2019, 12, 15))
    assert (before, benefit(date(2020, 1, 15))) == (140_00, 220_00)
    client = browser_of(proposer())
    address = page("create_change", region=COUNTY, key="dibao.standard_urban")

    approve_change(submitted(proposer("4402"), value(770)), by=reviewer(), at=MONDAY)

    assert benefit(NEXT_YEAR) == 270_00
    assert benefit(date(2019, 12, 15)) == before
    shown = client.get(page("value", "dibao.standard_urban", region=COUNTY)).content.decode()
    assert [
        text in shown for text in ("640元/人·月", "720元/人·月", "770元/人·月", "2019-01-01", DOCUMENT)
    ] == [True] * 5
    refused = client.post(address, TYPED | {"value": "780", "begins": "2019-06-01"})
    assert refused.status_code == 400
    assert "与2020年1月1日起的数值重叠" in refused.content.decode()
    assert Proposal.objects.count() == 1


def test_few_losers_are_approved_by_the_county_itself() -> None:
    proposal = submitted(proposer(), value(700), leaving=50)

    assert approve_change(proposal, by=reviewer(), at=MONDAY).status == ProposalStatus.APPROVED


def test_more_losers_than_the_threshold_need_the_level_above() -> None:
    proposal = submitted(proposer(), value(700), leaving=51)

    assert "试算将有 51 户退出或降额，占现享 1000 户的比例超过5%" in why_above(proposal, on=MONDAY.date())
    with pytest.raises(decisions.ApprovalFromAboveMissing, match="须由上一级批准"):
        approve_change(proposal, by=reviewer(), at=MONDAY)
    city = officer(Role.SUPERVISOR, "4402")
    assert approve_change(proposal, by=city, at=MONDAY).status == ProposalStatus.APPROVED


@pytest.mark.parametrize(("leaving", "waiting"), [(50, 1), (0, 53)])
def test_who_waits_for_an_answer_may_lose_as_well(leaving: int, waiting: int) -> None:
    proposal = submitted(proposer(), value(700), leaving=leaving, waiting=waiting)

    county = reviewer()
    assert f"另有 {waiting} 户没问清、可能受损" in why_above(proposal, on=MONDAY.date())
    with pytest.raises(decisions.ApprovalFromAboveMissing, match="须由上一级批准"):
        approve_change(proposal, by=county, at=MONDAY)
    shown = browser_of(county).get(page("change", proposal.pk)).content.decode()
    assert f'data-label="没问清" class="num">{waiting}<' in shown


def test_few_who_wait_are_left_to_the_county() -> None:
    # 1,000 families and 52 who wait: 52 of 1,052 are less than five in a hundred
    proposal = submitted(proposer(), value(700), waiting=52)

    assert approve_change(proposal, by=reviewer(), at=MONDAY).status == ProposalStatus.APPROVED


def test_what_cannot_be_tried_needs_the_level_above() -> None:
    by = proposer()
    proposal = submit_change(drafted(by), by=by, at=MONDAY)

    with pytest.raises(decisions.ApprovalFromAboveMissing, match="还没有家庭情况表"):
        approve_change(proposal, by=reviewer(), at=MONDAY)
    city = officer(Role.SUPERVISOR, "4402")
    assert approve_change(proposal, by=city, at=MONDAY).status == ProposalStatus.APPROVED


@pytest.mark.clause("SX-2.2.1.1")
def test_a_study_lists_who_would_leave_and_above_the_threshold_opens_the_button_only_above() -> None:
    by, county, city = proposer(), reviewer(), officer(Role.SUPERVISOR, "4402")
    losing = [stated(income) for income in (650_00, 680_00)]
    [stated(0) for _ in range(30)]
    proposal = drafted(by, value(640))

    study = run_study(request_study_of(proposal, by=by, at=MONDAY), by=by, at=MONDAY)

    gone = study.lines.filter(effect="OUT").values_list("sheet_id", flat=True)
    assert sorted(gone) == sorted(sheet.pk for sheet in losing)
    listed = browser_of(county).get(reverse("studies:study_losers", args=[study.pk]))
    assert listed.status_code == 200
    found = proposal.studies.get()
    assert (found.households, found.leaving, found.entering, found.lowered) == (32, 2, 0, 30)
    submit_change(proposal, by=by, at=MONDAY)
    assert 'data-dialog="approve" disabled' in _shown(county, proposal)
    with pytest.raises(decisions.ApprovalFromAboveMissing, match="超过5%"):
        approve_change(proposal, by=county, at=MONDAY)
    assert 'data-dialog="approve" disabled' not in _shown(city, proposal)
    assert approve_change(proposal, by=city, at=MONDAY).status == ProposalStatus.APPROVED


@pytest.mark.clause("MS-2.1l")
def test_in_the_transition_a_lower_line_is_tried_first_and_waits_for_approval_from_above() -> None:
    by, county, city = proposer(), reviewer(), officer(Role.SUPERVISOR, "4402")
    period = value(True, key="rulebook.transition", begins=date(2026, 11, 2), ends=date(2028, 1, 1))
    approve_change(submitted(by, period), by=city, at=MONDAY)
    family, other = stated(650_00), stated(100_00)
    before = list(FactSheet.objects.order_by("pk").values()), list(Enrolment.objects.values())
    proposal = drafted(by, value(620))

    study = run_study(request_study_of(proposal, by=by, at=MONDAY), by=by, at=MONDAY)

    assert study.lines.get(effect="OUT").sheet == family
    assert study.lines.get(effect="DOWN").sheet == other
    assert (study.tally["leaving"], study.tally["more_fen"]) == (1, -170_00)
    assert (list(FactSheet.objects.order_by("pk").values()), list(Enrolment.objects.values())) == before
    assert benefit(NEXT_YEAR) == 220_00
    submit_change(proposal, by=by, at=MONDAY)
    assert benefit(NEXT_YEAR) == 220_00
    with pytest.raises(decisions.ApprovalFromAboveMissing, match="过渡期内兜底政策要总体稳定"):
        approve_change(proposal, by=county, at=MONDAY)
    assert benefit(NEXT_YEAR) == 220_00
    approve_change(proposal, by=city, at=MONDAY)
    assert benefit(NEXT_YEAR) == 120_00


def _shown(who: User, proposal: Proposal) -> str:
    return browser_of(who).get(page("change", proposal.pk)).content.decode()


def test_in_the_transition_one_loser_needs_the_level_above() -> None:
    by, city = proposer(), officer(Role.SUPERVISOR, "4402")
    period = value(True, key="rulebook.transition", begins=date(2026, 11, 2), ends=date(2028, 1, 1))
    approve_change(submitted(by, period), by=city, at=MONDAY)

    proposal = submitted(by, value(700), leaving=1)

    assert "过渡期内兜底政策要总体稳定" in why_above(proposal, on=MONDAY.date())
    with pytest.raises(decisions.ApprovalFromAboveMissing):
        approve_change(proposal, by=reviewer(), at=MONDAY)


def test_in_the_transition_one_who_waits_needs_the_level_above() -> None:
    by, city = proposer(), officer(Role.SUPERVISOR, "4402")
    period = value(True, key="rulebook.transition", begins=date(2026, 11, 2), ends=date(2028, 1, 1))
    approve_change(submitted(by, period), by=city, at=MONDAY)

    proposal = submitted(by, value(700), waiting=1)

    assert "另有 1 户没问清、可能受损" in why_above(proposal, on=MONDAY.date())


def test_in_the_transition_a_change_without_losers_needs_nobody_else() -> None:
    by, decider = proposer(), reviewer()
    period = value(True, key="rulebook.transition", begins=date(2026, 11, 2), ends=date(2028, 1, 1))
    approve_change(submitted(by, period), by=decider, at=MONDAY)

    assert approve_change(submitted(by), by=decider, at=MONDAY).status == ProposalStatus.APPROVED


def test_the_page_keeps_the_button_shut_until_somebody_from_above_looks() -> None:
    proposal = submitted(proposer(), value(700), leaving=51)

    county = browser_of(reviewer()).get(page("change", proposal.pk)).content.decode()
    city = browser_of(officer(Role.SUPERVISOR, "4402")).get(page("change", proposal.pk)).content.decode()

    assert 'data-dialog="approve" disabled' in county
    assert 'data-dialog="approve" disabled' not in city
    assert 'data-dialog="approve"' in city


@pytest.mark.clause("ZJ-0")
def test_a_narrower_scope_is_told_apart_and_explained_and_leads_to_the_upper_documents() -> None:
    client = browser_of(proposer())
    address = page("create_change", region=COUNTY, key="dibao.scope")

    refused = client.post(address, TYPED | {"value": ["INTELLECT", "MENTAL"]})

    assert refused.status_code == 400
    said = refused.content.decode()
    assert "与上级规定冲突：参照单人户纳入的残疾类别“智力、精神”窄于上级的“视力、智力、精神”" in said
    assert "请写明说明后再保存" in said
    assert not Proposal.objects.exists()

    saved = client.post(address, TYPED | {"value": ["INTELLECT", "MENTAL"], "explanation": "先行试点"})

    assert saved.status_code == 302
    assert Proposal.objects.get().values.get().explanation == "先行试点"
    traced = client.get(page("value", "dibao.scope", region=COUNTY)).content.decode()
    assert [
        text in traced
        for text in ("广东省", "韶关市", "粤民发〔2020〕1号 第二条", "韶民发〔2020〕3号 第一条")
    ] == [True] * 4


@pytest.mark.clause("YG-0")
def test_a_document_is_filed_once_and_every_value_leads_back_to_its_article() -> None:
    client = browser_of(proposer())
    typed = {
        "number": "粤民发[2020]1号", "title": "关于疫情期间的通知", "issuer": "广东省民政厅", "region": "44",
        "issued_on": "2020-03-27", "addressees": "各地级以上市民政局", "is_verified": "on",
    }  # fmt: skip
    assert client.post(page("register_document"), typed).status_code == 302
    filed = PolicyDocument.objects.get()
    again = client.post(page("register_document"), typed | {"number": "粤民发〔2020〕1号"})
    assert again.status_code == 400
    assert "文件库里已有" in again.content.decode()
    client.post(page("put_article", filed.pk), {"article": "第二条", "text": "疫情期内停止办理退出。"})

    shown = client.get(page("value", "dibao.exit_freeze", region=COUNTY)).content.decode()
    citation = page("citation", document="粤民发〔2020〕1号", article="第二条")
    led = client.get(citation)

    assert citation.partition("?")[0] in shown
    article = filed.articles.get()
    assert led.headers["Location"] == f"{page('document', filed.pk)}#article-{article.pk}"
    there = client.get(page("document", filed.pk)).content.decode()
    assert [t in there for t in ("疫情期内停止办理退出", "各地级以上市民政局", "2020-03-27", "现行有效")] == [
        True
    ] * 4
    assert [label in there for label in ("暂停办理退出", "暂停期内仍可退出的情形", "城市低保标准")] == [
        True
    ] * 3


def test_a_citation_of_a_document_nobody_filed_says_so() -> None:
    answer = browser_of(proposer()).get(page("citation", document="某号"))

    assert answer.status_code == 404
    assert "文件库里还没有这份文件" in answer.content.decode()


def test_a_file_goes_up_through_the_page_and_comes_down_again() -> None:
    by = proposer()
    client, proposal = browser_of(by), drafted(by, value(6000, key="temporary_relief.cap"))
    paper = scan()
    sent = SimpleUploadedFile("测算.pdf", paper)

    client.post(page("attach_file", proposal.pk), {"kind": "BASIS", "file": sent})

    file = proposal.files.get()
    down = client.get(page("change_file", proposal.pk, file.pk))
    assert down.content == paper
    assert down.headers["Content-Disposition"].startswith("attachment;")


def test_a_draft_is_seen_by_its_proposer_only() -> None:
    proposal = drafted(proposer())

    assert browser_of(reviewer()).get(page("change", proposal.pk)).status_code == 404


@pytest.mark.parametrize("act", ["approve_change", "reject_change", "submit_change", "withdraw_change"])
def test_a_proposal_of_another_county_is_not_there(act: str) -> None:
    proposal = submitted(proposer())
    stranger = browser_of(reviewer("371521"))

    assert stranger.get(page("change", proposal.pk)).status_code == 404
    assert stranger.post(page(act, proposal.pk), {"reason": "x"}).status_code == 404
    assert Proposal.objects.get().status == ProposalStatus.PROPOSED


def test_somebody_without_the_right_neither_proposes_nor_approves() -> None:
    proposal = submitted(proposer())
    village = browser_of(officer(Role.VILLAGE_ASSISTANT, "440204101201"))

    assert village.get(page("create_change", region=COUNTY, key="dibao.standard_urban")).status_code == 403
    assert village.post(page("approve_change", proposal.pk)).status_code == 404
    assert village.get(page("values")).status_code == 200


def test_the_region_of_a_change_is_never_the_browsers_choice() -> None:
    client = browser_of(proposer())

    answer = client.post(
        page("create_change", region="371521", key="dibao.standard_urban"), TYPED | {"value": "760"}
    )

    assert answer.status_code == 404
    assert not Proposal.objects.exists()


def test_the_pages_take_a_change_from_draft_to_approval() -> None:
    stated()
    by = proposer()
    client = browser_of(by)
    made = client.post(
        page("create_change", region=COUNTY, key="dibao.standard_urban"), TYPED | {"value": "760"}
    )
    proposal = Proposal.objects.get()
    assert made.headers["Location"] == page("change", proposal.pk)
    assert "还没有按现在的数值试算影响" in client.get(page("change", proposal.pk)).content.decode()
    studied(proposal, by)

    client.post(page("submit_change", proposal.pk))
    browser_of(reviewer()).post(page("approve_change", proposal.pk))

    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.APPROVED
    assert benefit(NEXT_YEAR) == 260_00
    assert "application/yaml" in client.get(page("export_change", proposal.pk)).headers["Content-Type"]


def test_regions_side_by_side_show_only_what_differs() -> None:
    shown = browser_of(proposer()).get(page("differences") + f"?region={COUNTY}&region=371521&on=2026-11-02")

    said = shown.content.decode()
    assert ("720元/人·月" in said, "700元/人·月" in said) == (True, True)
    assert "受损户比例" not in said


def test_a_rule_reads_its_conditions_first_then_their_parts_with_the_regions_values() -> None:
    said = browser_of(proposer()).get(page("programme", "dibao", region=COUNTY)).content.decode()

    assert said.index("2. 收入低于标准") < said.index("3. 保障金") < said.index("1. 当地标准")
    assert "当地标准 − 家庭月收入" in said
    assert "720元/人·月" in said
    assert "粤民发〔2020〕1号 第四条" in said


@pytest.mark.parametrize(
    ("key", "typed", "written"),
    [
        (
            "dibao.single_person",
            {"cell_INTELLECT_1": "on", "cell_MENTAL_3": "on"},
            [["INTELLECT", 1], ["MENTAL", 3]],
        ),
        (
            "dibao.supplement",
            {"up_1": "77", "in_1": "on", "gives_1": "640", "gives_2": "0"},
            [{"up_to": 77, "including": True, "gives": 640}, {"gives": 0}],
        ),
        ("dibao.publicity_days", {"value": "7"}, 7),
        ("dibao.recheck_exempt", {"value": "yes"}, True),
        ("rulebook.loser_threshold", {"value": "2/3"}, "2/3"),
        ("dibao.standard_urban", {"value": "812.5"}, "812.50"),
    ],
)
def test_each_kind_of_value_is_filled_in_by_form(key: str, typed: dict[str, str], written: object) -> None:
    client = browser_of(proposer())

    answer = client.post(page("create_change", region=COUNTY, key=key), TYPED | typed)

    assert answer.status_code == 302
    row = Proposal.objects.get().values.get()
    assert row.written == written
    again = client.get(page("edit_value", row.proposal_id, row.pk))
    assert again.status_code == 200
    same = client.post(page("edit_value", row.proposal_id, row.pk), TYPED | typed)
    assert same.status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"gives_1": "", "up_1": "77"}, "第 1 档填了上限，没填给多少"),
        ({"gives_1": "640", "up_1": "77"}, "只有最后一档不填上限"),
        ({"gives_1": "许多"}, "第1档·给（元/人·月）"),
    ],
)
def test_a_scale_that_does_not_hold_together_is_sent_back(typed: dict[str, str], said: str) -> None:
    answer = browser_of(proposer()).post(
        page("create_change", region=COUNTY, key="dibao.supplement"), TYPED | typed
    )

    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_old_sheets_are_made_again_from_the_book_of_their_moment() -> None:
    early = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
    before = benefit(NEXT_YEAR, at=early)

    approve_change(submitted(proposer()), by=reviewer(), at=MONDAY)

    assert (before, benefit(NEXT_YEAR, at=early), benefit(NEXT_YEAR)) == (220_00, 220_00, 260_00)
