"""The command that counts deadlines does what contract.md says and refuses what it cannot count."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from django.core.management import call_command

from doudi.regions.models import CalendarDay
from tests.clauses.rule_answers import COUNTY, approved
from tests.contract.test_contract import run
from tests.contract.test_rules import documented, refused

NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def calendar(db: None) -> None:
    """The published working days of 2025 and 2026."""
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(730)]
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_working=chinese_calendar.is_workday(day), source="放假安排") for day in days
    )


def written(folder: Path, said: object) -> str:
    path = folder / "events.json"
    path.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    return str(path)


def ask(events: str, programme: str = "DIBAO", region: str = "61", on: str = "2026-12-31") -> tuple[str, ...]:
    return ("--programme", programme, "--region", region, "--on", on, "--events", events)


def by_clock(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["clock"]: one for one in answer["deadlines"]}


@pytest.mark.usefixtures("calendar")
def test_the_documented_case_gets_its_deadlines(tmp_path: Path) -> None:
    answer = run("deadlines", *ask(documented("deadlines", tmp_path), on="2026-04-10"))

    found = by_clock(answer)
    assert (found["survey_start"]["due_on"], found["survey_start"]["state"]) == ("2026-03-05", "IN_TIME")
    assert (found["publicity"]["due_on"], found["publicity"]["state"]) == ("2026-03-25", "TOO_EARLY")
    # 45 working days, extended in time because the family lives apart from its hukou
    assert (found["total"]["due_on"], found["total"]["extended"]) == ("2026-05-08", "SPLIT_RESIDENCE")
    assert found["total"]["document"] == "关于进一步做好最低生活保障等社会救助兜底保障工作的通知"
    assert answer["bound"] == {
        "on": "2026-03-02",
        "version": "2022-10-20",
        "document": "关于进一步做好最低生活保障等社会救助兜底保障工作的通知",
        "article": "四(一)",
        "verified": True,
        "note": "",
    }
    assert [(one["matter"], one["office"]) for one in answer["deciders"]] == [
        ("CONFIRM", "COUNTY"),
        ("CHANGE", "COUNTY"),
        ("GRACE", "COUNTY"),
    ]


@pytest.mark.usefixtures("calendar")
def test_a_person_reads_a_table_with_source_and_state(tmp_path: Path) -> None:
    out = io.StringIO()
    events = written(tmp_path, [{"event": "ACCEPTED", "on": "2026-12-18"}])

    call_command("deadlines", *ask(events), stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].startswith("最低生活保障　61　按 2026-12-18 的程序（")
    assert lines[2].split() == ["期限", "类别", "起算", "多少", "到期日", "情况", "依据"]
    assert any("3个工作日" in line and "2026-12-23" in line and "已逾期" in line for line in lines)
    assert any("暂定：工作日历只到 2026-12-31，2027年放假安排装入后确定" in line for line in lines)
    assert any(line.startswith("审核确认：县级民政部门") for line in lines)
    assert "None" not in out.getvalue()


@pytest.mark.usefixtures("calendar")
def test_past_the_calendar_a_day_is_provisional_until_the_notice_is_loaded(tmp_path: Path) -> None:
    events = written(tmp_path, [{"event": "ACCEPTED", "on": "2026-12-29"}])
    before = by_clock(run("deadlines", *ask(events)))["survey_start"]

    # the notice makes the first five days of January a holiday
    CalendarDay.objects.bulk_create(
        CalendarDay(day=date(2027, 1, day), is_working=day > 5, source="放假安排") for day in range(1, 32)
    )
    after = by_clock(run("deadlines", *ask(events)))["survey_start"]

    # 12-30, 12-31, and after the fixed holiday and the weekend the Monday
    assert (before["due_on"], before["provisional"]) == ("2027-01-04", True)
    assert (before["unknown_years"], before["fixed_by"]) == ([2027], "2026-12-31")
    assert (after["due_on"], after["provisional"], after["fixed_by"]) == ("2027-01-06", False, None)


@pytest.mark.django_db
def test_without_any_calendar_every_working_day_is_provisional(tmp_path: Path) -> None:
    out = io.StringIO()
    events = written(tmp_path, [{"event": "ACCEPTED", "on": "2026-03-02"}])

    call_command("deadlines", *ask(events), stdout=out)

    assert "暂定：没有工作日历，2026年放假安排装入后确定" in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fen", "office"), [("300000", "TOWNSHIP"), ("300001", "COUNTY"), ("500001", "COORDINATION")]
)
def test_who_decides_goes_by_the_amount(tmp_path: Path, fen: str, office: str) -> None:
    place = ask(written(tmp_path, []), "TEMPORARY_RELIEF", "350505", "2020-06-01")

    answer = run("deadlines", *place, "--fen", fen)

    assert {one["matter"]: one["office"] for one in answer["deciders"]}["CONFIRM"] == office
    asked = {one["matter"]: one for one in run("deadlines", *place)["deciders"]}["CONFIRM"]
    assert (asked["office"], asked["unknown"]) == (None, "由谁决定要看金额，请给出金额。")


@pytest.mark.django_db
def test_a_limit_in_standards_needs_the_area_and_the_standard(tmp_path: Path) -> None:
    approved(
        {
            "dibao.standard_urban": (720, NEXT_YEAR),
            "temporary_relief.town_multiple": (4, NEXT_YEAR),
        }
    )
    place = ask(written(tmp_path, []), "TEMPORARY_RELIEF", COUNTY, "2027-03-01")

    def who(*more: str) -> dict[str, Any]:
        found = {one["matter"]: one for one in run("deadlines", *place, *more)["deciders"]}
        confirms: dict[str, Any] = found["CONFIRM"]
        return confirms

    # 720 yuan a month four times over is 2,880 yuan
    assert who("--fen", "288000", "--area", "URBAN")["office"] == "TOWNSHIP"
    assert who("--fen", "288001", "--area", "URBAN")["office"] == "COUNTY"
    assert "城乡类别" in who("--fen", "288000")["unknown"]


@pytest.mark.usefixtures("calendar")
def test_an_approved_change_of_a_parameter_is_at_once_the_changed_clock(tmp_path: Path) -> None:
    approved({"dibao.survey_start_days": (2, NEXT_YEAR)})

    def survey(accepted: str) -> dict[str, Any]:
        events = written(tmp_path, [{"event": "ACCEPTED", "on": accepted}])
        return by_clock(run("deadlines", *ask(events, region=COUNTY, on="2027-02-01")))["survey_start"]

    # accepted in the old year: three working days as before, though they end in the new one
    assert (survey("2026-12-30")["amount"], survey("2026-12-30")["region"]) == (3, "00")
    changed = survey("2027-01-04")
    assert (changed["amount"], changed["due_on"], changed["region"]) == (2, "2027-01-06", COUNTY)
    assert (changed["document"], changed["article"]) == ("韶浈民〔2026〕9号", "第三条")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("events", "field", "says"),
    [
        ([{"event": "BORN", "on": "2026-03-02"}], "events[1].event", "没有“BORN”这个事件"),
        ([{"event": "ACCEPTED", "on": "2026-02-30"}], "events[1].on", "不是日期"),
        ([{"event": "ACCEPTED"}], "events[1].on", "不是日期"),
        ([{"event": "ACCEPTED", "on": "2027-01-01"}], "events[1].on", "还没有发生"),
        ([{"event": "ACCEPTED", "on": "2026-03-02", "day": 1}], "events[1].day", "没有“day”这一项"),
        ([{"event": "ACCEPTED", "on": 20260302}], "events[1].on", "要写成文字"),
        ([{"event": "ACCEPTED", "at": "noon"}], "events[1].at", "不是时刻"),
        (
            [{"event": "ACCEPTED", "on": "2026-03-02"}, {"event": "ACCEPTED", "on": "2026-03-02"}],
            "events[2].event",
            "与第 1 条重复",
        ),
        ([{"event": "EXTENDED", "on": "2026-03-02"}], "events[1].clock", "要写明是哪个期限"),
        (
            [{"event": "EXTENDED", "on": "2026-03-02", "clock": "for_ever", "ground": "SPECIAL"}],
            "events[1].clock",
            "没有“for_ever”这个期限",
        ),
        (
            [{"event": "EXTENDED", "on": "2026-03-02", "clock": "total", "ground": "RAIN"}],
            "events[1].ground",
            "没有“RAIN”这种延长情形",
        ),
        (["ACCEPTED"], "events[1].event", "不是一个对象"),
        ({"event": "ACCEPTED"}, "events[1].events", "要是事件的列表"),
        ("[{", "events", "不是 JSON"),
        ([{"event": "ACCEPTED", "on": "2012-12-11"}], "on", "没有施行的办理程序"),
    ],
)
def test_wrong_events_are_refused_with_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], events: object, field: str, says: str
) -> None:
    told = refused(capsys, "deadlines", *ask(written(tmp_path, events)))

    assert told["field"] == field
    assert says in told["message"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("programme", "region", "on", "field"),
    [
        ("DIBO", "61", "2026-03-02", "programme"),
        ("DIBAO", "999999", "2026-03-02", "region"),
        ("DIBAO", "shaanxi", "2026-03-02", "region"),
        ("DIBAO", "61", "2026-02-30", "on"),
        ("DIBAO", "61", "2012-12-11", "on"),
        ("PRICE_SUBSIDY", "61", "2016-08-31", "on"),
    ],
)
def test_an_unknown_programme_place_or_day_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], programme: str, region: str, on: str, field: str
) -> None:
    told = refused(capsys, "deadlines", *ask(written(tmp_path, []), programme, region, on))

    assert told["field"] == field


@pytest.mark.django_db
def test_a_clock_beyond_the_last_day_there_is_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = written(tmp_path, [{"event": "ACCEPTED", "on": "9999-12-30"}])

    assert refused(capsys, "deadlines", *ask(events, on="9999-12-31"))["field"] == "events"


@pytest.mark.django_db
def test_each_step_says_by_which_values_it_is_done_and_which_nobody_has_set(tmp_path: Path) -> None:
    place = ask(written(tmp_path, []), "TEMPORARY_RELIEF", "371521", "2020-06-01")
    terms = {one["parameter"]: one for one in run("deadlines", *place)["terms"]}
    out = io.StringIO()

    call_command("deadlines", *place, stdout=out)

    reserve = terms["temporary_relief.reserve_least"]
    assert (reserve["step"], reserve["value"], reserve["value_text"]) == ("PAY", 50000, "50,000元")
    assert (reserve["document"], reserve["article"]) == ("阳民发[2020]4号", "二(二)10")
    assert (reserve["region"], reserve["since"], reserve["verified"]) == ("371521", "2020-03-27", True)
    unset = terms["temporary_relief.fund_use_target"]
    assert (unset["value"], unset["unknown"]) == (None, "本地没有登记")
    told = out.getvalue()
    assert any(line.split()[:3] == ["发放", "骗取救助罚款（不高于）", "3倍"] for line in told.splitlines())
    assert "本地没有登记：" in told.splitlines()[-1]
    assert "临时救助资金使用率" in told.splitlines()[-1]


@pytest.mark.django_db
def test_the_values_are_those_of_the_day_of_acceptance(tmp_path: Path) -> None:
    accepted = written(tmp_path, [{"event": "ACCEPTED", "on": "2021-06-30"}])

    terms = {one["parameter"]: one for one in run("deadlines", *ask(accepted))["terms"]}

    assert terms["dibao.county_visit_share"]["value_text"] == "30%"
