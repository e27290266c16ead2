"""What departments keep beside name and number is read into the batch, under their own headings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from doudi.kernel.tokens import digest_token, token_of
from doudi.reading.tests import workbooks as w
from doudi.recognition.problems import REASONS
from doudi.recognition.sources import Type
from doudi.recognition.tests.desk import KEY, headings, of_text

NUMBER, OTHER = w.number_of(1), w.number_of(2)

# source, the headings and cells of one row beside name and number, what the batch must hold of it
READ: list[tuple[str, Mapping[str, str], Mapping[str, object]]] = [
    (
        "dibao",
        {
            "对象类别": "老年人",
            "户口性质": "农村",
            "家庭人口数": "3",
            "保障人数": "2",
            "备注": "已签自愿协议，保留低保",
        },
        {
            "person_category": "OLD",
            "area_kind": "RURAL",
            "family_size": 3,
            "aided_count": 2,
            "remark": "VOLUNTARY",
        },
    ),
    (
        "dibao",
        {
            "城乡类别": "农村",
            "保障金额": "600",
            "年保障金额": "7200",
            "是否签订自愿协议": "是",
            "状态": "停发",
        },
        {"amount_fen": 60_000, "year_amount_fen": 720_000, "voluntary": "YES", "payment_status": "PAUSED"},
    ),
    (
        "tekun",
        {
            "特困类别": "残疾人",
            "供养方式": "集中供养",
            "自理能力": "不能自理",
            "护理档次": "全护理",
            "照料护理费": "800",
        },
        {
            "person_category": "DISABLED",
            "support_mode": "CENTRAL",
            "selfcare": "NONE",
            "care_level": "FULL_CARE",
            "care_fen": 80_000,
        },
    ),
    (
        "tekun",
        {"供养方式": "分散供养", "赡养人姓名": "李四", "有无赡养能力": "有赡养能力"},
        {"obligor_capacity": "ABLE"},
    ),
    (
        "disability_certificate",
        {
            "残疾类别": "肢体",
            "残疾等级": "二级",
            "首次办证日期": "2012-03-01",
            "发证日期": "2026-10-08",
            "办证类型": "到期换证",
        },
        {"first_issued_on": date(2012, 3, 1), "issued_on": date(2026, 10, 8), "issue_kind": "RENEWED"},
    ),
    (
        "disability_certificate",
        {"残疾类别": "肢体", "残疾等级": "二级", "证件状态": "注销后恢复"},
        {"certificate_status": "VALID"},
    ),
    (
        "medical_selfpay",
        {"自付金额": "1200", "结算状态": "已冲正", "参保类型": "城乡居民", "人员类别": "低保对象"},
        {
            "self_pay_fen": 120_000,
            "bill_status": "REVERSED",
            "insured_kind": "RESIDENT",
            "patient_category": "DIBAO",
        },
    ),
    (
        "cremation",
        {"注销日期": "2026-10-09", "注销原因": "迁往省外", "死亡日期": ""},
        {"record_kind": "MOVED", "cancelled_on": date(2026, 10, 9), "died_on": None},
    ),
    ("cremation", {"死亡日期": "2026-10-01", "状态": "误注销恢复"}, {"record_status": "WITHDRAWN"}),
    (
        "social_insurance",
        {"险种": "居民养老", "参保状态": "死亡终止", "停保日期": "2026-09-01", "待遇类型": "遗属待遇"},
        {"insurance_status": "STOPPED", "stopped_on": date(2026, 9, 1), "pension_kind": "SURVIVOR"},
    ),
    (
        "vehicle",
        {
            "车辆类型": "轿车",
            "初次登记日期": "2015-01-01",
            "过户日期": "2026-11-02",
            "状态": "已过户",
            "使用性质": "非营运",
        },
        {
            "registered_on": date(2015, 1, 1),
            "transferred_on": date(2026, 11, 2),
            "vehicle_status": "TRANSFERRED",
            "use_kind": "PRIVATE",
        },
    ),
    ("vehicle", {"车辆类型": "轿车", "状态": "注销后恢复登记"}, {"vehicle_status": "NORMAL"}),
    (
        "real_estate",
        {
            "用途": "住宅",
            "权属状态": "历史",
            "登记类型": "转移登记",
            "共有情况": "按份共有",
            "共有份额": "1/2",
            "抵押状态": "已抵押",
        },
        {
            "registration_status": "HISTORY",
            "registration_kind": "TRANSFER",
            "ownership": "SHARED",
            "share": 5_000,
            "limits": "MORTGAGED",
        },
    ),
    (
        "company",
        {"企业类型": "农民专业合作社", "职务": "成员", "出资比例": "2.5%", "注册资本（万元）": "50"},
        {"company_kind": "COOPERATIVE", "company_role": "MEMBER", "share": 250, "capital_fen": 50_000_000},
    ),
    ("company", {"企业类型": "个体工商户"}, {"company_kind": "SELF_EMPLOYED"}),
    (
        "housing_fund",
        {"缴存状态": "已启封", "余额": "100.50"},
        {"fund_status": "ACTIVE", "balance_fen": 10_050},
    ),
    (
        "student",
        {"学段": "高中", "学籍状态": "休学", "异动类型": "休学", "离校日期": "2026-09-10"},
        {"student_status": "LEFT", "leave_reason": "SUSPENDED", "left_on": date(2026, 9, 10)},
    ),
    (
        "employment",
        {
            "就业失业状态": "失业",
            "失业登记日期": "2026-09-10",
            "失业金终止年月": "2026-12",
            "登记状态": "已注销",
        },
        {"registered_on": date(2026, 9, 10), "benefit_to": "2026-12", "registration_state": "CANCELLED"},
    ),
    (
        "poverty_register",
        {
            "监测类别": "边缘易致贫户",
            "风险是否消除": "未消除",
            "在校生状况": "小学三年级",
            "减少原因": "死亡",
        },
        {"monitor_class": "MARGINAL", "risk_removed": "NO", "schooling": "PRIMARY", "left_reason": "DEATH"},
    ),
    (
        "temporary_relief",
        {"救助金额": "2000", "审批日期": "2026-10-01", "发放日期": "2026-10-20", "救助方式": "乡镇备用金"},
        {"paid_on": date(2026, 10, 20), "approved_on": date(2026, 10, 1), "relief_form": "RESERVE"},
    ),
    ("temporary_relief", {"救助金额": "2000", "审批日期": "2026-10-01"}, {"paid_on": date(2026, 10, 1)}),
    (
        "disability_subsidy",
        {"护理补贴": "100", "发放状态": "发放失败", "困难类型": "低保边缘"},
        {"payment_status": "RETURNED", "person_category": "NEAR"},
    ),
    (
        "orphan",
        {"儿童类别": "事实无人抚养", "父亲情况": "服刑", "母亲情况": "失联"},
        {"father_state": "PRISON", "mother_state": "LOST"},
    ),
]

SHARES = [
    ("50%", 5_000),
    ("0.5", 5_000),
    ("1/3", 3_333),
    ("全部", 10_000),
    ("33.33", 3_333),
    ("100%", 10_000),
]
NO_SHARES = ["两人各半", "1/0", "120%", "-1", "1e2"]


def read_row(source: str, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return one row of a batch as the file's headings made it."""
    rows = [("姓名", "身份证号", *cells), ("张三", NUMBER, *cells.values())]
    found: dict[str, Any] = of_text(rows, source=source).cleaned().rows.to_pylist()[0]
    return found


