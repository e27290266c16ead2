"""What happened between two months of a county, in orders that once made a month say something false."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.audit.actors import SYSTEM
from doudi.exchange.models import Batch
from doudi.exchange.services.publishing import withdraw_batch
from doudi.kernel.dates import Period
from doudi.monitoring.models import EntryStanding, LedgerEntry, MatchRun, MonthPerson, WatchRecord
from doudi.monitoring.rules.equation import Balance
from doudi.monitoring.selectors.month import month_view
from doudi.monitoring.selectors.runs import comparison_is_current
from doudi.monitoring.services import comparison
from doudi.monitoring.services.comparison import ComparisonUnderWay, MonthIsClosed, request_match, run_match
from doudi.monitoring.services.ledger import EntryOfClosedMonth, conclude_entry
from doudi.monitoring.services.month import (
    ChangedSinceSubmission,
    ComparisonNotCurrent,
    ConclusionMissing,
    close_month,
    return_month,
    submit_month,
)
from doudi.monitoring.services.visits import strike_off
from doudi.monitoring.states import EntryMoveNotAllowed, EntryStatus, Outcome, RunStatus
from doudi.work.models import Pause, Task
from doudi.work.services.pauses import PauseAlreadyDecided, ask_for_pause, decide_pause
from tests.county import (
    COUNTY,
    EAST,
    OTHER_VILLAGE,
    VILLAGE,
    WEST,
    County,
    build_county,
    hand_to,
    logged_in,
    monitored,
    name,
    on_dibao,
    person,
    task_of,
)

OCTOBER, NOVEMBER = Period.parse("2026-10"), Period.parse("2026-11")
GAP = "monitored-without-aid"
ELSEWHERE = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    """Give a county whose October has five monitored people, two of them on dibao."""
    settings.DOUDI_DATA = tmp_path / "data"
    settings.DOUDI_DATA.mkdir()
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"
    county = build_county()
    send(county, "2026-10", watched=range(5), aided=(0, 1))
    county.compare("2026-10")
    return county


def send(county: County, period: str, *, watched: Iterable[int], aided: Iterable[int]) -> None:
    """Take in a month's three lists."""
    county.send("poverty_register", [monitored(order) for order in watched], period=period)
    county.send("dibao", [on_dibao(order) for order in aided], period=period)
    county.send("tekun", [person(9, 供养方式="分散供养")], period=period)


def conclude(county: County, entry: LedgerEntry, outcome: str = Outcome.INELIGIBLE) -> LedgerEntry:
    county.at += timedelta(minutes=1)
    return conclude_entry(
        entry,
        outcome=outcome,
        reason="入户核实，收入稳定且超过标准",
        by=county.people["east"],
        at=county.at,
        next_review_on=date(2027, 4, 1) if outcome == Outcome.WATCH else None,
    )


def conclude_all(county: County, outcome: str = Outcome.INELIGIBLE) -> None:
    for entry in county.entries(GAP, status=EntryStatus.OPEN):
        conclude(county, entry, outcome)


def submit(county: County, period: Period = OCTOBER) -> None:
    submit_month(COUNTY, period, by=county.people["county"], at=county.at)


def close(county: County, period: Period = OCTOBER) -> None:
    close_month(COUNTY, period, by=county.people["review"], at=county.at)


def total(period: Period = OCTOBER) -> Balance:
    return month_view(COUNTY, period).total


def test_a_later_month_speaks_for_nobody_of_an_earlier_open_one(county: County) -> None:
    """M1: three people nobody looked at are not excluded because November does not find them."""
    send(county, "2026-11", watched=(0, 1), aided=(0, 1))
    county.compare("2026-11")

    assert total() == Balance(6, 3, 3, 0, 0, 0, waiting=3)
    assert {entry.status for entry in county.entries(GAP)} == {EntryStatus.OPEN}
    with pytest.raises(ConclusionMissing, match="还有 3 人没有结论"):
        submit(county)
    conclude_all(county)
    assert total() == Balance(6, 3, 0, 0, 3, 0)
    excluded = EntryStanding.objects.filter(period="2026-10", is_latest=True, entry__rule=GAP)
    assert excluded.count() == 3
    assert all(row.by_id and row.reason for row in excluded)


