"""What a cleaned list tells the register of each person."""

from __future__ import annotations

import pytest

from doudi.exchange.rules.lists import listed_people
from doudi.reading.tests import workbooks as w
from doudi.recognition.tests.desk import headings, of_text

NUMBER = w.number_of(1)
NAMES = {
    "张三丰（已故）": ("张三丰", {"name_remarks": "已故"}),
    "张三丰 1组": ("张三丰", {"name_remarks": "1组"}),
    "张三丰*": ("张三丰", {}),
    "古丽娜尔∙吐尔逊": ("古丽娜尔·吐尔逊", {}),
    "张\u200b三丰": ("张三丰", {}),
    "张\x00三丰": ("张三丰", {}),
    "张 三 丰": ("张三丰", {}),
    "张三丰2": ("张三丰2", {}),
    "古丽娜尔●吐尔逊": ("古丽娜尔·吐尔逊", {}),
    "Alexander Fox": ("Alexander Fox", {}),
    "张XX": ("", {}),
    "张x丰": ("", {}),
    "张*丰": ("", {}),
    "张**": ("", {}),
    "张？丰": ("", {}),
    "张\ufffd丰": ("", {}),
    "张" * 61: ("", {}),
    "张" * 10_000: ("", {}),
    NUMBER: ("", {}),
    "2026年10月1日": ("", {}),
    f"张三丰{NUMBER}": ("", {}),
    "二〇二六年十月": ("", {}),
    "同上": ("", {}),
}


@pytest.mark.parametrize("written", NAMES, ids=range(len(NAMES)))
def test_a_register_gets_the_normal_form_of_a_name_or_none_and_the_remarks_apart(written: str) -> None:
    rows = [("姓名", "身份证号", "低保类别"), (written, NUMBER, "农村")]
    cleaned = of_text(rows, source="dibao").cleaned()
    pairs = zip(cleaned.rows.to_pylist(), cleaned.sidecar.to_pylist(), strict=True)

    (person,) = listed_people(headings().catalogue.source("dibao"), pairs, str)

    remarks = {key: text for key, text in person.attributes.items() if key == "name_remarks"}
    assert (person.name, remarks) == NAMES[written]
    assert "\x00" not in str(cleaned.sidecar.to_pylist())
    assert (cleaned.rows.column("name_key").null_count == 1) == (person.name == "")
