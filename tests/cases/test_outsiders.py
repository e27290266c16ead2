"""Lists as departments lay them out themselves, read at first sight: every row, and every value they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import pyarrow.parquet as pq
import pytest

from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.selectors.records import Record, records
from tests.cases.bureau import Bureau
from tests.cases.rows import OTHER_TOWN, TOWN, account, folk
from tests.second_county.pages import Page, page
from tests.second_county.people import Someone
from tests.second_county.writers import WRITERS, web_page

VILLAGE, OTHER_VILLAGE = "371521103201", "371521112257"
Said: TypeAlias = list[tuple[Someone, Mapping[str, object]]]


@dataclass(frozen=True)
class Sent:
    """A file as a department sends it, what it is, and what it says of whom."""

    name: str
    pages: Sequence[Page]
    source: str
    said: Said


def one_row_a_family() -> Sent:
    """Return dibao families with their members side by side, one row each."""
    alone, head, second, third = folk(4)
    rows = [
        ["DB001", TOWN, "阿西村", alone.name, alone.number, "", "", "", "", 1, 610, "2019-03", account(1)],
        ["DB002", OTHER_TOWN, "景阳冈村", head.name, head.number, second.name, second.number,
         third.name, third.number, 3, 1290, "2023-11", account(2)],
    ]  # fmt: skip
    heads = [
        "低保证号", "乡镇", "村居", "户主姓名", "户主身份证号码", "成员1姓名", "成员1身份证号码",
        "成员2姓名", "成员2身份证号码", "保障人口", "月保障金额（全户）", "救助起始年月", "开户账号",
    ]  # fmt: skip
    return Sent(
        "农村低保家庭名册.xls",
        [page("农村低保", ["2026年10月农村低保家庭名册"], heads, *rows)],
        "dibao",
        [
            (alone, {"household_amount_fen": 61000, "started_on": date(2019, 3, 1), "division": VILLAGE}),
            (head, {"household_amount_fen": 129000, "aided_count": 3, "division": OTHER_VILLAGE}),
            (second, {"division": OTHER_VILLAGE, "area_kind": "RURAL"}),
            (third, {"division": OTHER_VILLAGE, "area_kind": "RURAL"}),
        ],
    )


def applicant_beside_member() -> Sent:
    """Return dibao families as a system writes them out: the applicant again on each member's row."""
    head, other = folk(2)
    heads = [
        "家庭编号", "申请人姓名", "申请人身份证号", "成员姓名", "成员身份证件号码", "与申请人关系",
        "救助类型", "所属镇(街道)", "所属村(社区)", "家庭月救助金额(元)", "本人月救助金额(元)",
        "首次享受日期", "劳动能力", "是否单人保",
    ]  # fmt: skip
    common = [TOWN, "阿西村", 1060, 530, "2021-08-19"]
    rows = [
        ["J900001", head.name, head.number, head.name, head.number, "本人", "城市低保", *common,
         "完全丧失劳动能力", "否"],
        ["J900001", head.name, head.number, other.name, other.number, "配偶", "城市低保", *common,
         "有劳动能力", "否"],
    ]  # fmt: skip
    same = {"area_kind": "URBAN", "household_amount_fen": 106000, "amount_fen": 53000, "single_person": "NO"}
    return Sent(
        "救助系统导出_低保.xlsx",
        [page("Sheet1", heads, *rows)],
        "dibao",
        [
            (head, {**same, "relation": "HEAD", "labour": "NONE"}),
            (other, {**same, "relation": "SPOUSE", "labour": "ABLE"}),
        ],
    )


def three_months_of_a_quarter() -> Sent:
    """Return a quarter's payments: the month's amount, a column for each month, and their sum."""
    whole, late = folk(2)
    heads = ["序号", "乡镇", "村委会", "户主", "姓名", "身份证号", "月人均保障金", "7月", "8月", "9月",
             "季度合计", "银行卡号"]  # fmt: skip
    rows = [
        [1, TOWN, "阿西村", whole.name, whole.name, whole.number, 410, 410, 410, 410, 1230, account(1)],
        [2, TOWN, "阿西村", late.name, late.name, late.number, 560, "", 560, 560, 1120, account(2)],
    ]
    return Sent(
        "农村低保三季度发放表.xlsx",
        [page("三季度", ["2026年第三季度农村低保金发放表"], heads, *rows)],
        "dibao",
        [(whole, {"amount_fen": 41000}), (late, {"amount_fen": 56000})],
    )