def test_a_list_that_shows_the_result_concludes_and_says_since_when(county: County) -> None:
    send(county, "2026-11", watched=range(5), aided=(0, 1, 2))
    county.compare("2026-11")

    enrolled = next(entry for entry in county.entries(GAP) if entry.person and entry.person.name == name(2))
    assert enrolled.outcome == Outcome.ENROLLED_DIBAO
    assert "2026-11-01 起已纳入" in enrolled.reason
    assert total() == Balance(6, 3, 3, 0, 0, 0, waiting=2)


def test_comparing_an_earlier_month_again_takes_back_nothing_a_later_list_showed(county: County) -> None:
    send(county, "2026-11", watched=range(5), aided=(0, 1, 2))
    county.compare("2026-11")
    county.compare("2026-10")
    enrolled = next(entry for entry in county.entries(GAP) if entry.person and entry.person.name == name(2))
    assert (enrolled.status, enrolled.outcome) == (EntryStatus.CONCLUDED, Outcome.ENROLLED_DIBAO)

    county.send("dibao", [on_dibao(0), on_dibao(1)], period="2026-11")
    county.compare("2026-11")
    enrolled.refresh_from_db()
    assert enrolled.status == EntryStatus.OPEN


def test_an_answer_of_a_month_still_open_can_be_corrected_after_a_later_one_closed(county: County) -> None:
    send(county, "2026-11", watched=range(5), aided=(0, 1))
    county.compare("2026-11")
    conclude_all(county)
    submit(county, NOVEMBER)
    close(county, NOVEMBER)

    conclude(county, county.entries(GAP)[0], Outcome.WATCH)

    assert total(OCTOBER).watched == 1
    assert total(NOVEMBER).watched == 0


def test_a_city_is_not_green_while_a_county_was_not_compared_or_not_answered(county: County) -> None:
    city = logged_in(county.hire(Role.SUPERVISOR, "4402"))
    city.post("/focus/", {"period": "2026-10", "region": "4402", "next": "/"})
    assert "3 人已交办、待核查" in city.get("/").content.decode()
    conclude_all(county)
    assert "人人有着落</span>" in city.get("/").content.decode()
    county.send("dibao", [on_dibao(0), on_dibao(1), on_dibao(2)], period="2026-10")
    page = city.get("/").content.decode()
    assert "等本月比对" in page
    assert "人人有着落</span>" not in page


def test_found_no_more_in_a_new_comparison_of_the_same_month_is_withdrawn_by_it(county: County) -> None:
    county.send("dibao", [on_dibao(order) for order in (0, 1, 2)], period="2026-10")
    run = county.compare("2026-10")

    gone = EntryStanding.objects.get(entry__person__name=name(2), period="2026-10", is_latest=True)
    assert (gone.status, gone.run_id) == (EntryStatus.CLEARED, run.pk)
    assert total().aided == 4
    county.send("dibao", [on_dibao(0), on_dibao(1)], period="2026-10")
    county.compare("2026-10")
    assert total() == Balance(6, 3, 3, 0, 0, 0, waiting=3)


@pytest.mark.parametrize("what", ["another department's file", "withdrawal"])
def test_a_month_does_not_close_on_a_comparison_older_than_its_files(county: County, what: str) -> None:
    """M2: a hospital's file after the comparison, or a list taken back, makes the comparison old."""
    conclude_all(county)
    assert comparison_is_current(COUNTY, OCTOBER)
    county.at += timedelta(minutes=1)
    if what == "withdrawal":
        taken = Batch.objects.get(source="dibao", period="2026-10")
        withdraw_batch(taken, by=county.people["county"], at=county.at, reason="民政局发来更正，先撤回")
    else:
        county.send(
            "cremation", [{"逝者姓名": name(0), "身份证号": person(0)["身份证号"], "火化日期": "2026-10-20"}]
        )

    assert not comparison_is_current(COUNTY, OCTOBER)
    with pytest.raises(ComparisonNotCurrent):
        submit(county)
    page = logged_in(county.people["county"]).get("/month/").content.decode()
    assert "等本月比对" in page
    assert "人人有着落</span>" not in page