@pytest.mark.parametrize(("source", "cells", "wanted"), READ)
def test_what_a_department_keeps_is_read_into_the_batch(
    source: str, cells: Mapping[str, str], wanted: Mapping[str, object]
) -> None:
    row = read_row(source, cells)

    assert {name: row[name] for name in wanted} == dict(wanted)


@pytest.mark.parametrize(
    ("source", "heading", "column"),
    [
        ("tekun", "赡养人身份证号", "obligor_number"),
        ("dibao", "原身份证号", "former_number"),
        ("dibao", "配偶身份证号", "spouse_number"),
        ("student", "监护人身份证号", "guardian_number"),
        ("real_estate", "共有人身份证号", "spouse_number"),
    ],
)
def test_another_persons_number_becomes_the_token_that_persons_own_rows_have(
    source: str, heading: str, column: str
) -> None:

    row = read_row(source, {heading: OTHER})

    assert (row[f"{column}_high"], row[f"{column}_low"]) == token_of(KEY, OTHER)
    assert (row["token_high"], row["token_low"]) == token_of(KEY, NUMBER)
    assert OTHER not in str(row)


def test_another_persons_wrong_number_is_told_and_the_row_stands() -> None:
    rows = [("姓名", "身份证号", "低保类别", "赡养人身份证号"), ("张三", NUMBER, "农村", OTHER[:-1])]

    cleaned = of_text(rows, source="dibao").cleaned()

    assert cleaned.problem_counts == {"OTHER_NUMBER_WRONG": 1}
    assert REASONS["OTHER_NUMBER_WRONG"].level == "WARNING"
    assert cleaned.counts["clean"] == 1
    assert cleaned.rows["obligor_number_low"].null_count == 1


