"""Say in Chinese what is wrong with a row and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from doudi.exchange.rules.raw import RawFile
from doudi.exchange.rules.sources import Source, Type
from doudi.kernel.identity import BLANK_WORDS
from doudi.kernel.masking import mask_account, mask_name, mask_number, mask_phone

ERROR = "ERROR"
WARNING = "WARNING"
LONGEST_SHOWN = 40
LONG_DIGITS = re.compile(r"[0-9０-９]{7,}[xXＸｘ]?")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is rejected (ERROR) or worth a look (WARNING), and what a clerk does about it."""

    level: str
    title: str
    advice: str


REASONS: Mapping[str, Reason] = {
    "BLANK": Reason(ERROR, "没有身份证号", "补上身份证号后重传；确无证件的，由乡镇登记后人工建档。"),
    "LENGTH": Reason(ERROR, "身份证号位数不对", "应为 18 位（老证 15 位），请对照证件改正。"),
    "CHARACTERS": Reason(ERROR, "身份证号里有不该有的字", "只能是数字，末位可为 X，请对照证件改正。"),
    "CHECK_DIGIT": Reason(ERROR, "身份证号校验位不对", "多半是抄错一位，请对照证件逐位核对。"),
    "BIRTH_DATE": Reason(ERROR, "身份证号里的出生日期不存在", "请对照证件核对第 7 到 14 位。"),
    "TYPED_AS_NUMBER": Reason(
        ERROR,
        "号码被存成了数字，末几位已丢失",
        "把这一列设为“文本”格式，重新填写完整号码；丢失的数字补不回来，不能只改格式。",
    ),
    "ACCOUNT_AS_NUMBER": Reason(WARNING, "银行账号被存成了数字，末几位已丢失", "设为“文本”格式后重新填写。"),
    "NOT_AN_ACCOUNT": Reason(WARNING, "银行账号不像账号", "应为 8 到 30 位数字；没有账号的留空。"),
    "NOT_MONEY": Reason(WARNING, "金额认不出来", "只写数字，如 632 或 632.50。"),
    "MONEY_ROUNDED": Reason(WARNING, "金额不是整分，已四舍五入到分", "请核对计算公式，按分填写。"),
    "NOT_A_DATE": Reason(WARNING, "日期认不出来", "写成 2026-03-01 或 2026年3月1日。"),
    "AMBIGUOUS_DATE": Reason(WARNING, "日期分不清是 1 月还是 10 月", "写成 2026-01 或 2026-10，并设为文本。"),
    "FUTURE_DATE": Reason(WARNING, "日期晚于今天", "请核对年份。"),
    "NOT_A_NUMBER": Reason(WARNING, "数字认不出来", "只写数字。"),
    "UNKNOWN_CODE": Reason(
        WARNING, "取值不在已知写法里，按空白处理", "请改成常用写法，或告诉系统管理员补充写法。"
    ),
    "FILLED_FROM_ABOVE": Reason(
        WARNING, "空格按上一行补", "请核对与上一行是不是同一村、同一户；不是的请在这一格写明。"
    ),
    "MISSING_VALUE": Reason(WARNING, "必填的一格是空的", "请补填。"),
    "OTHER_DIVISION": Reason(WARNING, "不是本地区的人", "请核对；确属外地的，转给所在地民政部门。"),
    "UNKNOWN_DIVISION": Reason(WARNING, "乡镇或村的名称对不上", "请按区划名称填写，如“新韶镇”“陈江村”。"),
    "DIVISION_SHARED_OUT": Reason(
        WARNING,
        "原来的村（乡镇）已经拆分或合并，对应不止一个",
        "先按上一级区划入库；请按名单所属月份的区划名称填写是哪一个村。",
    ),
    "REPEATED_PERSON": Reason(WARNING, "同一身份证号在名单里不止一行", "请核对是重复填报还是号码抄错。"),
    "REPEATED_ROW": Reason(WARNING, "与前面一行内容完全相同", "请核对是否重复导出。"),
    "CERTIFICATE_MISMATCH": Reason(WARNING, "残疾证号与身份证号对不上", "请核对两个号码。"),
    "OTHER_NUMBER_WRONG": Reason(
        WARNING, "所列他人的身份证号不对", "请对照证件核对；这个号码不参与比对，本行其余内容照常。"
    ),
    "NOT_A_SHARE": Reason(WARNING, "份额认不出来", "写成 50%、1/2 或 0.5。"),
    "BAD_CERTIFICATE": Reason(WARNING, "残疾证号不是 20 到 22 位", "请对照证件核对。"),
}


@dataclass(slots=True)
class Problems:
    """What was found wrong, gathered column by column."""

    source: Source
    raw: RawFile
    found: list[tuple[NDArray[np.int64], str, str, list[str]]] = field(default_factory=list)

    def add(self, rows: NDArray[np.int64], column: str, code: str) -> None:
        """Note the same problem at some rows of a column, with the masked cell."""
        if rows.size == 0:
            return
        kind = self.source.column(column).type
        raw = self.raw.columns.get(column)
        texts = raw.texts.take(pa.array(rows)).to_pylist() if raw else [None] * rows.size
        self.found.append((rows, column, code, [shown(kind, text or "") for text in texts]))

    def counts(self) -> dict[str, int]:
        """Return how many rows have each problem."""
        counted: dict[str, int] = {}
        for rows, _, code, _ in self.found:
            counted[code] = counted.get(code, 0) + int(rows.size)
        return counted

    def rows(self) -> NDArray[np.int64]:
        """Return the rows with a problem, each once."""
        return (
            np.unique(np.concatenate([rows for rows, *_ in self.found]))
            if self.found
            else np.empty(0, np.int64)
        )

    def table(self) -> pa.Table:
        """Return the problems as a table in row order: row, sheet, sheet_row, column, code, level, shown."""
        rows = np.concatenate([rows for rows, *_ in self.found]) if self.found else np.empty(0, np.int64)
        order = np.argsort(rows, kind="stable")
        columns: list[str] = []
        for some, name, _, _ in self.found:
            title = self.source.column(name).title
            columns += [self.raw.heading(int(row), name, title) for row in some]
        codes = [code for some, _, code, _ in self.found for _ in range(some.size)]
        texts = [text for _, _, _, shown_ in self.found for text in shown_]
        return pa.table(
            {
                "row": pa.array(rows[order], pa.int32()),
                "sheet": pa.array(self.raw.sheet[rows][order], pa.int16()),
                "sheet_row": pa.array(self.raw.sheet_row[rows][order], pa.int32()),
                "column": _ordered(columns, order),
                "code": _ordered(codes, order),
                "level": _ordered([REASONS[code].level for code in codes], order),
                "shown": _ordered(texts, order),
            }
        )


def _ordered(texts: Sequence[str], order: NDArray[np.int64]) -> pa.Array:
    return pa.array(texts, pa.string()).take(pa.array(order))


def shown(kind: Type, text: str) -> str:
    """Return a cell as a list of problems may show it: no number in full, whatever column it slipped into."""
    text = " ".join(text.split())[:LONGEST_SHOWN]
    if text in BLANK_WORDS:
        return text
    if kind in {Type.IDENTITY, Type.OTHER_IDENTITY, Type.CERTIFICATE}:
        return mask_number(text) if any(letter.isdigit() for letter in text) else mask_name(text)
    if kind == Type.ACCOUNT:
        return mask_account(text)
    if kind == Type.PHONE:
        return mask_phone(text)
    if kind == Type.NAME:
        return mask_name(text)
    return LONG_DIGITS.sub(lambda match: mask_number(match.group(0)), text)