def test_a_comparison_writes_nothing_into_a_month_closed_while_it_computed(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M3: closing comes between computing and taking in."""
    conclude_all(county)
    submit(county)
    computed = comparison._compare

    def compute_and_be_overtaken(run: MatchRun, period: Period) -> object:
        result = computed(run, period)
        close(county)
        return result

    monkeypatch.setattr(comparison, "_compare", compute_and_be_overtaken)
    before = EntryStanding.objects.count()
    with pytest.raises(MonthIsClosed):
        run_match(region=COUNTY, period=OCTOBER, by=SYSTEM, at=county.at + timedelta(minutes=1))

    assert EntryStanding.objects.count() == before
    assert MatchRun.objects.latest("pk").status == RunStatus.FAILED


def test_a_run_taken_over_by_a_later_one_writes_nothing(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M12: the first run was given up; it must not end as done."""
    computed = comparison._compare

    def be_given_up(run: MatchRun, period: Period) -> object:
        result = computed(run, period)
        MatchRun.objects.filter(pk=run.pk).update(
            status=RunStatus.FAILED, problem="运行中断，已由之后的比对接替。"
        )
        return result

    monkeypatch.setattr(comparison, "_compare", be_given_up)
    with pytest.raises(comparison.RunTakenOver):
        county.compare("2026-10")
    assert MatchRun.objects.latest("pk").status == RunStatus.FAILED


def test_a_double_click_queues_one_comparison(county: County) -> None:
    """M12."""
    request_match(region=COUNTY, period=OCTOBER, by=county.people["county"], at=county.at)
    with pytest.raises(ComparisonUnderWay, match="不用再点"):
        request_match(region=COUNTY, period=OCTOBER, by=county.people["county"], at=county.at)
    assert MatchRun.objects.filter(status=RunStatus.QUEUED).count() == 1


def test_a_comparison_nobody_fetched_for_long_gives_way_to_a_new_one(county: County) -> None:
    """The worker was down: the first stays as not finished, the second is queued."""
    request_match(region=COUNTY, period=OCTOBER, by=county.people["county"], at=county.at)
    later = county.at + comparison.GIVEN_UP_AFTER
    second = request_match(region=COUNTY, period=OCTOBER, by=county.people["county"], at=later)

    assert MatchRun.objects.get(status=RunStatus.QUEUED) == second
    given_up = MatchRun.objects.get(status=RunStatus.FAILED)
    assert "一直没有开始" in given_up.problem


def close_with_work_left(county: County) -> LedgerEntry:
    """Close October while an entry that does not hold it open is still open."""
    county.send(
        "cremation", [{"逝者姓名": name(0), "身份证号": person(0)["身份证号"], "火化日期": "2026-10-20"}]
    )
    county.compare("2026-10")
    conclude_all(county)
    left = LedgerEntry.objects.exclude(rule=GAP).filter(status=EntryStatus.OPEN).earliest("pk")
    submit(county)
    close(county)
    return left


def test_what_a_closed_month_left_open_can_be_finished_and_the_month_stays(county: County) -> None:
    """M4: the clock of such an entry must be stoppable by an answer."""
    left = close_with_work_left(county)
    sealed = sorted(MonthPerson.objects.values_list("person", "standing", "because"))

    done = conclude(county, left, "MISTAKEN")

    assert done.status == EntryStatus.CONCLUDED
    assert done.standings.get(is_latest=True, cause="CONCLUDED").period == "2026-11"
    assert sorted(MonthPerson.objects.values_list("person", "standing", "because")) == sealed
    assert done.standings.get(period="2026-10", is_latest=True).status == EntryStatus.OPEN
    concluded_then = county.entries(GAP)[0]
    with pytest.raises(EntryOfClosedMonth):
        conclude(county, concluded_then, Outcome.WATCH)


def test_a_watch_of_november_is_not_read_into_october(county: County) -> None:
    """M5: neither a watch that begins later nor one that ends later changes an open month."""
    watched = county.entries(GAP)[0]
    assert watched.person is not None
    send(county, "2026-11", watched=range(5), aided=(0, 1))
    before = total()
    record = WatchRecord.objects.create(
        person=watched.person,
        region=COUNTY,
        division=VILLAGE,
        reason="备案观察",
        since=date(2026, 11, 30),
        next_review_on=date(2027, 4, 1),
    )
    assert total() == before
    record.since, record.ended_on = date(2026, 9, 1), date(2026, 11, 2)
    record.save()
    assert total().waiting == before.waiting
    Task.objects.filter(ledger_entry=watched).update(owner=None)
    EntryStanding.objects.filter(entry=watched).update(owner=None)
    assert total().watched == 1
    record.ended_on = date(2026, 10, 31)
    record.save()
    assert total().unaccounted == 1


def test_watching_somebody_anew_keeps_since_when_they_were_watched_before(county: County) -> None:
    entry = conclude(county, county.entries(GAP)[0], Outcome.WATCH)
    first = WatchRecord.objects.get()
    county.at += timedelta(days=20)
    conclude(county, entry, Outcome.WATCH)

    first.refresh_from_db()
    assert first.since == date(2026, 11, 2)
    assert first.ended_on == date(2026, 11, 22)
    assert WatchRecord.objects.filter(ended_on__isnull=True).count() == 1


def test_found_again_means_a_new_due_date(county: County) -> None:
    """M6: reopened on 1 December, it was once due on 16 November."""
    entry = conclude(county, county.entries(GAP)[0], Outcome.MISTAKEN)
    was_due = entry.due_on
    county.at = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    send(county, "2026-11", watched=range(5), aided=(0, 1))
    county.compare("2026-11")

    entry.refresh_from_db()
    assert entry.status == EntryStatus.OPEN
    assert entry.due_on is not None
    assert was_due is not None
    assert entry.due_on > date(2026, 12, 1) > was_due


def test_a_pause_is_decided_once(county: County) -> None:
    """M7: a second click moves no date again, and a refusal after a grant changes nothing."""
    review = county.hire(Role.COUNTY_OFFICER, COUNTY, username="second-officer")
    entry = county.entries(GAP)[0]
    pause = ask_for_pause(
        task_of(entry), until=date(2026, 11, 9), reason="等待残联答复", by=county.people["east"], at=county.at
    )
    decide_pause(pause, granted=True, by=county.people["county"], at=county.at)
    entry.refresh_from_db()
    due = entry.due_on

    for granted in (True, False):
        with pytest.raises(PauseAlreadyDecided):
            decide_pause(pause, granted=granted, by=review, at=county.at)
    entry.refresh_from_db()
    assert entry.due_on == due
    assert Pause.objects.get().status == "GRANTED"


def test_a_pause_asked_before_eight_in_the_morning_stands_still_from_that_day(county: County) -> None:
    """M13: 3 November 07:30 is still 2 November in UTC, the way a database gives it back."""
    morning = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    entry = county.entries(GAP)[0]
    before = entry.due_on
    pause = ask_for_pause(
        task_of(entry), until=date(2026, 11, 4), reason="等待残联答复", by=county.people["east"], at=morning
    )
    decide_pause(Pause.objects.get(pk=pause.pk), granted=True, by=county.people["county"], at=county.at)

    entry.refresh_from_db()
    assert before == date(2026, 11, 16)
    assert entry.due_on == date(2026, 11, 17)


def test_an_entry_follows_somebody_who_moved_to_the_other_township(county: County) -> None:
    """M8: the new township sees and owns it, the equation counts the person there."""
    entry = county.entries(GAP)[0]
    assert entry.owner is not None
    assert entry.owner.division_id == EAST
    order = next(order for order in range(5) if entry.person and name(order) == entry.person.name)
    rows = [monitored(each, **(ELSEWHERE if each == order else {})) for each in range(5)]
    county.send("poverty_register", rows, period="2026-11")
    county.send("dibao", [on_dibao(0), on_dibao(1)], period="2026-11")
    county.send("tekun", [person(9, 供养方式="分散供养")], period="2026-11")
    county.compare("2026-11")

    entry.refresh_from_db()
    assert entry.division == OTHER_VILLAGE
    assert entry.owner is not None
    assert entry.owner.division_id == WEST
    assert month_view(OTHER_VILLAGE, NOVEMBER).total.monitored == 1
    assert month_view(OTHER_VILLAGE, OCTOBER).total.monitored == 0
    assert logged_in(county.people["west"]).get(f"/ledger/{entry.pk}/").status_code == 200


def test_nobody_has_in_hand_what_belongs_to_a_post_that_ended(county: County) -> None:
    """M9."""
    assert total().unaccounted == 0
    Post.objects.filter(user=county.people["east"]).update(valid_to=date(2026, 11, 3))
    assert total() == Balance(6, 3, 0, 0, 0, 3)


def test_the_second_person_closes_only_what_was_submitted(county: County) -> None:
    """M10: a conclusion changed between the two must be looked at again."""
    conclude_all(county)
    submit(county)
    conclude(county, county.entries(GAP)[0], Outcome.WATCH)

    with pytest.raises(ChangedSinceSubmission, match="请先退回"):
        close(county)
    page = logged_in(county.people["review"]).get("/month/").content.decode()
    assert "提交之后又有变化" in page
    return_month(COUNTY, OCTOBER, by=county.people["review"], at=county.at, reason="结论有改动，请核对")
    submit(county)
    close(county)
    assert total().watched == 1


def test_concluding_a_struck_off_entry_anew_takes_the_strike_off_back(county: County) -> None:
    """M11."""
    entry = conclude(county, county.entries(GAP)[0])
    strike_off(entry, by=county.people["east"], at=county.at)
    again = conclude(county, entry, Outcome.ENROLLED_DIBAO)
    assert (again.struck_off_on, again.result) == (None, None)


def test_neither_a_name_nor_a_list_of_november_takes_back_what_october_was_answered_with(
    county: County,
) -> None:
    entry = conclude(county, county.entries(GAP)[0], Outcome.MISTAKEN)
    order = next(order for order in range(5) if entry.person and name(order) == entry.person.name)
    send(county, "2026-11", watched=range(5), aided=(0, 1))
    county.compare("2026-11")
    october = entry.standings.get(period="2026-10", is_latest=True)
    owner = county.people["county"].posts.get()
    hand_to(entry, owner=owner, due_on=date(2026, 11, 20), by=county.people["county"], at=county.at)
    assert entry.standings.get(period="2026-11", is_latest=True).owner == owner
    assert entry.standings.get(period="2026-10", is_latest=True) == october
    county.send("dibao", [on_dibao(each) for each in (0, 1, order)], period="2026-11")
    county.compare("2026-11")
    entry.refresh_from_db()
    assert (entry.outcome, entry.concluded_by) == (Outcome.ENROLLED_DIBAO, None)
    assert entry.standings.get(period="2026-10", is_latest=True) == october
    assert october.outcome == Outcome.MISTAKEN


def test_a_cleared_entry_cannot_be_concluded(county: County) -> None:
    """M11: a table of moves says so, not the page."""
    county.send("poverty_register", [monitored(order) for order in (0, 1)], period="2026-10")
    county.compare("2026-10")
    cleared = county.entries(GAP, status=EntryStatus.CLEARED)
    assert len(cleared) == 3
    with pytest.raises(EntryMoveNotAllowed, match="不再命中"):
        conclude(county, cleared[0])


def test_the_home_page_is_green_only_when_everyone_was_looked_at(county: County) -> None:
    officer = logged_in(county.people["county"])
    officer.post("/focus/", {"period": "2026-10", "next": "/"})
    waiting = officer.get("/").content.decode()
    assert "3 人已交办、待核查" in waiting
    assert ("人人有着落" in waiting, "本月监测名单" in waiting) == (False, True)
    assert steps_done(waiting) == 1  # of the five only the comparison: nine lists never came

    conclude_all(county)
    looked_at = officer.get("/").content.decode()
    assert "人人有着落</span>" in looked_at
    assert steps_done(looked_at) == 2


def test_a_new_month_shows_no_step_done_and_nobody_red(county: County) -> None:
    officer = logged_in(county.people["county"])
    officer.post("/focus/", {"period": "2026-11", "next": "/"})
    page = officer.get("/").content.decode()
    assert steps_done(page) == 0
    assert "等本月比对" in page
    assert "还有人没着落" not in page


def steps_done(page: str) -> int:
    """Return how many steps of the month the page shows as done."""
    return page.count('<li class="is-done">')


def test_month_status_tells_handed_out_from_in_work(
    county: County, capsys: pytest.CaptureFixture[str]
) -> None:
    conclude(county, county.entries(GAP)[0], Outcome.ENROLLED_DIBAO)
    call_command("month_status", "--region", COUNTY, "--period", "2026-10", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["total"]["underway"] == 3
    assert said["underway"] == {"waiting": 2, "at_work": 1}
