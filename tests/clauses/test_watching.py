"""Those not eligible stay in sight, and too many new families in one place are an alarm."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.monitoring.models import WatchRecord
from doudi.monitoring.states import NoticeKind
from doudi.notices.models import Notice
from tests.clauses.conftest import Policies
from tests.county import COUNTY, County, logged_in, monitored, name, on_dibao, person

GAP = "monitored-without-aid"
CITY = "4402"


@pytest.mark.clause("SX-2.2.1.7")
@pytest.mark.system("潜在救助对象备案登记册")
def test_the_not_eligible_are_watched_and_looked_at_again_when_income_falls(
    county: County, settings: Settings
) -> None:
    county.send("poverty_register", [monitored(order, 年人均纯收入="12000") for order in (1, 2)])
    county.send("dibao", [on_dibao(901)])
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.compare()
    entry = next(one for one in county.entries(GAP) if one.person and one.person.name == name(1))
    east = logged_in(county.people["east"])
    refused = {"outcome": "INELIGIBLE", "reason": "人均收入高于低保标准"}
    east.post(f"/ledger/{entry.pk}/conclude/", refused)

    waiting = east.get(f"/ledger/?status=OPEN&rule={GAP}").context["lines"]
    assert [line.name for line in waiting] == [name(2)]
    (line,) = east.get("/watch/?kind=INELIGIBLE").context["lines"]
    assert east.get("/watch/?kind=INELIGIBLE&late=1").context["lines"] == []
    assert east.get("/watch/export/?kind=INELIGIBLE&sort=-name").content[:2] == b"PK"
    assert '"rows": 1' in Entry.objects.get(action="monitoring.watch_exported").details
    assert line.record.person.name == name(1)
    assert line.record.next_review_on.isoformat() == "2027-05-03"

    call_command("watch_day", "--region", COUNTY)
    assert not Notice.objects.filter(kind="RECHECK").exists()
    changed = [monitored(1, 年人均纯收入="6000"), monitored(2, 年人均纯收入="12000")]
    county.send("poverty_register", changed, period="2026-11")
    call_command("watch_day", "--region", COUNTY)
    call_command("watch_day", "--region", COUNTY)
    (notice,) = Notice.objects.filter(kind="RECHECK")
    assert "年人均收入由 12,000.00 元变为 6,000.00 元，请重新核查，符合条件的提示重新申请" in notice.text
    assert notice.text in {str(todo.title) for todo in east.get("/").context["todos"]}

    record = WatchRecord.objects.get()
    record.next_review_on = record.since
    record.save(update_fields=["next_review_on"])
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"
    home = logged_in(county.people["east"]).get("/").context["todos"]
    assert f"{name(1)}：备案到期复核" in {str(todo.title) for todo in home}


def flooded(orders: range) -> list[dict[str, object]]:
    """Return new families of one village, all struck by disaster."""
    return [monitored(order, "突发严重困难户", 户编号=f"P{order}", 主要风险原因="因灾") for order in orders]


def todos(browser: Client) -> list[str]:
    """Return what waits on somebody's home page, of notices only."""
    kinds = {str(kind) for kind in NoticeKind.labels}
    return [str(todo.title) for todo in browser.get("/").context["todos"] if str(todo.badge) in kinds]


def answer(browser: Client, text: str, said: str) -> str:
    """Answer a notice on the page that lists it; return the page."""
    notice = Notice.objects.get(text=text, division=browser.get("/").context["request"].focus.region)
    return browser.post(f"/notices/{notice.pk}/settle/", {"answer": said}, follow=True).content.decode()


@pytest.mark.clause("MS-3.1f")
def test_eleven_families_of_one_village_by_disaster_alarm_the_city_and_nine_do_not(
    county: County, policies: Policies
) -> None:
    policies.set_cluster("village_same_cause", days=30, homes=10)
    city = logged_in(county.hire(Role.SUPERVISOR, CITY))
    office = logged_in(county.people["county"])
    old = [monitored(500), monitored(501)]
    county.send("poverty_register", old, period="2026-08")
    by_illness = [monitored(order, 户编号=f"Q{order}", 主要风险原因="因病") for order in range(600, 603)]
    county.send("poverty_register", [*old, *flooded(range(9)), *by_illness], period="2026-09")
    call_command("watch_day", "--region", COUNTY)
    assert (todos(city), todos(office)) == ([], [])

    county.send("poverty_register", [*old, *flooded(range(11)), *by_illness], period="2026-10")
    policies.set_cluster("village_same_cause", homes=11)
    call_command("watch_day", "--region", COUNTY)
    assert (todos(city), todos(office)) == ([], [])
    policies.set_cluster("village_same_cause", homes=10)
    call_command("watch_day", "--region", COUNTY)

    (alarm,) = todos(city)
    assert "陵西路社区居民委员会：30 天内因灾新增风险户 11 户，超过 10 户" in alarm
    assert todos(office) == [alarm]
    early = answer(city, alarm, "县级已核查完毕，解除预警")
    assert "下级还没有核查完" in early
    assert todos(city) == [alarm]
    answer(office, alarm, "已逐户核查，转办临时救助 11 户")
    assert todos(office) == []
    lifted = answer(city, alarm, "县级已核查完毕，解除预警")
    assert "已逐户核查，转办临时救助 11 户" in lifted
    call_command("watch_day", "--region", COUNTY)
    assert (todos(city), todos(office)) == ([], [])


