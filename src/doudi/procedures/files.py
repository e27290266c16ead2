"""Say what stands in the files of `procedures/`: the vocabulary, and each programme's dated versions."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from doudi.kernel.counting import Unit
from doudi.kernel.policy_file import Coded, Distinct, Several, Stated, Text
from doudi.policy.definitions import Member
from doudi.procedures.shapes import Binding, ClockKind

Codes = dict[Member, Text]
Month = Annotated[int, Field(ge=1, le=12)]


class VocabularyFile(Stated):
    """The codes procedures may use, each with what an officer reads (`procedures/vocabulary.yaml`)."""

    offices: Codes
    events: Codes
    grounds: Codes
    matters: Codes
    papers: Codes
    fields: Codes
    samples: Codes
    planned: Several[str] = ()
    handing_down: Several[Text] = ()


class ParameterFile(Stated):
    """The parameter that holds a value, and the row if it is a table."""

    parameter: Text = Field(description="参数的键")
    cell: str = Field(default="", description="参数是表时，取哪一行")


class CitedFile(Stated):
    """A line with its citation; what it leaves out is said by its version."""

    document: str | None = Field(default=None, description="文件；空着是没有文件")
    article: str = Field(default="", description="条款")
    verified: bool | None = Field(default=None, description="有没有人对照原文核实过")
    note: str = Field(default="", description="说明；没有文件的写明原因")


class ConditionFile(Stated):
    """A parameter with the value on which a line stands."""

    parameter: Text
    value: bool | str = Field(validation_alias="is")


class PauseFile(Stated):
    """The two events between which a clock stands still."""

    begins: Text
    ends: Text


class ExtensionFile(CitedFile):
    """To what a clock may be extended, and on which grounds."""

    amount: int | str | date | ParameterFile
    grounds: Several[str] | ParameterFile


class ClockFile(CitedFile):
    """One statutory clock."""

    label: Text = Field(description="叫什么")
    step: Text = Field(description="属于哪一步")
    kind: Coded[ClockKind] = Field(default=ClockKind.DEADLINE, description="最后一天是什么意思")
    binding: Coded[Binding] = Field(
        default=Binding.APPLICATION, description="按受理日的版本，还是按自己起算日的版本"
    )
    starts: Distinct[str] = Field(min_length=1, description="从哪些事件起算，至少一个")
    stops: Distinct[str] = Field(default=(), description="到哪些事件为止")
    unit: Coded[Unit] = Field(description="按什么数")
    amount: int | str | date | ParameterFile = Field(description="多少，或者参数的键")
    months: Several[Month] = Field(default=(), description="每月几日的，只在哪几个月")
    when: Several[ConditionFile] = Field(default=(), description="参数是什么时才有")
    extension: ExtensionFile | None = Field(default=None, description="可以延到多少、凭什么")
    pauses: Several[PauseFile] = Field(default=(), description="哪两个事件之间不算")


class StepFile(CitedFile):
    """One step: whose it is, which events it leaves, what may follow."""

    label: Text = Field(description="叫什么")
    office: Text = Field(description="谁办")
    next: Distinct[str] = Field(description="接下来可以是哪几步")
    marks: Distinct[str] = Field(default=(), description="留下哪些事件")
    must: bool = Field(default=False, description="法律规定必须有")
    grants: bool = Field(default=False, description="到这一步就给予")
    decides: str = Field(default="", description="决定哪件事")
    papers: Several[str] | ParameterFile | None = Field(default=None, description="要哪些材料")
    ways: dict[str, Several[str]] = Field(default={}, description="去接下来每一步之前，这一步要有哪些事件")


class TimesFile(Stated):
    """The standard of each kind of area that an amount is a multiple of."""

    urban: Text = Field(validation_alias="URBAN")
    rural: Text = Field(validation_alias="RURAL")


class DeciderFile(CitedFile):
    """One line of who decides a matter; the first that applies answers."""

    name: Text = Field(description="这一行叫什么")
    matter: Text = Field(description="哪件事")
    office: str | ParameterFile = Field(description="谁决定")
    when: Several[ConditionFile] = Field(default=(), description="参数是什么时")
    up_to: int | ParameterFile | None = Field(default=None, description="金额不超过")
    above: int | ParameterFile | None = Field(default=None, description="金额超过")
    times: TimesFile | None = Field(default=None, description="以上两个数是哪个标准的倍数")
    unless: str = Field(default="", description="没有设这个参数时才用")


class PublicityFile(CitedFile):
    """Whether the result is shown in the village, and which fields may stand there."""

    held: bool = Field(description="公示不公示")
    again_after_objection: bool = Field(default=False, description="有异议的再公示一次")
    fields: Several[str] | ParameterFile | None = Field(default=None, description="公示哪些内容")


class DifferingFile(CitedFile):
    """Steps that different natural persons must do."""

    steps: Distinct[str] = Field(min_length=2)


class SamplingFile(CitedFile):
    """What the deciding office always visits itself."""

    always: Distinct[str] = Field(min_length=1, description="必查哪几种")


class VersionFile(CitedFile):
    """What one region says of a procedure from a day on."""

    begins: date = Field(validation_alias="from", description="起始日")
    ends: date | None = Field(default=None, validation_alias="to", description="止日（不含）")
    like: date | None = Field(default=None, description="其余照那一天起的版本")
    document: str = Field(description="文件")
    verified: bool = Field(description="有没有人对照原文核实过")
    steps: dict[str, StepFile] = Field(default={}, description="各步")
    clocks: dict[str, ClockFile] = Field(default={}, description="各期限")
    deciders: Several[DeciderFile] = Field(default=(), description="谁决定")
    publicity: PublicityFile | None = Field(default=None, description="公示")
    differing: Several[DifferingFile] = Field(default=(), description="哪几步不能是同一个人")
    sampling: SamplingFile | None = Field(default=None, description="县级必查哪几种")
    terms: dict[str, Distinct[Text]] = Field(default={}, description="各步按哪些参数办")
    leaves_out: Distinct[str] = Field(default=(), description="上级的哪些步骤、期限不要")


Versions = Annotated[tuple[VersionFile, ...], Field(strict=False, min_length=1, description="各时期的版本")]


class ProgrammeFile(Stated):
    """The nation's procedure of one programme (`procedures/<programme>.yaml`)."""

    programme: Member = Field(description="项目代码，大写，与文件名相同")
    title: Text = Field(description="叫什么")
    bound_by: str = Field(default="", description="由哪个事件定下用哪个版本")
    outside: Distinct[str] = Field(default=(), description="程序以外的事件")
    versions: Versions


class RegionFile(Stated):
    """What one region says otherwise (`procedures/regions/<code>/<programme>.yaml`)."""

    programme: Member = Field(description="项目代码")
    region: Text = Field(description="区划代码，与文件夹同名")
    name: Text = Field(description="地名")
    versions: Versions
