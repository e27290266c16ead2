from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.book import load_book
from doudi.policy.packs import Dated, lay_over
from doudi.policy.tests.folder import (
    DEFINITIONS,
    FACTS,
    REGIONS,
    SOURCE,
    book_of,
    dated,
    values_file,
    write_folder,
)

PLACE = f"{REGIONS}/4402/dibao.yaml"


def refusal(folder: Path, files: dict[str, str]) -> str:
    """Return the sentence a folder is refused with."""
    with pytest.raises(PolicyBroken) as raised:
        load_book(write_folder(folder, files))
    return str(raised.value)


def refused_value(folder: Path, line: str, key: str = "dibao.standard") -> str:
    """Return the sentence a file with one key is refused with."""
    return refusal(folder, {PLACE: values_file("4402", {key: line})})


@pytest.mark.parametrize(
    "place",
    [
        f"{REGIONS}/4402/dibao/dibao.yaml",
        f"{REGIONS}/dibao.yaml",
        f"{REGIONS}/4402/dibao.yml",
        f"{REGIONS}/440204001/dibao.yaml",
        f"{REGIONS}/440/dibao.yaml",
        f"{REGIONS}/zhenjiang/dibao.yaml",
        f"{REGIONS}/4402/readme.txt",
    ],
)
def test_a_misplaced_file_is_refused(tmp_path: Path, place: str) -> None:
    said = refusal(tmp_path, {place: values_file("4402", {"dibao.standard": dated("2020-01-01", "1")})})

    assert said.startswith(REGIONS)


def test_a_file_in_another_regions_folder_is_refused(tmp_path: Path) -> None:
    text = values_file("440204", {"dibao.standard": dated("2020-01-01", "720")})

    assert "region: 写的是 '440204'，要与文件夹同名" in refusal(tmp_path, {PLACE: text})


def test_a_region_has_one_name(tmp_path: Path) -> None:
    one = values_file("4402", {"dibao.standard": dated("2020-01-01", "720")}, name="韶关市")
    other = 'region: "4402"\nname: 韶关\nvalues: {}\n'

    said = refusal(tmp_path, {PLACE: one, f"{REGIONS}/4402/income.yaml": other})

    assert said == f"{REGIONS}/4402/income.yaml: name: 另一个文件把 4402 叫 韶关市"


def test_a_value_of_another_topic_is_refused(tmp_path: Path) -> None:
    text = values_file("4402", {"dibao.standard": dated("2020-01-01", "720")})

    said = refusal(tmp_path, {f"{REGIONS}/4402/income.yaml": text})

    assert said.endswith("values.dibao.standard: 应写在 dibao.yaml 里")


def test_a_key_no_file_defines_is_refused(tmp_path: Path) -> None:
    assert refused_value(tmp_path, dated("2020-01-01", "720"), "dibao.standrad").endswith(
        "values.dibao.standrad: 没有这个参数"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"value: 720, {SOURCE}", "from: 缺少这一项"),
        (f"from: 2020年, value: 720, {SOURCE}", "from: 写的是 '2020年'，要写日期"),
        (f"from: 2020-01-01, to: 2020-01-01, value: 720, {SOURCE}", "to: 2020-01-01 不在 2020-01-01 之后"),
        (f"from: 2020-01-01, to: 2019-01-01, value: 720, {SOURCE}", "to: 2019-01-01 不在 2020-01-01 之后"),
        ("from: 2020-01-01, value: 720, verified: true", "document: 缺少这一项"),
        ("from: 2020-01-01, value: 720, document: 某通知", "verified: 缺少这一项"),
        (
            "from: 2020-01-01, value: 720, document: 某通知, verified: true",
            "document: 已核实的要写明文件和条款",
        ),
        (
            'from: 2020-01-01, value: 720, document: "", article: 第一条, verified: true',
            "document: 已核实的要写明文件和条款",
        ),
        (
            'from: 2020-01-01, value: 720, document: "", verified: false',
            "document: 没有文件的要在 note 里写明原因",
        ),
        (f"from: 2020-01-01, value: 720, {SOURCE}, unti: 元/人·年", "unti: 没有这一项"),
        (f"from: 2020-01-01, value: many, {SOURCE}", "value: 'many' 不是金额"),
        (f"from: 2020-01-01, value: 720.555, {SOURCE}", "最多两位小数"),
        (f"from: 2020-01-01, value: 7201, unit: 元/人·年, {SOURCE}", "不是整分"),
    ],
)
def test_an_undated_uncited_or_misspelt_value_is_refused(tmp_path: Path, line: str, said: str) -> None:
    refused = refused_value(tmp_path, line)

    assert re.match(rf"{PLACE}(:\d+)?: values\.dibao\.standard\[0\]", refused)
    assert said in refused