def announced_with_a_letter() -> Sent:
    """Return a tekun list under the paragraph that announces it, with the signature below."""
    one, other = folk(2, least=61, most=80)
    heads = ["序号", "特困对象", "证件号码", "乡（镇、场）", "村（队）", "供养类别", "自理程度",
             "基本生活金（元/月）", "护理金（元/月）", "月合计（元）"]  # fmt: skip
    rows = [
        [1, one.name, one.number, TOWN, "阿西村", "集中供养", "完全丧失生活自理能力", 1027, 600, 1627],
        [2, other.name, other.number, OTHER_TOWN, "景阳冈村", "分散供养", "具备生活自理能力", 1027, 0, 1027],
    ]
    letter = "根据有关规定，现将2026年10月特困人员供养资金发放情况予以公示，公示期7天，如有异议请来电反映。"
    return Sent(
        "特困资金公示.xls",
        [
            page(
                "Sheet1 (2)", ["关于2026年10月特困人员救助供养资金发放的公示"], [letter], [], heads, *rows,
                ["县民政局"], ["2026年10月20日"],
            )
        ],
        "tekun",
        [
            (one, {"support_mode": "CENTRAL", "selfcare": "NONE", "amount_fen": 102700, "care_fen": 60000,
                   "total_fen": 162700, "division": VILLAGE}),
            (other, {"support_mode": "DISPERSED", "selfcare": "FULL", "amount_fen": 102700,
                     "total_fen": 102700, "division": OTHER_VILLAGE}),
        ],
    )  # fmt: skip


def a_web_page_named_xls() -> Sent:
    """Return subsidies as a system's download: a web page, one row a subsidy, the state beside it."""
    paid, paused = folk(2)
    heads = ["序号", "姓名", "身份证号码", "残疾类别", "残疾级别", "补贴类型", "补贴标准", "本月应发",
             "发放状态", "银行账户", "首次享受时间"]  # fmt: skip
    rows = [
        [1, paid.name, paid.number, "肢体", "一级", "重度残疾人护理补贴", 120, 120, "发放",
         account(1), "2018-06"],
        [2, paused.name, paused.number, "精神", "三级", "困难残疾人生活补贴", 100, 0, "暂停",
         account(2), "2020-01"],
    ]  # fmt: skip
    return Sent(
        "两项补贴发放名单导出.html.xls",
        [page("名单", heads, *rows)],
        "disability_subsidy",
        [
            (paid, {"disability_kind": 4, "disability_level": 1, "subsidy_started_on": date(2018, 6, 1)}),
            (paused, {"disability_kind": 6, "disability_level": 3, "payment_status": "PAUSED"}),
        ],
    )


def two_kinds_of_children() -> Sent:
    """Return orphans on one sheet and unattended children on another, each with both parents' state."""
    orphan, unattended = folk(2, least=6, most=14)
    guardian, grandmother = folk(2, seed=8, least=55, most=70)
    heads = ["序号", "儿童姓名", "性别", "出生年月", "身份证号码", "户籍地", "父亲情况", "母亲情况", "监护人",
             "与儿童关系", "监护人身份证", "就读学校", "发放标准", "银行账号"]  # fmt: skip
    pages = [
        page(kind, [f"2026年10月{kind}发放表"], heads,
             [1, child.name, "男" if child.male else "女", f"{child.born:%Y.%m}",
              child.number, f"{TOWN}阿西村", father, mother, old.name, "祖母", old.number,
              "第三小学", 1300, account(order)])
        for order, (kind, child, father, mother, old) in enumerate(
            [("孤儿", orphan, "死亡", "死亡", guardian),
             ("事实无人抚养儿童", unattended, "服刑", "失联", grandmother)]
        )
    ]  # fmt: skip
    return Sent(
        "孤儿和事实无人抚养儿童发放表.xlsx",
        pages,
        "orphan",
        [
            (orphan, {"child_kind": "ORPHAN", "father_state": "DEAD", "mother_state": "DEAD",
                      "amount_fen": 130000, "guardian_name": guardian.name}),
            (unattended, {"child_kind": "UNATTENDED", "father_state": "PRISON", "mother_state": "LOST",
                          "amount_fen": 130000, "guardian_number": grandmother.number}),
        ],
    )  # fmt: skip


