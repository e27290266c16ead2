"""What each parameter is: its kind, unit, use, enumeration, and the limits a lower level may not cross."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from doudi.kernel.policy_file import Place, PolicyBroken, Several, Stated, Text, read_policy, refuse
from doudi.policy.asking_file import asking_of

FOLDER = Path("parameters", "definitions")
FEN = 100
LIMITS = ("at_least", "at_most", "not_narrower")

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Member = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
EnumerationName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$")]
Members = Annotated[dict[Member, Text], Field(min_length=1)]
ParameterKind = Literal[
    "money", "number", "ratio", "yes_no", "day", "code", "codes", "pairs",
    "rounding", "tiers", "table", "bands", "text",
]  # fmt: skip
Use = Literal["calculation", "process", "target"]

_OF_EVERY_KIND = frozenset({"label", "kind", "use", "note", "limits"})
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "money": ("unit",),
    "code": ("enum",),
    "codes": ("enum",),
    "pairs": ("enum",),
    "tiers": ("by", "gives"),
    "table": ("row", "gives"),
}
_OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "pairs": ("unit",),
    "tiers": ("unit", "by_unit"),
    "table": ("unit", "column", "enum"),
    "money": ("least", "by_year"),
    "number": ("unit", "least"),
    "ratio": ("unit",),
    "bands": ("unit",),
}


class LimitFile(Stated):
    """A line a value may not cross: one relation, what happens, and the article that draws it."""

    at_least: Text | None = Field(default=None, description="不低于哪个参数")
    at_most: Text | None = Field(default=None, description="不高于哪个参数")
    not_narrower: Literal["parent"] | None = Field(default=None, description="不窄于上一级，只写 parent")
    times: str = Field(default="", description="先乘以哪个倍数参数")
    effect: Literal["refuse", "warn"] = Field(description="越线时 `refuse` 不收、`warn` 提醒")
    document: Text = Field(description="文件")
    article: Text = Field(description="条款")

    @model_validator(mode="after")
    def _says_one_relation(self) -> Self:
        if len(self.model_fields_set & set(LIMITS)) != 1:
            refuse("", f"{'、'.join(LIMITS)} 里写一个")
        return self

    @property
    def relation(self) -> str:
        """Which relation it states."""
        return next(key for key in LIMITS if getattr(self, key))


class DefinitionFile(Stated):
    """One parameter; which keys go with a kind, the kind decides."""

    label: Text = Field(description="叫什么")
    kind: ParameterKind = Field(description="值的种类")
    use: Use = Field(description="`calculation` 算待遇用，`process` 办事用，`target` 指标用")
    unit: str = Field(default="", description="单位；金额以 元 开头")
    note: str = Field(default="", description="说明")
    by_year: bool = Field(
        default=False, description="元/月的金额；按年写的除以十二不是整分也收，算到取整那一步才取整"
    )
    enum: str = Field(default="", description="代码取自哪个枚举")
    by: Literal["", "money", "number", "ratio"] = Field(default="", description="分档按什么")
    by_unit: str = Field(default="", description="分档所按的单位")
    gives: Literal["", "money", "number", "ratio", "code"] = Field(
        default="", description="每档、每格给出什么"
    )
    row: str = Field(default="", description="表的行取自哪个枚举")
    column: str = Field(default="", description="表的列取自哪个枚举")
    limits: Several[LimitFile] = Field(default=(), description="不可越过的线")
    least: int = Field(default=0, gt=0, description="至少是几，按它的单位；没登记时也按不小于它来推")

    @model_validator(mode="after")
    def _has_the_keys_of_its_kind(self) -> Self:
        needed = _NEEDS.get(self.kind, ())
        known = _OF_EVERY_KIND | {*needed, *_OPTIONAL.get(self.kind, ())}
        if strange := sorted(self.model_fields_set - known):
            refuse(strange[0], f"{self.kind} 没有这一项，可以写的是 {'、'.join(sorted(known))}")
        if missing := [key for key in needed if not getattr(self, key)]:
            refuse(missing[0], "缺少这一项")
        if "money" in {self.kind, self.gives} and not self.unit.startswith("元"):
            refuse("unit", "金额的单位是 元、元/月、元/人·月 等")
        if self.by_year and not self.unit.endswith("月"):
            refuse("by_year", "只有每月的金额可以写")
        if (self.gives == "code") != (self.kind == "table" and bool(self.enum)):
            refuse("enum", "表给出代码时写，别的时候不写")
        return self

    @model_validator(mode="after")
    def _can_be_limited(self) -> Self:
        scoped, counted = {"codes", "pairs", "yes_no"}, {"money", "number", "ratio"}
        for limit in self.limits:
            if self.kind not in (scoped if limit.not_narrower else counted):
                refuse("limits", f"{self.kind} 不能这样比")
        return self


class DefinitionsFile(Stated):
    """The parameters of one topic (`parameters/definitions/<topic>.yaml`)."""

    topic: Text = Field(description="主题，与文件名相同")
    title: Text = Field(description="主题叫什么")
    enumerations: dict[EnumerationName, Members] = Field(default={}, description="枚举：代码到说法")
    parameters: dict[Name, DefinitionFile] = Field(description="参数")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The codes a fact or a parameter may take, with what a clerk reads."""

    name: str
    members: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Limit:
    """A line a value may not cross, with the article that draws it.

    relation is at_least or at_most (another parameter of the same region and day, `times` a third one if
    given) or not_narrower (the value the region would inherit).
    """

    relation: str
    other: str
    times: str
    effect: str
    document: str
    article: str


