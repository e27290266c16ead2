from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.book import Book, Overlay, lineage, load_book, main, parent
from doudi.policy.tests.folder import REGIONS, book_of, dated, values_file, write_folder

LATE = date(2026, 7, 1)
CHAIN = ("00", "44", "4402", "440204")


def values(book: Book, region: str, on: date, key: str = "dibao.standard") -> object:
    """Return the value of a key, or nothing."""
    chosen = book.parameters(region, on).get(key)
    return chosen.value if chosen else None


def overlay(region: str, begins: date, ends: date | None, value: int, key: str = "dibao.standard") -> Overlay:
    """Return an approved value."""
    written = {"value": value, "document": "某通知", "article": "第一条", "verified": True}
    return Overlay(region, key, begins, ends, written)


def test_a_county_inherits_from_city_province_and_nation() -> None:
    assert lineage("440204") == CHAIN
    assert lineage("00") == ("00",)
    assert [parent(region) for region in ("440204", "4402", "44", "00")] == ["4402", "44", "00", "00"]
    assert lineage("440204001002") == CHAIN


@settings(max_examples=30, deadline=None)
@given(setting=st.sets(st.sampled_from(CHAIN)))
def test_the_nearest_region_wins(setting: set[str]) -> None:
    with TemporaryDirectory() as folder:
        lines = {
            code: {"dibao.standard": dated("2020-01-01", str(len(code)))} for code in CHAIN if code in setting
        }
        chosen = book_of(Path(folder), lines).parameters("440204", LATE).get("dibao.standard")

    nearest = [code for code in CHAIN if code in setting][-1:]

    assert ([chosen.region] if chosen else []) == nearest


def test_a_value_is_replaced_whole(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        {
            "00": {"dibao.scope": dated("2020-01-01", "[[SIGHT, 1], [MENTAL, 1]]")},
            "44": {"dibao.scope": dated("2020-01-01", "[[MENTAL, 2]]")},
        },
    )

    scope = book.parameters("440204", LATE)["dibao.scope"].value

    assert scope == book.history("44", "dibao.scope")[0].value


def test_when_a_countys_value_ends_the_citys_holds_again(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        {
            "4402": {"dibao.frozen": dated("2019-01-01", "no")},
            "440204": {"dibao.frozen": dated("2020-03-27", "yes", "to: 2021-01-01")},
        },
    )
    days = [date(2020, 3, 26), date(2020, 3, 27), date(2020, 12, 31), date(2021, 1, 1)]

    assert [values(book, "440204", day, "dibao.frozen") for day in days] == [False, True, True, False]


def test_a_value_says_where_it_comes_from(tmp_path: Path) -> None:
    book = book_of(
        tmp_path, {"44": {"dibao.standard": dated("2020-01-01", "8640", "unit: 元/人·年, note: 一年")}}
    )

    chosen = book.parameters("440204", LATE)["dibao.standard"]

    assert (chosen.region, chosen.begins, chosen.ends) == ("44", date(2020, 1, 1), None)
    assert (chosen.document, chosen.article, chosen.verified, chosen.note) == (
        "某通知",
        "第一条",
        True,
        "一年",
    )
    assert chosen.value == 72_000
    assert (chosen.written["value"], chosen.written["unit"]) == (8640, "元/人·年")


def test_a_day_before_the_first_value_has_none(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"44": {"dibao.standard": dated("2020-01-01", "720")}})

    assert values(book, "440204", date(2019, 12, 31)) is None
    assert list(book.parameters("45", LATE)) == []


def test_history_is_the_regions_own(tmp_path: Path) -> None:
    lines = f"{dated('2021-01-01', '760')}\n{dated('2020-01-01', '720')}"
    book = book_of(tmp_path, {"44": {"dibao.standard": lines}})

    assert [(one.value, one.ends) for one in book.history("44", "dibao.standard")] == [
        (72_000, date(2021, 1, 1)),
        (76_000, None),
    ]
    assert book.history("440204", "dibao.standard") == ()
    assert (book.regions(), book.name_of("44"), book.name_of("45")) == (("44",), "某地", "45")


def test_sample_regions_are_there_only_when_asked_for(tmp_path: Path) -> None:
    sample = values_file("350426", {"dibao.standard": dated("2020-01-01", "640")}, name="尤溪县")
    folder = write_folder(tmp_path, {"cases/regions/350426/dibao.yaml": sample})

    assert load_book(folder).regions() == ()
    assert load_book(folder, samples=True).regions() == ("350426",)


def test_a_sample_does_not_stand_beside_a_regions_own_value(tmp_path: Path) -> None:
    text = values_file("35", {"dibao.standard": dated("2020-01-01", "640")})
    folder = write_folder(tmp_path, {"cases/regions/35/dibao.yaml": text, f"{REGIONS}/35/dibao.yaml": text})

    with pytest.raises(PolicyBroken, match="35 在另一个文件里已经写了"):
        load_book(folder, samples=True)


