"""Lays out what the demo says in the terminal: columns of Chinese and of figures, each under its head."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from doudi.config.demo import Score, Taken
from doudi.config.opening import Opened
from doudi.exchange.catalogue import shapes
from doudi.exchange.states import BatchState
from doudi.kernel.dates import Period
from doudi.kernel.divisions import VILLAGE_DIGITS
from doudi.matching.wording import missing
from doudi.monitoring.rules.equation import Balance, balance, balances
from doudi.monitoring.selectors.month import month_places
from doudi.regions.selectors import division_names

COLUMNS = ("监测名单", "在享", "办理中", "备案监测", "有理由排除", "未落实")
SEEN_ONCE = "演示账号的口令只在开通时显示过；要换新的：python3 dev manage seed_demo --new-passwords"


def taken_line(taken: Taken) -> str:
    """Account for one file's rows, and say whether they are what was made."""
    batch = taken.imported.batch
    verdict = "与所造相符" if taken.agrees else f"与所造不符：{dict(taken.expected)}"
    return (
        f"{_wide(taken.title, 30)}{batch.period} {batch.rows_read:7,} 行 = 无误 {batch.rows_clean:6,}"
        f" + 修复 {batch.rows_repaired:3} + 退回 {batch.rows_rejected:3}  {verdict}"
        f"  {BatchState(batch.state).label}  {taken.seconds:4.1f} 秒"
    )


def score_table(scores: Sequence[Score]) -> list[str]:
    """Set planted beside found for every rule, with the sums below."""
    if not scores:
        return []
    lines = ["", f"{_wide('规则', 46)}  埋设  找到  误报  漏报"]
    for score in scores:
        tail = (
            f"  未运行：{missing(score.skipped, shapes())}"
            if score.skipped
            else ""
            if score.is_right
            else "  ✗"
        )
        figures = (score.planted, score.found, score.false, score.missed)
        shown = figures if score.planted else ("—", score.found, "—", "—")
        lines.append(_wide(score.rule.title, 46) + "".join(_right(str(each), 6) for each in shown) + tail)
    names = ("planted", "found", "false", "missed")
    sums = [sum(getattr(score, name) for score in scores) for name in names]
    lines.append(f"{_wide('合计', 46)}{''.join(f'{each:6}' for each in sums)}")
    return [*lines, "“—”的规则没有专门埋设，找到的人由别的埋设或虚构的生活碰巧引起，不核对。"]


def equation_table(region: str, period: Period) -> list[str]:
    """Lay the month equation out by township, and say whether it holds in every village."""
    places = month_places(region, period).values()
    towns, villages = balances(places, digits=9), balances(places, digits=VILLAGE_DIGITS)
    names = division_names(towns)
    lines = ["", _wide("乡镇（街道）", 26) + "".join(_right(column, 12) for column in COLUMNS)]
    lines += [_balance_line(names.get(code, code), part) for code, part in towns.items()]
    lines.append(_balance_line("合计", balance(places)))
    failing = [code for code, part in villages.items() if not part.holds]
    verdict = "等式全部成立。" if not failing else f"等式不成立的有：{'、'.join(failing)}。"
    higher = sum(len(code) < VILLAGE_DIGITS for code in villages)
    also = f"、{higher} 处只知到县或乡镇的" if higher else ""
    return [*lines, f"{len(villages) - higher} 个村（社区）{also}逐一核对，{verdict}"]


def _balance_line(name: str, part: Balance) -> str:
    figures = (part.monitored, part.aided, part.underway, part.watched, part.excluded, part.unaccounted)
    return _wide(name, 26) + "".join(f"{figure:12,}" for figure in figures)


def account_table(opened: Sequence[Opened]) -> str:
    """Lay the new accounts out, or say how to come by passwords that were shown before."""
    if not opened:
        return f"\n{SEEN_ONCE}"
    rows = [("角色", "用户名", "口令", "管辖")]
    rows += [(each.role, each.username, each.password, each.place) for each in opened]
    lines = [
        "  " + _wide(role, 14) + _wide(user, 18) + _wide(word, 20) + place for role, user, word, place in rows
    ]
    return "\n".join(["", "演示账号（口令只显示这一次）：", *lines])


def _wide(text: str, columns: int) -> str:
    """Fill a text up to a number of columns, of which a Chinese character takes two."""
    return text + " " * max(1, columns - _columns(text))


def _right(text: str, columns: int) -> str:
    return " " * max(1, columns - _columns(text)) + text


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