@dataclass(frozen=True, slots=True)
class Definition:
    """One parameter: what it is called, what its values look like and what they are used for.

    `answered_by` and `proof` tell whom to ask where nobody has set it, and by what it is then set.
    """

    key: str
    topic: str
    topic_title: str
    label: str
    kind: str
    unit: str
    use: str
    note: str = ""
    enumeration: Enumeration | None = None
    by: str = ""
    by_unit: str = ""
    gives: str = ""
    rows: Enumeration | None = None
    columns: Enumeration | None = None
    limits: tuple[Limit, ...] = field(default=())
    least: int = 0  # money in fen
    answered_by: str = ""
    proof: str = ""
    by_year: bool = False

    @property
    def yearly_unit(self) -> str:
        """What an amount a month is counted in when it is said by the year: 元/人·年."""
        return f"{self.unit.removesuffix('月')}年"

    @property
    def enum(self) -> str:
        """The name of the enumeration of its values, empty if it has none."""
        return self.enumeration.name if self.enumeration else ""

    @property
    def row(self) -> str:
        """The name of the enumeration of a table's rows."""
        return self.rows.name if self.rows else ""

    @property
    def column(self) -> str:
        """The name of the enumeration of a table's columns."""
        return self.columns.name if self.columns else ""


def merge(known: dict[str, Enumeration], more: Mapping[str, Mapping[str, str]], place: Place) -> None:
    """Add a file's enumerations to those known; a name means one thing over all files."""
    for name, members in more.items():
        enumeration = Enumeration(name, dict(members))
        if known.get(name, enumeration) != enumeration:
            place.refuse(f"enumerations.{name}", "在另一个文件里是别的代码")
        known[name] = enumeration


def load_definitions(
    root: Path, enumerations: Mapping[str, Enumeration]
) -> tuple[dict[str, Definition], dict[str, Enumeration]]:
    """Return every definition by its key, and all enumerations, those of the facts included."""
    files = [(Place(name), read_policy(root, name, DefinitionsFile)) for name in _files(root)]
    known = dict(enumerations)
    for place, file in files:
        if file.topic != Path(place.file).stem:
            place.refuse("topic", f"写的是 {file.topic!r}，要与文件名相同")
        merge(known, file.enumerations, place)
    found: dict[str, Definition] = {}
    asking = asking_of(root, "topics", {file.topic: file for _, file in files})
    for place, file in files:
        found.update(_definitions_of(place, file, known, asking.get(file.topic, ("", ""))))
    for place, file in files:
        for name in file.parameters:
            _check_limits(place.below("parameters", name, "limits"), found[f"{file.topic}.{name}"], found)
    return found, known


def _files(root: Path) -> list[str]:
    """Return the definition files; anything else in the folder is misplaced."""
    paths = sorted((root / FOLDER).glob("*"))
    for path in paths:
        if path.suffix != ".yaml" or not path.stem.replace("_", "").isalnum() or not path.stem.islower():
            raise PolicyBroken(path.relative_to(root).as_posix(), "", "这里只放 <主题>.yaml")
    return [path.relative_to(root).as_posix() for path in paths]


def _definitions_of(
    place: Place, file: DefinitionsFile, known: Mapping[str, Enumeration], asking: tuple[str, str]
) -> Iterable[tuple[str, Definition]]:
    """Yield the definitions of one topic's file."""
    for name, said in file.parameters.items():
        for key in ("enum", "row", "column"):
            if (wanted := getattr(said, key)) and wanted not in known:
                place.below("parameters", name).refuse(key, f"没有 {wanted!r} 这个枚举")
        made = Definition(
            key=f"{file.topic}.{name}",
            topic=file.topic,
            topic_title=file.title,
            label=said.label,
            kind=said.kind,
            unit=said.unit,
            use=said.use,
            note=said.note,
            enumeration=known.get(said.enum),
            by=said.by,
            by_unit=said.by_unit,
            gives=said.gives,
            rows=known.get(said.row),
            columns=known.get(said.column),
            limits=tuple(map(_limit, said.limits)),
            least=said.least * FEN if said.kind == "money" else said.least,
            answered_by=asking[0],
            proof=asking[1],
            by_year=said.by_year,
        )
        yield made.key, made


def _limit(said: LimitFile) -> Limit:
    other = said.at_least or said.at_most or said.not_narrower or ""
    return Limit(said.relation, other, said.times, said.effect, said.document, said.article)


def _check_limits(place: Place, own: Definition, known: Mapping[str, Definition]) -> None:
    """Refuse a limit that compares with nothing known or with another kind of value."""
    for number, limit in enumerate(own.limits):
        here = place.below(number)
        if limit.relation != "not_narrower":
            other = known.get(limit.other)
            if other is None:
                here.refuse(limit.relation, f"没有 {limit.other!r} 这个参数")
            if (own.kind, own.unit) != (other.kind, other.unit):
                here.refuse(limit.relation, f"{other.key} 的种类、单位与它不同")
        if limit.times and (limit.times not in known or known[limit.times].kind != "ratio"):
            here.refuse("times", f"{limit.times!r} 不是倍数参数")
