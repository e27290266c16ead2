"""What a person is held to be: layer, poverty class and signs of risk, now and on any day before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pytest
from django.test import Client

from doudi.audit.models import Entry
from doudi.monitoring.models import RiskLabel
from doudi.registry.models import HouseholdMember, Person, PovertyStatus
from doudi.registry.services.standing import BasisMissing, OfficeMissing, set_poverty_status
from tests.county import EAST, VILLAGE, County, logged_in, monitored, name, on_dibao, person

OFFICE = "浈江区扶贫开发办公室"
ELSEWHERE = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}


def known(order: int) -> Person:
    """Return the person of an order."""
    return Person.objects.get(name=name(order))


@pytest.mark.clause("ZJ-2.1.1e")
def test_a_poverty_class_can_be_asked_for_any_day_and_needs_the_office_that_gave_it(county: County) -> None:
    county.send("dibao", [on_dibao(1)])
    shown, east = known(1), logged_in(county.people["east"])
    first = {"poverty_class": "NOT_LIFTED", "recognised_by": OFFICE, "valid_from": "2019-03-01"}
    later = {**first, "poverty_class": "UNSTABLE", "risks": ["UNSTABLE_INCOME"], "valid_from": "2020-06-01"}
    east.post(f"/people/{shown.pk}/poverty/", first)
    east.post(f"/people/{shown.pk}/poverty/", later)

    then = east.get(f"/people/{shown.pk}/?on=2020-05-31").content.decode()
    now = east.get(f"/people/{shown.pk}/?on=2020-06-01").content.decode()
    assert "2020-05-31 当天的身份：未脱贫" in then
    assert "2020-06-01 当天的身份：风险脱贫" in now
    assert "（收入不稳），认定单位 浈江区扶贫开发办公室" in now
    assert "2019-02-28 当天的身份：未认定" in east.get(f"/people/{shown.pk}/?on=2019-02-28").content.decode()

    unnamed = {**later, "recognised_by": "", "valid_from": "2021-01-01"}
    refused = east.post(f"/people/{shown.pk}/poverty/", unnamed, follow=True).content.decode()
    assert "请填写认定单位" in refused
    assert PovertyStatus.objects.count() == 2
    with pytest.raises(OfficeMissing):
        set_poverty_status(
            shown,
            poverty_class="MARGINAL",
            recognised_by=" ",
            valid_from=date(2021, 1, 1),
            by=county.people["east"],
            at=county.at,
        )


@pytest.mark.clause("SX-2.2.1.5")
@pytest.mark.system("三类重点人员台账（脱贫不稳定、边缘易致贫、突发严重困难）")
def test_everyone_is_in_one_of_three_classes_and_leaves_them_only_on_a_basis(county: County) -> None:
    rows = [monitored(1, "脱贫不稳定户", 户编号="P1"), monitored(2, "边缘易致贫户", 户编号="P2")]
    far = monitored(3, "突发严重困难户", 户编号="P3", **ELSEWHERE)
    county.send("poverty_register", [*rows, far])
    moved = {"poverty_class": "SUDDEN", "recognised_by": OFFICE, "valid_from": "2026-11-02"}
    east, shown = logged_in(county.people["east"]), known(1)
    east.post(f"/people/{shown.pk}/poverty/", moved)

    whole = logged_in(county.people["county"]).get("/key-classes/")
    assert [(code, counts) for code, _, counts in whole.context["rows"]] == [
        (EAST, [0, 1, 1]),
        ("440204102", [0, 0, 1]),
    ]
    assert whole.context["total"] == 3
    village = east.get(f"/key-classes/?division={EAST}")
    assert [code for code, _, _ in village.context["rows"]] == [VILLAGE]
    homes = {one.name: home for one, _, home in village.context["people"]}
    assert homes[name(1)] == HouseholdMember.objects.get(person=shown).household_id
    card = east.get(f"/people/{shown.pk}/").content.decode()
    assert "至 2026-11-02（不含）：风险脱贫（脱贫不稳定）" in card
    assert "2026-11-02 至 今：突发严重困难" in card

    gone = {"poverty_class": "REMOVED", "recognised_by": OFFICE, "valid_from": "2026-11-03"}
    refused = east.post(f"/people/{shown.pk}/poverty/", gone, follow=True).content.decode()
    assert "要写明依据" in refused
    with pytest.raises(BasisMissing):
        set_poverty_status(
            shown,
            poverty_class="REMOVED",
            recognised_by=OFFICE,
            valid_from=date(2026, 11, 3),
            by=county.people["east"],
            at=county.at,
        )
    east.post(f"/people/{shown.pk}/poverty/", {**gone, "basis": "收入稳定超过一年，村镇公示无异议"})
    assert east.get("/key-classes/").context["total"] == 1
    assert Entry.objects.filter(action="registry.poverty_status_set").count() == 2


@pytest.mark.clause("QG-1.1")
def test_signs_of_risk_are_several_and_filter_the_list_with_who_saw_them_when(county: County) -> None:
    county.send("poverty_register", [monitored(1, "脱贫户"), monitored(2, "边缘易致贫户")])
    county.send("dibao", [on_dibao(3)])
    east = logged_in(county.people["east"])
    pinned = {"tags": ["EPIDEMIC", "UNSTABLE_INCOME"], "source": "村级走访"}
    east.post(f"/people/{known(1).pk}/label/", pinned)
    east.post(f"/people/{known(2).pk}/label/", {"tags": ["EXPENSE_SURGE"], "source": "电话询问"})

    chosen = east.get("/labels/?tag=EPIDEMIC")
    assert [row.person.name for row, _ in chosen.context["rows"]] == [name(1)]
    page = chosen.content.decode()
    assert all(text in page for text in ("疫情减收", "村级走访", "乡镇经办", "2026-11-03 09:00"))
    assert len(east.get("/labels/").context["rows"]) == 3
    assert RiskLabel.objects.filter(person=known(1)).count() == 2
    refused = east.post(f"/people/{known(3).pk}/label/", pinned, follow=True).content.decode()
    assert "不在建档立卡与监测名册" in refused


@pytest.mark.clause("SX-2.1.4.5")
def test_a_layer_excludes_the_others_and_what_it_opens_changes_with_it(county: County) -> None:
    couple = [on_dibao(1, 户编号="D1", 与户主关系="户主"), on_dibao(2, 户编号="D1", 与户主关系="配偶")]
    county.send("dibao", couple, period="2026-10")
    county.send("poverty_register", [monitored(1), monitored(3), monitored(4, "脱贫户")], period="2026-10")
    east, shown = logged_in(county.people["east"]), known(1)
    near = {
        "category": "NEAR_DIBAO",
        "recognised_by": OFFICE,
        "reason": "收入在一倍半以内",
        "valid_from": "2026-10-08",
    }
    east.post(f"/people/{known(4).pk}/recognition/", near)
    address = f"/people/{shown.pk}/"
    home = HouseholdMember.objects.get(person=shown, valid_to__isnull=True).household_id
    assert layers_shown(east, address) == {"低保对象"}
    assert layers_shown(east, f"/households/{home}/") == {"低保对象"}

    county.send("dibao", couple[1:], period="2026-11")
    county.send("tekun", [person(1, 供养方式="分散供养")], period="2026-11")

    assert layers_shown(east, address) == {"特困人员"}
    card = east.get(address).content.decode()
    changed = card.partition("2026-11-01 起：特困人员")[2].partition("</p>")[0]
    assert re.search("应停：[^<]*最低生活保障金", changed)
    assert re.search("新增：[^<]*特困供养", changed)
    assert re.search("可续：[^<]*医疗救助", changed)
    home = HouseholdMember.objects.get(person=shown, valid_to__isnull=True).household_id
    assert layers_shown(east, f"/households/{home}/") == {"特困人员"}
    page = east.get("/layers/").content.decode()
    *counted, total = map(int, re.findall(r'<td data-label="人数" class="num">(\d+)</td>', page))
    assert counted == [1, 1, 1, 0, 0, 1]
    assert sum(counted) == total == Person.objects.count()


def layers_shown(browser: Client, address: str) -> set[str]:
    """Return which layers a card calls somebody's, wherever it says one."""
    page = browser.get(address).content.decode()
    called = re.findall(r"<dt>(?:分层|当前)</dt><dd>(.*?)</dd>", page)
    called += re.findall(r"在户 \d+ 人 · (.*?)</p>", page)
    return {re.sub(r"<[^>]+>", "", each) for each in called}