@pytest.mark.parametrize(
    "lines",
    [
        [dated("2020-01-01", "1"), dated("2020-01-01", "2")],
        [dated("2020-01-01", "1", "to: 2021-01-02"), dated("2021-01-01", "2")],
        [dated("2021-01-01", "2"), dated("2020-01-01", "1", "to: 2022-01-01")],
    ],
)
def test_values_that_overlap_are_refused(tmp_path: Path, lines: list[str]) -> None:
    assert "的重叠" in refused_value(tmp_path, "\n".join(lines))


def test_a_key_without_values_and_a_file_that_is_no_mapping_are_refused(tmp_path: Path) -> None:
    empty = 'region: "4402"\nname: 韶关市\nvalues: {dibao.standard: []}\n'

    assert refusal(tmp_path, {PLACE: empty}).endswith("values.dibao.standard: 一个值也没有")
    assert refusal(tmp_path, {PLACE: "- a\n"}).endswith("要写成“键: 值”")
    assert refusal(tmp_path, {PLACE: 'region: "4402"\nname: 韶关市\n'}).endswith("values: 缺少这一项")


def test_an_unverified_value_says_why_it_has_no_document(tmp_path: Path) -> None:
    line = 'from: 2020-01-01, value: 7, document: "", verified: false, note: 没有文件给出天数'

    chosen = book_of(tmp_path, {"4402": {"dibao.days": line}}).parameters("4402", date(2020, 1, 1))

    assert (chosen["dibao.days"].verified, chosen["dibao.days"].note) == (False, "没有文件给出天数")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("topic: dibao", "topic: income", "topic: 写的是 'income'，要与文件名相同"),
        ("kind: number, unit: 天", "kind: numbers, unit: 天", "kind: 写的是 'numbers'，可以写的是"),
        ("use: process}\n  kind:", "use: proces}\n  kind:", "use: 写的是 'proces'，可以写的是"),
        ("enum: DisabilityKind, use: process}\n  kind:", "use: process}\n  kind:", "enum: 缺少这一项"),
        (
            "enum: DisabilityKind, use: process}\n  kind:",
            "enum: Kind, use: process}\n  kind:",
            "没有 'Kind' 这个枚举",
        ),
        ("label: 公示天数", "lable: 公示天数", "lable: 没有这一项"),
        ("kind: rounding,", "kind: rounding, unit: 元,", "unit: rounding 没有这一项"),
        ("unit: 元/人·年, use", "unit: 年, use", "金额的单位是"),
        ("at_least: dibao.floor", "at_least: dibao.flor", "没有 'dibao.flor' 这个参数"),
        ("at_least: dibao.floor", "at_least: dibao.yearly", "的种类、单位与它不同"),
        ("times: dibao.multiple", "times: dibao.days", "'dibao.days' 不是倍数参数"),
        ("effect: refuse", "effect: forbid", "effect: 写的是 'forbid'，可以写的是"),
        (
            "not_narrower: parent",
            "not_wider: parent",
            "not_wider: 没有这一项，可以写的是 at_least",
        ),
        ("SIGHT: 视力", "sight: 视力", "enumerations.DisabilityKind.sight: 写的是 'sight'，写法要符合"),
        ("SIGHT: 视力", "NO: 视力", "键要写成文字，请加引号"),
        ("{label: 分段比例, kind: bands, use: calculation}", "bands", "要写成“键: 值”"),
        ("gives: ratio, use", "gives: code, use", "enum: 表给出代码时写，别的时候不写"),
        ("  wording:", "  Wording:", "parameters.Wording: 写的是 'Wording'，写法要符合"),
    ],
)
def test_a_definition_nobody_understands_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert DEFINITIONS.count(old) >= 1

    refused = refusal(tmp_path, {"parameters/definitions/dibao.yaml": DEFINITIONS.replace(old, new)})

    assert refused.startswith("parameters/definitions/dibao.yaml:")
    assert said in refused


