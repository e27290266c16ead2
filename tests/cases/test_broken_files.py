"""Broken, lying and odd files: every row is accounted for, or the file is refused with a sentence."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable

import pytest

from doudi.exchange.states import BatchState
from tests.cases.bureau import Bureau, Taken
from tests.cases.rows import DIBAO_HEAD, TOWN, account, dibao, dibao_rows, folk
from tests.second_county.pages import page
from tests.second_county.writers import WRITERS, csv_utf8, rezipped, xlsx

DIBAO = "DIBAO"


def changed(row: list[object], **cells: object) -> list[object]:
    """Return a row of the dibao list with some cells written otherwise."""
    return [cells.get(heading, cell) for heading, cell in zip(DIBAO_HEAD, row, strict=True)]


def one_odd_row(bureau: Bureau, kind: str = "csv", **cells: object) -> tuple[Taken, list[str]]:
    """Take in a list of three whose second row is odd; return what became of it and the other two's names."""
    people = folk(3)
    rows = dibao_rows(people)
    rows[1] = changed(rows[1], **cells)
    taken = bureau.take(WRITERS[kind]([page("低保", DIBAO_HEAD, *rows)]), f"低保.{kind}", source="dibao")
    return taken, [people[0].name, people[2].name]


ODD_NAMES = [
    "申\x00贵", "申" * 61, "申" * 10_000, "371521196001010011", "2026-10-01", "12", "张*", "石**", "？", "?",
    "石\ufffd", "甲" + "\u200b" * 70, "（户主）", "同上",
]  # fmt: skip


@pytest.mark.both
@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_a_name_that_is_none_is_told_and_the_rest_stands(bureau: Bureau, name: str) -> None:
    taken, others = one_odd_row(bureau, 姓名=name)

    assert taken.counts[0] == 3
    assert set(others) <= set(bureau.listed(DIBAO))
    told = bureau.rows_told(taken)
    assert list(told) == [3]
    assert "姓名" in told[3]


