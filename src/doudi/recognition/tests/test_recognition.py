"""The system says which source a file is and which column is which, or what keeps it from saying so."""

from __future__ import annotations

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.tests.desk import headings, of_rows, of_text, on_desk

NUMBER = w.number_of(1)
SOURCES = sorted(headings().catalogue.sources)


@pytest.mark.parametrize("code", SOURCES)
def test_a_file_with_a_sources_own_titles_is_recognised(code: str) -> None:
    source = headings().catalogue.source(code)
    columns = [column for column in source.columns if not column.instead_of]

    desk = of_rows([tuple(column.title for column in columns), tuple(NUMBER for _ in columns)], "表.xlsx")

    assert desk.guess.source == code
    assert list(desk.columns.values()) == [column.name for column in columns]
    assert desk.guess.doubts == ()


MINISTRY_HEADINGS = [
    ("disability_certificate", ("XM", "GMSFHM", "CJRZH", "CJLB", "CJDJ", "YXQZ")),
    ("dibao", ("XM", "SFZH", "DBLB", "BZJE", "YHZGX", "DBZH")),
    ("medical_selfpay", ("XM", "SFZH", "JSRQ", "GRZF", "YLLB")),
    ("vehicle", ("SYR", "SFZMHM", "HPHM", "CLLX", "JDCZT")),
    ("cremation", ("SZXM", "GMSFHM", "SWRQ", "HHRQ")),
]


@pytest.mark.parametrize(("code", "row"), MINISTRY_HEADINGS)
def test_pinyin_headings_of_the_ministries_are_recognised(code: str, row: tuple[str, ...]) -> None:
    desk = of_text([row, tuple(NUMBER for _ in row)], "export.csv")

    assert desk.guess.source == code
    assert "" not in desk.columns.values()


def test_the_guess_says_why_and_how_surely() -> None:
    guess = of_rows([("姓名", "身份证号", "低保类别"), ("张三", NUMBER, "农村")], "低保在享10月.xlsx").guess

    assert guess.confidence > 0.8
    assert "“低保”" in guess.reasons[0]


def test_a_list_without_a_telling_column_or_name_is_left_to_a_person() -> None:
    desk = of_rows([("姓名", "身份证号", "联系电话"), ("张三", NUMBER, "13800000000")], "新建工作表.xlsx")

    assert desk.guess.source == ""
    assert "请在上传时选定来源" in desk.sentences


def test_the_files_name_tells_lists_apart_that_look_alike() -> None:
    rows = [("姓名", "身份证号", "联系电话"), ("张三", NUMBER, "13800000000")]

    assert of_rows(rows, "2026年10月殡仪馆火化.xlsx", "cremation").guess.source == "cremation"
    assert of_rows(rows, "特困人员名单.xlsx").guess.source == "tekun"


def test_a_file_without_a_header_is_refused_in_a_sentence() -> None:
    desk = of_rows([("张三", NUMBER), ("李四", w.number_of(2))])

    assert [doubt.code for doubt in desk.guess.doubts] == ["NO_HEADER"]
    assert "没有认出表头" in desk.sentences


def test_a_file_said_to_be_what_it_is_not_is_left_to_a_person() -> None:
    rows = [("机动车所有人", "身份证号", "车辆类型", "号牌号码"), ("张三", NUMBER, "小型轿车", "粤F12345")]

    desk = of_rows(rows, source="dibao")

    assert "OTHER_SOURCE" in [doubt.code for doubt in desk.guess.doubts]
    assert "却有 2 个“机动车登记名单”特有的列" in desk.sentences


def test_a_missing_column_is_named_with_the_way_out() -> None:
    desk = of_rows([("姓名", "身份证号", "就诊类型"), ("张三", NUMBER, "住院")], source="medical_selfpay")

    assert [doubt.code for doubt in desk.guess.doubts] == ["MISSING_COLUMN"]
    assert "缺少必有的列：“个人自付金额”" in desk.sentences
    assert "请补上这一列" in desk.sentences


def test_one_of_two_columns_is_enough_where_either_will_do() -> None:
    rows = [("逝者姓名", "逝者身份证号", "火化日期"), ("张三", NUMBER, "2026-10-01")]

    assert of_rows(rows, source="cremation").guess.doubts == ()
    assert (
        "“死亡日期或火化日期或销户日期”" in of_rows([row[:2] for row in rows], source="cremation").sentences
    )


def test_a_doubled_column_with_different_content_is_left_to_a_person() -> None:
    rows = [("姓名", "身份证号", "身份证号", "低保类别"), ("张三", NUMBER, w.number_of(2), "农村")]

    desk = of_rows(rows, "低保.xlsx")

    assert [doubt.code for doubt in desk.guess.doubts] == ["DOUBLED_COLUMN"]
    assert "B列“身份证号”与C列“身份证号”都是“身份证号码”，内容不同" in desk.sentences


def test_a_doubled_column_with_the_same_content_is_taken_once_and_told() -> None:
    rows = [("姓名", "身份证号", "身份证号", "低保类别"), ("张三", NUMBER, NUMBER, "农村")]

    guess = of_rows(rows, "低保.xlsx").guess

    assert guess.doubts == ()
    assert guess.notices == ("B列“身份证号”与C列“身份证号”内容相同，取用B列。",)


def test_a_doubled_column_of_which_one_is_empty_is_no_doubt() -> None:
    rows = [("姓名", "身份证号", "身份证号", "低保类别"), ("张三", "", NUMBER, "农村")]

    desk = of_rows(rows, "低保.xlsx")

    assert desk.guess.doubts == ()
    assert desk.cleaned().counts["clean"] == 1


def test_a_persons_choice_settles_a_doubled_column() -> None:
    rows = [("姓名", "身份证号", "身份证号", "低保类别"), ("张三", NUMBER, w.number_of(2), "农村")]
    choices = {"身份证号": "", "身份证号#2": "id_number"}

    desk = on_desk(w.xlsx({"名单": rows}), "低保.xlsx", "dibao", choices)

    assert desk.guess.doubts == ()
    assert desk.cleaned().sidecar.column("number").to_pylist() == [w.number_of(2)]


def test_a_column_of_numbers_with_an_unknown_heading_is_found_by_its_content() -> None:
    rows = [("姓名", "号头", "低保类别", "享受时间"), ("张三", NUMBER, "农村", "2020-01")]

    desk = of_rows(rows, "低保.xlsx")

    assert desk.columns["号头"] == "id_number"
    assert desk.guess.doubts == ()


def test_the_heads_name_and_number_stand_in_where_only_heads_are_listed() -> None:
    rows = [("户主姓名", "户主身份证号", "低保类别"), ("张三", NUMBER, "农村")]

    desk = of_rows(rows, "低保.xlsx")

    assert desk.columns == {"户主姓名": "name", "户主身份证号": "id_number", "低保类别": "area_kind"}


def test_the_guardians_number_is_not_the_childs() -> None:
    rows = [
        ("儿童姓名", "儿童身份证号", "监护人姓名", "监护人身份证号", "儿童类别"),
        ("张小", w.number_of(1, "20150101"), "张三", NUMBER, "孤儿"),
    ]

    assert of_rows(rows).columns["监护人身份证号"] == "guardian_number"
