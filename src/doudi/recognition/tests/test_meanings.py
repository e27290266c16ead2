"""What a list nobody has seen means is told by the parts of its words and by its cells – or is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.table import ASKED
from doudi.recognition.tests.desk import Desk, guessed
from doudi.recognition.tests.lists import book

PEOPLE = 8
NAMES = tuple("孙钱周吴郑冯陈褚"[at] + "文武双全英杰明亮"[at] for at in range(PEOPLE))
NUMBERS = tuple(w.number_of(at + 1, born=f"19{50 + at}0{1 + at}15") for at in range(PEOPLE))
OTHERS = tuple(w.number_of(at + 40, born=f"19{70 + at}0{1 + at}08") for at in range(PEOPLE))
MONEY = tuple(str(300 + 15 * at) for at in range(PEOPLE))
MORE = tuple(str(410 + 15 * at) for at in range(PEOPLE))
DAYS = tuple(f"2026-10-{11 + at}" for at in range(PEOPLE))
TOWNS, VILLAGES = ("新韶镇",) * PEOPLE, ("陈江村", "东联村") * (PEOPLE // 2)
CERTIFICATES = tuple(f"{number}4{1 + at % 4}" for at, number in enumerate(NUMBERS))
Columns = Mapping[str, Sequence[str]]


def desk_of(columns: Columns, file: str, source: str = "", period: str = "2026-10") -> Desk:
    rows = [list(cells) for cells in zip(*columns.values(), strict=True)]
    return guessed(book({"Sheet1": [list(columns), *rows]}), file, source, period=period)


def person(name: str = "姓名", number: str = "身份证号码") -> dict[str, Sequence[str]]:
    return {name: NAMES, number: NUMBERS}


def cells(desk: Desk, column: str) -> list[object]:
    return list(desk.cleaned().rows.column(column).to_pylist())


KIN = ["代领亲属", "受托家属", "经手子女", "见证干部", "包保责任人", "代签家长"]


@pytest.mark.parametrize("whose", KIN)
@pytest.mark.parametrize("ending", ["身份证号", "证件号码", "身份证"])
@pytest.mark.parametrize("before", [True, False])
def test_a_relatives_number_is_never_the_persons(whose: str, ending: str, *, before: bool) -> None:
    own, theirs = {"居民号码": NUMBERS}, {f"{whose}{ending}": OTHERS}
    columns = {"姓名": NAMES, **(theirs | own if before else own | theirs), "低保金": MONEY}

    desk = desk_of(columns, "低保.xlsx")

    assert (desk.columns["居民号码"], desk.columns[f"{whose}{ending}"]) == ("id_number", "")


@pytest.mark.parametrize("whose", KIN)
def test_a_list_with_relatives_numbers_alone_lacks_the_persons(whose: str) -> None:
    desk = desk_of({"姓名": NAMES, f"{whose}身份证号": OTHERS, "低保金": MONEY}, "低保.xlsx")

    assert "身份证号码" in desk.sentences


SEX = tuple("男" if int(number[16]) % 2 else "女" for number in NUMBERS)
BORN = tuple(f"{number[6:10]}年{int(number[10:12])}月" for number in NUMBERS)
WRONG_SEX = tuple("女" if sex == "男" else "男" for sex in SEX)


@pytest.mark.parametrize(("heading", "said"), [("性别", WRONG_SEX), ("出生年月", ("1931年2月",) * PEOPLE)])
def test_numbers_that_contradict_the_list_are_asked_about(heading: str, said: Sequence[str]) -> None:
    desk = desk_of({**person(), heading: said, "低保金": MONEY}, "低保.xlsx")

    assert desk.columns["身份证号码"] == ASKED
    assert "对不上" in desk.sentences


@pytest.mark.parametrize(("heading", "said"), [("性别", SEX), ("出生年月", BORN)])
def test_numbers_that_agree_with_the_list_are_taken(heading: str, said: Sequence[str]) -> None:
    assert desk_of({**person(), heading: said, "低保金": MONEY}, "低保.xlsx").sentences == ""


@pytest.mark.parametrize("act", ["排查", "受理", "走访", "申报", "任职"])
def test_a_place_is_one_whatever_is_done_there(act: str) -> None:
    desk = desk_of({**person(), f"{act}镇": TOWNS, f"{act}村": VILLAGES, "低保金": MONEY}, "低保.xlsx")

    assert (desk.columns[f"{act}镇"], desk.columns[f"{act}村"]) == ("town", "village")


DAYS_SAID = [
    ("cremation", "辞世日", "died_on"),
    ("cremation", "过世时间", "died_on"),
    ("cremation", "火葬日", "cremated_on"),
    ("temporary_relief", "领款日", "paid_on"),
    ("temporary_relief", "兑付时间", "paid_on"),
    ("medical_selfpay", "入院", "admitted_on"),
    ("medical_selfpay", "最近结算年月日", "settled_on"),
    ("temporary_relief", "日期", "paid_on"),
    ("tekun", "何时纳入", "started_on"),
]


@pytest.mark.parametrize(("source", "heading", "column"), DAYS_SAID)
def test_a_day_is_told_by_what_happened_on_it(source: str, heading: str, column: str) -> None:
    assert desk_of({**person(), heading: DAYS}, "表.xlsx", source).columns[heading] == column


def test_words_in_another_order_say_the_same() -> None:
    desk = desk_of({**person(), "开始领取待遇年月": DAYS}, "表.xlsx", "social_insurance")

    assert desk.columns["开始领取待遇年月"] == "pension_from"


ENDINGS = [
    ("medical_selfpay", "入院时诊断", ("肺炎",) * PEOPLE, "diagnosis"),
    ("company", "吊销/注销日期", DAYS, "cancelled_on"),
    ("disability_certificate", "原发证日期", DAYS, ""),
    ("medical_selfpay", "累计个人自付", MONEY, ""),
]


@pytest.mark.parametrize(("source", "heading", "said", "column"), ENDINGS)
def test_the_end_of_a_heading_says_what_it_is_unless_a_word_before_makes_it_another(
    source: str, heading: str, said: Sequence[str], column: str
) -> None:
    desk = desk_of({**person(), heading: said}, "表.xlsx", source)

    assert desk.columns[heading] == column


MONTHS = [("8月", "9月", "10月"), ("八月份", "九月份", "十月份"), ("2026年8月", "2026年9月", "2026年10月")]


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize("rest", ["", "发放金额", "补助"])
def test_of_columns_of_several_months_the_batchs_is_read(months: Sequence[str], rest: str) -> None:
    first, second, third = (f"{month}{rest}" for month in months)
    columns = {**person(), "儿童类别": ("孤儿",) * PEOPLE, first: MONEY, second: MONEY, third: MORE}

    desk = desk_of(columns, "孤儿.xlsx")

    assert desk.sentences == ""
    assert cells(desk, "amount_fen") == [int(amount) * 100 for amount in MORE]


def test_of_columns_of_other_months_only_none_is_taken_unasked() -> None:
    columns = {**person(), "儿童类别": ("孤儿",) * PEOPLE, "8月": MONEY, "9月": MORE}

    desk = desk_of(columns, "孤儿.xlsx")

    assert (desk.columns["8月"], desk.columns["9月"]) == (ASKED, ASKED)


def test_last_months_choice_is_not_this_months_column() -> None:
    columns = {**person(), "儿童类别": ("孤儿",) * PEOPLE, "9月": MONEY, "10月": MORE}
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    remembered = {"姓名": "name", "身份证号码": "id_number", "9月": "amount_fen", "10月": ""}

    desk = guessed(
        book({"Sheet1": [list(columns), *rows]}), "孤儿.xlsx", "orphan", remembered, period="2026-10"
    )

    assert (desk.columns["9月"], desk.columns["10月"]) == ("", "amount_fen")


@pytest.mark.parametrize("pair", [("补助金额", "补贴金额"), ("补贴标准", "本月应发"), ("金额", "发放金额")])
@pytest.mark.parametrize("source", ["disability_subsidy", "orphan", "temporary_relief"])
def test_two_amounts_of_words_any_list_has_are_asked_about(source: str, pair: tuple[str, str]) -> None:
    desk = desk_of({**person(), pair[0]: MONEY, pair[1]: MORE}, "表.xlsx", source)

    assert all(heading in desk.sentences for heading in pair)


def test_two_amounts_that_differ_only_by_what_was_paid_late_are_one() -> None:
    paid = (*MONEY[:-1], "2000")
    columns = {**person(), "补贴类型": ("生活补贴",) * PEOPLE, "补贴标准": MONEY, "本月应发": paid}

    desk = desk_of(columns, "表.xlsx", "disability_subsidy")

    assert desk.sentences == ""
    assert cells(desk, "living_fen") == [int(amount) * 100 for amount in MONEY]


@pytest.mark.parametrize("heading", ["退出时间", "停发日期", "退保原因", "取消救助时间"])
def test_a_register_that_says_of_everybody_when_they_left_is_asked_about(heading: str) -> None:
    desk = desk_of({**person(), "低保金": MONEY, heading: DAYS}, "表.xlsx", "dibao")

    assert (desk.columns[heading], heading in desk.sentences) == (ASKED, True)


@pytest.mark.parametrize("heading", ["残疾证号", "残疾人证编号", "证件编号", "身份证（残疾证）号"])
@pytest.mark.parametrize("ending", ["", "B1"])
@pytest.mark.parametrize("source", ["dibao", "student", "disability_subsidy", "department_aid"])
def test_a_number_may_stand_only_in_a_certificates(source: str, heading: str, ending: str) -> None:
    held = tuple(f"{certificate}{ending}" for certificate in CERTIFICATES)
    needed = {"生活补贴": MONEY} if source == "disability_subsidy" else {"低保金": MONEY}

    desk = desk_of({"姓名": NAMES, heading: held, **needed}, "表.xlsx", source)

    assert "身份证号码" not in desk.sentences
    assert desk.cleaned().sidecar.column("number").to_pylist() == list(NUMBERS)


@pytest.mark.parametrize("between", ["、", "，", "/", "\n", "；"])
def test_owners_in_one_cell_are_as_many_people(between: str) -> None:
    pairs = {
        "权利人": [between.join(pair) for pair in zip(NAMES[:4], NAMES[4:], strict=True)],
        "证件号码": [between.join(pair) for pair in zip(NUMBERS[:4], OTHERS[4:], strict=True)],
        "建筑面积": ["80", "90", "100", "110"],
    }

    desk = desk_of(pairs, "不动产.xlsx")
    cleaned = desk.cleaned()

    assert desk.sentences == ""
    assert cleaned.counts == {"read": 8, "clean": 8, "repaired": 0, "rejected": 0}
    together = [number for pair in zip(NUMBERS[:4], OTHERS[4:], strict=True) for number in pair]
    assert cleaned.sidecar.column("number").to_pylist() == together
    assert cleaned.rows.column("area_m2").to_pylist() == [8000, 8000, 9000, 9000, 10000, 10000, 11000, 11000]


def test_a_register_with_several_people_in_a_cell_is_asked_about() -> None:
    numbers = [f"{own}、{other}" for own, other in zip(NUMBERS, OTHERS, strict=True)]
    names = [f"{name}、{name[0]}小" for name in NAMES]

    desk = desk_of({"姓名": names, "身份证号码": numbers, "低保金": MONEY}, "低保.xlsx")

    assert desk.columns["身份证号码"] == ASKED


@pytest.mark.parametrize("own", ["死者", "逝者", "成员"])
def test_the_number_that_goes_with_the_name_is_the_persons(own: str) -> None:
    columns = {f"{own}姓名": NAMES, f"{own}身份证号": NUMBERS, "申请人身份证号": OTHERS, "死亡日期": DAYS}

    desk = desk_of(columns, "火化.xlsx")

    assert (desk.columns[f"{own}身份证号"], desk.columns["申请人身份证号"]) == ("id_number", "")


def test_a_word_is_no_heading_when_it_stands_for_a_start_of_nothing() -> None:
    desk = desk_of({**person(), "低保金": MONEY, "核定年月": ("2026-10",) * PEOPLE}, "低保.xlsx")

    assert desk.columns["核定年月"] == ""


KEYS = [
    ("medical_selfpay", "患者政策内自付", MONEY, "self_pay_fen"),
    ("medical_selfpay", "统筹基金已支付", MONEY, "fund_fen"),
    ("employment", "领取失业金起始年月", DAYS, "benefit_from"),
    ("social_insurance", "本月基本养老金应发", MONEY, ""),
    ("tekun", "年基本生活费", MONEY, ASKED),
    ("vehicle", "车主上户日期", DAYS, "registered_on"),
]


@pytest.mark.parametrize(("source", "heading", "said", "column"), KEYS)
def test_a_columns_own_word_says_it_unless_a_word_beside_makes_it_another(
    source: str, heading: str, said: Sequence[str], column: str
) -> None:
    desk = desk_of({**person(), heading: said}, "表.xlsx", source)

    assert desk.columns[heading] == column


def test_the_standard_of_a_county_is_no_amount_of_a_person() -> None:
    standards = ("700", "560") * (PEOPLE // 2)
    columns = {**person(), "城乡类别": ("农村",) * PEOPLE, "月保障标准": standards, "月救助金额": MONEY}

    desk = desk_of(columns, "低保.xlsx")

    assert (desk.columns["月救助金额"], desk.sentences) == ("amount_fen", "")


def test_who_is_said_not_to_work_does_not_work_for_the_title() -> None:
    said = ("是", "否") * (PEOPLE // 2)

    desk = desk_of({**person(), "是否就业": said}, "脱贫劳动力就业花名册.xlsx", "employment")

    assert cells(desk, "employment_kind") == ["EMPLOYED", "UNEMPLOYED"] * (PEOPLE // 2)


LEVELS = ("全护理", "半护理", "全自理", "全护理") * (PEOPLE // 4)


@pytest.mark.parametrize(("said", "column"), [(MONEY, "care_fen"), (LEVELS, "care_level")])
def test_a_standard_of_care_is_money_or_a_level_as_its_cells_say(said: Sequence[str], column: str) -> None:
    desk = desk_of({**person(), "自理能力": ("全自理",) * PEOPLE, "照料护理标准": said}, "表.xlsx", "tekun")

    assert desk.columns["照料护理标准"] == column


@pytest.mark.parametrize("heading", ["首次发放时间", "开始领取年月"])
@pytest.mark.parametrize("source", ["dibao", "tekun", "orphan"])
def test_the_first_payment_is_the_start(heading: str, source: str) -> None:
    assert desk_of({**person(), heading: DAYS}, "表.xlsx", source).columns[heading] == "started_on"
