"""Made-up values for the style page; nobody in it exists."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from doudi.common import clock
from doudi.common.charts import bars, ring
from doudi.common.kit import Comparison, Equation, Happening, Pair, Progress, ToDo, steps_of

_ADDRESSES = dict.fromkeys(("listed", "enrolled", "progress", "watched", "excluded", "unresolved"), "#")
_TOWNS = (
    ("新韶镇", "2,418", "2,203", "118", "61", "34", 2, "UNACCOUNTED", "还有人没着落"),
    ("乐园镇", "1,806", "1,690", "67", "31", "18", 0, "CONCLUDED", "人人有着落"),
    ("十里亭镇", "1,522", "1,401", "73", "29", "18", 1, "UNACCOUNTED", "还有人没着落"),
    ("犁市镇", "3,094", "2,866", "131", "58", "39", 0, "CONCLUDED", "人人有着落"),
    ("花坪镇", "774", "702", "38", "21", "13", 0, "SUBMITTED", "已报县级"),
)


_CODES = (
    ("RECEIVED", "已接收"),
    ("RECOGNISED", "已识别"),
    ("CHECKED", "待发布"),
    ("PUBLISHED", "已发布"),
    ("SUPERSEDED", "已被更正"),
    ("REFUSED", "已退回"),
    ("RED", "红色"),
    ("ORANGE", "橙色"),
    ("YELLOW", "黄色"),
    ("RUNNING", "运行中"),
    ("CONCLUDED", "已结论"),
    ("OVERDUE", "已逾期"),
)
_JOBS = (
    Progress(
        "正在读取 残疾人证2026年10月.xlsx",
        61_000,
        100_000,
        address="#",
        is_over=True,
        tone="",
        sentence="已读 6.1 万行，其中 412 行身份证号有问题。",
    ),
    Progress("比对完成", 16, 16, is_over=True, tone="ok", sentence="16 条规则全部跑完，发现 327 条。"),
)
_PAIR = Comparison(
    "低保在享",
    "火化登记",
    left_source="2026-10 · 第 118 行",
    right_source="2026-10 · 第 9 行",
    rows=(
        Pair("姓名", "王*兰", "王*兰"),
        Pair("身份证号", "440204********1226", "440204********1226"),
        Pair("所在村", "新韶镇 / 陈江村", "新韶镇 / 陈江村"),
        Pair("状态", "在享，月 632.00 元", "2026-09-18 死亡", True),
        Pair("一卡通账号", "**** 3391", ""),
    ),
)
_TODOS = (
    ToDo(
        "核实 5 名未落实人员",
        "#",
        "新韶镇 2 人、十里亭镇 1 人、乐园镇 2 人",
        "未落实",
        "bad",
        "今天到期",
        "bad",
    ),
    ToDo(
        "发布 机动车2026年10月.csv",
        "#",
        "8,214 行，37 行待更正",
        "待发布",
        "wait",
        "还有 2 天",
        "wait",
    ),
    ToDo("复核新韶镇报送的台账", "#", "2026年10月", "待复核", "busy", "还有 6 天"),
)
_RING = ring(
    (("农村低保", 7120), ("城市低保", 1840), ("分散特困", 1310), ("集中特困", 410), ("其他", 340)),
    unit="人",
)
_BARS = bars((("新韶镇", 34), ("犁市镇", 29), ("十里亭镇", 21), ("乐园镇", 18), ("花坪镇", 9)), unit="条")


def everything() -> Mapping[str, Any]:
    """Return one of each piece."""
    now, today = clock.now(), clock.today()
    return {
        "open": Equation(12345, 11020, 820, 310, 190, 5, _ADDRESSES),
        "closed": Equation(774, 702, 38, 21, 13, 0, _ADDRESSES),
        "broken": Equation(780, 702, 38, 21, 13, 0),
        "towns": _TOWNS,
        "codes": _CODES,
        "jobs": _JOBS,
        "pair": _PAIR,
        "line": _line(now),
        "todos": _TODOS,
        "stages": tuple(steps_of(("接收", "识别", "检查", "发布"), 2)),
        "today": today,
        "overdue": today - timedelta(days=4),
        "soon": today + timedelta(days=2),
        "ring": _RING,
        "bars": _BARS,
    }


def _line(now: datetime) -> tuple[Happening, ...]:
    return (
        Happening(
            now - timedelta(days=9),
            "比对发现",
            "系统",
            "规则 DM-01：火化登记里有，低保名单里还在。",
            "bad",
        ),
        Happening(
            now - timedelta(days=8),
            "指派",
            "李敏（县级经办）",
            "交新韶镇核实，7 个工作日内办结。",
            "busy",
        ),
        Happening(
            now - timedelta(days=3),
            "入户核实",
            "陈志强（村级协理员）",
            "家属确认已于 9 月 18 日去世。",
            "wait",
        ),
        Happening(now, "结论：死亡属实，暂缓发放", "张伟（乡镇经办）", "", "ok"),
    )
