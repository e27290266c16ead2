"""A county's figures, worked out by hand: on the page, down to the people, kept with the closed month."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.audit.models import Entry
from doudi.common.figures import figures
from doudi.kernel.dates import Period
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import close_month, submit_month
from doudi.monitoring.states import Outcome
from doudi.oversight.models import KeptCount, KeptFigure
from doudi.oversight.selectors.figures import NOT_THEN, OTHERS, SAME, Part, figures_of
from tests.clauses.conftest import county as county
from tests.county import COUNTY, EAST, VILLAGE, WEST, County, logged_in, monitored, name, on_dibao, person

OCTOBER = Period.parse("2026-10")
GAP = "monitored-without-aid"
ELSEWHERE = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}
BY_HAND = {
    # east: 0, 1 on dibao, 9 on tekun, 2 to 4 found without aid; west: 30 on dibao, 20 found without aid
    "listed": {COUNTY: "8", EAST: "6", WEST: "2"},
    "aided": {COUNTY: "4", EAST: "3", WEST: "1"},
    "underway": {COUNTY: "4", EAST: "3", WEST: "1"},
    "waiting": {COUNTY: "4", EAST: "3", WEST: "1"},
    "watched": {COUNTY: "0", EAST: "0", WEST: "0"},
    "excluded": {COUNTY: "0", EAST: "0", WEST: "0"},
    "unaccounted": {COUNTY: "0", EAST: "0", WEST: "0"},
    # who was only handed to somebody is not settled: 4 of 8, 3 of 6, 1 of 2
    "settled": {COUNTY: "50%", EAST: "50%", WEST: "50%"},
    "aided_share": {COUNTY: "50%", EAST: "50%", WEST: "50%"},
    # on the second of November nothing is due yet: no share, and not nought
    "in_time": {COUNTY: "无应办", EAST: "无应办", WEST: "无应办"},
    "overdue": {COUNTY: "0", EAST: "0", WEST: "0"},
    # the register tells 1 of 3 facts of each; dibao with its sum 2 of 2; dibao 30 and tekun 9 lack it: 1 of 2
    # east: 5x1 + 2x2 + 1 = 10 of 5x3 + 2x2 + 2 = 21; west: 1 + 1 = 2 of 3 + 2 = 5; county: 12 of 26
    "facts_known": {COUNTY: "46.15%", EAST: "47.61%", WEST: "40%"},
}


def send_all(county: County, period: str = "2026-10") -> None:
    """Send a month's three lists: eight people, two of them in the west."""
    register = [*(monitored(order) for order in range(5)), monitored(20, **ELSEWHERE)]
    county.send("poverty_register", register, period=period)
    without_sum = {"本人月保障金": "", **ELSEWHERE}
    county.send("dibao", [on_dibao(0), on_dibao(1), on_dibao(30, **without_sum)], period=period)
    county.send("tekun", [person(9, 供养方式="分散供养")], period=period)


@pytest.fixture
def compared(county: County, settings: Settings) -> County:
    """A county whose October is compared on the second of November."""
    settings.APP_CLOCK = "frozen:2026-11-02T10:00+08:00"
    send_all(county)
    county.compare()
    return county


def conclude(county: County, order: int, outcome: str, *, who: str = "east") -> None:
    (entry,) = [each for each in county.entries(GAP) if each.person and each.person.name == name(order)]
    conclude_entry(
        entry, outcome=outcome, reason="入户核实，收入稳定且超过标准", by=county.people[who], at=county.at
    )


def closed(county: County, settings: Settings) -> None:
    """Three are concluded in time, the fourth on the twentieth, past the day; then the month is closed."""
    conclude(county, 2, Outcome.MISTAKEN)
    conclude(county, 3, Outcome.INELIGIBLE)
    conclude(county, 4, Outcome.INELIGIBLE)
    settings.APP_CLOCK = "frozen:2026-11-20T09:00+08:00"
    county.at = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    conclude(county, 20, Outcome.INELIGIBLE, who="west")
    submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    close_month(COUNTY, OCTOBER, by=county.people["review"], at=county.at)


