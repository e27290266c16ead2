"""Changes of divisions are recorded from a notice, judged by row, and taken back while nobody needs them."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.scope import Scope
from doudi.regions.models import Division, DivisionChange
from doudi.regions.rules.changes import Draft
from doudi.regions.selectors import (
    codes_over_time,
    former_names,
    name_on,
    scope_through_time,
    successor,
    through_time,
)
from doudi.regions.services import record_changes, take_changes_back
from doudi.regions.services.changes import ChangesRefused, ChangeStoodOn, ChangeUnknown, Recorded
from doudi.regions.tests.factories import COUNTY, MONDAY, OTHER_TOWN, TOWN, assistant, division

pytestmark = pytest.mark.django_db
FIRST, EVE, NEXT = date(2026, 11, 1), date(2026, 10, 31), date(2026, 12, 1)
SECOND = date(2026, 11, 2)
A, B, NEW = f"{TOWN}201", f"{TOWN}202", f"{TOWN}290"
NOTICE = "韶府函〔2026〕18号"


def draft(old: str, new: str, new_name: str = "", **changes: object) -> Draft:
    facts = {"row": 2, "day": FIRST, "document": NOTICE, "old_name": ""}
    return Draft(old=old, new=new, new_name=new_name, **(facts | changes))  # type: ignore[arg-type]


def recorded(*drafts: Draft) -> Recorded:
    return record_changes(drafts, by=SYSTEM, at=MONDAY)


def refused(*drafts: Draft) -> str:
    with pytest.raises(ChangesRefused) as caught:
        recorded(*drafts)
    return caught.value.sentence


@pytest.fixture(autouse=True)
def places() -> None:
    division(A, "府管村")
    division(B, "东山村")
    division(f"{OTHER_TOWN}201", "长乐村")


def merged() -> Recorded:
    return recorded(draft(A, NEW, "府东村"), draft(B, NEW, row=3))


def test_two_villages_become_one_on_a_day() -> None:
    done = merged()

    assert (done.said, done.followed) == (2, 0)
    assert Division.objects.get(code=NEW).name == "府东村"
    assert Division.objects.get(code=NEW).valid_from == FIRST
    ended = Division.objects.filter(code__in=[A, B]).values_list("valid_to", "replaced_by_id")
    assert set(ended) == {(FIRST, NEW)}
    assert (successor(A, FIRST), successor(A, EVE)) == (NEW, A)
    assert set(DivisionChange.objects.values_list("kind", "is_new")) == {("MERGED", True)}
    assert Entry.objects.get(action="regions.divisions_changed").subject_id == str(done.act)


def test_a_village_merged_into_a_standing_one_leaves_that_as_it_is() -> None:
    recorded(draft(A, B))

    assert Division.objects.get(code=B).valid_to is None
    assert successor(A, FIRST) == B
    assert [(one.code, one.name) for one in former_names(COUNTY, on=FIRST)] == [(A, "府管村")]


def test_a_renamed_village_keeps_its_code_and_its_old_name() -> None:
    recorded(draft(A, A, "幸福村"))

    assert Division.objects.get(code=A).name == "幸福村"
    assert (name_on(A, EVE), name_on(A, FIRST)) == ("府管村", "幸福村")
    assert successor(A, NEXT) == A
    assert [(one.code, one.name) for one in former_names(COUNTY, on=FIRST)] == [(A, "府管村")]
    assert former_names(COUNTY, on=EVE) == []


def test_a_village_is_split_and_the_old_one_ends() -> None:
    recorded(draft(A, f"{TOWN}291", "府东村"), draft(A, f"{TOWN}292", "府西村", row=3))

    assert Division.objects.get(code=A).replaced_by_id is None
    assert Division.objects.get(code=A).valid_to == FIRST
    assert successor(A, FIRST) == TOWN
    assert codes_over_time().is_shared_out(A, FIRST)


def test_a_township_that_gets_a_new_code_takes_its_villages_along() -> None:
    done = recorded(draft(OTHER_TOWN, "440204009", "乐园街道"))

    assert (done.said, done.followed) == (1, 1)
    assert Division.objects.get(code="440204009201").name == "长乐村"
    assert Division.objects.get(code="440204009201").parent_id == "440204009"
    assert successor(f"{OTHER_TOWN}201", FIRST) == "440204009201"
    assert "随上级一起变更 1 个" in done.sentence


def test_a_township_merged_where_its_villages_digits_are_taken_must_say_where_they_go() -> None:
    assert f"{TOWN}201 已被“府管村”占用" in refused(draft(OTHER_TOWN, TOWN))

    done = recorded(
        draft(OTHER_TOWN, TOWN), draft(f"{OTHER_TOWN}201", f"{TOWN}230", row=3, new_name="长乐村")
    )

    assert done.followed == 0
    assert successor(f"{OTHER_TOWN}201", FIRST) == f"{TOWN}230"


def test_a_split_township_must_say_where_each_village_goes() -> None:
    halves = (draft(TOWN, "440204111", "新东镇"), draft(TOWN, "440204112", "新西镇", row=3))

    assert "府管村" in refused(*halves)
    villages = (
        draft(A, "440204111201", row=4, new_name="府管村"),
        draft(B, "440204112201", row=5, new_name="东山村"),
    )
    recorded(*halves, *villages)

    assert successor(TOWN, FIRST) == COUNTY
    assert (successor(A, FIRST), successor(B, FIRST)) == ("440204111201", "440204112201")


def test_a_notice_may_change_a_village_twice() -> None:
    recorded(draft(A, A, "幸福村"), draft(A, B, row=3, day=SECOND))

    assert Division.objects.get(code=A).valid_to == SECOND
    assert (successor(A, FIRST), successor(A, SECOND)) == (A, B)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (draft("440204101999", B), "没有代码为 440204101999 的区划"),
        (draft("4402", "4403"), "不是县、乡、村的区划代码"),
        (draft(A, TOWN), "不是同一层级"),
        (draft(A, B, "西山村"), "现在的名称是“东山村”"),
        (draft(A, B, old_name="府西村"), "现在的名称是“府管村”"),
        (draft(A, NEW), "没有写名称"),
        (draft(A, "440204199201", "新村"), "上级 440204199 不存在"),
        (draft(A, A, "府管村"), "新旧名称一样"),
        (draft(A, A, "幸福村", day=NEXT), "更名要到生效当天"),
        (draft(A, B, day=date(2014, 1, 1)), "才启用"),
        (draft(A, B, document=""), "没有写依据文件"),
        (draft(A, NEW, "村" * 61), "区划名称超过 60 个字"),
        (draft(A, NEW, "12345"), "不像区划名称"),
        (draft(A, B, document="文" * 121), "依据文件超过 120 个字"),
        (draft("府管村", B), "不是县、乡、村的区划代码"),
    ],
)
def test_a_wrong_row_is_refused_with_the_way_out(wrong: Draft, sentence: str) -> None:
    assert sentence in refused(wrong)
    assert not DivisionChange.objects.exists()
    assert Division.objects.filter(valid_to__isnull=False).count() == 0


def test_every_wrong_row_is_named_and_none_is_recorded() -> None:
    said = refused(draft(A, NEW, "府东村"), draft("440204101999", NEW, row=3), draft(B, TOWN, row=7))

    assert "第 3 行" in said
    assert "第 7 行" in said
    assert "第 2 行" not in said
    assert not Division.objects.filter(code=NEW).exists()


def test_a_code_that_has_ended_changes_no_more_and_a_row_is_said_once() -> None:
    merged()

    assert "已于 2026-11-01 停用" in refused(draft(A, B, day=NEXT))
    assert "与第 2 行重复" in refused(
        draft(NEW, NEW, "府中村", day=SECOND), draft(NEW, NEW, "府中村", day=SECOND, row=3)
    )
    assert "同一天也被撤并" in refused(
        draft(NEW, f"{OTHER_TOWN}201", day=SECOND),
        draft(f"{OTHER_TOWN}201", f"{OTHER_TOWN}210", "乐村", day=SECOND, row=3),
    )


def test_an_administrator_records_only_what_they_are_in_charge_of() -> None:
    with pytest.raises(ChangesRefused, match="不在您的管辖范围"):
        record_changes([draft(A, B)], by=SYSTEM, at=MONDAY, scope=Scope((OTHER_TOWN,)))


def test_a_change_taken_back_leaves_the_tree_as_it_was_and_the_row_to_be_read() -> None:
    done = merged()

    take_changes_back(done.act, by=SYSTEM, at=MONDAY, reason="批复有误")

    assert not Division.objects.filter(code=NEW).exists()
    assert Division.objects.filter(code__in=[A, B], valid_to=None, replaced_by=None).count() == 2
    assert successor(A, FIRST) == A
    assert {row.void_reason for row in DivisionChange.objects.all()} == {"批复有误"}
    assert Entry.objects.get(action="regions.changes_taken_back").reason == "批复有误"
    assert merged().said == 2


def test_a_renaming_taken_back_gives_the_name_back() -> None:
    done = recorded(draft(A, A, "幸福村"))

    take_changes_back(done.act, by=SYSTEM, at=MONDAY, reason="批复有误")

    assert Division.objects.get(code=A).name == "府管村"


def test_what_somebody_stands_on_is_not_taken_back() -> None:
    done = merged()
    assistant(NEW)

    with pytest.raises(ChangeStoodOn, match="已有岗位、站点"):
        take_changes_back(done.act, by=SYSTEM, at=MONDAY, reason="批复有误")

    assert Division.objects.get(code=A).valid_to == FIRST


def test_a_change_under_a_later_one_is_not_taken_back_and_none_twice() -> None:
    done = merged()
    later = recorded(draft(NEW, NEW, "府中村", day=SECOND))

    with pytest.raises(ChangeStoodOn, match="之后又登记过"):
        take_changes_back(done.act, by=SYSTEM, at=MONDAY, reason="批复有误")
    take_changes_back(later.act, by=SYSTEM, at=MONDAY, reason="批复有误")
    take_changes_back(done.act, by=SYSTEM, at=MONDAY, reason="批复有误")
    with pytest.raises(ChangeUnknown):
        take_changes_back(done.act, by=SYSTEM, at=MONDAY, reason="批复有误")


def test_a_successor_noted_without_a_notice_counts_too() -> None:
    division(NEW, "府东村")
    Division.objects.filter(code__in=[A, B]).update(valid_to=FIRST, replaced_by=NEW)

    assert (successor(A, FIRST), successor(A, EVE)) == (NEW, A)
    assert {one.name for one in former_names(COUNTY, on=FIRST)} == {"府管村", "东山村"}


def test_who_is_posted_to_an_old_village_sees_the_new_one_and_back() -> None:
    merged()

    assert scope_through_time([A], on=FIRST) == Scope.of([A, B, NEW])
    assert scope_through_time([NEW], on=FIRST) == Scope.of([A, B, NEW])
    assert scope_through_time([A], on=EVE) == Scope.of([A])
    assert scope_through_time([""], on=FIRST) == Scope.everything()
    assert scope_through_time([TOWN], on=FIRST) == Scope.of([TOWN])
    assert through_time(A, on=FIRST) == through_time(NEW, on=FIRST) == {A, B, NEW}
    assert through_time(A, on=EVE) == {A}