def test_a_flat_a_plate_and_a_bill_are_keyed_and_written_nowhere_in_the_open() -> None:
    flat = read_row("real_estate", {"不动产单元号": "440204 001001GB00001F00010002", "用途": "住宅"})
    car = read_row("vehicle", {"车辆类型": "轿车", "车牌号": "粤F12345"})
    bill = read_row("medical_selfpay", {"自付金额": "10", "结算流水号": "J-2026-0001"})

    assert flat["unit_number_low"] == digest_token(KEY, "property", "440204001001GB00001F00010002").low
    assert car["plate_high"] == digest_token(KEY, "plate", "粤F12345").high
    assert bill["settlement_number_low"] == digest_token(KEY, "bill", "J20260001").low
    assert "F0001" not in str(flat) + str(car) + str(bill)


def test_a_former_name_is_keyed_as_names_are_compared() -> None:
    row = read_row("dibao", {"曾用名": "古丽 ·夏提（更名）", "低保类别": "农村"})

    assert row["former_name_high"] == digest_token(KEY, "name", "古丽夏提").high


def test_a_remark_that_says_nothing_we_ask_for_is_kept_sealed_and_is_no_fault() -> None:
    rows = [("姓名", "身份证号", "低保类别", "备注"), ("张三", NUMBER, "农村", "门牌已换")]

    cleaned = of_text(rows, source="dibao").cleaned()

    assert cleaned.problem_counts == {}
    assert cleaned.rows["remark"].to_pylist() == [None]
    assert cleaned.sidecar["remark"].to_pylist() == ["门牌已换"]


@pytest.mark.parametrize(("written", "share"), SHARES)
def test_a_share_is_read_as_part_of_the_whole(written: str, share: int) -> None:
    assert read_row("real_estate", {"用途": "住宅", "共有份额": written})["share"] == share


@pytest.mark.parametrize("written", NO_SHARES)
def test_what_is_no_share_is_told_and_not_guessed(written: str) -> None:
    rows = [("姓名", "身份证号", "用途", "共有份额"), ("张三", NUMBER, "住宅", written)]

    cleaned = of_text(rows, source="real_estate").cleaned()

    assert cleaned.rows["share"].to_pylist() == [None]
    assert cleaned.problem_counts == {"NOT_A_SHARE": 1}


@pytest.mark.parametrize("source", sorted(headings().catalogue.sources))
def test_every_source_has_a_place_for_a_former_number_a_former_name_and_a_remark(source: str) -> None:
    columns = {column.name: column for column in headings().catalogue.source(source).columns}

    assert {"former_number", "former_name", "remark"} <= set(columns)
    assert columns["former_number"].type == Type.OTHER_IDENTITY
