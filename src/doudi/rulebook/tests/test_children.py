"""What orphans and children nobody looks after are due, by rule and by the values of their district."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from doudi.policy.assessment import Assessment, assess
from doudi.policy.writing import sheet_of
from doudi.price_subsidy.tests.months import DISTRICT, approved_value, approver, keeper
from doudi.rulebook.catalogue import book

pytestmark = pytest.mark.django_db

LONG_AGO, OCTOBER, NOVEMBER = date(2018, 1, 1), date(2026, 10, 1), date(2026, 11, 1)
ORPHANED = {"father_state": "DEAD", "mother_state": "DEAD"}
LEFT_ALONE = {"father_state": "DEAD", "mother_state": "SERIOUS_ILLNESS"}
EIGHTEEN = {"born_on": "2002-09-10", "was_orphan_at_eighteen": True}


def stated(**child: object) -> Mapping[str, Any]:
    return {"area_kind": "RURAL", "members": [{"relation": "HEAD", "born_on": "2015-05-05"} | child]}


def due(programme: str, on: date, **child: object) -> int:
    return assess(book(), programme, DISTRICT, on, stated(**child)).amount


def money_read(programme: str, on: date, **child: object) -> set[str]:
    """Return which amounts a county may change the programme's computation rests on."""
    sheet = sheet_of(assess(book(), programme, DISTRICT, on, stated(**child)))
    read = {one.key for line in sheet.lines for one in line.parameters}
    return {key for key in read if book().definitions[key].kind == "money"}


def orphan_on(on: date, **child: object) -> Assessment:
    return assess(book(), "ORPHAN", DISTRICT, on, stated(**(ORPHANED | EIGHTEEN | child)))


def scattered(written: int, begins: date = LONG_AGO) -> None:
    approved_value(DISTRICT, "children.scattered_standard", written, begins, keeper(), other=approver())


def test_one_standard_moves_both_kinds_of_children_and_none_of_them_alone() -> None:
    scattered(900)
    scattered(1000, NOVEMBER)
    before = [due("ORPHAN", OCTOBER, **ORPHANED), due("UNATTENDED_CHILD", OCTOBER, **LEFT_ALONE)]
    after = [due("ORPHAN", NOVEMBER, **ORPHANED), due("UNATTENDED_CHILD", NOVEMBER, **LEFT_ALONE)]

    assert before == [900_00, 900_00]
    assert after == [1000_00, 1000_00]
    assert due("UNATTENDED_CHILD", NOVEMBER, **LEFT_ALONE, child_aid_received_fen=400_00) == 600_00
    amounts_read = [
        money_read("ORPHAN", NOVEMBER, **ORPHANED),
        money_read("UNATTENDED_CHILD", NOVEMBER, **LEFT_ALONE),
    ]
    assert amounts_read == [{"children.scattered_standard"}] * 2


def test_both_kinds_get_the_same_and_eighteen_without_school_ends_it() -> None:
    scattered(900)

    same = due("ORPHAN", date(2020, 8, 1), **ORPHANED)

    assert due("UNATTENDED_CHILD", date(2020, 8, 1), **LEFT_ALONE) == same == 900_00
    # 孤儿保障意见按月发放：满十八周岁的当月照发，次月停
    assert orphan_on(date(2020, 9, 9)).amount == 900_00
    assert orphan_on(date(2020, 9, 30)).amount == 900_00
    assert orphan_on(date(2020, 10, 1)).amount == 0
    assert orphan_on(date(2020, 10, 1), schooling="VOCATIONAL").amount == 900_00


def test_who_turned_eighteen_goes_on_while_at_school_and_is_told_why_it_ends() -> None:
    scattered(900)
    at_school = {"schooling": "SENIOR", "left_school_on": "2021-06-30"}

    no_school = orphan_on(date(2020, 10, 1))

    assert orphan_on(date(2020, 9, 1)).amount == 900_00
    assert orphan_on(date(2020, 10, 1), schooling="SENIOR").amount == 900_00
    assert orphan_on(date(2021, 6, 1), **at_school).amount == 900_00
    assert orphan_on(date(2021, 7, 1), **at_school).amount == 0
    assert no_school.amount == 0
    assert any("没有在规定学段就读" in reason for reason in sheet_of(no_school).reasons)


def test_publishing_childrens_names_is_said_to_be_against_the_nations_rule() -> None:
    problems = book().problems("371521", date(2026, 11, 2))

    assert [one.effect for one in problems if one.key == "children.no_publicity"] == ["warn"]
    assert not [one for one in book().problems("350505", date(2026, 11, 2)) if "no_publicity" in one.key]