def test_a_file_of_definitions_has_its_place(tmp_path: Path) -> None:
    assert "这里只放 <主题>.yaml" in refusal(tmp_path, {"parameters/definitions/dibao.yml": DEFINITIONS})


def test_an_enumeration_means_one_thing_over_all_files(tmp_path: Path) -> None:
    other = "topic: income\ntitle: 收入\nenumerations:\n  AreaKind: {TOWN: 城}\nparameters: {}\n"

    said = refusal(tmp_path, {"parameters/definitions/income.yaml": other})

    assert said.endswith("enumerations.AreaKind: 在另一个文件里是别的代码")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("deposits_fen:", "deposits:", "名字以 _fen 结尾"),
        ("unit: 元,", "unit: 元/日,", "金额的单位只能是"),
        ("default: 0", "defualt: 0", "defualt: 没有这一项，可以写的是 label、unit"),
        ("default: 0", "required: true, default: 0", "写一个、只写一个"),
        (", default: 0", "", "写一个、只写一个"),
        ("default: 0", "default: 0.5", "default: 写的是"),
        ("default: 0", "default: 0, most: 5", "只有数可以写"),
        ("code: AreaKind", "code: Area", "没有 'Area' 这个枚举"),
        ("required: true", "default: TOWN", "写的是 'TOWN'，可以写的是 URBAN、RURAL"),
        ("label: 存款, unit: 元,", "label: 存款,", "unit、yes_no、day、code 里写一个"),
        ("household:", "family:", "facts.family: 写的是 'family'，可以写的是 'household'"),
        ("area_kind:", "AreaKind:", "写的是 'AreaKind'，写法要符合"),
    ],
)
def test_a_fact_nobody_understands_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refusal(tmp_path, {"facts/core.yaml": FACTS.replace(old, new)})


def test_a_fact_stands_in_one_file(tmp_path: Path) -> None:
    more = "facts:\n  person:\n    deposits_fen: {label: 存款, unit: 元, default: 0}\n"

    assert "另一个文件或另一种对象里已经有了" in refusal(tmp_path, {"facts/more.yaml": more})


day = st.dates(date(2015, 1, 1), date(2030, 1, 1))


def value_of(number: int, begins: date, ends: date | None) -> Dated:
    """Return a value that is its own number."""
    return Dated(number, begins, ends, "某通知", "一", True, "", {})


@given(pieces=st.lists(st.tuples(day, st.integers(1, 900) | st.none()), max_size=8), on=day)
def test_a_day_belongs_to_the_last_value_laid_over_it(
    pieces: list[tuple[date, int | None]], on: date
) -> None:
    laid = [
        value_of(number, begins, begins + timedelta(days=length) if length else None)
        for number, (begins, length) in enumerate(pieces)
    ]
    timeline: tuple[Dated, ...] = ()
    for one in laid:
        timeline = lay_over(timeline, one)

    on_top = [one.value for one in laid if one.holds_on(on)][-1:]

    assert [one.value for one in timeline if one.holds_on(on)] == on_top
    assert all(one.ends is None or one.begins < one.ends for one in timeline)


@settings(max_examples=25, deadline=None)
@given(order=st.permutations([dated(f"20{year}-01-01", str(year)) for year in (15, 18, 21, 24)]), on=day)
def test_the_order_of_lines_does_not_matter(order: list[str], on: date) -> None:
    with TemporaryDirectory() as folder:
        book = book_of(Path(folder), {"4402": {"dibao.standard": "\n".join(order)}})

    held = [one.value for one in book.history("4402", "dibao.standard") if one.begins <= on][-1]

    assert book.parameters("4402", on)["dibao.standard"].value == held
