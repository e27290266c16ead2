"""The loader fails loudly at anything in policies/sources it does not understand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from doudi.exchange.rules.shapes import shapes_of
from doudi.kernel.policy_file import PolicyBroken
from doudi.matching.shapes import EVERY_BATCH, WINDOWS
from doudi.recognition.schema import rows_schema
from doudi.recognition.source_files import load_catalogue
from doudi.recognition.sources import PERSONAL, Keep, Type
from doudi.recognition.tests.desk import POLICIES, headings

CATALOGUE = headings().catalogue
SHAPES = shapes_of(CATALOGUE)
KINDS = {"BIGINT": "int64", "INTEGER": "int", "VARCHAR": "string", "DATE": "date32", "UTINYINT": "uint8"}

FAULTS = [
    ("code: dibao", "code: other", "应与文件名相同"),
    ("each: person", "each: family", "each: 写的是 'family'，可以写的是 'person'、'record'"),
    ("kind: roster", "kind: list", "kind: 写的是 'list'，可以写的是"),
    ("kind: roster", "kind: department", "部门数据（department）不能有"),
    ("title: 低保在享名单", "heading: 低保在享名单", "heading: 没有这一项，可以写的是 code、title"),
    ("{use: labour}", "{use: strength}", "没有列 strength"),
    ("type: money", "type: fen", r"columns\[\d+\].type: 写的是 'fen'，可以写的是"),
    ("own: true", "own: maybe", r"columns\[\d+\].own: 写的是 'maybe'，只能写 yes 或 no"),
    ("URBAN: [城市,", "URBAN: [农村,", "对应两个代码"),
    ("category: area_kind", "category: kind", "提到了没有的列：kind"),
    ("headings: [低保证号", "headings: [姓名", "既是"),
    ("columns:", "columns: [", "不是 YAML"),
]


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS)
def test_a_broken_source_file_is_named_with_its_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    shutil.copy(POLICIES / "shared.yaml", tmp_path)
    said = (POLICIES / "dibao.yaml").read_text(encoding="utf-8")
    (tmp_path / "dibao.yaml").write_text(said.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(PolicyBroken, match=fault) as broken:
        load_catalogue(tmp_path)

    assert old in said
    assert broken.value.file == f"{tmp_path.name}/dibao.yaml"


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    shutil.copy(POLICIES / "shared.yaml", tmp_path)

    with pytest.raises(PolicyBroken, match="一个来源也没有"):
        load_catalogue(tmp_path)


def test_the_sixteen_sources_of_the_bureaus_are_there() -> None:
    assert len(CATALOGUE.sources) >= 16
    assert set(SHAPES) == set(CATALOGUE.sources)


@pytest.mark.parametrize("code", sorted(SHAPES))
def test_a_batch_has_every_column_the_comparison_is_told_of_in_its_type(code: str) -> None:
    schema = rows_schema(CATALOGUE.source(code))

    wanted = {**EVERY_BATCH, **SHAPES[code].columns}
    assert [name for name in wanted if name not in schema.names] == []
    assert [name for name in wanted if not str(schema.field(name).type).startswith(KINDS[wanted[name]])] == []


def test_lists_that_enrol_people_tell_the_comparison_their_programmes() -> None:
    assert {code for code, one in CATALOGUE.sources.items() if one.listing} == {
        code for code, shape in SHAPES.items() if shape.programmes
    }
    assert SHAPES["orphan"].programmes == ("ORPHAN", "UNATTENDED_CHILD")


def test_the_comparison_is_told_titles_and_words_as_the_source_says_them() -> None:
    assert SHAPES["vehicle"].title == "机动车登记名单"
    assert SHAPES["vehicle"].words["vehicle_kind"]["CAR"] == "小型汽车"
    assert {"plate", "name", "id_number", "vin"} <= SHAPES["vehicle"].sealed
    assert "plate_low" in SHAPES["vehicle"].columns


@pytest.mark.parametrize(
    ("code", "window"),
    [("vets_previous", "_previous"), ("vets_last_year", "_last_year"), ("vets_ever", "_ever")],
)
def test_a_source_named_like_a_window_of_months_is_refused(tmp_path: Path, code: str, window: str) -> None:
    shutil.copy(POLICIES / "shared.yaml", tmp_path)
    said = (POLICIES / "dibao.yaml").read_text(encoding="utf-8")
    (tmp_path / f"{code}.yaml").write_text(said.replace("code: dibao", f"code: {code}", 1), encoding="utf-8")

    with pytest.raises(PolicyBroken, match=f"code: 不能以 {window} 结尾"):
        load_catalogue(tmp_path, endings=WINDOWS)


@pytest.mark.parametrize("code", sorted(SHAPES))
def test_no_personal_column_and_no_free_text_goes_into_parquet(code: str) -> None:
    in_parquet = [one for one in CATALOGUE.source(code).columns if one.keep == Keep.PARQUET]

    assert [column.name for column in in_parquet if column.type in PERSONAL | {Type.TEXT}] == []
