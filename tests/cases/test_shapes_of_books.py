"""The shapes that lie in the workbook itself: macros, blank rows, merged cells, large files."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator

import pytest

from tests.cases.bureau import Bureau
from tests.cases.rows import BOOKS, DIBAO_HEAD, TOWN, account, dibao_rows, folk
from tests.cases.test_shapes import HEAD, family
from tests.second_county.pages import page
from tests.second_county.people import People, Someone
from tests.second_county.writers import WRITERS, csv_utf8, xlsm

DIBAO = "DIBAO"


def _turn(seconds: float) -> None:
    import time

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


@pytest.fixture
def crowd() -> Iterator[None]:
    """Keep the processors busy while a test runs, so that its wall clock says nothing of its work."""
    busy = [multiprocessing.get_context("spawn").Process(target=_turn, args=(300,)) for _ in range(12)]
    for each in busy:
        each.start()
    yield
    for each in busy:
        each.terminate()
        each.join()


@pytest.mark.slow
def test_a_large_list_on_a_busy_machine_is_read(bureau: Bureau, crowd: None) -> None:
    people = People(bureau.county, 12)
    everyone = [people.make() for _ in range(100)]
    rows = [row for _ in range(340) for row in dibao_rows(everyone)]

    taken = bureau.take(
        csv_utf8([page("低保", DIBAO_HEAD, *rows)]), "低保.csv", source="dibao", publish=False
    )

    assert taken.counts[0] == 34_000


@pytest.mark.parametrize("source", ["employment", ""])
def test_a_workbook_that_may_hold_macros_and_holds_none_is_read(bureau: Bureau, source: str) -> None:
    (one,) = folk(1)
    pages = [
        page(
            "登记",
            ["序号", "姓名", "身份证", "登记类别", "登记日期"],
            [1, one.name, one.number, "失业", "2026-10-08"],
        )
    ]

    taken = bureau.take(xlsm(pages), "就业失业登记.xlsm", source=source)

    assert taken.counts == (1, 1, 0, 0)


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("blank_rows", [1, 2, 4])
@pytest.mark.parametrize("blank_columns", [0, 2])
def test_blank_rows_and_columns_before_the_table_move_nothing(
    bureau: Bureau, kind: str, blank_rows: int, blank_columns: int
) -> None:
    people = folk(5)
    head: list[object] = ["序号", "户编号", "姓名", "身份证号", "与户主关系", "城乡类别", "银行账号"]
    table: list[list[object]] = [
        head,
        [1, "H001", people[0].name, people[0].number, "户主", "农村", account(1)],
        [2, "H002", people[1].name, people[1].number, "户主", "农村", account(2)],
        [3, "H003", people[2].name, people[2].number, "户主", "农村", account(3)],
        ["", "", people[3].name, people[3].number, "女", "农村", ""],
        [4, "H004", people[4].name, people[4].number[:15], "户主", "农村", account(4)],
    ]
    rows: list[list[object]] = [[] for _ in range(blank_rows)]
    rows += [[None] * blank_columns + row for row in table]
    top = blank_rows + 3
    merges = [(top, blank_columns + column, top + 1, blank_columns + column) for column in (0, 1, 6)]

    taken = bureau.take(
        WRITERS[kind]([page("低保", *rows, merges=merges)]), f"低保在享名单.{kind}", source="dibao"
    )

    assert taken.counts[0] == 5
    assert taken.counts[3] == 1
    assert sorted([people[2].name, people[3].name]) in bureau.households()
    told = bureau.rows_told(taken)
    assert "已退回" in told[blank_rows + 6]


def full_width(text: str) -> str:
    """Return text with its digits in full width."""
    return text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


@pytest.mark.parametrize("kind", [*BOOKS, "csv"])
@pytest.mark.parametrize("dressed", [full_width, "残疾证：{}".format, "残疾人证号:{}".format, "'{}".format])
def test_a_certificates_number_is_repaired_or_sent_back_as_one(
    bureau: Bureau, kind: str, dressed: Callable[[str], str]
) -> None:
    right, short = folk(2)
    written = dressed(right.number + "42")
    head = [
        "序号",
        "乡镇",
        "姓名",
        "残疾人证号",
        "残疾类别",
        "残疾等级",
        "首次发证日期",
        "证件有效期",
        "状态",
    ]
    common = ["肢体残疾", "二级", "2020-05-05", "2030-05-05", "有效"]
    rows = [
        [1, TOWN, right.name, written, *common],
        [2, TOWN, short.name, short.number[:-1] + "54", *common],
    ]

    taken = bureau.take(
        WRITERS[kind]([page("乡镇", head, *rows)]), f"残联持证残疾人.{kind}", source="disability_certificate"
    )

    assert taken.counts == (2, 0, 1, 1)
    told = bureau.rows_told(taken)
    assert "残疾证号不对" in told[3]


@pytest.mark.parametrize("dots", [("·", "∙"), ("•", "．"), (".", "·"), ("‧", "")])
def test_the_dot_of_a_name_makes_no_second_person(mountain_bureau: Bureau, dots: tuple[str, str]) -> None:
    bureau = mountain_bureau
    one, other = folk(2, county=bureau.county)
    write = WRITERS["xlsx"]
    on_dibao = Someone(f"玉喊{dots[0]}罕相", one.number, one.born, one.male)
    register = ["乡镇", "村", "户编号", "姓名", "证件号码", "监测对象类别"]
    rows = [
        ["风平镇", "风平村", "H9", f"玉喊{dots[1]}罕相", one.number, "边缘易致贫户"],
        ["风平镇", "风平村", "H8", other.name, other.number, "边缘易致贫户"],
    ]

    bureau.take(
        write([page("风平镇", HEAD, *family(1, [on_dibao], "风平镇", "风平村"))]), "低保.xlsx", source="dibao"
    )
    bureau.take(write([page("名单", register, *rows)]), "防返贫监测对象.xlsx", source="poverty_register")
    head = ["序号", "姓名", "身份证号", "供养方式", "乡镇"]
    alone = folk(1, county=bureau.county, seed=3, least=62, most=80)[0]
    bureau.take(
        write([page("特困", head, [1, alone.name, alone.number, "分散供养", "风平镇"])]),
        "特困.xlsx",
        source="tekun",
    )
    bureau.compare()

    assert bureau.found("monitored-without-aid") == [other.name]
    assert len(bureau.state()["people"]) == 3


@pytest.mark.parametrize("kind", [*BOOKS, "csv"])
@pytest.mark.parametrize("relation", ["配偶", "女", "长子"])
def test_whose_head_was_struck_off_is_a_household_alone(bureau: Bureau, kind: str, relation: str) -> None:
    above, left = folk(2)
    rows = [*family(1, [above]), *family(2, [left])]
    rows[1][6] = relation

    taken = bureau.take(WRITERS[kind]([page(TOWN, HEAD, *rows)]), f"低保.{kind}", source="dibao")

    assert taken.counts[0] == 2
    assert bureau.households() == sorted([[above.name], [left.name]])