def test_an_approved_value_stands_before_the_file_from_its_date(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"440204": {"dibao.standard": dated("2020-01-01", "720")}})

    changed = book.with_values([overlay("440204", LATE, None, 800)])

    assert [values(changed, "440204", day) for day in (date(2026, 6, 30), LATE)] == [72_000, 80_000]
    assert values(book, "440204", LATE) == 72_000


def test_when_an_approved_value_ends_the_file_holds_again(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"440204": {"dibao.standard": dated("2020-01-01", "720")}})

    changed = book.with_values([overlay("440204", LATE, date(2026, 10, 1), 800)])

    assert values(changed, "440204", date(2026, 10, 1)) == 72_000


def test_an_approved_value_may_be_the_first_of_a_region(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"44": {"dibao.standard": dated("2020-01-01", "720")}})

    changed = book.with_values([overlay("440204", LATE, None, 800)])

    assert [values(changed, region, LATE) for region in ("440204", "440203")] == [80_000, 72_000]


def test_the_later_of_two_approved_values_lies_on_top(tmp_path: Path) -> None:
    book = book_of(tmp_path, {})

    changed = book.with_values([overlay("44", LATE, None, 700), overlay("44", LATE, None, 800)])

    assert values(changed, "44", LATE) == 80_000


def test_an_approved_value_is_checked_like_a_file(tmp_path: Path) -> None:
    book = book_of(tmp_path, {})
    uncited = Overlay("44", "dibao.standard", LATE, None, {"value": 1, "document": "", "verified": True})

    with pytest.raises(PolicyBroken, match=r"overlay 44: dibao.standard.document: 已核实的要写明文件和条款"):
        book.with_values([uncited])
    with pytest.raises(PolicyBroken, match=r"overlay 44: dibao.standrad: 没有这个参数"):
        book.with_values([overlay("44", LATE, None, 1, "dibao.standrad")])
    with pytest.raises(PolicyBroken, match=r"不在 \S+ 之后"):
        book.with_values([overlay("44", LATE, LATE, 1)])


def test_a_standard_under_the_provinces_floor_is_refused(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        {
            "61": {"dibao.floor": dated("2022-01-01", "600")},
            "6101": {"dibao.standard": dated("2022-01-01", "599.99")},
            "6102": {"dibao.standard": dated("2022-01-01", "600")},
        },
    )

    (broken,) = book.problems("6101", LATE)

    assert (broken.key, broken.region, broken.effect) == ("dibao.standard", "6101", "refuse")
    assert broken.text == "低保标准599.99元/人·月，低于全省最低限定标准600元/人·月（某办法第十条）"
    assert book.problems("6102", LATE) == ()


def test_a_standard_over_a_ceiling_and_under_a_multiple_is_warned_about(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        {
            "61": {
                "dibao.ceiling": dated("2022-01-01", "700"),
                "dibao.standard": dated("2022-01-01", "720"),
                "dibao.multiple": dated("2022-01-01", "1.3"),
                "dibao.care_base": dated("2022-01-01", "935.99"),
            }
        },
    )

    broken = {one.key: (one.effect, one.text) for one in book.problems("61", LATE)}

    assert broken == {
        "dibao.standard": ("warn", "低保标准720元/人·月，高于最低工资700元/人·月（某办法第十一条）"),
        "dibao.care_base": (
            "warn",
            "照料基数935.99元/人·月，低于低保标准720元/人·月的1.3倍（某办法第三条）",
        ),
    }


def test_a_scope_narrower_than_the_parents_asks_for_an_explanation(tmp_path: Path) -> None:
    wide, narrow = "[[SIGHT, 1], [MENTAL, 3]]", "[[SIGHT, 1], [SIGHT, 2]]"
    book = book_of(
        tmp_path,
        {
            "00": {"dibao.scope": dated("2020-01-01", wide)},
            "44": {"dibao.scope": dated("2020-01-01", narrow)},
            "45": {"dibao.scope": dated("2020-01-01", "[[SIGHT, 1], [MENTAL, 3], [MENTAL, 4]]")},
        },
    )

    (broken,) = book.problems("44", LATE)

    assert broken.text == "残疾范围“视力1级、视力2级”窄于上级的“视力1级、精神3级”（某办法第八条）"
    assert book.problems("45", LATE) == book.problems("00", LATE) == ()


def test_the_checker_says_what_is_there_or_the_first_thing_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(tmp_path, {})
    assert main(folder) == 0
    assert capsys.readouterr().out == "ok: 2 facts, 20 parameters, 0 values of 0 regions, 0 programmes\n"

    write_folder(folder, {f"{REGIONS}/44/dibao.yaml": values_file("44", {"dibao.days": dated("某天", "7")})})
    assert main(folder) == 1
    assert capsys.readouterr().err == (
        f"{REGIONS}/44/dibao.yaml:5: values.dibao.days[0].from: 写的是 '某天'，要写日期，例如 2026-07-01\n"
    )