def place_as_a_path() -> Sent:
    """Return a system's certificates: no identity number beside the certificate's, the place as a path."""
    valid, gone = folk(2)
    heads = ["所属区划", "持证人", "性别", "残疾人证号", "残疾类别", "残疾等级", "发证日期", "有效期至",
             "证件状态", "注销原因", "监护人姓名"]  # fmt: skip
    rows = [
        ["山东省/聊城市/阳谷县/阿城镇/阿西村", valid.name, "男", valid.number + "42", "肢体", "二级",
         date(2021, 4, 9), date(2031, 4, 9), "正常", "", ""],
        ["山东省/聊城市/阳谷县/张秋镇/景阳冈村", gone.name, "女", gone.number + "13", "视力", "三级",
         date(2019, 2, 1), date(2029, 2, 1), "注销", "迁出", ""],
    ]  # fmt: skip
    return Sent(
        "持证残疾人信息导出.xlsx",
        [page("数据", heads, *rows)],
        "disability_certificate",
        [
            (valid, {"disability_kind": 4, "disability_level": 2, "certificate_status": "VALID",
                     "expires_on": date(2031, 4, 9), "division": VILLAGE}),
            (gone, {"disability_kind": 1, "certificate_status": "CANCELLED", "cancel_reason": "MOVED",
                    "division": OTHER_VILLAGE}),
        ],
    )  # fmt: skip


def printed_in_two_columns() -> Sent:
    """Return the crematorium's list as it is printed: one half of it beside the other."""
    people = folk(4, least=60, most=85)
    days = [date(2026, 10, day) for day in (3, 9, 15, 28)]
    heads = ["序号", "姓名", "身份证号码", "火化日期"]
    cells = [
        [order + 1, one.name, one.number, day]
        for order, (one, day) in enumerate(zip(people, days, strict=True))
    ]
    return Sent(
        "火化名单（打印版）.xls",
        [page("10月", ["2026年10月火化人员登记"], [*heads, "", *heads],
              [*cells[0], "", *cells[2]], [*cells[1], "", *cells[3]])],
        "cremation",
        [(one, {"cremated_on": day}) for one, day in zip(people, days, strict=True)],
    )  # fmt: skip


def headings_in_initials() -> Sent:
    """Return the police's deaths with the initials of the headings' pinyin, days as eight digits."""
    one, other = folk(2, least=60, most=85)
    rows = [
        [one.name, "男", one.number, "20260930", "20261004", "死亡", "阳谷县阿城镇阿西村"],
        [other.name, "女", other.number, "20261011", "20261012", "死亡", "阳谷县张秋镇景阳冈村"],
    ]
    return Sent(
        "死亡注销人口_公安.csv",
        [page("", ["XM", "XB", "GMSFHM", "SWRQ", "ZXRQ", "ZXYY", "HKSZD"], *rows)],
        "cremation",
        [
            (one, {"died_on": date(2026, 9, 30), "cancelled_on": date(2026, 10, 4)}),
            (other, {"died_on": date(2026, 10, 11), "cancelled_on": date(2026, 10, 12)}),
        ],
    )


def buried_instead_of_a_day() -> Sent:
    """Return the villages' report of deaths: who was buried has that word where the day would stand."""
    burnt, buried = folk(2, least=60, most=85)
    heads = ["序号", "乡镇", "村", "死亡人员姓名", "身份证号码", "死亡日期", "是否火化", "火化日期", "报告人"]
    rows = [
        [1, TOWN, "阿西村", burnt.name, burnt.number, "2026.10.02", "是", "2026.10.04", "村干部"],
        [2, OTHER_TOWN, "景阳冈村", buried.name, buried.number, "2026.10.20", "否", "土葬", "村干部"],
    ]
    return Sent(
        "村级死亡人员上报10月.xlsx",
        [page("Sheet1", ["各村死亡人员上报表（2026年10月）"], heads, *rows)],
        "cremation",
        [
            (burnt, {"died_on": date(2026, 10, 2), "cremated_on": date(2026, 10, 4), "division": VILLAGE}),
            (buried, {"died_on": date(2026, 10, 20), "cremated_on": None, "division": OTHER_VILLAGE}),
        ],
    )


