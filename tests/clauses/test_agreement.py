"""The system's lists, the townships' ledgers and the home checks are held against one another."""

from __future__ import annotations

import pytest

from doudi.kernel.dates import Period
from doudi.monitoring.services.month import ConclusionMissing, submit_month
from tests.county import COUNTY, County, logged_in, name, on_dibao, person

OCTOBER = Period.parse("2026-10")
RULE = "three-way-agreement"


def in_ledger(order: int, **facts: object) -> dict[str, object]:
    """Return a line of a township's ledger."""
    return person(order, 台账类别="低保", **facts)


def checked(order: int, result: str = "属实") -> dict[str, object]:
    """Return a line of the home checks."""
    return person(order, 核查类别="低保", 核查结果=result)


def hundred_held_against_each_other(county: County) -> None:
    """Send 100 on dibao, 98 in the ledger (one of them not on dibao), 97 found at home, two not visited."""
    county.send("dibao", [on_dibao(order) for order in range(100)])
    county.send("work_ledger", [in_ledger(order) for order in (*range(3, 100), 200)])
    county.send(
        "field_check",
        [checked(order) for order in range(97)] + [checked(97, "查无此人"), checked(200, "查无此人")],
    )


@pytest.mark.clause("SX-2.4.1.4")
def test_a_hundred_in_the_system_98_in_the_ledger_and_97_at_home_hold_the_month_until_settled(
    county: County,
) -> None:
    hundred_held_against_each_other(county)

    county.compare()

    desk = logged_in(county.people["county"])
    page = desk.get(f"/results/{RULE}/").content.decode()
    counted = (
        "台账缺失（系统、实地有） 3",
        "实地没有（系统、台账有） 1",
        "实地核查名单没有此人，是否走访未知 2",
        "台账多余（系统、实地都没有） 1",
    )
    assert [text in page for text in counted] == [True] * len(counted)
    missing = desk.get(f"/results/{RULE}/?group=LEDGER_MISSING").content.decode()
    surplus = desk.get(f"/results/{RULE}/?group=LEDGER_ONLY").content.decode()
    assert [name(order) in missing for order in (0, 1, 2, 97, 200)] == [True, True, True, False, False]
    assert (surplus.count('class="d-row-link"'), name(200) in surplus) == (1, True)

    east = logged_in(county.people["east"])
    with pytest.raises(ConclusionMissing, match="还有 7 人没有结论"):
        submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    assert "还有 7 人没有结论" in desk.post("/month/submit/", follow=True).content.decode()
    *most, last = county.entries(RULE)
    settled = {"outcome": "CORRECTED", "reason": "已补台账并更正系统"}
    answers = [east.post(f"/ledger/{entry.pk}/conclude/", settled).status_code for entry in most]
    assert set(answers) == {302}
    with pytest.raises(ConclusionMissing, match="还有 1 人没有结论"):
        submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    east.post(f"/ledger/{last.pk}/conclude/", settled)
    assert submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at).status == "SUBMITTED"


def test_a_township_that_sent_no_ledger_is_not_accused_of_missing_everybody(county: County) -> None:
    west = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}
    county.send("dibao", [on_dibao(1), on_dibao(2), on_dibao(3, **west)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.send("work_ledger", [in_ledger(1), in_ledger(7, 台账状态="已销账")])
    county.send("field_check", [checked(1), checked(2), checked(3, "")])

    county.compare()

    assert county.names(RULE) == [name(2)]
