"""Say what stands in the files of `programmes/`: rules as steps, and libraries of steps that several use."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from doudi.kernel.policy_file import Several, Stated, Text


def _as_text(said: object) -> object:
    """Return an expression's text; YAML makes yes, no and whole numbers values, which are taken back."""
    if isinstance(said, bool):
        return "yes" if said else "no"
    return str(said) if isinstance(said, int) else said


Formula = Annotated[Text, BeforeValidator(_as_text)]


class ExceptionFile(Stated):
    """A case in which the law says otherwise than its general rule."""

    when: Formula = Field(description="什么情况")
    then: Formula = Field(description="那时是什么")
    label: Text = Field(description="叫什么")
    article: Text = Field(description="条款")


class StepFile(Stated):
    """One sentence of the law as the machine takes it."""

    label: Text = Field(description="叫什么")
    of: Literal["household", "person", "obligor", "context"] = Field(description="说的是谁")
    unit: Text = Field(description="单位：元…、是否、日、枚举名，或别的数")
    article: Text = Field(description="条款")
    formula: Formula = Field(description="一般怎么算")
    exceptions: Several[ExceptionFile] = Field(default=(), description="例外，按法条的先后")
    plain: str = Field(default="", description="给群众看的话，{步骤} 代入它的值")
    fails: str = Field(default="", description="不符合时怎么说")
    note: str = Field(default="", description="说明")


class BasisFile(Stated):
    """A document and article the programme rests on."""

    document: Text
    article: str = ""


class OutcomeFile(Stated):
    """Which steps say whether, how much, of what parts, on which conditions, and what is beside."""

    eligible: Text = Field(description="够不够格的步骤")
    amount: Text = Field(description="金额的步骤")
    parts: Several[str] = Field(description="金额由哪些部分组成")
    checks: Several[str] = Field(description="够格要过哪些条件")
    beside: Several[str] = Field(default=(), description="一并算出来的步骤")


class LibraryFile(Stated):
    """Steps that several programmes use (`programmes/shared/<library>.yaml`)."""

    library: Text = Field(description="与文件名相同")
    title: Text = Field(description="说的是什么")
    uses: Several[str] = Field(default=(), description="还用到哪些共用文件")
    steps: dict[str, StepFile] = Field(description="步骤")


class AsOfFile(Stated):
    """Which values a family takes from a day of its own instead of the day of the assessment."""

    fact: Text = Field(description="家庭的哪个日期")
    topics: Several[str] = Field(description="哪些主题的参数取那天的值")


class ProgrammeFile(Stated):
    """A programme's rules (`programmes/<programme>.yaml`)."""

    programme: Text = Field(description="项目代码，大写，与文件名相同")
    title: Text = Field(description="叫什么")
    entity: Literal["household", "person"] = Field(description="按户（`household`）还是按人（`person`）")
    basis: Several[BasisFile] = Field(description="依据")
    uses: Several[str] = Field(default=(), description="用到哪些共用文件")
    as_of: AsOfFile | None = Field(default=None, description="哪些参数取这家自己某一天的值")
    steps: dict[str, StepFile] = Field(description="步骤")
    outcome: OutcomeFile = Field(description="哪些步骤是结果")
    note: str = Field(default="", description="说明")
