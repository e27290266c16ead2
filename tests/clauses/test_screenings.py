"""A county goes through a set of people one by one, with papers, by a day, and closes when all are done."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.audit.models import Entry
from doudi.documents.models import Attachment
from doudi.documents.tests.files import PICTURE, photograph
from doudi.work.models import Task
from tests.county import COUNTY, EAST, VILLAGE, WEST, County, logged_in, monitored, name, on_dibao, person

BORN_OLD, BORN_YOUNG = date(1944, 3, 1), date(1985, 7, 9)
ROW = re.compile(r'd-row-link" href="(/screenings/people/\d+/)">([^<]+)<')


def opened(county: County, kind: str, *, period: str = "2026-10", due_on: str = "2026-12-31") -> str:
    """Open a round on its page and return its address."""
    given = {"kind": kind, "period": period, "due_on": due_on}
    answer = logged_in(county.people["county"]).post("/screenings/", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def page(county: County, address: str, who: str = "county") -> str:
    """Return a page as an officer sees it."""
    answer = logged_in(county.people[who]).get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def listed(county: County, address: str, who: str = "county") -> dict[str, str]:
    """Return the people a round's page lists, each with the address of their own page."""
    return {who_: place for place, who_ in ROW.findall(page(county, address, who))}


def conclude(
    county: County, address: str, outcome: str, *, paper: bytes = b"", who: str = "east"
) -> tuple[int, str]:
    """Fill in somebody's conclusion; return how the page answered."""
    given: dict[str, object] = {"outcome": outcome, "reason": "已入户，本人当面说明"}
    if paper:
        given["paper"] = SimpleUploadedFile("自愿协议.jpg", paper)
    answer = logged_in(county.people[who]).post(address, given)
    return answer.status_code, answer.content.decode()


def close(county: County, address: str) -> str:
    """Try to close a round; return what the page says after."""
    answer = logged_in(county.people["county"]).post(f"{address}close/", follow=True)
    return str(answer.content.decode())


def exported(county: County, address: str) -> list[list[str]]:
    """Return the rows of a round's workbook, the headings first."""
    answer = logged_in(county.people["county"]).get(address)
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows[2:]]


def alone(order: int, born: date = BORN_YOUNG, /, **facts: object) -> dict[str, object]:
    """Return a line of the dibao list that is a household of its own."""
    return person(order, born, 城乡类别="农村", 本人月保障金="450", 户编号=f"D{order}", **facts)


