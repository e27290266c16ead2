"""Say in Chinese what is wrong with a row and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from doudi.kernel.identity import BLANK_WORDS
from doudi.kernel.masking import mask_account, mask_name, mask_number, mask_phone
from doudi.kernel.names import read_name
from doudi.recognition.raw import RawFile
from doudi.recognition.sources import Source, Type

ERROR = "ERROR"
WARNING = "WARNING"
NOTE = "NOTE"
LEVELS = (ERROR, WARNING, NOTE)
LONGEST_SHOWN = 40
OPEN_REMARK = re.compile(r"已?故|已?亡|死亡|已?去世|病故|更名|改名|户主|五保|残|低保|特困|儿子代|代领")
LONG_DIGITS = re.compile(r"[0-9０-９]{7,}[xXＸｘ]?")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is rejected (ERROR), worth a look (WARNING), or what was put right (NOTE), and what to do."""

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
    "MASKED": Reason(ERROR, "号码有几位被遮住", "请向来源部门要完整号码后重传；遮住的几位不能猜。"),
    "REGION": Reason(ERROR, "身份证号前两位不是任何省份", "请对照证件核对前 6 位。"),
    "BAD_CERTIFICATE": Reason(
        ERROR,
        "残疾证号不对，又没有身份证号",
        "应为 18 位身份证号加类别、等级各 1 位（补办的再加 B 和次数），请对照证件改正，或补上身份证号。",
    ),
    "NOT_LISTED": Reason(
        ERROR,
        "没有入册：金额或类别是空的、是零或认不出来",
        "不知道享受哪一类、多少钱，这一行不能上名册。请补齐后重传；确已停发的，从名单里删去。",
    ),
    "NOT_AIDED": Reason(
        WARNING, "没有入册：表上写明本人不享受", "不用处理；确在享受的，请改正表上“是否享受”一列后重传。"
    ),
    "ODD_CERTIFICATE": Reason(WARNING, "残疾证号不对，已按身份证号入库", "请对照证件核对残疾证号。"),
    "CERTIFICATE_REPAIRED": Reason(NOTE, "残疾证号的写法已整理，数字没有改", "不用处理。"),
    "FROM_CERTIFICATE": Reason(NOTE, "没有身份证号，取自残疾证号的前 18 位", "有空时补上身份证号。"),
    "REPAIRED_FULL_WIDTH": Reason(NOTE, "号码里的全角字符已改成半角", "不用处理。"),
    "REPAIRED_SPACES": Reason(NOTE, "号码里的空格或看不见的字符已去掉", "不用处理。"),
    "REPAIRED_LOWER_X": Reason(NOTE, "号码末位已写成大写 X", "不用处理。"),
    "REPAIRED_UPGRADED_15": Reason(NOTE, "15 位老号已升为 18 位", "请核对现在的证件是否就是升位后的号码。"),
    "REPAIRED_QUOTE_MARK": Reason(NOTE, "号码前后的引号或等号已去掉", "不用处理。"),
    "REPAIRED_LABEL": Reason(NOTE, "号码前后的文字（如“身份证号：”）已去掉", "不用处理。"),
    "REPAIRED_HYPHENS": Reason(NOTE, "号码中间的横线或分隔符已去掉", "不用处理。"),
    "NAME_REMARK": Reason(NOTE, "姓名后面的备注已分开保存", "不用处理；备注最好另写一列。"),
    "NAME_DECEASED": Reason(
        WARNING, "姓名旁注明已经去世", "请核实；确已去世的，办理停发，不要只写在姓名旁。"
    ),
    "NAME_CHANGED": Reason(WARNING, "姓名旁注明改过名字", "请核对现用名，按证件上的姓名填写。"),
    "NAME_UNUSABLE": Reason(
        WARNING,
        "姓名不能用，按空白处理",
        "这一格是号码、日期、遮住的字、认不出的字，或者太长，请填证件上的姓名。",
    ),
    "NAME_ODD": Reason(WARNING, "姓名里有不像姓名的字", "请核对，按证件上的姓名填写。"),
    "NAME_HIDDEN_MARKS": Reason(WARNING, "姓名里有看不见的字符，已去掉", "请删去后重新填写姓名。"),
    "ACCOUNT_AS_NUMBER": Reason(WARNING, "银行账号被存成了数字，末几位已丢失", "设为“文本”格式后重新填写。"),
    "NOT_AN_ACCOUNT": Reason(
        WARNING, "银行账号不像账号", "应为 8 到 30 位真实账号；没有账号的留空，不要用数字占位。"
    ),
    "IDENTITY_AS_ACCOUNT": Reason(WARNING, "账号一格填的是身份证号", "请填银行账号；没有账号的留空。"),
    "PHONE_AS_ACCOUNT": Reason(WARNING, "账号一格填的是手机号", "请填银行账号；没有账号的留空。"),
    "ACCOUNT_MASKED": Reason(WARNING, "银行账号有几位被遮住", "请填完整账号。"),
    "ACCOUNT_REPAIRED": Reason(NOTE, "银行账号的写法已整理，数字没有改", "不用处理。"),
    "ODD_HOUSEHOLD_NUMBER": Reason(
        WARNING,
        "户编号认不出来，按空白处理",
        "请填家庭编号；没有编号的留空，不要只写符号，也不要存成科学计数。",
    ),
    "FORMULA_ERROR": Reason(WARNING, "公式出错，按空白处理", "请改正公式，或把结果直接填进去。"),
    "NOT_CALCULATED": Reason(
        WARNING,
        "公式没有算出结果，按空白处理",
        "请在 WPS 或 Excel 里打开、保存一次再传，或把结果直接填进去。",
    ),
    "SHIFTED_ROW": Reason(WARNING, "这一行的格数与表头不同，可能串了列", "请对照原表逐格核对这一行。"),
    "TWO_KINDS": Reason(WARNING, "一格里写了两类，分不清金额是哪一类的", "请分成两行，一行一类、一个金额。"),
    "NOT_MONEY": Reason(
        WARNING, "金额认不出来，按空白处理", "只写数字，如 632 或 632.50；千分位逗号要隔三位，如 1,264.00。"
    ),
    "SIGNED_AMOUNT": Reason(WARNING, "金额带正负号，按空白处理", "这一列不应有负数；退款、冲销请另列说明。"),
    "MONEY_TOO_LARGE": Reason(
        WARNING, "金额大得不可能，按空白处理", "请核对单位是元还是万元、有没有多打几位。"
    ),
    "YEAR_OF_THE_LIST": Reason(NOTE, "日期没有写年份，按标题里的年份读", "请核对；最好写全年月日。"),
    "NO_AMOUNT": Reason(WARNING, "没有金额，入册时金额不详", "请补上本人的月金额；确实没有的，请说明原因。"),
    "MONEY_ROUNDED": Reason(WARNING, "金额不是整分，已四舍五入到分", "请核对计算公式，按分填写。"),
    "YEAR_FOR_MONTH": Reason(WARNING, "给的是全年金额，已除以 12 作为月金额", "请核对；这一列应填每月金额。"),
    "YEAR_NOT_DIVISIBLE": Reason(
        WARNING, "给的是全年金额，除以 12 除不尽，按空白处理", "这一列应填每月金额，请按月填写。"
    ),
    "MONTH_FOR_YEAR": Reason(
        WARNING, "给的是每月金额，已乘以 12 作为全年金额", "请核对；这一列应填全年金额。"
    ),
    "NOT_A_DATE": Reason(WARNING, "日期认不出来", "写成 2026-03-01 或 2026年3月1日。"),
    "AMBIGUOUS_DATE": Reason(WARNING, "日期分不清是 1 月还是 10 月", "写成 2026-01 或 2026-10，并设为文本。"),
    "MONTH_OR_DAY": Reason(WARNING, "日期分不清哪个是月、哪个是日", "写成 2026-10-01 或 2026年10月1日。"),
    "BEFORE_BIRTH": Reason(WARNING, "日期早于本人出生", "请核对日期和身份证号，必有一个不对。"),
    "DEATH_AFTER_CREMATION": Reason(WARNING, "死亡日期晚于火化日期", "请核对两个日期。"),
    "FIRST_AFTER_LATER": Reason(WARNING, "两个日期前后颠倒", "请核对首次、末次（或发证、到期）日期。"),
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
}


REPAIRS = frozenset(
    code for code, reason in REASONS.items() if reason.level == NOTE and not code.startswith("NAME_")
)
"""The reasons that say what was put right in a number; everything else is a problem."""


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
        """Return how many rows have each problem; what was put right in a number is none."""
        counted: dict[str, int] = {}
        for rows, _, code, _ in self.found:
            if code not in REPAIRS:
                counted[code] = counted.get(code, 0) + int(rows.size)
        return counted

    def rows(self, column: str = "") -> NDArray[np.int64]:
        """Return the rows something is said of, each once; of one column when it is named."""
        told = [rows for rows, name, *_ in self.found if column in {"", name}]
        return np.unique(np.concatenate(told)) if told else np.empty(0, np.int64)

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


def _masked_name(text: str) -> str:
    """Return a name masked, with a short remark beside it – 已故, 更名 – as it is."""
    read = read_name(text)
    remarks = [remark for remark in read.remarks if OPEN_REMARK.fullmatch(remark)]
    if not remarks or not read.normal:
        return mask_name(text)
    return f"{mask_name(read.normal)}（{'、'.join(remarks)}）"


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
        return _masked_name(text)
    return LONG_DIGITS.sub(lambda match: mask_number(match.group(0)), text)
