"""Who was paid wrongly and who was not paid: one line each, with the months and the money."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doudi.monitoring.models import LedgerEntry
from tests.clauses.conftest import Policies
from tests.county import County, logged_in, name, on_dibao, person

PAGE = "/results/payments/"


def paid(order: int, level: str = "二级", **facts: object) -> dict[str, object]:
    return person(order, 残疾类别="肢体", 残疾等级=level, 重度残疾人护理补贴="240", **facts)


def held(order: int, level: str = "二级") -> dict[str, object]:
    return person(order, 残疾类别="肢体", 残疾等级=level, 证件状态="有效", 发证日期="2020-01-01")


def sections(client: Client) -> list[list[tuple[str, list[str], int | None]]]:
    """Return the lines of both parts: who, months, fen."""
    shown: Any = client.get(PAGE).context["sections"]
    return [
        [(line.name, [str(month) for month in line.paid.months], line.paid.fen) for line in lines]
        for _, _, _, lines in shown
    ]


def october(county: County, period: str = "2026-10") -> None:
    """Publish and compare a month: 1 is paid twice without a certificate, 2 holds one and is paid nothing."""
    county.send("disability_subsidy", [paid(1), paid(1), paid(3)], period=period)
    county.send("disability_certificate", [held(2), held(3)], period=period)
    county.send("dibao", [on_dibao(9)], period=period)
    county.compare(period)


@pytest.mark.clause("YG-2.1.5b")
def test_one_paid_wrongly_and_one_not_paid_are_a_line_each_with_months_and_money(
    county: County, policies: Policies
) -> None:
    policies.set("subsidy-below-standard", nursing_second_fen=240_00)
    october(county)
    desk = logged_in(county.people["county"])

    wrong, missed = sections(desk)
    assert wrong == [(name(1), ["2026-10"], 240_00)]
    assert missed == [(name(2), ["2026-10"], 240_00)]
    page = desk.get(PAGE).content.decode()
    assert ["错发：不合格在册、多发：1 人" in page, "漏发：合格未发、少发：1 人" in page] == [True, True]
    assert page.count("240.00") >= 2

    october(county, "2026-11")
    desk.post("/focus/", {"period": "2026-11", "next": PAGE})
    wrong, missed = sections(desk)
    assert wrong == [(name(1), ["2026-10", "2026-11"], 480_00)]
    assert missed == [(name(2), ["2026-10", "2026-11"], 480_00)]


def test_a_standard_nobody_set_leaves_the_money_open_and_a_false_alarm_leaves_the_list(
    county: County,
) -> None:
    october(county)
    desk = logged_in(county.people["county"])
    assert sections(desk)[1] == [(name(2), ["2026-10"], None)]
    assert "本地标准未设定" in desk.get(PAGE).content.decode()

    entry = LedgerEntry.objects.get(rule="certificate-without-subsidy")
    east = logged_in(county.people["east"])
    east.post(f"/ledger/{entry.pk}/conclude/", {"outcome": "MISTAKEN", "reason": "已在外地领取"})
    assert sections(desk)[1] == []
    assert sections(logged_in(county.people["west"])) == [[], []]