def send_month(county: County) -> None:
    """Take in a month: two who live alone, one of them old; a family whose son gets the nursing subsidy.

    With whom the last one lives no list says.
    """
    family = [
        on_dibao(4, 户编号="D9", 与户主关系="户主"),
        person(5, BORN_YOUNG, 城乡类别="农村", 本人月保障金="450", 户编号="D9", 与户主关系="子"),
    ]
    county.send("dibao", [alone(1), alone(2, BORN_OLD, 劳动能力="无劳动能力"), *family, on_dibao(6)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    nursing = {
        "补贴类型": "重度残疾人护理补贴",
        "残疾类别": "肢体残疾",
        "残疾等级": "一级",
        "补贴金额": "120",
    }
    county.send("disability_subsidy", [person(5, BORN_YOUNG, **nursing)])


@pytest.mark.clause("SX-2.1.3.3")
def test_everyone_alone_on_dibao_the_heavily_disabled_and_the_old_are_gone_through_before_it_closes(
    county: County,
) -> None:
    send_month(county)
    address = opened(county, "TEKUN")

    people = listed(county, address)
    assert set(people) == {name(1), name(2), name(5)}
    assert set(listed(county, f"{address}?ground=SINGLE")) == {name(1), name(2)}
    assert set(listed(county, f"{address}?ground=HEAVY")) == {name(5)}
    assert set(listed(county, f"{address}?ground=OLD_ALONE")) == {name(2)}

    assert conclude(county, people[name(1)], "INELIGIBLE")[0] == 302
    assert conclude(county, people[name(2)], "TO_TEKUN")[0] == 302
    assert f"还有 1 人没有结论，不能结案：{name(5)}" in close(county, address)
    status, said = conclude(county, people[name(5)], "VOLUNTARY")
    assert (status, "必须上传本人签字的书面意愿" in said) == (422, True)
    assert set(listed(county, f"{address}?waiting=1")) == {name(5)}
    assert conclude(county, people[name(5)], "VOLUNTARY", paper=PICTURE)[0] == 302

    assert "这一轮排查已经结案" in close(county, address)
    rows = exported(county, f"{address}export/")
    found = {row[rows[0].index("姓名")]: row[rows[0].index("结论")] for row in rows[1:]}
    assert found == {name(1): "不符合特困条件", name(2): "转特困", name(5): "自愿保留低保"}
    assert "已经结案" in logged_in(county.people["east"]).post(people[name(1)], follow=True).content.decode()


def duties(county: County, who: str) -> dict[str, str]:
    """Return what a person has to do about rounds, with what the list says of it."""
    lines = logged_in(county.people[who]).get("/tasks/?whose=mine").context["lines"]
    return {line.kind: line.words.note for line in lines if line.task.kind.startswith("screening_")}


def test_a_round_is_to_do_for_each_township_until_its_last_conclusion_and_for_the_county_until_it_closes(
    county: County,
) -> None:
    send_month(county)
    address = opened(county, "TEKUN")
    people = listed(county, address)

    assert duties(county, "east") == {"排查逐人填结论": "还有 3 人没有结论"}
    assert duties(county, "west") == {}
    assert duties(county, "county") == {"排查结案": "还有 3 人没有办完"}
    tasks = Task.objects.filter(kind__startswith="screening_")
    assert set(tasks.values_list("division", "due_on")) == {
        (EAST, date(2026, 12, 31)), (COUNTY, date(2026, 12, 31)),
    }  # fmt: skip

    conclude(county, people[name(1)], "INELIGIBLE")
    conclude(county, people[name(2)], "TO_TEKUN")
    assert duties(county, "east") == {"排查逐人填结论": "还有 1 人没有结论"}
    close(county, address)
    assert set(duties(county, "county")) == {"排查结案"}

    conclude(county, people[name(5)], "INELIGIBLE")
    assert duties(county, "east") == {}
    close(county, address)
    assert duties(county, "county") == {}
    assert set(tasks.values_list("state", "result")) == {("FINISHED", "CONCLUDED"), ("FINISHED", "CLOSED")}


@pytest.mark.clause("YG-2.1.2h")
def test_who_has_nothing_and_is_on_dibao_is_a_doubt_until_the_signed_agreement_is_there(
    county: County,
) -> None:
    helpless = {"劳动能力": "无劳动能力", "赡养人姓名": "无", "家庭人口数": "1"}
    county.send("dibao", [alone(1), alone(2, BORN_OLD, **helpless)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.compare()
    address = opened(county, "TEKUN")
    doubts = f"{address}?ground=SIGNS&waiting=1"
    assert set(listed(county, doubts)) == {name(2)}
    assert name(2) in page(county, "/ledger/?status=OPEN&rule=dibao-single-meets-tekun")

    status, _ = conclude(county, listed(county, doubts)[name(2)], "VOLUNTARY", paper=PICTURE)

    assert status == 302
    assert listed(county, doubts) == {}
    assert set(listed(county, f"{address}?outcome=VOLUNTARY")) == {name(2)}
    assert name(2) not in page(county, "/ledger/?status=OPEN&rule=dibao-single-meets-tekun")
    county.compare()
    assert name(2) not in page(county, "/ledger/?status=OPEN&rule=dibao-single-meets-tekun")


def test_a_round_of_twenty_stays_open_at_eighteen_and_then_lists_who_goes_to_tekun(county: County) -> None:
    county.send("dibao", [alone(order) for order in range(20)])
    address = opened(county, "TEKUN")
    people = listed(county, address)
    assert len(people) == 20
    for place in list(people.values())[:18]:
        conclude(county, place, "INELIGIBLE")
    assert "还有 2 人没有结论，不能结案" in close(county, address)

    for place in list(people.values())[18:]:
        conclude(county, place, "TO_TEKUN")

    assert "这一轮排查已经结案" in close(county, address)
    rows = exported(county, f"{address}export/?outcome=TO_TEKUN")
    assert sorted(row[3] for row in rows[1:]) == sorted(list(people)[18:])


@pytest.mark.clause("ZJ-3.1a")
def test_the_three_classes_are_compared_township_by_township_and_who_is_late_is_red(
    county: County, settings: Settings
) -> None:
    settings.APP_CLOCK = "frozen:2026-04-20T09:00+08:00"
    county.at = datetime(2026, 4, 10, tzinfo=UTC)
    west = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}
    grant = {"救助金额（元）": "800", "救助时间": "2026-03-09", "救助原因": "突发疾病"}
    march = "2026-03"
    watched = [monitored(1), monitored(2, "边缘易致贫户"), monitored(3, "突发严重困难户", **west)]
    county.send("poverty_register", watched, period=march)
    county.send("dibao", [on_dibao(1)], period=march)
    county.send("tekun", [person(9, 供养方式="分散供养")], period=march)
    county.send("temporary_relief", [person(2, **grant)], region=EAST, period=march)
    address = opened(county, "THREE_CLASSES", period="2026-03", due_on="2026-04-30")
    assert counts(county, address) == {"东河街道": ("2", "0", "0%"), "犁市镇": ("1", "0", "0%")}

    logged_in(county.people["county"]).post(f"{address}compare/")

    done = {"东河街道": ("2", "2", "100%"), "犁市镇": ("1", "0", "0%")}
    assert counts(county, address) == done
    rows = exported(county, f"{address}export/")
    columns = [rows[0].index(title) for title in ("姓名", "已比对", "低保", "特困", "临时救助")]
    assert sorted([row[at] for at in columns] for row in rows[1:]) == sorted(
        [
            [name(1), "是", "命中", "无", "无"],
            [name(2), "是", "无", "无", "命中"],
            [name(3), "否", "", "", ""],
        ]
    )
    assert red(county, address) == []
    settings.APP_CLOCK = "frozen:2026-05-01T09:00+08:00"
    assert red(county, address) == ["犁市镇"]
    assert "还有 1 人没有比对，不能结案" in close(county, address)

    county.send("temporary_relief", [person(3, **grant, **west)], region=WEST, period=march)
    logged_in(county.people["county"]).post(f"{address}compare/")

    assert (counts(county, address)["犁市镇"], red(county, address)) == (("1", "1", "100%"), [])
    assert "这一轮排查已经结案" in close(county, address)


def counts(county: County, address: str) -> dict[str, tuple[str, ...]]:
    """Return by township how many were to be done, were done, and the share, as the page shows."""
    cells = re.compile(r'\?township=\d+">([^<]+)</a></td>' + r'<td [^>]*class="num">([^<]+)</td>' * 3)
    return {row[0]: row[1:] for row in cells.findall(page(county, address))}


def red(county: County, address: str) -> list[str]:
    """Return the townships the page shows in red."""
    return re.findall(r'<tr class="is-bad"><td><a [^>]+>([^<]+)<', page(county, address))


def test_a_round_is_opened_once_over_somebody_until_a_later_day_by_the_county(county: County) -> None:
    browser = logged_in(county.people["county"])
    given = {"kind": "TEKUN", "period": "2026-10", "due_on": "2026-12-31"}
    assert "没有要排查的人" in browser.post("/screenings/", given).content.decode()
    county.send("dibao", [alone(1)])

    assert (
        "截止日要晚于今天" in browser.post("/screenings/", given | {"due_on": "2026-11-03"}).content.decode()
    )
    for none in ("2026-13", "0000-01", "٢٠٢٦-10", "9999-12"):
        assert browser.post("/screenings/", given | {"period": none}).status_code == 422
    assert browser.post("/screenings/", given | {"kind": "NONE"}).status_code == 422
    assert logged_in(county.people["east"]).post("/screenings/", given).status_code == 403
    assert browser.post("/screenings/", given).status_code == 302
    assert "还有一轮没有结案" in browser.post("/screenings/", given).content.decode()


def test_another_township_sees_nothing_of_somebody_or_their_papers_and_a_paper_opens_on_record(
    county: County,
) -> None:
    county.send("dibao", [alone(1)])
    address = opened(county, "TEKUN")
    place = listed(county, address)[name(1)]
    for bad in (b"MZ not a picture", b""):
        said = conclude(county, place, "VOLUNTARY", paper=bad)[1]
        assert "只收 PDF" in said or "必须上传" in said
    assert conclude(county, place, "VOLUNTARY", paper=photograph())[0] == 302
    assert conclude(county, place, "VOLUNTARY", paper=photograph())[0] == 302
    paper = Attachment.objects.get()
    assert (paper.get_kind_display(), paper.division) == ("书面意愿或协议", VILLAGE)
    assert "自愿协议.jpg" in page(county, place, "east")

    west = logged_in(county.people["west"])
    for hidden in (place, address, f"{address}export/", f"/papers/{paper.pk}/", f"/papers/{paper.pk}/file/"):
        assert west.get(hidden).status_code == 404
    assert west.post(f"{address}close/").status_code == 404
    assert logged_in(county.people["east"]).post(f"{address}close/").status_code == 404
    opened_paper = logged_in(county.people["east"]).get(f"/papers/{paper.pk}/file/")
    assert opened_paper.content == PICTURE
    assert Entry.objects.filter(action="documents.attachment_opened").count() == 1


def test_the_one_signed_wish_a_conclusion_stands_on_is_not_withdrawn(county: County) -> None:
    county.send("dibao", [alone(1)])
    place = listed(county, opened(county, "TEKUN"))[name(1)]
    conclude(county, place, "VOLUNTARY", paper=PICTURE)
    paper = Attachment.objects.get()
    east = logged_in(county.people["east"])
    withdrawing = f"/papers/{paper.pk}/withdraw/"

    refused = east.post(withdrawing, {"reason": "传错了一份"}, follow=True)

    assert "靠这份书面意愿" in refused.content.decode()
    assert Attachment.objects.get().withdrawn_at is None
    conclude(county, place, "INELIGIBLE")
    assert "已撤回" in east.post(withdrawing, {"reason": "传错了一份"}, follow=True).content.decode()
    assert Attachment.objects.get().withdrawn_by == county.people["east"]


def groups(county: County, address: str) -> tuple[int, ...]:
    """Return how many are on aid, to come onto it, not due and unanswered, and how many together."""
    shown = page(county, address)
    cells = re.findall(r'data-label="(?:已在保|待纳入|不符合|没有回填)" class="num">(\d+)<', shown)
    together = re.findall(r"三组合计：(\d+) 人", shown)
    return tuple(int(cell) for cell in (*cells, *together))


@pytest.mark.clause("YG-2.2.2.1a")
def test_three_departments_lists_are_compared_at_once_handed_out_and_answered_in_three_groups(
    county: County,
) -> None:
    marginal = [monitored(order, "边缘易致贫户") for order in range(6, 11)]
    county.send("poverty_register", [*(monitored(order) for order in range(1, 6)), *marginal])
    county.send("survey", [person(order, 摸排日期="2026-10-20") for order in range(11, 16)])
    county.send("dibao", [on_dibao(order) for order in (1, 6, 11)])
    county.send("tekun", [person(2, 供养方式="分散供养"), person(99, 供养方式="分散供养")])
    address = opened(county, "JOINT")
    assert set(listed(county, f"{address}?mine=1", "east")) == {name(order) for order in range(1, 16)}
    for ground in ("UNSTABLE", "MARGINAL", "LOW_INCOME"):
        assert len(listed(county, f"{address}?ground={ground}")) == 5

    logged_in(county.people["county"]).post(f"{address}compare/")

    assert groups(county, address) == (4, 0, 0, 11, 15)
    waiting = listed(county, f"{address}?waiting=1", "east")
    assert set(waiting) == {name(order) for order in range(1, 16) if order not in (1, 2, 6, 11)}
    without_reason = {"outcome": "NOT_DUE", "reason": ""}
    place = waiting[name(3)]
    assert logged_in(county.people["east"]).post(place, without_reason).status_code == 422
    assert conclude(county, place, "VOLUNTARY")[0] == 422
    assert "没有比对或没有回填" in close(county, address)
    for order, (who, place) in enumerate(waiting.items()):
        assert conclude(county, place, "TO_ENROL" if order < 6 or who == name(12) else "NOT_DUE")[0] == 302
    answered = groups(county, address)
    assert (answered[0], answered[3], answered[4], sum(answered[:3])) == (4, 0, 15, 15)

    enrolled = next(iter(listed(county, f"{address}?outcome=TO_ENROL")))
    order = next(order for order in range(1, 16) if name(order) == enrolled)
    county.send("dibao", [on_dibao(each) for each in (1, 6, 11, order)])
    logged_in(county.people["county"]).post(f"{address}compare/")

    assert groups(county, address) == (5, answered[1] - 1, answered[2], 0, 15)
    rows = exported(county, f"{address}export/")
    at = [rows[0].index(title) for title in ("姓名", "结论", "依据")]
    assert [enrolled, "已在保"] in [[row[at[0]], row[at[1]]] for row in rows[1:]]
    assert all(row[at[2]] for row in rows[1:] if row[at[1]] != "已在保")
    assert "这一轮排查已经结案" in close(county, address)