def texts(county: County, code: str) -> dict[str, str]:
    found = figures_of(COUNTY, OCTOBER, on=county.at.date())
    return {key: found.line(key, Part(code)).now_text for key in found.now}


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_figure_is_what_it_is_by_hand(compared: County) -> None:
    for code in (COUNTY, EAST, WEST):
        found = texts(compared, code)
        assert {key: found[key] for key in BY_HAND} == {key: said[code] for key, said in BY_HAND.items()}
    lists = figures_of(COUNTY, OCTOBER, on=compared.at.date()).line("files_arrived", Part(COUNTY)).now
    assert lists is not None
    assert lists.above == 3
    assert texts(compared, EAST)["files_arrived"] == "只按县统计"
    # how many live here nobody entered: see tests/clauses/test_coverage.py
    assert texts(compared, COUNTY)["dibao_coverage"] == "缺分母"
    assert set(BY_HAND) | {"files_arrived", "dibao_coverage"} == set(figures())


def test_two_clicks_lead_from_a_figure_to_the_people(compared: County) -> None:
    office = logged_in(compared.people["county"])
    overview = page(office, "/indicators/")
    assert f"/indicators/listed/?division={COUNTY}" in overview
    one = page(office, f"/indicators/listed/?division={COUNTY}")
    assert f"/indicators/listed/behind/?division={WEST}" in one
    people = page(office, f"/indicators/listed/behind/?division={WEST}")
    assert [name(order) in people for order in (20, 30)] == [True, True]
    assert [name(order) in people for order in (0, 2, 9)] == [False] * 3
    rest = page(office, f"/indicators/settled/behind/?division={EAST}&side=rest")
    assert [name(order) in rest for order in (2, 3, 4)] == [True] * 3
    assert name(0) not in rest
    unknown = page(office, f"/indicators/facts_known/behind/?division={WEST}&side=rest")
    assert unknown.count("建档立卡与防返贫监测：年人均纯收入") == 1
    assert "最低生活保障：月金额" in unknown


def test_a_reader_sees_only_what_the_post_covers(compared: County) -> None:
    east = logged_in(compared.people["east"])
    mine = page(east, "/indicators/")
    assert f"division={EAST}" in mine
    assert "犁市" not in mine
    for address in ("/indicators/", "/indicators/listed/", "/indicators/listed/behind/"):
        for foreign in (COUNTY, WEST, "44", "440204x"):
            assert east.get(f"{address}?division={foreign}").status_code == 404
    assert east.get("/indicators/no_such/").status_code == 404
    assert east.get(f"/indicators/files_arrived/behind/?division={EAST}").status_code == 404


def test_a_closed_month_keeps_its_figures_and_what_follows_is_told_beside_them(
    compared: County, settings: Settings
) -> None:
    closed(compared, settings)

    # 0, 1, 9 and 30 on aid, four with reasons; of eight checks due on the sixteenth three are done in time,
    # one late and four not at all: 9 and 30 are not on the register, 9 has no care level, 30 no sum
    expected = {"listed": "8", "aided": "4", "underway": "0", "excluded": "4", "settled": "100%"}
    expected |= {"in_time": "37.50%", "overdue": "4"}
    found = figures_of(COUNTY, OCTOBER, on=compared.at.date())
    lines = {key: found.line(key, Part(COUNTY)) for key in figures()}
    assert {key: lines[key].kept_text for key in expected} == expected
    assert {line.difference for line in lines.values()} == {SAME}
    assert found.line("in_time", Part(WEST)).kept_text == "0%"
    assert found.line("in_time", Part(EAST)).kept_text == "60%"
    assert {row.by for row in KeptFigure.objects.all()} == {compared.people["review"]}
    assert Entry.objects.filter(action="oversight.figures_kept", subject_id=f"{COUNTY}:2026-10").count() == 1
    kept = list(KeptCount.objects.order_by("pk").values_list())

    # in November the one told to be a mistake is found again: October's check is open once more
    send_all(compared, "2026-11")
    compared.compare("2026-11")

    again = figures_of(COUNTY, OCTOBER, on=compared.at.date())
    assert again.line("in_time", Part(COUNTY)).kept_text == "37.50%"
    assert again.line("in_time", Part(COUNTY)).now_text == "28.57%"
    assert again.line("in_time", Part(COUNTY)).difference == "月结后分子 -1，分母 -1"
    assert again.line("in_time", Part(WEST)).difference == SAME
    assert list(KeptCount.objects.order_by("pk").values_list()) == kept
    office = logged_in(compared.people["county"])
    told = page(office, f"/indicators/in_time/?division={COUNTY}")
    assert "月结后分子 -1，分母 -1" in told
    assert "当时的数已经留存" in told