def packages_on(browser: Client, shown: Person) -> Mapping[str, Any]:
    """Return what a person's card says of the layer and what it opens."""
    parts = browser.get(f"/people/{shown.pk}/").context["parts"]["panels"]
    (said,) = [part.said for part in parts if part.template == "rulebook/cards/packages.html"]
    return cast("Mapping[str, Any]", said)


@pytest.mark.clause("MS-2.3a")
def test_somebody_of_two_kinds_counts_once_and_the_main_kind_keeps_its_history(county: County) -> None:
    county.send("dibao", [on_dibao(1), on_dibao(2)], period="2026-09")
    county.send("tekun", [person(5, 供养方式="分散供养")], period="2026-09")
    county.send("poverty_register", [monitored(1), monitored(3)], period="2026-09")
    east, shown = logged_in(county.people["east"]), known(1)
    strained = {"recognised_by": OFFICE, "reason": "大病自付支出过大", "valid_from": "2026-09-10"}
    east.post(f"/people/{shown.pk}/recognition/", {**strained, "category": "RIGID_EXPENSE"})
    east.post(f"/people/{known(3).pk}/recognition/", {**strained, "category": "OTHER"})
    assert packages_on(east, shown)["layer"] == "低保对象"
    county.send("dibao", [on_dibao(2)], period="2026-10")

    card = packages_on(east, shown)
    assert card["layer"] == "刚性支出困难家庭"
    assert [(change.on, change.label) for change in card["changes"]] == [
        (date(2026, 10, 1), "刚性支出困难家庭"),
        (date(2026, 9, 1), "低保对象"),
    ]
    totals = east.get("/layers/").context
    counted = {str(label): count for label, count, _ in totals["rows"]}
    assert counted == {
        "特困人员": 1,
        "低保对象": 1,
        "低保边缘家庭": 0,
        "刚性支出困难家庭": 1,
        "其他低收入人口": 1,
        "易返贫致贫监测对象": 0,
    }
    assert totals["total"] == Person.objects.count()
