"""The sixteen files of the made-up county."""

import csv
import io
import json
import zipfile
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tools.demo_county.__main__ import main
from tools.demo_county.generate import Order, make_county
from tools.demo_county.identity import check_character
from tools.demo_county.layouts import LAYOUTS
from tools.demo_county.world import SOURCES

Files = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def made(order: Order) -> Path:
    make_county(order)
    return order.out


@pytest.fixture(scope="module")
def expected(made: Path) -> Files:
    files: Files = json.loads((made / "truths.json").read_text("utf-8"))["files"]
    return files


def path_of(made: Path, part: str) -> Path:
    (path,) = [path for path in (made / "files").iterdir() if part in path.name]
    return path


def cells_of(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_object(io.BytesIO(path.read_bytes()))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names
    }


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "files").iterdir())}


def test_there_is_one_file_for_each_of_sixteen_sources(made: Path, expected: Files) -> None:
    assert sorted(str(file["source"]) for file in expected.values()) == sorted(SOURCES)
    assert {path.name for path in (made / "files").iterdir()} == set(expected)


def test_the_same_seed_makes_the_same_bytes(made: Path, order: Order, tmp_path: Path) -> None:
    make_county(replace(order, out=tmp_path))

    assert digests(tmp_path) == digests(made)
    assert (tmp_path / "truths.json").read_bytes() == (made / "truths.json").read_bytes()


def test_another_seed_makes_other_people(made: Path, order: Order, tmp_path: Path) -> None:
    make_county(replace(order, out=tmp_path, seed=2))

    assert set(digests(tmp_path).values()).isdisjoint(digests(made).values())


def test_the_expected_rows_add_up_in_every_file(expected: Files) -> None:
    sums = [(file["rows"], file["clean"], file["repaired"], file["rejected"]) for file in expected.values()]

    assert all(rows == clean + repaired + rejected for rows, clean, repaired, rejected in sums)  # type: ignore[operator]
    assert all(rejected for *_, rejected in sums)


def test_every_kind_of_damage_is_somewhere(expected: Files) -> None:
    damages = {kind for file in expected.values() for kind in file["damages"]}  # type: ignore[attr-defined]

    assert damages == {
        "FULL_WIDTH", "SPACES", "QUOTE_MARK", "LOWER_X", "UPGRADED_15",
        "CHECK_DIGIT", "TYPED_AS_NUMBER", "BLANK", "BLANK_WORD", "LENGTH",
    }  # fmt: skip


def test_every_kind_of_file_is_there(made: Path) -> None:
    kinds = Counter(path.suffix for path in (made / "files").iterdir())

    assert set(kinds) == {".xls", ".xlsx", ".et", ".ods", ".csv", ".txt"}


def test_text_files_come_in_three_encodings(made: Path) -> None:
    assert path_of(made, "CJRZ").read_bytes().decode("gbk").startswith("XM,GMSFHM,CJRZH")
    assert path_of(made, "医保局").read_bytes().startswith(b"\xef\xbb\xbf")
    assert path_of(made, "社保").read_bytes().startswith(b"\xff\xfe")


def test_a_number_typed_as_a_number_has_lost_digits_in_text_too(made: Path) -> None:
    text = path_of(made, "医保局").read_text("utf-8-sig")

    assert any("E+17" in row["身份证件号码"] for row in csv.DictReader(io.StringIO(text)))


def test_the_wps_file_is_an_old_binary_workbook_under_another_name(made: Path) -> None:
    path = path_of(made, ".et")

    assert path.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    assert cells_of(path)["汇总"][1][0] == "序号"


def test_the_dibao_list_has_a_sheet_a_town_with_titles_totals_and_signatures(made: Path) -> None:
    sheets = cells_of(path_of(made, "低保"))
    first = sheets["东河街道"]

    assert list(sheets)[:3] == ["东河街道", "车站街道", "风采街道"]
    assert "最低生活保障对象花名册" in str(first[0][0])
    assert first[2][4] == "姓 名"
    assert [row[0] for row in first if row[0] == "合计"] == ["合计"]
    assert "制表人" in str(first[-1][0])


def test_the_tekun_list_has_two_heading_rows_with_merged_groups(made: Path) -> None:
    (rows,) = cells_of(path_of(made, "特困")).values()

    assert [cell for cell in rows[1] if cell] == [
        "序号",
        "户编号",
        "基本情况",
        "供养情况",
        "银行账号",
        "联系方式",
    ]
    assert rows[2][2:4] == ["姓名", "身份证号"]


def test_the_poverty_register_has_hidden_rows(made: Path) -> None:
    with zipfile.ZipFile(path_of(made, "监测对象")) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert sheet.count('hidden="1"') == 15


def test_two_workbooks_count_days_from_1904(made: Path, expected: Files) -> None:
    with zipfile.ZipFile(path_of(made, "车管所")) as archive:
        assert 'date1904="1"' in archive.read("xl/workbook.xml").decode()
    assert [layout.source for layout in LAYOUTS if layout.epoch_1904] == ["cremation", "vehicle"]


def test_dates_are_written_in_several_ways(made: Path) -> None:
    (rows,) = cells_of(path_of(made, ".et")).values()
    written = {type(row[8]).__name__ for row in rows[2:-2]} | {str(row[8])[4:5] for row in rows[2:-2]}

    assert {"date", "str", ".", "年"} <= written


def test_money_is_written_with_commas_and_unit(made: Path) -> None:
    (rows,) = cells_of(path_of(made, ".et")).values()

    assert any("," in str(row[7]) and str(row[7]).endswith("元") for row in rows)


def test_the_open_document_can_be_read(made: Path, expected: Files) -> None:
    path = path_of(made, ".ods")

    (rows,) = cells_of(path).values()

    assert rows[1][:3] == ["序号", "权利人", "权利人证件号"]
    assert len(rows) == int(str(expected[path.name]["rows"])) + 2


def test_another_county_can_be_made(divisions: Path, tmp_path: Path) -> None:
    order = Order("371521", "2026-09", tmp_path, people=1_500, divisions=divisions)

    world = make_county(order)

    assert world.county.name == "阳谷县"
    assert any("阳谷县" in path.name for path in (tmp_path / "files").iterdir())
    assert all(p.number[17] == check_character(p.number[:17]) for h in world.households for p in h.members)


def test_the_command_refuses_a_county_that_is_not_there(divisions: Path, tmp_path: Path) -> None:
    given = ["--county", "999999", "--out", str(tmp_path), "--divisions", str(divisions)]

    assert main(given) == 2
    assert main([*given[:-4], "--period", "2026-13"]) == 2
