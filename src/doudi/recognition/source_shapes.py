"""Say what stands in the files of policies/sources: each key, and what may be written there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from doudi.kernel.policy_file import Coded, Several, Stated, Text, refuse
from doudi.recognition.sources import Keep, Kind, Type

Spellings = Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]


class ColumnFile(Stated):
    """One column, or what a source says otherwise of a column that `shared.yaml` has."""

    use: str = Field(
        default="", description="用 `shared.yaml` 里的这一列；写了的键盖过那里的，列名加在那里的前面"
    )
    name: str = Field(default="", description="这一列在系统里叫什么")
    title: Text | Literal[""] = Field(default="", description="页面上叫什么")
    type: Coded[Type] | None = Field(default=None, description="内容的类型，见上表")
    keep: Coded[Keep] | None = Field(
        default=None, description="存放处：`parquet`、`sidecar`（加密）或 `drop`（不存）"
    )
    headings: Several[Text] = Field(default=(), description="各种列名")
    weak: Several[Text] = Field(default=(), description="也可能指别的列，内容相符才算的列名")
    keys: Several[Text] = Field(default=(), description="只有这一列才有的字，列名里含有、内容又相符就认")
    values: dict[str, Spellings] = Field(default={}, description="代码列的代码和它的各种写法，第一种用来显示")
    contains: dict[str, Several[Text]] = Field(default={}, description="单元格里含有就算的字")
    otherwise: str = Field(default="", description="都认不出时的归类；不写则按空白处理并提示")
    instead_of: str = Field(default="", description="没有那一列时由这一列顶替")
    keyed: str = Field(
        default="",
        description="加密存放的列另留一个可比对的标记（`property` 房屋、`plate` 车辆、`bill` 单据、"
        "`organisation` 单位、`name` 姓名）",
    )
    per: Literal["", "month", "year"] = Field(
        default="",
        description="金额是一个月的（`month`）还是一年的（`year`），文件写成另一种时能整除才换算并告知，不写则不换算",
    )
    required: bool = Field(default=False, description="文件必须有这一列")
    own: bool = Field(default=False, description="这种名单特有，识别来源时加分")
    personal: bool = Field(
        default=False,
        description="说的是一个人：一行写一户时只算写的那个人，不算同一行的家人",
    )
    fill_down: bool = Field(default=False, description="合并单元格时往下填")
    from_sheet: bool = Field(default=False, description="没有这一列时看工作表名和标题")
    whole_number: bool = Field(default=False, description="只能是整数")
    may_be_future: bool = Field(default=False, description="日期可以晚于今天")
    free_text: bool = Field(default=False, description="只取出认得的意思，其余原文加密存放、不算错")
    signed: bool = Field(default=False, description="金额可以是负数（退费、冲正）")


class ConditionFile(Stated):
    """A column with the code it must have."""

    column: Text
    code: Text = Field(validation_alias="is")


class ListingFile(Stated):
    """How a row of a roster becomes a line of a list."""

    programme: Text = Field(description="上哪一种名册")
    category: str = Field(default="", description="分类是哪一列")
    amount: str = Field(default="", description="金额是哪一列")
    started: str = Field(default="started_on", description="从哪天起是哪一列")
    needs_amount: bool = Field(default=False, description="没有金额的不上")
    when: ConditionFile | None = Field(default=None, description="某一列是某个代码才上")
    unless: ConditionFile | None = Field(default=None, description="某一列说不享受就不上")
    attributes: Several[str] = Field(default=(), description="一起记下的列")


class SpreadFile(Stated):
    """An amount column that a kind column sends to one of several columns."""

    amount: Text = Field(description="哪一列金额")
    by: Text = Field(description="按哪一列分")
    into: dict[str, str] = Field(description="代码到列")
    paid: str = Field(default="", description="实际发了多少的那列，写 0 的当月不算发放")


class SourceFile(Stated):
    """One kind of list (`sources/<code>.yaml`)."""

    code: Text = Field(description="来源号，与文件名相同")
    title: Text = Field(description="名单叫什么")
    kind: Coded[Kind] = Field(description="`roster` 名册，`department` 部门数据")
    provider: Text = Field(description="哪个部门给的")
    each: Literal["person", "record"] = Field(description="一行是一个人（`person`）还是一笔（`record`）")
    speaks: Several[Text] = Field(description="这种名单的名字里的字")
    against: Several[Text] = Field(description="这种名单的名字里不会有的字，文件名或标题里有就先问")
    columns: Several[ColumnFile] = Field(description="各列")
    compared: bool = Field(default=True, description="比对读不读这种名单；不读的发布后各有去处")
    required_any: Several[Several[str]] = Field(default=(), description="几列里至少有一列")
    spread: SpreadFile | None = Field(default=None, description="把一列金额按类型分到几列")
    listing: Several[ListingFile] = Field(default=(), description="一行怎样上名册")
    spans: Several[Annotated[tuple[str, ...], Field(strict=False, min_length=1, max_length=2)]] = Field(
        default=(), description="常写在一格里的起止日期：`[[起始列, 截止列]]`，只要起始的写一列"
    )

    @model_validator(mode="after")
    def _speaks_of_its_columns(self) -> Self:
        names = [column.name or column.use for column in self.columns]
        if len(set(names)) != len(names):
            refuse("columns", "有同名的列")
        if strange := set(self._named()) - set(names) - {""}:
            refuse("", f"提到了没有的列：{'、'.join(sorted(strange))}")
        if (self.kind == Kind.ROSTER) != bool(self.listing):
            refuse("listing", "名册（roster）要有 listing，部门数据（department）不能有")
        return self

    def _named(self) -> Iterator[str]:
        """Yield the columns that are spoken of."""
        for group in (*self.required_any, *self.spans):
            yield from group
        if self.spread:
            yield from (self.spread.amount, self.spread.by, self.spread.paid, *self.spread.into.values())
        for rule in self.listing:
            yield from (rule.category, rule.amount, *rule.attributes)
            yield from (condition.column for condition in (rule.when, rule.unless) if condition)


class WordsFile(Stated):
    """The words by which rows around the table are told from people, and headings are understood."""

    total: Several[Text]
    note: Several[Text]
    blank: Several[Text]
    others: Several[Text]
    before: Several[Text]
    after: Several[Text]
    general: Several[Text]
    kin: Several[Text]
    own: Several[Text]
    other: Several[Text]
    alike: dict[str, Several[Text]]
    not_ours: dict[str, Several[Text]]


class SharedFile(Stated):
    """What all lists have in common (`sources/shared.yaml`)."""

    columns: dict[str, ColumnFile]
    ignored: Several[Text]
    words: WordsFile
