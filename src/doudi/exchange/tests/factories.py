"""Files and batches of a county whose people are made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from doudi.accounts.tests.factories import division
from doudi.audit.actors import SYSTEM
from doudi.exchange.models import Batch
from doudi.exchange.services.importing import Imported, import_file
from doudi.exchange.services.receiving import Arrival, Sender, receive_file
from doudi.kernel.dates import Period
from doudi.reading.tests import workbooks as w

COUNTY, TOWN, VILLAGE = "440204", "440204101", "440204101201"
OCTOBER = Period.parse("2026-10")
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
OFFICE = Sender("office:0", "浈江区民政局")


def dibao_row(serial: int, **changes: object) -> w.Row:
    """Return a line of a dibao list; `serial` makes the person."""
    row: dict[str, object] = {
        "镇街": "新韶镇",
        "村居": "陈江村",
        "户编号": f"H{serial}",
        "姓名": f"张{'甲乙丙丁戊己庚辛壬癸'[serial % 10]}民",
        "身份证号码": w.number_of(serial),
        "与户主关系": "户主",
        "低保类别": "农村",
        "月保障金额": 600 + serial,
        "银行账号": f"62170011223344{serial:05d}",
        "联系电话": f"1380013{serial:04d}",
        "家庭住址": f"新韶镇陈江村{serial}号",
    }
    return tuple((row | changes).values())


DIBAO_HEADING = (
    "镇街",
    "村居",
    "户编号",
    "姓名",
    "身份证号码",
    "与户主关系",
    "低保类别",
    "月保障金额",
    "银行账号",
    "联系电话",
    "家庭住址",
)


def dibao(serials: Sequence[int], *extra: w.Row) -> bytes:
    """Return a dibao list of these people."""
    return w.xlsx({"名单": [DIBAO_HEADING, *map(dibao_row, serials), *extra]})


def certificates(rows: int, wrong: int) -> bytes:
    """Return a list of disability certificates, the last few with a wrong check digit."""
    heading = ("姓名", "身份证号", "残疾类别", "残疾等级", "发证日期", "证件状态")
    good = [(f"残{at}", w.number_of(at), "肢体", "二级", "2020-01-01", "有效") for at in range(rows - wrong)]
    bad = [(f"错{at}", wrong_number(at), "肢体", "二级", "2020-01-01", "有效") for at in range(wrong)]
    return w.xlsx({"持证残疾人": [heading, *good, *bad]})


def wrong_number(serial: int) -> str:
    """Return a number whose check digit is wrong."""
    number = w.number_of(serial, born="19700101")
    return number[:-1] + ("1" if number[-1] == "0" else "0")


def received(data: bytes, name: str = "低保10月.xlsx", **changes: Any) -> Arrival:
    """Take a file in."""
    division(VILLAGE)
    facts: dict[str, Any] = {
        "name": name,
        "region": COUNTY,
        "period": OCTOBER,
        "source": "",
        "sender": OFFICE,
        "by": SYSTEM,
        "at": MONDAY,
    }
    return receive_file(data, **facts | changes)


def imported(data: bytes, source: str = "dibao", *, publish: bool = True, **changes: Any) -> Imported:
    """Take a file the whole way."""
    division(VILLAGE)
    facts: dict[str, Any] = {
        "name": "低保10月.xlsx",
        "region": COUNTY,
        "period": OCTOBER,
        "sender": OFFICE,
        "by": SYSTEM,
        "at": MONDAY,
    }
    return import_file(data, source=source, publish=publish, **facts | changes)


def published(data: bytes, source: str = "dibao", **changes: Any) -> Batch:
    """Return the batch of a file taken the whole way."""
    return imported(data, source, **changes).batch
