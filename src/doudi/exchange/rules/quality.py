"""Say which problems are faults of the data, of what kind, and how good the data of a place are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from doudi.kernel.dates import whole_years
from doudi.recognition.problems import REASONS

ADULT = 18
WORKING_AGE = 16
FULL = 1000


class FaultKind(StrEnum):
    """What a fault offends against."""

    REQUIRED = "REQUIRED"
    FORMAT = "FORMAT"
    LOGIC = "LOGIC"
    CONFLICT = "CONFLICT"


KIND_TITLES: Mapping[str, str] = {
    FaultKind.REQUIRED: "必填",
    FaultKind.FORMAT: "格式",
    FaultKind.LOGIC: "逻辑",
    FaultKind.CONFLICT: "来源冲突",
}
_OF_KIND: Mapping[FaultKind, tuple[str, ...]] = {
    FaultKind.REQUIRED: ("BLANK", "MISSING_VALUE", "NO_AMOUNT", "NOT_LISTED"),
    FaultKind.FORMAT: (
        "LENGTH",
        "CHARACTERS",
        "CHECK_DIGIT",
        "BIRTH_DATE",
        "TYPED_AS_NUMBER",
        "MASKED",
        "REGION",
        "BAD_CERTIFICATE",
        "ODD_CERTIFICATE",
        "NAME_UNUSABLE",
        "NAME_ODD",
        "NAME_HIDDEN_MARKS",
        "ACCOUNT_AS_NUMBER",
        "NOT_AN_ACCOUNT",
        "IDENTITY_AS_ACCOUNT",
        "PHONE_AS_ACCOUNT",
        "ACCOUNT_MASKED",
        "ODD_HOUSEHOLD_NUMBER",
        "FORMULA_ERROR",
        "NOT_CALCULATED",
        "SHIFTED_ROW",
        "NOT_MONEY",
        "SIGNED_AMOUNT",
        "MONEY_TOO_LARGE",
        "YEAR_NOT_DIVISIBLE",
        "NOT_A_DATE",
        "AMBIGUOUS_DATE",
        "MONTH_OR_DAY",
        "NOT_A_NUMBER",
        "UNKNOWN_CODE",
        "UNKNOWN_DIVISION",
        "OTHER_NUMBER_WRONG",
        "NOT_A_SHARE",
    ),
    FaultKind.LOGIC: (
        "NAME_DECEASED",
        "TWO_KINDS",
        "BEFORE_BIRTH",
        "DEATH_AFTER_CREMATION",
        "FIRST_AFTER_LATER",
        "FUTURE_DATE",
        "REPEATED_PERSON",
        "REPEATED_ROW",
        "CERTIFICATE_MISMATCH",
    ),
    FaultKind.CONFLICT: ("OTHER_DIVISION", "NAME_CHANGED"),
}
KIND_OF: Mapping[str, FaultKind] = {code: kind for kind, codes in _OF_KIND.items() for code in codes}
"""The kind of each problem of a row that is a fault."""

ONLY_TOLD = frozenset(
    {
        "NOT_AIDED",
        "MONEY_ROUNDED",
        "YEAR_FOR_MONTH",
        "MONTH_FOR_YEAR",
        "FILLED_FROM_ABOVE",
        "DIVISION_SHARED_OUT",
    }
)
"""Warnings about what was done with a row, which are no fault of its data."""


@dataclass(frozen=True, slots=True)
class FamilyReason:
    """What is wrong with a family, and what to do."""

    kind: FaultKind
    title: str
    advice: str


FAMILY_REASONS: Mapping[str, FamilyReason] = {
    "HEAD_DEAD": FamilyReason(
        FaultKind.LOGIC, "户主已去世，没有更换户主", "请在家庭卡上办理“变更户主”，或让乡镇更正名册后重传。"
    ),
    "NO_HEAD": FamilyReason(
        FaultKind.REQUIRED, "家里没有户主", "请在名册里填写“与户主关系”，或在家庭卡上指定户主。"
    ),
    "TWO_SPOUSES": FamilyReason(FaultKind.LOGIC, "户主有不止一个配偶", "请核对“与户主关系”。"),
    "SPOUSE_OF_SAME_SEX": FamilyReason(
        FaultKind.LOGIC, "户主与配偶性别相同", "请核对“与户主关系”和两人的身份证号。"
    ),
    "CHILD_OLDER": FamilyReason(
        FaultKind.LOGIC, "子女或孙辈不比户主年轻", "请核对“与户主关系”和两人的身份证号。"
    ),
    "PARENT_YOUNGER": FamilyReason(
        FaultKind.LOGIC, "父母或祖辈不比户主年长", "请核对“与户主关系”和两人的身份证号。"
    ),
    "HEAD_IS_A_CHILD": FamilyReason(
        FaultKind.LOGIC, "户主不满 16 周岁，家里另有成年人", "请核对户主是谁，必要时在家庭卡上变更户主。"
    ),
}
YOUNGER = frozenset({"SON", "DAUGHTER", "GRANDCHILD"})
OLDER = frozenset({"PARENT", "GRANDPARENT"})


@dataclass(frozen=True, slots=True)
class Member:
    """What the check of a family knows of a member."""

    person: int
    relation: str
    sex: str
    born_on: date
    is_dead: bool


def family_faults(members: Sequence[Member], head: int | None, *, on: date) -> list[str]:
    """Return what is wrong with a family; of one person alone nothing can be."""
    alive = [member for member in members if not member.is_dead]
    first = next((member for member in members if member.person == head), None)
    if len(members) < 2 or not alive:
        return []
    if first is None:
        return ["NO_HEAD"]
    others = [member for member in alive if member.person != head]
    return [code for code, is_so in _questions(first, others, on) if is_so]


def _questions(head: Member, others: Sequence[Member], on: date) -> list[tuple[str, bool]]:
    spouses = [each for each in others if each.relation == "SPOUSE"]
    grown = any(whole_years(each.born_on, on) >= ADULT for each in others)
    return [
        ("HEAD_DEAD", head.is_dead),
        ("TWO_SPOUSES", len(spouses) > 1),
        ("SPOUSE_OF_SAME_SEX", any(each.sex == head.sex for each in spouses)),
        ("CHILD_OLDER", any(each.relation in YOUNGER and each.born_on <= head.born_on for each in others)),
        ("PARENT_YOUNGER", any(each.relation in OLDER and each.born_on >= head.born_on for each in others)),
        ("HEAD_IS_A_CHILD", grown and whole_years(head.born_on, on) < WORKING_AGE),
    ]


def score(checked: int, faulty: int) -> int | None:
    """Return the share of records without a fault in tenths of a per cent, never rounded up; None of none."""
    return FULL * (checked - faulty) // checked if checked else None


def score_text(tenths: int | None) -> str:
    """Write a score: 98.5; a dash where nothing was checked."""
    return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def reason_of(code: str) -> tuple[FaultKind, str, str]:
    """Return a fault's kind, what it is and what to do about it."""
    if code in FAMILY_REASONS:
        family = FAMILY_REASONS[code]
        return family.kind, family.title, family.advice
    reason = REASONS[code]
    return KIND_OF[code], reason.title, reason.advice
