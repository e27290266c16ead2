"""Names of towns and villages as clerks write them lead to the division, or to a plain statement."""

from __future__ import annotations

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.places import DivisionNames, Former, Place
from doudi.recognition.tests.desk import NAMES, PLACES, of_rows

TOWN, VILLAGE = "440204100", "440204100201"


NOTHING = dict.fromkeys(("county", "town", "village", "code", "address", "around"), "")


def find(**words: str) -> Place:
    return PLACES.find(**NOTHING | words)


SPELLINGS = [
    ("新韶镇", "陈江村村民委员会"),
    ("新韶", "陈江村"),
    ("新韶镇", "陈江"),
    ("新韶镇", "陈江村委会"),
    ("新韶镇 ", "陈江村民委员会"),
    ("", "陈江村"),
]


@pytest.mark.parametrize(("town", "village"), SPELLINGS)
def test_a_village_is_found_in_its_many_spellings(town: str, village: str) -> None:
    assert find(town=town, village=village) == Place(VILLAGE)


def test_a_subdistrict_office_and_a_community_are_found() -> None:
    assert find(town="东河街道办事处", village="五里亭社区") == Place("440204001003")


def test_a_village_that_is_not_there_leaves_the_town() -> None:
    assert find(town="新韶镇", village="桃花村") == Place(TOWN, "UNKNOWN_DIVISION")


def test_a_town_of_another_county_is_told() -> None:
    assert find(town="马坝镇", village="某村") == Place("", "OTHER_DIVISION")
    assert find(county="曲江区", town="新韶镇") == Place("", "OTHER_DIVISION")
    assert find(code="440205101") == Place("", "OTHER_DIVISION")


def test_the_own_county_may_be_written_with_its_city() -> None:
    assert find(county="韶关市浈江区", town="新韶镇") == Place(TOWN)


@pytest.mark.parametrize("code", ["440204100201", "440204100201000", "440204100000"])
def test_a_division_code_is_taken_down_to_the_village(code: str) -> None:
    assert find(code=code) == Place(VILLAGE if code.startswith(VILLAGE) else TOWN)


def test_an_address_is_read_where_there_are_no_names() -> None:
    assert find(address="广东省韶关市浈江区新韶镇陈江村5号") == Place(VILLAGE)
    assert find(address="韶关市曲江区大塘镇3号") == Place("", "OTHER_DIVISION")
    assert find(address="建设路8号") == Place("")


def test_a_townships_own_list_needs_no_names() -> None:
    lookup = DivisionNames(TOWN, NAMES)

    assert lookup.find(**NOTHING) == Place(TOWN)
    assert lookup.find(**NOTHING | {"village": "陈江村"}) == Place(VILLAGE)


def test_somebody_of_the_next_township_is_told_on_a_townships_list() -> None:
    lookup = DivisionNames(TOWN, NAMES)

    assert lookup.find(**NOTHING | {"town": "东河街道"}) == Place("440204001", "OTHER_DIVISION")


def test_a_sheets_name_or_title_names_the_town_of_its_rows() -> None:
    assert find(around="新韶镇 2026年10月低保花名册") == Place(TOWN)
    assert find(village="陈江村", around="新韶镇") == Place(VILLAGE)
    assert find(around="新韶镇、东河街道") == Place("")


def test_a_cell_that_holds_town_and_village_is_read_as_both() -> None:
    assert find(town="新韶镇陈江村") == Place(VILLAGE)


def test_two_villages_of_one_name_are_not_guessed_between() -> None:
    lookup = DivisionNames("440204", {**NAMES, "440204001009": "陈江社区居民委员会"})

    assert lookup.find(**NOTHING | {"village": "陈江"}).problem == "UNKNOWN_DIVISION"


def test_other_countys_people_are_taken_and_told() -> None:
    rows = [("镇街", "姓名", "身份证号", "低保类别"), ("马坝镇", "张三", w.number_of(1), "农村")]

    cleaned = of_rows(rows, source="dibao").cleaned()

    assert cleaned.problem_counts == {"OTHER_DIVISION": 1}
    assert cleaned.problems.column("column").to_pylist() == ["镇街"]
    assert cleaned.counts["clean"] == 1


OLD, NEW, GONE_TOWN = "440204001301", "440204001390", "440204150"
CHANGED = {
    **NAMES,
    NEW: "府东村民委员会",
    "440204001391": "东岸村民委员会",
}
FORMER = (
    Former(OLD, "府管村民委员会", NEW),
    Former("440204001302", "东山村民委员会", NEW),
    Former("440204001303", "大岸村民委员会", "440204001", is_shared_out=True),
    Former(GONE_TOWN, "南郊镇", "440204001"),
    Former(f"{GONE_TOWN}201", "东岸村民委员会", "440204001391"),
    Former(f"{GONE_TOWN}202", "府东村民委员会", "440204001392"),
)


def _then(**words: str) -> Place:
    blank = dict.fromkeys(("county", "town", "village", "code", "address", "around"), "")
    return DivisionNames("440204", {**CHANGED, "440204001392": "南郊村民委员会"}, (), FORMER).find(
        **blank | words
    )


def test_old_names_and_codes_lead_to_what_they_have_become() -> None:
    assert _then(village="府管村") == Place(NEW)
    assert _then(town=NAMES["440204001"], village="东山村") == Place(NEW)
    assert _then(code=OLD) == Place(NEW)
    assert _then(address=f"{NAMES['440204001']}府管村民委员会3号") == Place(NEW)


def test_a_village_of_a_town_that_is_gone_is_found_by_the_old_town_and_by_the_new() -> None:
    assert _then(town="南郊镇", village="东岸村") == Place("440204001391")
    assert _then(town=NAMES["440204001"], village="东岸村") == Place("440204001391")
    assert _then(town="南郊镇") == Place("440204001")


def test_two_villages_of_one_name_are_told_apart_by_the_old_town() -> None:
    assert _then(town="南郊镇", village="府东村") == Place("440204001392")
    assert _then(town=NAMES["440204001"], village="府东村") == Place("440204001", "UNKNOWN_DIVISION")


def test_a_village_that_was_shared_out_falls_to_its_town_and_is_told() -> None:
    assert _then(village="大岸村") == Place("440204001", "DIVISION_SHARED_OUT")