@pytest.mark.clause("SX-2.2.1.9")
def test_thirty_new_families_in_a_town_and_week_alarm_county_and_city_until_answered(
    county: County, policies: Policies, settings: Settings
) -> None:
    policies.set_cluster("township_week", days=7, homes=20)
    supervisor = county.hire(Role.SUPERVISOR, CITY)
    causes = ("因病", "因残", "因学", "因灾")
    new = [monitored(order, 户编号=f"P{order}", 主要风险原因=causes[order % 4]) for order in range(30)]

    def told_on(day: int) -> list[list[str]]:
        settings.APP_CLOCK = f"frozen:2026-11-{day:02}T09:00+08:00"
        call_command("watch_day", "--region", COUNTY)
        return [todos(logged_in(user)) for user in (supervisor, county.people["county"])]

    county.send("poverty_register", [monitored(500)], period="2026-08")
    county.send("poverty_register", [monitored(500), *new[:20]], period="2026-09")
    assert told_on(3) == [[], []]
    county.send("poverty_register", [monitored(500), *new], period="2026-10")
    alarms = told_on(3)
    text = "东河街道：7 天内新增风险户 30 户，超过 20 户"
    assert [[text in alarm for alarm in each] for each in alarms] == [[True], [True]]
    assert [told_on(day) for day in (4, 9, 30)] == [alarms] * 3

    office, city = logged_in(county.people["county"]), logged_in(supervisor)
    assert "请写明处置情况" in answer(office, alarms[0][0], "")
    assert [todos(city), todos(office)] == alarms
    answer(office, alarms[0][0], "已派工作组核查处置")
    assert [todos(city), todos(office)] == [alarms[0], []]
    answer(city, alarms[0][0], "县级已核查处置完毕")
    assert [todos(city), todos(office)] == [[], []]


@pytest.mark.clause("ZJ-2.1.3b")
def test_income_between_the_two_lines_is_filed_and_leaves_when_the_standard_changes(
    county: County, policies: Policies
) -> None:
    policies.set("between-two-lines", dibao_year_fen=720_000, line_year_fen=400_000)
    county.send(
        "poverty_register",
        [
            monitored(1, "脱贫户", 户编号="P1", 年人均纯收入="5000"),
            monitored(2, "脱贫户", 户编号="P2", 年人均纯收入="8000"),
        ],
    )
    county.send("dibao", [on_dibao(901)])
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.compare()
    east = logged_in(county.people["east"])
    filed = [line.record.person.name for line in east.get("/watch/").context["lines"]]
    assert filed == [name(1)]

    policies.set("between-two-lines", dibao_year_fen=480_000, line_year_fen=400_000)
    county.compare()

    assert list(east.get("/watch/").context["lines"]) == []
    record = WatchRecord.objects.get()
    assert record.ended_on == county.at.date()
    trail = Entry.objects.filter(subject_type="person", subject_id=str(record.person_id))
    told = trail.filter(action__startswith="monitoring.watch").order_by("sequence")
    assert [made.action for made in told] == ["monitoring.watch_begun", "monitoring.watch_ended"]


@pytest.mark.clause("ZJ-2.1.3b")
def test_the_higher_line_may_be_either(county: County, policies: Policies) -> None:
    policies.set("between-two-lines", dibao_year_fen=300_000, line_year_fen=400_000)
    rows = [("3500", 1), ("2900", 2), ("4100", 3)]
    county.send(
        "poverty_register",
        [monitored(order, "脱贫户", 户编号=f"P{order}", 年人均纯收入=income) for income, order in rows],
    )
    county.send("dibao", [on_dibao(901)])
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.compare()

    assert [record.person.name for record in WatchRecord.objects.filter(kind="INCOME")] == [name(1)]
