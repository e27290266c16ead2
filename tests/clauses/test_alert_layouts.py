"""Alerts are read from whatever table the province hands out, without being told what it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from pytest_django import Settings

from doudi.intake.models import Alert, HomeCheck
from tests.clauses.test_alerts import MONDAY
from tests.county import EAST, OTHER_VILLAGE, VILLAGE, County, name, number

PLATFORM = {
    "序号": 1,
    "预警编号": "SX20261101-0001",
    "预警对象": name(1),
    "证件号码": number(1),
    "预警规则名称": "近半年医疗自付超过 2 万元",
    "风险等级": "高",
    "预警产生时间": "2026/11/1",
    "核查截止时间": "2026-11-12",
    "户籍地址": "浈江区东河街道陵西路社区12号",
    "居住地址": "浈江区犁市镇犁市村3组",
    "联系方式": "13800138000",
}
TOWNS = {
    "姓名": name(2),
    "身份证号": number(2),
    "户籍乡镇": "犁市镇",
    "户籍村": "犁市村",
    "现居住乡镇": "东河街道",
    "现居住村": "陵西路社区",
    "预警类别": "新办残疾证",
    "预警级别": "黄色预警",
    "下发日期": "20261030",
    "办结时限": "",
    "预警描述": "10月新办二级肢体残疾证，家庭无其他收入。",
}
CODES = {
    "XM": name(3),
    "GMSFHM": number(3),
    "YJLX": "收入骤减",
    "YJDJ": "橙",
    "YJRQ": "2026-10-30",
    "YJNR": "失业登记后无新的参保记录",
    "XZ": "东河街道",
    "CMC": "陵西路",
}
WORDS_ONLY = {
    "姓名": name(4),
    "身份证号码": number(4),
    "乡镇（街道）": "东河街道",
    "预警信息": "疑似家中老人无人照料",
}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (PLATFORM, ("ILLNESS", "RED", date(2026, 11, 1), date(2026, 11, 12), OTHER_VILLAGE)),
        (TOWNS, ("DISABILITY", "YELLOW", date(2026, 10, 30), None, VILLAGE)),
        (CODES, ("UNEMPLOYED", "ORANGE", date(2026, 10, 30), None, VILLAGE)),
        (WORDS_ONLY, ("", "UNKNOWN", None, None, EAST)),
    ],
    ids=["platform", "two places", "codes", "words only"],
)
def test_a_layout_nobody_has_seen_is_taken_for_alerts(
    county: County, settings: Settings, row: Mapping[str, object], expected: tuple[object, ...]
) -> None:
    settings.APP_CLOCK = MONDAY

    county.send("provincial_alert", [row])

    alert, check = Alert.objects.get(), HomeCheck.objects.get()
    said = (alert.kind, alert.level, alert.alerted_on, alert.answer_by, check.division)
    assert said == expected
    assert alert.name == (row.get("预警对象") or row.get("姓名") or row.get("XM"))


@pytest.mark.parametrize("row", [PLATFORM, TOWNS, CODES], ids=["platform", "two places", "codes"])
def test_nobody_has_to_say_that_it_is_a_list_of_alerts(
    county: County, settings: Settings, row: Mapping[str, object]
) -> None:
    settings.APP_CLOCK = MONDAY

    batch = county.send("", [row], publish=False).batch

    assert (batch.source, batch.doubts) == ("provincial_alert", [])