def test_a_figure_that_was_not_there_at_the_closing_is_not_told_of_it(
    compared: County, settings: Settings
) -> None:
    closed(compared, settings)
    gone = KeptFigure.objects.get(figure="settled")
    gone.counts.all().delete()
    gone.delete()
    other = KeptCount.objects.filter(kept__figure="listed").first()
    assert other is not None
    KeptCount.objects.filter(pk=other.pk).update(digest="another")

    found = figures_of(COUNTY, OCTOBER, on=compared.at.date())

    assert found.line("settled", Part(COUNTY)).difference == NOT_THEN
    assert found.line("settled", Part(COUNTY)).kept_text == ""
    assert found.line("listed", Part(COUNTY)).difference == OTHERS


def test_the_workbook_and_the_command_tell_the_same_numbers(
    compared: County, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    closed(compared, settings)
    answer = logged_in(compared.people["county"]).get("/indicators/?sheet=1")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = [row for row in sheet.to_python() if row[0] == "核查及时率"]
    assert {(row[2], row[5]): row[6:] for row in rows if row[2] in (COUNTY, WEST)} == {
        (COUNTY, "月结时"): [3, 8, "37.50%"],
        (COUNTY, "现在"): [3, 8, "37.50%"],
        (WEST, "月结时"): [0, 3, "0%"],
        (WEST, "现在"): [0, 3, "0%"],
    }
    assert Entry.objects.filter(action="oversight.figures_exported").count() == 1
    assert logged_in(compared.people["east"]).get("/indicators/?sheet=1").status_code == 200

    call_command("figures", "--region", COUNTY, "--period", "2026-10", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["figures"]["in_time"]["over"] == str(figures()["in_time"].over)
    assert {
        (one["division"], one["kept"]): (one["above"], one["below"], one["text"])
        for one in told["values"]
        if one["figure"] == "in_time" and one["division"] in (COUNTY, VILLAGE)
    } == {
        (COUNTY, True): (3, 8, "37.50%"),
        (COUNTY, False): (3, 8, "37.50%"),
        (VILLAGE, True): (3, 5, "60%"),
        (VILLAGE, False): (3, 5, "60%"),
    }
    with pytest.raises(SystemExit, match="2"):
        call_command("figures", "--region", "44", "--period", "2026-10", "--json")


def test_the_month_and_the_timeliness_page_say_what_the_figures_say(
    compared: County, settings: Settings
) -> None:
    closed(compared, settings)
    office = logged_in(compared.people["county"])
    timely = page(office, "/timeliness/")
    assert str(figures()["in_time"].counts) in timely
    assert '<td data-label="及时率" class="num">60%</td>' in timely
    assert '<td data-label="及时率" class="num">0%</td>' in timely
    assert page(office, "/funnel/")


def test_across_the_year_s_end_months_stay_in_order_and_days_nobody_knows_are_late_for_nobody(
    compared: County, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    closed(compared, settings)
    compared.at = datetime(2026, 12, 31, 1, 0, tzinfo=UTC)
    settings.APP_CLOCK = "frozen:2026-12-31T09:00+08:00"
    send_all(compared, "2026-12")
    compared.compare("2026-12")
    settings.APP_CLOCK = "frozen:2027-02-20T09:00+08:00"

    # nobody announced the holidays of 2027: the check of 2, open again since December, has a day that does
    # not count yet; 3 and 4 were in time, 20 late, and the four nobody did in November are overdue as before
    call_command("figures", "--region", COUNTY, "--period", "2026-12", "--json")
    told = json.loads(capsys.readouterr().out)["values"]
    county = [one for one in told if one["division"] == COUNTY]
    values = {(one["figure"], one["period"], one["kept"]): one["text"] for one in county}
    assert values["overdue", "2026-12", False] == "4"
    assert values["in_time", "2026-12", False] == "28.57%"
    assert values["in_time", "2026-10", True] == "37.50%"
    assert ("in_time", "2026-12", True) not in values