ODD_AMOUNTS = [
    "",
    "待核",
    "1E999999",
    "-100",
    "1_68",
    "٦٣٢",
    "1E-400",
    "NaN",
    "∞",
    "六百三十二",
    "632/月",
    "1e3",
    "+632",
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("amount", ODD_AMOUNTS)
def test_an_amount_that_is_none_is_told_and_clean_means_it_has_its_effect(
    bureau: Bureau, kind: str, amount: str
) -> None:
    taken, others = one_odd_row(bureau, kind, 月保障金额=amount)

    assert taken.counts[0] == 3
    assert "金额" in bureau.rows_told(taken)[3]
    listed = bureau.listed(DIBAO)
    assert {name: listed[name] for name in others} == dict.fromkeys(others, 63200)
    assert [fen for name, fen in listed.items() if name not in others and fen] == []
    assert taken.answer["clean"] == len(listed)


@pytest.mark.both
@pytest.mark.parametrize("number", ["-" * 41, "\u200b" * 41, "\u202e", "H" * 5000, "1E999999"])
def test_a_households_number_that_is_none_is_told(bureau: Bureau, number: str) -> None:
    taken, others = one_odd_row(bureau, 户编号=number)

    assert taken.counts[0] == 3
    assert set(others) <= set(bureau.listed(DIBAO))
    assert [name for name in others if [name] not in bureau.households()] == []


@pytest.mark.parametrize("kind", ["", "其他", "补贴"])
def test_a_subsidy_of_no_kind_is_told_before_it_is_published(bureau: Bureau, kind: str) -> None:
    people = folk(2)
    head = ["序号", "乡镇", "姓名", "身份证号", "残疾类别", "残疾等级", "补贴类型", "补贴金额", "账号"]
    rows = [
        [place, TOWN, one.name, one.number, "肢体", "三级", written, 176, account(place)]
        for place, (one, written) in enumerate(
            zip(people, ("困难残疾人生活补贴", kind), strict=True), start=1
        )
    ]

    taken = bureau.take(csv_utf8([page("补贴", head, *rows)]), "两项补贴.csv", source="disability_subsidy")

    assert bureau.listed("DISABILITY_LIVING") == {people[0].name: 17600}
    assert 3 in bureau.rows_told(taken)


def in_sheet(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with its first sheet's XML changed."""
    return rezipped(data, lambda name, part: change(part) if name.endswith("sheet1.xml") else part)


def twice_the_same_row(part: bytes) -> bytes:
    """Give the third row the number of the second."""
    return re.sub(rb'r="([A-Z]+)3"', rb'r="\g<1>2"', part.replace(b'<row r="3"', b'<row r="2"'))


def a_second_table(part: bytes) -> bytes:
    """Split the rows among two tables of cells."""
    return part.replace(b'<row r="3"', b'</sheetData><sheetData><row r="3"')


def a_dimension_that_lies(part: bytes) -> bytes:
    """Say the sheet has two rows."""
    return re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:B2"/>', part)


def without_row_numbers(part: bytes) -> bytes:
    """Leave rows and cells without their places, as some web systems write them."""
    return re.sub(rb'<(row|c) r="[A-Z0-9]+"', rb"<\1", part)


def an_odd_cell_type(part: bytes) -> bytes:
    """Give one cell a type that does not exist."""
    return part.replace(b't="s"', b't="zz"', 1)


def in_two_bytes(part: bytes) -> bytes:
    """Write the sheet in UTF-16."""
    return part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


@pytest.mark.parametrize(
    "change",
    [
        twice_the_same_row, a_second_table, a_dimension_that_lies, without_row_numbers, an_odd_cell_type,
        in_two_bytes,
    ],
)  # fmt: skip
def test_a_sheet_that_lies_gives_every_row_or_is_refused(
    bureau: Bureau, change: Callable[[bytes], bytes]
) -> None:
    people = folk(17)

    taken = bureau.take(in_sheet(xlsx([dibao(people)]), change), "低保.xlsx", source="dibao")

    everyone = {one.name: 63200 for one in people}
    assert is_refused(taken) or bureau.listed(DIBAO) == everyone


def is_refused(taken: Taken) -> bool:
    """Say whether a file was sent back as a whole, with a Chinese sentence."""
    said = bool(re.search("[一-龥]{4}", taken.refusal))
    return said and taken.batch is not None and taken.batch.state == BatchState.REFUSED


def with_a_doubled_member(data: bytes) -> bytes:
    """Append a second sheet1.xml, of another list, under the same name."""
    other = zipfile.ZipFile(io.BytesIO(xlsx([dibao(folk(5, seed=99))]))).read("xl/worksheets/sheet1.xml")
    sink = io.BytesIO(data)
    with (
        zipfile.ZipFile(sink, "a", zipfile.ZIP_DEFLATED) as archive,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        archive.writestr("xl/worksheets/sheet1.xml", other)
    return sink.getvalue()


def with_a_wrong_checksum(data: bytes) -> bytes:
    """Damage the checksum of the sheet wherever the zip says it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        right = zlib.crc32(archive.read("xl/worksheets/sheet1.xml"))
    return data.replace(right.to_bytes(4, "little"), (right ^ 0xFFFF).to_bytes(4, "little"))


def with_broken_xml(data: bytes) -> bytes:
    """Leave a tag of the sheet open."""
    return in_sheet(data, lambda part: part.replace(b"</row>", b"", 1))


def with_a_string_that_points_nowhere(data: bytes) -> bytes:
    """Let a cell point past the end of the shared strings."""
    return in_sheet(data, lambda part: re.sub(rb'(<c r="B3"[^>]*t="s"[^>]*><v>)\d+', rb"\g<1>99999", part))


def cut_short(data: bytes) -> bytes:
    """Lose the last third of the file, as a broken upload does."""
    return data[: len(data) * 2 // 3]


@pytest.mark.parametrize(
    "damage",
    [
        with_a_doubled_member, with_a_wrong_checksum, with_broken_xml, with_a_string_that_points_nowhere,
        cut_short,
    ],
)  # fmt: skip
def test_a_damaged_workbook_is_refused_with_a_sentence(
    bureau: Bureau, damage: Callable[[bytes], bytes]
) -> None:
    taken = bureau.take(damage(xlsx([dibao(folk(9))])), "低保.xlsx", source="dibao")

    assert is_refused(taken)
    assert bureau.listed(DIBAO) == {}


def test_what_was_repaired_is_named_row_by_row(bureau: Bureau) -> None:
    old, right = folk(2)
    rows = dibao_rows([old, right])
    rows[0][2] = old.number[:6] + old.number[8:17]

    taken = bureau.take(csv_utf8([page("低保", DIBAO_HEAD, *rows)]), "低保.csv", source="dibao")

    assert taken.counts == (2, 1, 1, 0)
    assert "15" in bureau.rows_told(taken)[2]
    assert bureau.token(old.number) in bureau.names()


def test_a_number_taken_from_the_certificate_is_named_on_its_row(bureau: Bureau) -> None:
    (one,) = folk(1)
    head = ["序号", "乡镇", "姓名", "身份证号", "残疾人证号", "残疾类别", "残疾等级", "证件状态"]
    row = [1, TOWN, one.name, "", one.number + "43", "肢体", "三级", "有效"]

    taken = bureau.take(csv_utf8([page("持证", head, row)]), "持证.csv", source="disability_certificate")

    assert taken.counts == (1, 0, 1, 0)
    assert "残疾人证" in bureau.rows_told(taken)[2]


@pytest.mark.parametrize("extra", [["多出一格"], ["371521", "x", "y"]])
def test_a_row_longer_than_its_head_is_told(bureau: Bureau, extra: list[object]) -> None:
    people = folk(3)
    rows = dibao_rows(people)
    rows[1] = [*rows[1], *extra]

    taken = bureau.take(csv_utf8([page("低保", DIBAO_HEAD, *rows)]), "低保.csv", source="dibao")

    assert taken.counts[0] == 3
    assert list(bureau.rows_told(taken)) == [3]


def test_a_row_shifted_by_a_missing_cell_is_told_and_names_nobody_else(bureau: Bureau) -> None:
    people = folk(3)
    rows = dibao_rows(people)
    rows[1] = rows[1][1:]

    taken = bureau.take(csv_utf8([page("低保", DIBAO_HEAD, *rows)]), "低保.csv", source="dibao")

    assert taken.counts[0] == 3
    assert 3 in bureau.rows_told(taken)
    assert set(bureau.names().values()) <= {one.name for one in people}


def test_an_identity_number_in_the_column_of_accounts_is_told(bureau: Bureau) -> None:
    taken, _ = one_odd_row(bureau, 银行账号=folk(4)[3].number)

    assert "账" in bureau.rows_told(taken)[3]


def test_a_workbook_with_nothing_but_a_summary_is_no_list(bureau: Bureau) -> None:
    rows = [[1, TOWN, 12, 20, 8660], ["合计", "", 12, 20, 8660]]
    head = ["序号", "乡镇", "户数", "人数", "金额"]

    taken = bureau.take(xlsx([page("汇总表", head, *rows)]), "低保汇总.xlsx", source="dibao")

    assert "名单" in taken.refusal
    assert bureau.listed(DIBAO) == {}


HIDDEN_MARKS = ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad"]


@pytest.mark.parametrize("mark", HIDDEN_MARKS, ids=[f"{ord(mark):x}" for mark in HIDDEN_MARKS])
def test_the_name_one_sees_finds_whoever_was_written_with_hidden_marks(bureau: Bureau, mark: str) -> None:
    (one,) = folk(1)
    rows = dibao_rows([one])
    rows[0][1] = one.name[0] + mark + one.name[1:]

    bureau.take(csv_utf8([page("低保", DIBAO_HEAD, *rows)]), "低保.csv", source="dibao")

    assert 'class="d-row-link"' in bureau.search(one.name)
    assert 'class="d-row-link"' not in bureau.search("石无此人")


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+申贵", "-申贵"])
def test_a_cell_that_looks_like_a_formula_goes_out_as_quoted_text(bureau: Bureau, name: str) -> None:
    taken, _ = one_odd_row(bureau, "xlsx", 姓名=name, 月保障金额="待核")
    assert taken.batch is not None

    answer = bureau.browser().get(f"/batches/{taken.batch.pk}/error-sheet/")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        sheet, styles = archive.read("xl/worksheets/sheet1.xml"), archive.read("xl/styles.xml").decode()
    assert b"<f>" not in sheet
    formats = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    used = {int(place) for place in re.findall(rb'<c [^>]*s="(\d+)"[^>]*t="', sheet)}
    written = [formats[place] for place in used if 'applyFont="1"' not in formats[place]]
    assert written
    assert [form for form in written if 'quotePrefix="1"' not in form] == []


ODD_ADDRESSES = [
    "/values/?q=%00", "/documents/?q=a%00b", "/batches/?state=%00", "/batches/?source=%00&sort=%00",
    "/people/?page=%00", "/ledger/?rule=%00", "/ledger/?owner=%00", "/?division=%00", "/?period=%00",
    "/login/?next=%00", "/login/?next=word", "/households/?q=%00", "/month/people/?standing=%00",
]  # fmt: skip


@pytest.mark.both
@pytest.mark.parametrize("text", ["\x00", "申\x00贵", "申" * 5000, "%", "_"])
def test_no_odd_text_breaks_the_search(bureau: Bureau, text: str) -> None:
    assert bureau.browser().post("/people/", {"q": text}).status_code < 500


@pytest.mark.both
@pytest.mark.parametrize("address", ODD_ADDRESSES)
def test_no_odd_byte_in_an_address_breaks_a_page(bureau: Bureau, address: str) -> None:
    assert bureau.browser().get(address).status_code < 500
