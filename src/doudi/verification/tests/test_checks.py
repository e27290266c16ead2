"""A check goes from its request to a report that may be verified, disputed and looked into again."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.audit.models import Entry
from doudi.casework.tests.families import family
from doudi.documents.models import IssuedFile
from doudi.verification.models import CheckReport
from doudi.verification.selectors.checks import stage_of
from doudi.verification.services.checking import (
    AnswerWrong,
    NewAnswer,
    StartedAlready,
    record_answer,
    request_check,
    start_check,
)
from doudi.verification.services.disputing import (
    DisputeDayWrong,
    NothingDisputed,
    NothingToDispute,
    SettledByReporter,
    settle_dispute,
    take_dispute,
)
from doudi.verification.services.reporting import (
    DisputeFirst,
    MissingUnexplained,
    NothingAskedYet,
    NothingNew,
    StillAnswering,
    is_genuine,
    issue_report,
)
from doudi.verification.states import Stage
from doudi.verification.tests.checked import MONDAY, allow_all, answered, nothing, on, started
from doudi.work.models import Task
from doudi.work.services.moves import Act
from tests.county import COUNTY, County, build_county


@pytest.fixture
def county(db: None, settings: Settings) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    return build_county()


def test_a_report_sets_declared_beside_found_under_a_number_and_a_code(county: County) -> None:
    home = family()
    check = answered(county, home)
    report = issue_report(check, act=Act(on(MONDAY), county.people["county"]))

    head = json.loads(report.content)["people"][0]
    bank = next(line for line in head["lines"] if line["source"] == "存款")
    assert bank["found"] == ["开户银行：农商银行，余额：12345.67 元"]
    assert (bank["as_of"], bank["declared"]) == ("2026-11-02", ["存款等金融资产：没有填"])
    insured = next(line for line in head["lines"] if line["source"] == "社会保险")
    assert (insured["declared"], insured["state"]) == (["工资性收入：400.00 元/月"], "没有记录")
    assert report.paper.number.endswith("核对〔2026〕1号")
    assert is_genuine(report, report.code.lower())
    assert not is_genuine(report, "0" * 10)
    assert IssuedFile.objects.get(paper=report.paper).media_type == "application/pdf"
    assert stage_of(check) is Stage.REPORTED
    with pytest.raises(NothingNew):
        issue_report(check, act=Act(on(MONDAY), county.people["county"]))


def test_a_source_that_does_not_answer_in_time_is_named_and_may_be_reported_later(county: County) -> None:
    home = family()
    check = started(county, home)
    late, officer = MONDAY + timedelta(days=30), county.people["county"]
    for query in check.queries.exclude(source="BANK"):
        nothing(query, county)

    with pytest.raises(StillAnswering):
        issue_report(check, reason="银行平台故障", act=Act(on(MONDAY), officer))
    with pytest.raises(MissingUnexplained):
        issue_report(check, act=Act(on(late), officer))
    first = issue_report(check, reason="银行平台故障", act=Act(on(late), officer))
    assert first.unanswered == 2
    assert first.content.count("未核来源") == 2

    for query in check.queries.filter(source="BANK"):
        nothing(query, county, late)
    second = issue_report(check, act=Act(on(late), officer))
    assert (second.unanswered, "未核来源" in second.content) == (0, False)
    assert second.paper.number != first.paper.number
    assert CheckReport.objects.get(pk=first.pk).content == first.content


def test_the_clocks_of_request_and_report_are_those_of_the_procedure(county: County) -> None:
    home = family()
    allow_all(county, home)
    check = request_check(home, "DIBAO", act=Act(on(MONDAY), county.people["east"]))
    task = Task.objects.get(subject_kind="financial_check", state="OPEN")
    assert (task.owner.user, task.due_on) == (county.people["county"], date(2026, 11, 5))  # type: ignore[union-attr]
    with pytest.raises(NothingAskedYet):
        issue_report(check, act=Act(on(MONDAY), county.people["county"]))

    start_check(check, act=Act(on(MONDAY), county.people["county"]))
    task.refresh_from_db()
    # fifteen working days with data of banks: 3–6 Nov (4), 9–13 (9), 16–20 (14), 23 (15)
    assert task.due_on == date(2026, 11, 23)
    with pytest.raises(StartedAlready):
        start_check(check, act=Act(on(MONDAY), county.people["county"]))


def test_an_answer_is_of_its_sources_kind_or_not_taken(county: County) -> None:
    check = started(county, family())
    query = check.queries.filter(source="BANK")[0]
    act = Act(on(MONDAY), county.people["county"])
    good = {"bank": "农商银行", "balance_fen": "10"}
    wrongs = [
        NewAnswer({**good, "balance_fen": "一千"}, MONDAY, "回函"),
        NewAnswer({**good, "balance_fen": "1.234"}, MONDAY, "回函"),
        NewAnswer({**good, "bank": ""}, MONDAY, "回函"),
        NewAnswer(good, MONDAY + timedelta(days=1), "回函"),
        NewAnswer(good, MONDAY, " "),
    ]
    for wrong in wrongs:
        with pytest.raises(AnswerWrong):
            record_answer(query, wrong, act=act)
    assert not query.answers.exists()

    record_answer(query, NewAnswer(good, MONDAY, "回函"), act=act)
    record_answer(query, NewAnswer({**good, "bank": "工商银行"}, MONDAY, "回函"), act=act)
    with pytest.raises(AnswerWrong):
        record_answer(query, NewAnswer({}, MONDAY, "回函", is_found=False), act=act)
    assert query.answers.count() == 2


def test_a_dispute_starts_its_clock_and_another_person_looks_again(county: County) -> None:
    check = answered(county, family())
    officer, east = county.people["county"], county.people["east"]
    with pytest.raises(NothingToDispute):
        take_dispute(check, text="存款不是我的", said_on=MONDAY, act=Act(on(MONDAY), east))
    first = issue_report(check, act=Act(on(MONDAY), officer))
    with pytest.raises(DisputeDayWrong):
        take_dispute(
            check, text="存款不是我的", said_on=MONDAY - timedelta(days=1), act=Act(on(MONDAY), east)
        )
    take_dispute(check, text="存款不是我的", said_on=MONDAY, act=Act(on(MONDAY), east))

    task = Task.objects.get(kind="check_dispute", state="OPEN")
    assert (task.owner.user, task.due_on) == (east, date(2026, 11, 16))  # type: ignore[union-attr]
    assert stage_of(check) is Stage.DISPUTED
    with pytest.raises(DisputeFirst):
        issue_report(check, act=Act(on(MONDAY), officer))
    with pytest.raises(SettledByReporter):
        settle_dispute(check, is_upheld=True, text="确是代管的集体资金", act=Act(on(MONDAY), officer))

    settle_dispute(check, is_upheld=True, text="确是代管的集体资金", act=Act(on(MONDAY), east))
    with pytest.raises(NothingDisputed):
        settle_dispute(check, is_upheld=True, text="再来一次", act=Act(on(MONDAY), east))
    second = issue_report(check, act=Act(on(MONDAY), officer))
    assert "确是代管的集体资金" in second.content
    assert "确是代管的集体资金" not in CheckReport.objects.get(pk=first.pk).content
    assert not Task.objects.filter(subject_kind="financial_check", state="OPEN").exists()


def test_every_act_stands_in_the_trail_and_the_command_lists_without_names(
    county: County, capsys: pytest.CaptureFixture[str]
) -> None:
    home = family()
    check = answered(county, home)
    issue_report(check, act=Act(on(MONDAY), county.people["county"]))

    acts = Entry.objects.filter(subject_type="financial_check", subject_id=str(check.pk))
    assert set(acts.values_list("action", flat=True)) == {
        "verification.requested", "verification.started", "verification.answered", "verification.reported",
    }  # fmt: skip
    call_command("list_checks", "--region", COUNTY, "--json")
    said = capsys.readouterr().out
    assert json.loads(said)["checks"][0]["stage"] == "REPORTED"
    assert "陈大文" not in said