def pupils_who_left() -> Sent:
    """Return pupils who left or moved, of several schools, the kind of change beside each."""
    gone, moved = folk(2, least=11, most=17)
    heads = ["序号", "学校名称", "学段", "年级", "姓名", "身份证件号", "异动类型", "异动时间", "家长"]
    rows = [
        [1, "阳谷一中", "普通高中", "高二", gone.name, gone.number, "辍学", date(2026, 9, 14), "某"],
        [2, "阿城镇小学", "小学", "五年级", moved.name, moved.number, "转学", date(2026, 8, 30), "某"],
    ]
    return Sent(
        "学籍异动名单.xlsx",
        [page("异动", ["2025—2026学年度学籍异动学生名单"], heads, *rows)],
        "student",
        [
            (gone, {"stage": "SENIOR", "leave_reason": "DROPPED", "left_on": date(2026, 9, 14)}),
            (moved, {"stage": "PRIMARY", "leave_reason": "MOVED", "left_on": date(2026, 8, 30)}),
        ],
    )


def in_ten_thousands_after_two_days() -> Sent:
    """Return money for dangerous houses: in ten thousands, the day it was built beside that of paying."""
    one, other = folk(2)
    heads = ["序号", "镇", "村", "户主姓名", "身份证号", "家庭类型", "危房等级", "补助金额（万元）",
             "竣工时间", "拨付时间", "账号"]  # fmt: skip
    rows = [
        [1, TOWN, "阿西村", one.name, one.number, "低保户", "D级", 3.5, "2026.4", "2026.9.30", account(1)],
        [
            2,
            TOWN,
            "阿西村",
            other.name,
            other.number,
            "脱贫户",
            "C级",
            1.2,
            "2026.5",
            "2026.10.9",
            account(2),
        ],
    ]
    return Sent(
        "危房改造补助发放花名册.xlsx",
        [page("危改", ["2026年度农村危房改造补助资金发放花名册"], heads, *rows)],
        "department_aid",
        [
            (one, {"support_kind": "HOUSING", "support_fen": 3500000, "support_on": date(2026, 9, 30)}),
            (other, {"support_kind": "HOUSING", "support_fen": 1200000, "support_on": date(2026, 10, 9)}),
        ],
    )


SENT: Sequence[Callable[[], Sent]] = (
    one_row_a_family, applicant_beside_member, three_months_of_a_quarter, announced_with_a_letter,
    a_web_page_named_xls, two_kinds_of_children, place_as_a_path, printed_in_two_columns,
    headings_in_initials, buried_instead_of_a_day, pupils_who_left, in_ten_thousands_after_two_days,
)  # fmt: skip


@pytest.mark.parametrize("send", SENT, ids=lambda send: send.__name__)
def test_a_departments_own_layout_is_read_at_first_sight(bureau: Bureau, send: Callable[[], Sent]) -> None:
    sent = send()

    taken = bureau.take(_bytes(sent), sent.name.replace(".html", ""))

    assert not taken.refusal
    assert taken.batch is not None
    assert taken.batch.source == sent.source
    found = {each.number: each for each in _records(taken.batch)}
    assert set(found) == {one.number for one, _ in sent.said}
    for one, values in sent.said:
        record = found[one.number]
        assert {"name": record.name, **{key: _said(record, key) for key in values}} == {
            "name": one.name, **values,
        }  # fmt: skip


def _bytes(sent: Sent) -> bytes:
    ending = sent.name.rsplit(".", 1)[1]
    return web_page(sent.pages) if ".html" in sent.name else WRITERS[ending](sent.pages)


def _records(batch: Batch) -> Sequence[Record]:
    rows = pq.read_table(batch_folder(batch.pk).rows, columns=["row"])["row"].to_pylist()
    return list(records(str(batch.pk), rows).values())


def _said(record: Record, column: str) -> object:
    return record.values[column] if column in record.values else record.private.get(column)
