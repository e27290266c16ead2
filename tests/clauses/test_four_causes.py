"""Illness, school, disability and lost work are weighed together; families off dibao are prejudged."""

from __future__ import annotations

import pytest

from tests.clauses.conftest import Policies
from tests.county import County, logged_in, monitored, name, person

CAUSES, TWO_KINDS = "four-causes-risk", "two-kinds-not-on-dibao"
OUT_OF_WORK = {"就业失业状态": "失业", "登记日期": "2026-10-09"}
BILL = {"就医类别": "住院", "结算日期": "2026-06-01"}


def four_lists(county: County) -> None:
    """Send what four departments say: 1 is ill and jobless, 2 ill, 3 jobless, 4 just under, 5 all four."""
    county.send("poverty_register", [monitored(order) for order in range(1, 7)])
    bills = {1: "6000", 2: "6000", 4: "4999.99", 5: "5000"}
    county.send(
        "medical_selfpay",
        [person(order, **BILL, 自付金额=yuan, 结算流水号=f"J{order}") for order, yuan in bills.items()],
    )
    fees = {4: "4999", 5: "8000"}
    county.send(
        "student", [person(order, 学段="大学", 学籍状态="在读", 学费=yuan) for order, yuan in fees.items()]
    )
    new = {"残疾类别": "肢体残疾", "残疾等级": "二级", "证件状态": "有效"}
    issued = {4: "2020-03-02", 5: "2026-03-02"}
    county.send(
        "disability_certificate",
        [person(order, **new, 发证日期=day, 首次发证日期=day) for order, day in issued.items()],
    )
    county.send("employment", [person(order, **OUT_OF_WORK) for order in (1, 3, 5)])


def score_of(county: County, order: int) -> int:
    """Return the score the newest finding gives somebody."""
    (entry,) = [each for each in county.entries(CAUSES) if each.person and each.person.name == name(order)]
    return int(entry.findings.get().measures["score"])


@pytest.mark.clause("SX-2.4.3.5")
def test_two_causes_score_higher_than_one_and_other_thresholds_give_another_list_beside_the_old_one(
    county: County, policies: Policies
) -> None:
    four_lists(county)

    first = county.compare()

    assert county.names(CAUSES) == sorted(name(order) for order in (1, 2, 3, 5))
    assert [score_of(county, order) for order in (1, 2, 3, 5)] == [5, 3, 2, 10]
    desk = logged_in(county.people["county"])
    page = desk.get(f"/results/{CAUSES}/").content.decode()
    assert "风险得分5，多因素叠加：因病、因失业；本年自付6,000.00元，学费（元）名单没有写" in page
    assert "因病、因学、因残、因失业" in page
    several = desk.get(f"/results/{CAUSES}/?group=SEVERAL").content.decode()
    assert several.count('class="d-row-link"') == 2

    policies.set(CAUSES, self_pay_fen=600_001, least_score=3)
    second = county.compare()

    assert county.names(CAUSES, status="OPEN") == [name(5)]
    listed = desk.get(f"/results/runs/?rule={CAUSES}").content.decode()
    assert [f"/results/runs/{run.pk}/{CAUSES}/" in listed for run in (first, second)] == [True, True]
    then = desk.get(f"/results/runs/{first.pk}/{CAUSES}/").content.decode()
    now = desk.get(f"/results/runs/{second.pk}/{CAUSES}/").content.decode()
    assert [text in then for text in (name(1), name(2), name(3), "5,000.00 元", "2 点")] == [True] * 5
    assert [text in now for text in (name(5), name(1), "6,000.01 元", "3 点")] == [True, False, True, True]


def test_an_old_list_shows_a_township_only_its_own_people(county: County) -> None:
    four_lists(county)
    run = county.compare()

    west = logged_in(county.people["west"]).get(f"/results/runs/{run.pk}/{CAUSES}/")

    assert name(1) not in west.content.decode()


@pytest.mark.clause("YG-2.1.2d")
def test_ten_families_of_the_two_kinds_are_held_against_dibao_and_the_four_outside_are_judged(
    county: County, policies: Policies
) -> None:
    policies.set(TWO_KINDS, dibao_year_fen=600_000)
    income = {7: "5000", 8: "6000", 9: "6001", 10: ""}
    kinds = ("脱贫不稳定户", "边缘易致贫户")
    county.send(
        "poverty_register",
        [
            monitored(order, kinds[order % 2], 户编号=f"H{order}", 年人均纯收入=income.get(order, "4000"))
            for order in range(1, 11)
        ]
        + [monitored(20, "突发严重困难户", 户编号="H20", 年人均纯收入="100")],
    )
    county.send("dibao", [person(order, 城乡类别="农村", 本人月保障金="450") for order in range(1, 7)])
    county.send("vehicle", [person(8, 车辆类型="小型轿车", 车辆状态="正常", 登记日期="2025-10-12")])
    county.compare()
    desk = logged_in(county.people["county"])
    unheard = desk.get(f"/results/{TWO_KINDS}/").content.decode()
    county.send(
        "company", [person(30, 企业名称="清风商行", 统一社会信用代码="91440204MA4UABCD1X", 登记状态="存续")]
    )
    county.compare()

    assert [text in unheard for text in ("合格 0", "需入户 3", "经营主体（个）未知")] == [True, True, True]
    page = desk.get(f"/results/{TWO_KINDS}/").content.decode()
    assert page.count('class="d-row-link"') == 4
    assert [text in page for text in ("合格 1", "需入户 2", "不合格 1")] == [True, True, True]
    groups = {
        group: desk.get(f"/results/{TWO_KINDS}/?group={group}").content.decode()
        for group in ("FIT", "VISIT", "UNFIT")
    }
    assert {group: shown.count('class="d-row-link"') for group, shown in groups.items()} == {
        "FIT": 1, "VISIT": 2, "UNFIT": 1
    }  # fmt: skip
    assert "年人均收入（元）5,000.00，低保标准（元/年）6,000.00" in groups["FIT"]
    assert "年人均收入（元）6,001.00" in groups["UNFIT"]
    assert "名下汽车（辆）1" in groups["VISIT"]
    assert "年人均收入（元）未知" in groups["VISIT"]
