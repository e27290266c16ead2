"""Alerts come twice, corrected, withdrawn, of strangers and of people who live elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.accounts.services import end_post
from doudi.audit.actors import SYSTEM
from doudi.exchange.models import Batch
from doudi.exchange.services.importing import import_file
from doudi.exchange.services.publishing import Wish, publish_batch, withdraw_batch
from doudi.exchange.services.receiving import Sender
from doudi.intake.models import Alert, HomeCheck, Sign
from doudi.intake.selectors.checks import live_signs
from doudi.intake.services.alerts import settle_batch
from doudi.intake.services.records import ConcludedMeanwhile, Found, NobodyWasThere, record_found
from doudi.intake.services.watching import watch_checks
from doudi.intake.states import CheckState
from doudi.kernel.dates import Period
from doudi.monitoring.selectors.runs import comparison_is_current
from doudi.notices.models import Notice
from doudi.work.models import Task
from doudi.work.services.moves import Act
from doudi.work.services.tasks import end_tasks
from doudi.work.states import MoveKind, TaskState
from tests.clauses.test_alerts import MONDAY, WEST, alert, sheets
from tests.county import (
    COUNTY,
    EAST,
    OTHER_VILLAGE,
    VILLAGE,
    County,
    logged_in,
    monitored,
    name,
    number,
    on_dibao,
    person,
    workbook,
)

SOURCE = "provincial_alert"
AT = datetime(2026, 11, 2, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(county: County, settings: Settings) -> None:
    settings.APP_CLOCK = MONDAY


def states() -> list[str]:
    return [check.state for check in HomeCheck.objects.order_by("pk")]


def conclude(check: HomeCheck, county: County, outcome: str = "UNTRUE", seen: int = 0) -> None:
    words = Found(date(2026, 11, 2), "HOME", "见到本人，家里过得去。", outcome, seen)
    record_found(check, words, act=Act(AT, county.people["east"]))


def corrected(county: County, rows: Iterable[dict[str, object]]) -> Batch:
    """Send a correction of the only batch there is."""
    made = county.send(SOURCE, list(rows), publish=False).batch
    publish_batch(made, by=SYSTEM, at=county.at, wish=Wish(replaces="latest"))
    return made


def test_settling_a_batch_again_and_again_does_nothing_twice(county: County) -> None:
    county.send(SOURCE, [alert(1), alert(2)])
    before = (HomeCheck.objects.count(), Sign.objects.count(), Task.objects.count())

    again = [settle_batch(Batch.objects.get().pk, at=AT) for _ in range(3)]

    assert {(each.taken, each.let_go) for each in again} == {(0, 0)}
    assert (HomeCheck.objects.count(), Sign.objects.count(), Task.objects.count()) == before == (2, 2, 2)


def test_the_same_alert_twice_in_one_list_and_two_of_a_family_are_one_check(county: County) -> None:
    home = {"户编号": "H1"}
    county.send("dibao", [on_dibao(1, **home), on_dibao(2, **home)])

    county.send(SOURCE, [alert(1), alert(1, 预警编号="YJ9"), alert(2, 预警等级="红色")])

    check = HomeCheck.objects.get()
    assert check.signs.count() == 3
    # the most pressing of them sets the day: red is two working days
    assert check.task is not None
    assert check.task.due_on == date(2026, 11, 4)


def test_an_alert_concluded_once_is_no_second_duty_when_another_list_has_it_again(county: County) -> None:
    county.send(SOURCE, [alert(1)])
    conclude(HomeCheck.objects.get(), county)

    county.send(SOURCE, [alert(1), alert(1, 预警编号="YJ8888", 预警日期="2026-11-01")], period="2026-11")

    old, new = HomeCheck.objects.order_by("pk")
    assert (old.state, old.signs.count()) == (CheckState.CONCLUDED, 2)
    assert (new.state, new.signs.count()) == (CheckState.OPEN, 1)


def test_a_correction_keeps_who_is_still_named_cancels_who_is_not_and_leaves_what_is_concluded(
    county: County,
) -> None:
    county.send(SOURCE, [alert(1), alert(2), alert(3)])
    first, second, third = HomeCheck.objects.order_by("pk")
    conclude(third, county)

    corrected(county, [alert(1), alert(4)])

    assert states() == ["OPEN", "CANCELLED", "CONCLUDED", "OPEN"]
    told = live_signs().filter(home_check=first).values_list("alert__batch__state", flat=True)
    assert list(told) == ["PUBLISHED"]
    second.refresh_from_db()
    assert second.task is not None
    assert second.task.state == TaskState.CANCELLED
    parted = Sign.objects.get(home_check=second)
    assert parted.reason == "预警批次已由更正的一批代替"
    page = logged_in(county.people["county"]).get(f"/home-checks/{second.pk}/").content.decode()
    assert "这一件已经撤销" in page


def test_a_withdrawn_batch_cancels_and_published_again_sends_out_again(county: County) -> None:
    batch = county.send(SOURCE, [alert(1), alert(2)]).batch
    done = HomeCheck.objects.get(person__isnull=True, pk=HomeCheck.objects.order_by("pk")[0].pk)
    conclude(done, county)

    withdraw_batch(batch, by=SYSTEM, at=AT, reason="发错了地区")
    after = states()
    publish_batch(Batch.objects.get(), by=SYSTEM, at=AT)

    assert after == ["CONCLUDED", "CANCELLED"]
    assert states() == ["CONCLUDED", "CANCELLED", "OPEN"]
    assert Alert.objects.count() == 2


def test_what_a_lost_job_left_undone_the_morning_round_does(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doudi.jobs.services.async_task", lambda *_: None)
    batch = county.send(SOURCE, [alert(1), alert(2)]).batch
    assert states() == []

    watched = [watch_checks(COUNTY, at=AT).settled for _ in range(2)]
    assert (watched, states()) == ([1, 0], ["OPEN", "OPEN"])

    withdraw_batch(batch, by=SYSTEM, at=AT, reason="发错了地区")
    watch_checks(COUNTY, at=AT)
    assert states() == ["CANCELLED", "CANCELLED"]


def test_somebody_the_registry_does_not_know_is_not_lost_and_joins_their_family_once_known(
    county: County,
) -> None:
    county.send(SOURCE, [alert(1)], period="2026-11")
    check = HomeCheck.objects.get()
    assert check.person is None

    home = {"户编号": "H1"}
    county.send("dibao", [on_dibao(1, **home), on_dibao(2, **home)], period="2026-11")
    county.send(SOURCE, [alert(1), alert(2, 预警日期="2026-11-01")], period="2026-12")

    desk = logged_in(county.people["county"])
    assert name(1) in desk.get(f"/home-checks/{check.pk}/").content.decode()
    assert number(1) not in desk.get(f"/home-checks/{check.pk}/").content.decode()
    page = desk.get(f"/home-checks/{check.pk}/").content.decode()
    assert name(2) in page
    assert "档案里没有这个人" not in page
    # the husband's unknown check and the wife's are of one family now
    desk.post("/focus/", {"period": "2026-11", "next": "/both-sides/"})
    assert '<a href="?mark=ONLINE">1</a> 户' in desk.get("/both-sides/").content.decode()


def test_who_lives_elsewhere_is_checked_there_and_the_township_of_the_register_is_told(
    county: County,
) -> None:
    apart = {"乡镇": "东河街道", "村（居）": "陵西路社区", "居住乡镇": "犁市镇", "居住村": "犁市村"}

    county.send(SOURCE, [alert(1, **apart)])

    assert HomeCheck.objects.get().division == OTHER_VILLAGE
    told = Notice.objects.get(kind="CHECK_ELSEWHERE")
    assert (told.division, told.about) == (EAST, OTHER_VILLAGE)
    assert name(1) not in told.text


def test_rows_of_other_counties_unknown_villages_and_wrong_numbers_are_all_accounted_for(
    county: County,
) -> None:
    rows = [
        alert(1),
        alert(2, **{"乡镇": "东河街道", "村（居）": "没有的村"}),
        alert(3, **{"乡镇": "", "村（居）": ""}),
        alert(4, **{"县区": "曲江区", "乡镇": "马坝镇", "村（居）": "某村"}),
        alert(5, 身份证号="440204196005170050"),
    ]

    batch = county.send(SOURCE, rows).batch

    assert [check.division for check in HomeCheck.objects.order_by("pk")] == [VILLAGE, EAST, COUNTY]
    desk = logged_in(county.people["county"])
    page = desk.get(f"/alerts/{batch.pk}/").content.decode()
    assert "已有结论 0 + 排查中 3 + 不属本县 1 + 没有收下 1 = 5 行" in page
    assert "原表第 6 行：" in page
    assert "已有结论 0 + 排查中 3" in desk.get("/alerts/").content.decode()
    rows_out, account = sheets(desk.get(f"/alerts/{batch.pk}/feedback/").content)
    assert [row[8] for row in rows_out[1:]] == ["排查中", "排查中", "排查中", "不属本县"]
    assert account[-1][0] == "原表第 6 行"


def test_the_township_finds_the_village_and_the_task_goes_there(county: County) -> None:
    assistant = county.hire(Role.VILLAGE_ASSISTANT, VILLAGE)
    county.send(SOURCE, [alert(2, **{"乡镇": "东河街道", "村（居）": "没有的村"})])
    check = HomeCheck.objects.get()
    assert check.task is not None
    east = logged_in(county.people["east"])
    assert check.task.owner == Post.objects.get(user=county.people["east"])

    refused = east.post(f"/home-checks/{check.pk}/place/", {"division": OTHER_VILLAGE}, follow=True)
    east.post(f"/home-checks/{check.pk}/place/", {"division": VILLAGE})

    assert "只能派到本县的村或乡镇" in refused.content.decode()
    check.refresh_from_db()
    assert check.task is not None
    check.task.refresh_from_db()
    assert (check.division, check.task.division, check.task.owner) == (
        VILLAGE,
        VILLAGE,
        Post.objects.get(user=assistant),
    )


def test_a_village_without_a_worker_falls_to_its_township_and_without_one_still_reaches_the_county(
    county: County, settings: Settings
) -> None:
    for left in ("west", "county"):
        post = Post.objects.get(user=county.people[left])
        end_post(post, by=SYSTEM, at=AT, on=date(2026, 11, 1), reason="调离")
    county.send(SOURCE, [alert(1), alert(2, **WEST)])
    east, west = (check.task for check in HomeCheck.objects.order_by("pk").select_related("task__owner"))

    watched = watch_checks(COUNTY, at=AT + timedelta(days=10))

    assert east is not None
    assert west is not None
    assert east.owner == Post.objects.get(user=county.people["east"])
    assert west.owner is None
    assert watched.told == 2
    assert watch_checks(COUNTY, at=AT + timedelta(days=11)).told == 0


def test_the_provinces_own_day_stands_and_one_past_the_calendar_raises_nothing(
    county: County, settings: Settings
) -> None:
    county.send(SOURCE, [alert(1, 排查期限="2026-11-20"), alert(2)], period="2026-11")
    own, counted = (check.task for check in HomeCheck.objects.order_by("pk").select_related("task"))
    assert own is not None
    assert counted is not None
    assert (own.due_on, counted.due_on) == (date(2026, 11, 20), date(2026, 11, 9))

    late = datetime(2027, 1, 20, 3, tzinfo=UTC)
    settings.APP_CLOCK = "frozen:2027-01-20T11:00+08:00"
    import_file(
        workbook([alert(3, 预警日期="2027-01-15")]),
        name="预警-2027-01.xlsx",
        source=SOURCE,
        region=COUNTY,
        period=Period.parse("2027-01"),
        sender=Sender("test", "测试"),
        by=SYSTEM,
        at=late,
        publish=True,
    )
    assert watch_checks(COUNTY, at=late + timedelta(days=30)).told == 2


def test_a_family_the_ledger_goes_to_already_gets_no_second_duty_until_that_is_over(county: County) -> None:
    county.send("poverty_register", [monitored(order, 户编号=f"H{order}") for order in range(3)])
    county.send("dibao", [on_dibao(9)])
    county.send("tekun", [person(8, 供养方式="分散供养")])
    county.compare()
    duty = Task.objects.filter(kind="ledger_check", household__isnull=False).order_by("pk").first()
    assert duty is not None

    county.send(SOURCE, [alert(order, 预警等级="红色") for order in range(3)])

    assert not Task.objects.filter(kind="home_check").exists()
    check = HomeCheck.objects.get(task=duty)
    duty.refresh_from_db()
    assert duty.due_on <= date(2026, 11, 4)
    page = logged_in(county.people["east"]).get(f"/home-checks/{check.pk}/").content.decode()
    assert "这一户的监测台账还在核查" in page

    duties = list(Task.objects.filter(kind="ledger_check", household=duty.household))
    end_tasks(duties, MoveKind.FINISHED, Act(AT), result="MISTAKEN", recorded_as="test")
    given = [watch_checks(COUNTY, at=AT).given for _ in range(2)]

    check.refresh_from_db()
    assert check.task is not None
    assert (given, check.task.kind, check.state) == ([1, 0], "home_check", "OPEN")


def test_an_outcome_rests_on_a_visit_and_two_who_conclude_do_not_overwrite_one_another(
    county: County,
) -> None:
    county.send(SOURCE, [alert(1)])
    check, east = HomeCheck.objects.get(), county.people["east"]
    by_phone = Found(date(2026, 11, 2), "PHONE", "电话里说家里还好。", "UNTRUE")

    with pytest.raises(NobodyWasThere, match="要入户看过才能填"):
        record_found(check, by_phone, act=Act(AT, east))
    record_found(check, Found(date(2026, 11, 2), "PHONE", "三次都没有人接。", "UNREACHED"), act=Act(AT, east))
    assert states() == ["OPEN"]
    conclude(check, county, "TO_APPLY")
    with pytest.raises(ConcludedMeanwhile):
        conclude(check, county, "UNTRUE")

    last = check.records.filter(outcome="TO_APPLY").get()
    conclude(check, county, "UNTRUE", seen=last.pk)
    check.refresh_from_db()
    assert (check.state, check.outcome) == ("CONCLUDED", "UNTRUE")
    assert check.task is not None
    assert (check.task.state, check.task.result) == ("FINISHED", "UNTRUE")


def test_checks_of_another_township_do_not_exist_for_whoever_is_elsewhere(county: County) -> None:
    batch = county.send(SOURCE, [alert(1)]).batch
    check = HomeCheck.objects.get()
    west, liaison = logged_in(county.people["west"]), logged_in(county.hire(Role.DEPARTMENT_LIAISON, COUNTY))

    assert west.get(f"/home-checks/{check.pk}/").status_code == 404
    assert west.post(f"/home-checks/{check.pk}/place/", {"division": OTHER_VILLAGE}).status_code == 404
    assert west.get(f"/alerts/{batch.pk}/").status_code == 404
    assert liaison.get(f"/home-checks/{check.pk}/").status_code == 404
    assert liaison.get("/home-checks/").status_code == 403


def test_a_list_of_alerts_makes_no_month_out_of_date_and_is_missed_in_none(county: County) -> None:
    county.send("poverty_register", [monitored(1, 户编号="H1")])
    county.send("dibao", [on_dibao(9)])
    county.send("tekun", [person(8, 供养方式="分散供养")])
    desk = logged_in(county.people["county"])
    county.compare()
    before = desk.get("/month/").content.decode()

    county.send(SOURCE, [alert(1)])

    assert "省平台预警名单" not in before
    assert comparison_is_current(COUNTY, Period.parse("2026-10"))
    assert "省平台预警名单" in desk.get("/batches/").content.decode()
