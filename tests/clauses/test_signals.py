"""A signal is raised once in its quiet time, and a threshold counts from the next run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.clauses.conftest import Policies
from tests.county import County, logged_in, monitored, on_dibao, person

CAR, BILL = "vehicle-in-household", "medical-selfpay-over-limit"


def month(county: County, period: str) -> None:
    """Send and compare a month in which the same family owns the same car."""
    home = ((1, "户主"), (2, "配偶"))
    county.send(
        "dibao", [on_dibao(order, 户编号="D1", 与户主关系=part) for order, part in home], period=period
    )
    car = person(1, 车辆类型="小型轿车", 车辆状态="正常", 登记日期="2026-09-12")
    county.send("vehicle", [car], period=period)
    county.compare(period)


@pytest.mark.clause("MS-2.3g")
def test_a_signal_rests_in_its_quiet_time_and_a_lower_threshold_finds_more_the_next_day(
    county: County, policies: Policies
) -> None:
    month(county, "2026-10")
    county.compare()
    (alert,) = county.entries(CAR)
    assert alert.severity == "YELLOW"
    fields = {"outcome": "CORRECTED", "reason": "车辆已转让，材料齐全"}
    logged_in(county.people["east"]).post(f"/ledger/{alert.pk}/conclude/", fields)
    county.at += timedelta(days=10)
    month(county, "2026-11")
    assert [entry.status for entry in county.entries(CAR)] == ["CONCLUDED"]
    county.at += timedelta(days=25)
    month(county, "2026-12")
    assert [entry.status for entry in county.entries(CAR)] == ["OPEN"]

    bill = {"结算日期": "2026-10-20", "医疗总费用": "9000", "就医类别": "住院"}
    bills = [person(order, 个人自付金额=paid, **bill) for order, paid in ((1, "6000"), (2, "3000"))]
    county.send("medical_selfpay", bills, period="2026-12")
    county.send("tekun", [person(900, 供养方式="分散供养")], period="2026-12")
    county.send("poverty_register", [monitored(3)], period="2026-12")
    county.compare("2026-12")
    assert len(county.entries(BILL)) == 1
    policies.set(BILL, dibao_fen=200_000)
    county.at += timedelta(days=1)
    county.compare("2026-12")
    assert len(county.entries(BILL)) == 2
