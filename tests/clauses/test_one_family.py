"""Leads and alerts are joined and parted again, told in two minutes, shown where the family is shown."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.intake.models import FieldRecord, HomeCheck, Lead, Sign
from doudi.work.models import Task
from doudi.work.states import TaskState
from tests.clauses.test_alerts import MONDAY, OVERDUE, alert, found, sheets
from tests.clauses.test_leads import chosen, lead
from tests.county import COUNTY, OTHER_VILLAGE, VILLAGE, County, logged_in, name, number, on_dibao

AT = datetime(2026, 11, 2, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(county: County, settings: Settings) -> None:
    settings.APP_CLOCK = MONDAY


def test_a_nameless_lead_joined_to_a_family_and_parted_again_has_its_own_check_and_day(
    county: County,
) -> None:
    east = logged_in(county.people["east"])
    county.send("provincial_alert", [alert(1, 预警等级="黄色")])
    east.post("/leads/new/", lead(name="村口老人", urgency="URGENT"))
    known, nameless = HomeCheck.objects.order_by("pk")

    unsaid = east.post(f"/home-checks/{nameless.pk}/join/", {"into": known.pk, "reason": ""}, follow=True)
    east.post(f"/home-checks/{nameless.pk}/join/", {"into": known.pk, "reason": "村干部说就是他"})

    assert "请写明理由" in unsaid.content.decode()
    nameless.refresh_from_db()
    assert nameless.state == "CANCELLED"
    assert "双印证" in east.get(f"/home-checks/{known.pk}/").content.decode()
    (sign,) = Sign.objects.filter(home_check=known, lead__isnull=False)
    alone = east.post(f"/home-checks/signs/{sign.pk}/part/", {"reason": "上门看了不是他"}, follow=True)
    assert "仅线下" in alone.content.decode()
    made = HomeCheck.objects.get(signs__lead__isnull=False, signs__parted_at__isnull=True)
    assert made.task is not None
    # the lead was urgent when it was told: its own day, counted from then
    assert (made.state, made.task.due_on) == ("OPEN", date(2026, 11, 3))
    assert "仅线上" in east.get(f"/home-checks/{known.pk}/").content.decode()
    again = east.post(f"/home-checks/signs/{sign.pk}/part/", {"reason": "上门看了不是他"})
    assert again.status_code == 404


def test_the_only_sign_of_a_check_is_not_parted_and_a_check_is_not_joined_to_itself(county: County) -> None:
    east = logged_in(county.people["east"])
    county.send("provincial_alert", [alert(1)])
    check, sign = HomeCheck.objects.get(), Sign.objects.get()

    parted = east.post(f"/home-checks/signs/{sign.pk}/part/", {"reason": "不是这一户"}, follow=True)
    joined = east.post(
        f"/home-checks/{check.pk}/join/", {"into": check.pk, "reason": "是同一户"}, follow=True
    )

    assert "仅有的一条，不能分出" in parted.content.decode()
    assert "只能并入本地另一件" in joined.content.decode()
    assert HomeCheck.objects.get().state == "OPEN"


def test_a_lead_sent_twice_is_one_and_one_that_says_too_little_is_told_beside_the_field(
    county: County,
) -> None:
    east = logged_in(county.people["east"])
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"

    for _ in range(2):
        east.post("/leads/new/", lead(name="村口老人", once=key))
    answers = [
        east.post("/leads/new/", lead(name="村口老人", **wrong)).content.decode()
        for wrong in ({"words": "穷"}, {"number": "440204196005170050"}, {"seen_on": "2026-11-03"})
    ]
    nobody = east.post("/leads/new/", lead()).content.decode()

    assert Lead.objects.count() == 1
    expected = ("不少于 4 个字", "身份证号码不对", "发现日不能晚于今天")
    assert [text in answer for text, answer in zip(expected, answers, strict=True)] == [True] * 3
    assert "请写姓名" in nobody
    # neither name nor number is in the trail
    assert name(1) not in str(list(Entry.objects.values_list("details", flat=True)))


def test_a_number_typed_for_somebody_the_registry_knows_joins_their_family(county: County) -> None:
    east = logged_in(county.people["east"])
    county.send("dibao", [on_dibao(1, 户编号="H1")], period="2026-11")

    east.post("/leads/new/", lead(name=name(1), number=number(1)))

    assert HomeCheck.objects.get().person is not None
    assert "最低生活保障" in east.get(f"/home-checks/{HomeCheck.objects.get().pk}/").content.decode()


def test_people_of_another_township_are_neither_found_nor_chosen(county: County) -> None:
    county.send("dibao", [on_dibao(1, 户编号="H1")], period="2026-11")
    east, west = logged_in(county.people["east"]), logged_in(county.people["west"])
    key = chosen(east, 1)["person"]

    assert name(1) + " ·" not in west.post("/leads/new/", {"step": "find", "q": name(1)}).content.decode()
    assert west.post("/leads/new/", {"step": "choose", "person": key}).status_code == 404
    assert west.post("/leads/new/", lead(person=key, division=OTHER_VILLAGE)).status_code == 404
    assert west.post("/leads/new/", lead(name="老人", division=VILLAGE)).status_code == 422


def test_the_cards_of_the_family_and_the_command_say_what_stands(
    county: County, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    home = {"户编号": "H1"}
    county.send("dibao", [on_dibao(1, **home), on_dibao(2, **home)], period="2026-11")
    east = logged_in(county.people["east"])
    county.send("provincial_alert", [alert(1)])
    east.post("/leads/new/", lead(**chosen(east, 2)))
    check = HomeCheck.objects.get()
    assert check.person is not None

    card = east.get(f"/people/{check.person_id}/").content.decode()
    settings.APP_CLOCK = OVERDUE
    call_command("list_home_checks", "--region", COUNTY, "--overdue", "--json")

    assert "预警与线索" in card
    assert "双印证" in card
    said = json.loads(capsys.readouterr().out)
    (told,) = said["checks"]
    assert (told["division"], told["alerts"], told["leads"], told["mark"], told["overdue"]) == (
        VILLAGE,
        1,
        1,
        "BOTH",
        True,
    )
    assert name(1) not in str(said)


def test_a_conclusion_is_one_task_done_and_a_second_sending_writes_nothing(county: County) -> None:
    east = logged_in(county.hire(Role.VILLAGE_ASSISTANT, VILLAGE))
    county.send("provincial_alert", [alert(1)])
    check, key = HomeCheck.objects.get(), "7c9e6679-7425-40de-944b-e07fc1f90ae7"

    for _ in range(2):
        east.post(f"/home-checks/{check.pk}/", found(once=key))

    assert FieldRecord.objects.count() == 1
    assert Task.objects.get(kind="home_check").state == TaskState.FINISHED
    inbox = east.get("/tasks/?state=FINISHED").content.decode()
    assert name(1) in inbox


def test_whoever_only_looks_on_reads_no_telephone_and_the_lists_are_handed_out_on_record(
    county: County,
) -> None:
    east = logged_in(county.people["east"])
    county.send("provincial_alert", [alert(1, 联系电话="13800138000")])
    east.post("/leads/new/", lead(name="村口老人", told_by="王婶 13900139000"))
    alerted, told = HomeCheck.objects.order_by("pk")
    watcher = logged_in(county.hire(Role.SUPERVISOR, COUNTY))

    seen = [
        [number in browser.get(f"/home-checks/{check.pk}/").content.decode() for browser in (east, watcher)]
        for check, number in ((alerted, "13800138000"), (told, "13900139000"))
    ]
    checks = sheets(watcher.get("/home-checks/?mark=OFFLINE&state=&sheet=1").content)[0]
    batches = sheets(watcher.get("/alerts/?sheet=1").content)[0]

    assert seen == [[True, False], [True, False]]
    assert [row[0] for row in checks[3:]] == ["村口老人"]
    assert batches[3][3:] == [1, 0, 1, 0, 0, 0]
    assert Entry.objects.filter(action="intake.checks_exported").count() == 2
    assert watcher.post(f"/home-checks/{told.pk}/", found()).status_code == 403


def test_who_sees_no_whole_batch_is_led_to_their_own_checks(county: County) -> None:
    county.send("provincial_alert", [alert(1)])
    village = logged_in(county.hire(Role.VILLAGE_ASSISTANT, VILLAGE))

    page = village.get("/alerts/").content.decode()

    assert "派到本地的在“入户排查”里办" in page
    assert "收预警文件" not in page
    assert "收预警文件" in logged_in(county.people["county"]).get("/alerts/").content.decode()
