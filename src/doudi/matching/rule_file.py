"""Say what stands in a rule's YAML file: each key, what may be written there, and which go together."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self, cast

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from doudi.kernel.policy_file import Coded, Distinct, Sourced, Stated, Text, refuse
from doudi.kernel.words import HandlingLevel, Outcome, Severity
from doudi.matching.shapes import Shapes, source_of_view

# The four groups 西安 sorted its warning indicators into: someone in trouble whom nobody has found, aid that
# is due and missing, a standing that changed, aid that is granted and not carried out right.
GROUPS = {
    "DISCOVERY": "主动发现",
    "NEED": "需求未满足",
    "CHANGE": "状态变化",
    "DELIVERY": "政策未落实",
}
MEASURE = re.compile(r"%\((\w+)\)s")
_NO_COLUMN_OF_A_SOURCE = frozenset({"id_number", "division", "born_on", "sex"})

# gap: nobody helps (应纳未纳); underpaid: a payment due is missing (应补未补); agreement: lists that must
# say the same do not, and the month stays open until each difference is settled.
RuleRole = Literal["gap", "underpaid", "overpaid", "asset", "duplicate", "change", "agreement"]


class Basis(Stated):
    """The document and article a rule rests on (依据); unverified where nobody has read it for this rule."""

    document: str
    article: str
    verified: bool = True

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for key, said in (("document", self.document), ("article", self.article)):
            if self.verified and not said.strip():
                refuse(key, "不能空着；没有核到文件的写 verified: no")
        return self


class Within(Sourced):
    """How long whoever handles a finding has; unverified where no document names a number of days."""

    days: int = Field(ge=1)
    unit: Literal["working", "natural"]


class Evidence(Stated):
    """Which columns of the two records an officer sees side by side."""

    left: Distinct[str] = Field(min_length=1)
    right: Distinct[str]

    @field_validator("left", "right")
    @classmethod
    def _are_columns(cls, columns: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        known = set(_NO_COLUMN_OF_A_SOURCE)
        for shape in _shapes(info).values():
            known |= set(shape.columns) | shape.sealed
        for column in columns:
            if column not in known:
                refuse("", f"{column!r} 不是任何来源的列")
        return columns


class Parameter(Sourced):
    """One number a rule compares with, what it is called, and the document it comes from.

    `source` names where whoever runs the rule finds the number of a region and month, `at` the line of a
    scale or table there; `value` stands where the region has none.
    """

    title: Text
    value: int
    unit: Text
    source: Text | Literal[""] = Field(default="", validation_alias="from")
    at: Text | Literal[""] = ""


class RuleFile(Stated):
    """A rule's YAML file (`matching/<id>.yaml`)."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = Field(
        description="规则号，与文件名相同，用小写字母、数字和连字符"
    )
    title: Text = Field(description="标题")
    group: str = Field(
        description="四类之一：" + "、".join(f"`{key}` {said}" for key, said in GROUPS.items())
    )
    clauses: Distinct[str] = Field(description="落实哪些条款（`docs/reference/clauses.md` 的编号）")
    basis: Annotated[tuple[Basis, ...], Field(strict=False, min_length=1)] = Field(
        description="依据：`document` 文件、`article` 条款；至少一条，须与原文核对；没有核到文件的写 "
        '`{document: "", article: "", verified: false}`，页面标“依据未核实”'
    )
    needs: Distinct[str] = Field(
        min_length=1,
        description="缺一不可的名单；没有已发布的批次，本规则就“未运行”并写明缺什么，绝不当成没有命中",
    )
    uses: Distinct[str] = Field(default=(), description="有则用、没有也能比的名单")
    severity: Coded[Severity] = Field(description="`RED` 红、`ORANGE` 橙、`YELLOW` 黄")
    handled_by: HandlingLevel = Field(description="`VILLAGE` 村、`TOWNSHIP` 乡镇、`COUNTY` 县")
    within: Within = Field(
        description="期限：`days`、`unit`（`working` 工作日、`natural` 自然日）、`document`、`verified`"
    )
    subject: Literal["person", "household", "account"] = Field(
        description="对象：`person` 人、`household` 户（查不到户时落到人）、`account` 账户"
    )
    role: RuleRole = Field(
        description="`gap` 应纳未纳、`underpaid` 应补未补、`overpaid` 错发、`asset` 财产收入、"
        "`duplicate` 重复、`change` 情况变化、`agreement` 几方名单应当一致而不一致"
        "（差异没有结论，月结不能提交）"
    )
    evidence: Evidence = Field(description="两侧并列给核查人看的列")
    sentence: Text = Field(description="一句话结论，`%(度量名)s` 代入 SQL 给出的度量；`_fen` 结尾的按元显示")
    outcomes: Distinct[Coded[Outcome]] = Field(min_length=1, description="核查后可选的结论")
    parameters: dict[str, Parameter] = Field(
        default={},
        description="数：`title`、`value`、`unit`、`document`、`verified`；金额写分；"
        "没有出处的写 `verified: false`；0 表示还没有设定，规则不运行；`from`、`at` 见下",
    )
    words: dict[str, dict[str, str]] = Field(
        default={},
        description="一句话里代码怎么说，如 `{kind: {CAR: 汽车}}`；不写时用来源文件里同名列的第一种写法",
    )
    grouped_by: Text | Literal[""] = Field(
        default="",
        description="结果页按哪个度量分组（如 `judgement`），组名就是 `words` 里它的说法，一句话里也要有它",
    )

    @field_validator("group")
    @classmethod
    def _is_a_group(cls, group: str) -> str:
        if group not in GROUPS:
            refuse("", f"写的是 {group!r}，可以写的是 {'、'.join(GROUPS)}")
        return group

    @field_validator("needs", "uses")
    @classmethod
    def _are_sources(cls, views: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for view in views:
            if source_of_view(view) not in _shapes(info):
                refuse("", f"没有 {view!r} 这种来源")
        return views

    @model_validator(mode="after")
    def _grouped_by_what_is_said(self) -> Self:
        if self.grouped_by and self.grouped_by not in set(self.words) & set(MEASURE.findall(self.sentence)):
            refuse("grouped_by", f"{self.grouped_by!r} 在 words 里没有说法，或者一句话里没有它")
        return self


def _shapes(info: ValidationInfo) -> Shapes:
    """Return the sources' shapes, handed in by whoever loads."""
    return cast("Shapes", info.context)
