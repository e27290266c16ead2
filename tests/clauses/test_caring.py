"""The left-behind, children in difficulty and bereaved families: one file each, fresh, and seen by whom."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.circumstances.models import CareRecord, CareRound
from doudi.regions.models import Division
from doudi.registry.models import HouseholdMember, Person
from tests.county import COUNTY, EAST, VILLAGE, WEST, County, logged_in, name, on_dibao, person

CHILD = date(2015, 6, 1)
LEFT_BEHIND = {
    "kind": "LEFT_BEHIND_CHILD",
    "guardian": "祖母陈桂英",
    "whereabouts": "父母在东莞做工",
    "way": "VISIT",
    "valid_from": "2026-08-01",
}
IN_DIFFICULTY = {
    "kind": "CHILD_IN_DIFFICULTY",
    "difficulty": "GUARDIANSHIP",
    "guardian": "祖母陈桂英",
    "way": "VISIT",
    "valid_from": "2026-08-01",
}


def child(county: County, *orders: int) -> list[Person]:
    """Return children of the east township, as a list makes them known."""
    rows = [person(order, CHILD, 城乡类别="农村", 本人月保障金="450") for order in orders]
    county.send("dibao", rows, period="2026-07")
    return [Person.objects.get(name=name(order)) for order in orders]


def ninety_nine_villages() -> None:
    """Add villages to the west township, so that the county has 101."""
    Division.objects.bulk_create(
        Division(
            code=f"{WEST}{number:03d}",
            name=f"第{number}村民委员会",
            level="VILLAGE",
            parent_id=WEST,
            valid_from=date(2020, 1, 1),
        )
        for number in range(301, 400)
    )


def morning(settings: Settings, day: str, user: User) -> Client:
    """Let it be the morning of a day, on which somebody logs in."""
    settings.APP_CLOCK = f"frozen:{day}T09:00+08:00"
    return logged_in(user)


def read(browser: Client, address: str) -> str:
    """Return what a page says."""
    return browser.get(address).content.decode()


def counted(browser: Client, period: str) -> int:
    """Return how many left-behind children the page counts in a month."""
    browser.post("/focus/", {"period": period, "next": "/care/"})
    people: int = dict(browser.get("/care/").context["counts"])["留守儿童"]
    return people


@pytest.mark.clause("QG-10.1")
def test_villages_that_have_not_counted_are_named_and_a_child_has_one_file_with_both_labels(
    county: County,
) -> None:
    ninety_nine_villages()
    (shown,) = child(county, 1)
    chief, west = logged_in(county.people["county"]), logged_in(county.people["west"])
    east = logged_in(county.people["east"])
    for said in (LEFT_BEHIND, IN_DIFFICULTY):
        east.post(f"/people/{shown.pk}/care/", said)
    begun = {"title": "十一月排查", "begins_on": "2026-11-01", "due_on": "2026-11-30"}
    chief.post("/care/rounds/begin/", begun)
    asked = CareRound.objects.get()
    address = f"/care/rounds/{asked.pk}/"

    late = ("440204102301", "440204102399")
    own = Division.objects.filter(parent_id=WEST).values_list("code", flat=True)
    west.post(f"{address}confirm/", {"villages": [code for code in own if code not in late]})
    east.post(f"{address}confirm/", {"villages": [VILLAGE, *late]})

    whole = chief.get(address)
    assert whole.context["total"] == 101
    assert len(whole.context["confirmed"]) == 99
    assert [village.name for village, _ in whole.context["missing"]] == ["第301村民委员会", "第399村民委员会"]
    page = whole.content.decode()
    assert "101 个村（居），已确认 99 个，漏报 2 个" in page
    assert "第301村民委员会" in page.partition("已确认</h2>")[0]
    assert "第302村民委员会" not in page.partition("已确认</h2>")[0]
    counted = {done.village: done.people for _, _, done in whole.context["confirmed"]}
    assert (counted[VILLAGE], counted["440204102302"]) == (1, 0)

    files = chief.get("/care/").context["lines"]
    assert [(line.file.person, line.file.kinds) for line in files] == [(shown, ("困境儿童", "留守儿童"))]
    file = read(east, f"/people/{shown.pk}/care/")
    for words in ("留守儿童", "困境儿童", "祖母陈桂英", "父母在东莞做工", "监护缺失或监护不当"):
        assert words in file
    card = read(east, f"/people/{shown.pk}/")
    assert "留守儿童" in card
    assert "困境儿童" in card


@pytest.mark.clause("QG-10.3")
def test_a_file_not_checked_for_ninety_days_waits_and_who_is_left_behind_no_more_leaves_with_a_reason(
    county: County, settings: Settings
) -> None:
    shown, other = child(county, 1, 2)
    officer = county.people["east"]
    east = morning(settings, "2026-08-05", officer)
    for one in (shown, other):
        east.post(f"/people/{one.pk}/care/", LEFT_BEHIND)
    logged_in(county.people["county"]).post("/care/period/", {"days": "90"})

    east = morning(settings, "2026-11-03", officer)
    assert list(east.get("/care/?stale=1").context["lines"]) == []
    east = morning(settings, "2026-11-04", officer)
    waiting = east.get("/care/?stale=1").context["lines"]
    assert {line.file.person for line in waiting} == {shown, other}
    assert "2 份关爱档案超过 90 天没核实" in read(east, "/")
    records = {record.person_id: record for record in CareRecord.objects.all()}
    checked = {"checked_on": "2026-11-04", "way": "PHONE", "note": "母亲仍在东莞"}
    east.post(f"/care-records/{records[other.pk].pk}/check/", checked)
    assert [line.file.person for line in east.get("/care/?stale=1").context["lines"]] == [shown]
    file = read(east, f"/people/{other.pk}/care/")
    assert "2026-11-04 · 电话 · 母亲仍在东莞" in file
    assert "2026-08-05 · 入户" in file

    leaving = {"left_on": "2026-11-04", "because": "CAME_BACK", "note": ""}
    address = f"/care-records/{records[shown.pk].pk}/leave/"
    assert "移出要写明情况" in east.post(address, leaving, follow=True).content.decode()
    assert "留守儿童" in read(east, f"/people/{shown.pk}/")
    east.post(address, {**leaving, "note": "父亲已返乡务工"})
    assert "关爱对象</dt>" not in read(east, f"/people/{shown.pk}/")
    history = read(east, f"/people/{shown.pk}/care/")
    assert "2026-08-01 至 2026-11-04（不含）" in history
    assert "家人返乡：父亲已返乡务工" in history

    december = morning(settings, "2026-12-01", officer)
    assert counted(december, "2026-11") == 2
    assert counted(december, "2026-12") == 1


@pytest.mark.clause("QG-10.10")
def test_only_the_post_made_for_it_sees_who_lost_an_only_child_and_every_look_is_recorded(
    county: County,
) -> None:
    rows = [on_dibao(1, 户编号="D1", 与户主关系="户主"), on_dibao(2, 户编号="D1", 与户主关系="配偶")]
    county.send("dibao", rows)
    father = Person.objects.get(name=name(1))
    home = HouseholdMember.objects.get(person=father).household_id
    carer = logged_in(county.hire(Role.FAMILY_CARER, COUNTY))
    said = {
        "loss": "DIED",
        "happened_on": "2019-05-01",
        "contact": "村妇联主任林秀",
        "phone": "13900001111",
        "care_way": "每月电话问候",
    }
    carer.post(f"/people/{father.pk}/bereavement/", said)

    secret = ("失独", "子女死亡", "林秀", "每月电话问候")
    posts = (*county.people.values(), county.hire(Role.VILLAGE_ASSISTANT, VILLAGE))
    for user in (*posts, county.hire(Role.SUPERVISOR, "4402")):
        browser = logged_in(user)
        for address in (f"/households/{home}/", f"/people/{father.pk}/", "/households/", "/people/"):
            assert [word for word in secret if word in read(browser, address)] == []
        assert browser.get(f"/people/{father.pk}/bereavement/").status_code == 404
        assert browser.get("/bereaved/").status_code == 403
    assert Entry.objects.filter(action="registry.bereavement_viewed").count() == 0

    for looks, address in enumerate((f"/households/{home}/", f"/people/{father.pk}/", "/bereaved/"), start=1):
        assert "子女死亡" in read(carer, address)
        seen = Entry.objects.filter(action="registry.bereavement_viewed", subject_id=str(father.pk))
        assert seen.count() == looks
        assert {entry.actor for entry in seen} == {"family-carer-204"}
    file = read(carer, f"/people/{father.pk}/bereavement/")
    for words in ("子女死亡", "2019-05-01", "村妇联主任林秀", "13900001111", "每月电话问候"):
        assert words in file
    assert Entry.objects.filter(action="registry.bereavement_viewed").count() == 4


def test_the_list_of_those_cared_for_is_handed_out_as_a_workbook(county: County) -> None:
    (shown,) = child(county, 1)
    east = logged_in(county.people["east"])
    east.post(f"/people/{shown.pk}/care/", LEFT_BEHIND)

    content = east.get("/care/?sheet=1").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    assert rows[3][0] == shown.name
    assert rows[3][2:] == [11, "东河街道 / 陵西路社区居民委员会", "留守儿童", "2026-11-03", "在期"]
    assert Entry.objects.filter(action="registry.table_exported").count() == 1
    assert EAST in {entry.division for entry in Entry.objects.filter(action="registry.table_exported")}
