"""Says what may be posted: never some people, never more than a masked name, how many, how much (P20)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.kernel.dates import whole_years
from doudi.kernel.masking import mask_name

NEVER: Mapping[str, str] = {
    "NEAR_DIBAO": "低保边缘家庭的认定不公示",
    "RIGID_EXPENSE": "刚性支出困难家庭的认定不公示",
    "UNATTENDED_CHILD": "事实无人抚养儿童不公示（民发〔2019〕62号 二（二））",
    "ORPHAN": "儿童信息不公示",
    "CHILD_IN_DIFFICULTY": "儿童信息不公示",
}
"""Whom no procedure of any region may post, and why."""
NAME, MEMBERS, AMOUNT = "APPLICANT_NAME", "MEMBER_COUNT", "AMOUNT"
ADULT = 18


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands on a notice: a masked name, and where the procedure says so how many and how much."""

    name: str
    members: int | None = None
    amount_fen: int | None = None


def why_never(programme: str, born_on: date, *, held: bool, on: date) -> str:
    """Return why somebody is not posted; '' where they may be."""
    if programme in NEVER:
        return NEVER[programme]
    if not held:
        return "这个项目在本地不公示"
    return "未成年人不公示" if whole_years(born_on, on) < ADULT else ""


def posted(fields: Collection[str], *, name: str, members: int, amount_fen: int) -> Posted:
    """Return what of these facts is posted; the name is masked here, so that nothing else is ever kept."""
    return Posted(
        mask_name(name),
        members if MEMBERS in fields else None,
        amount_fen if AMOUNT in fields else None,
    )
