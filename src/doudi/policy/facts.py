"""The vocabulary of what a family states: each fact's entity, kind, label, unit and default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self, cast, get_args

from pydantic import Field, model_validator

from doudi.kernel.policy_file import Place, Stated, Text, read_policy, refuse
from doudi.policy.asking_file import asking_of
from doudi.policy.definitions import Enumeration, EnumerationName, Members, Name, merge

FOLDER = Path("facts")
BASIC = "core.yaml"
MONEY_UNITS = ("元", "元/月", "元/年")
MOST_FEN = 10**10
MOST_USUALLY = 1000

Entity = Literal["household", "person", "obligor", "context"]
ENTITIES: tuple[str, ...] = get_args(Entity)

_KINDS = ("unit", "yes_no", "day", "code")


class FactFile(Stated):
    """One fact, its kind told by the key that stands with it: unit, yes_no, day or code."""

    label: Text = Field(description="叫什么")
    unit: Text | None = Field(
        default=None, description="单位：数或金额；元、元/月、元/年 是金额，名字以 _fen 结尾"
    )
    yes_no: Literal[True] | None = Field(default=None, description="是否，写 true")
    day: Literal[True] | None = Field(default=None, description="日期，写 true")
    code: Text | None = Field(default=None, description="代码，写枚举名")
    default: int | bool | str | None = Field(
        default=None, description="没说时按什么；不写就要写 required 或 asked"
    )
    required: bool = Field(default=False, description="必须说")
    most: int | None = Field(default=None, description="数最多到几")
    unknown_from: int = Field(default=0, description="数还不知道时，最少是几（没说的缺省值不算）")
    asked: bool = Field(default=False, description="没说就是还不知道，要去问")
    beside: Name | None = Field(
        default=None,
        description="和 asked 一起写：只有同一对象说了这一项（不是 0），没说才算不知道，否则按 0",
    )
    by_period: bool = Field(default=False, description="元/月的金额，也可以说几个月合计多少")

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if len(self.model_fields_set & set(_KINDS)) != 1:
            refuse("", f"{'、'.join(_KINDS)} 里写一个")
        for key in {"most", "unknown_from"} & self.model_fields_set:
            if self.kind != "number":
                refuse(key, "只有数可以写")
        if self.beside and not (self.asked and self.unit):
            refuse("beside", "只有 asked 的数或金额可以写")
        if self.by_period and self.unit != "元/月":
            refuse("by_period", "只有元/月的金额可以写")
        if self.kind == "money" and self.unit not in MONEY_UNITS:
            refuse("unit", f"金额的单位只能是 {'、'.join(MONEY_UNITS)}")
        return self

    @model_validator(mode="after")
    def _has_a_default_or_is_required(self) -> Self:
        has_default = "default" in self.model_fields_set
        if self.kind == "day":
            if has_default:
                refuse("default", "日期不写缺省，没说就是没有")
        elif (self.required or self.asked) == has_default:
            refuse("default", "缺省和 required 写一个、只写一个（asked 同 required）")
        wanted = {"yes_no": bool, "code": str}.get(self.kind, int)
        if has_default and type(self.default) is not wanted:
            refuse("default", f"写的是 {self.default!r}，种类不对")
        return self

    @property
    def kind(self) -> str:
        """What it is: money, number, yes_no, day or code."""
        if self.unit:
            return "money" if self.unit.startswith("元") else "number"
        return next(key for key in _KINDS if key in self.model_fields_set)


class FactsFile(Stated):
    """Facts by entity, and the enumerations they are told in (`facts/*.yaml`)."""

    enumerations: dict[EnumerationName, Members] = Field(default={}, description="枚举：代码到说法")
    facts: dict[Entity, dict[Name, FactFile]] = Field(default={}, description="事实，按说的是谁")

    def each(self) -> Iterator[tuple[str, str, FactFile]]:
        """Yield each fact with its entity and name."""
        for entity, named in self.facts.items():
            for name, said in named.items():
                yield entity, name, said


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a family states.

    kind is money (whole fen), number, yes_no, day or code. A default of None means: required, or for a day
    none when absent. A fact that is `asked` is not known when nobody states it, or only where the one in
    `beside` is stated and not nothing; every fact may be said not to be known. `answered_by` and `proof` tell
    an officer whom to ask and what proves the answer. Every family is asked what `is_basic`.
    """

    name: str
    entity: str
    kind: str
    label: str
    unit: str
    default: int | bool | str | None
    required: bool
    most: int
    enumeration: Enumeration | None
    unknown_from: int = 0
    asked: bool = False
    beside: str = ""
    by_period: bool = False
    answered_by: str = ""
    proof: str = ""
    is_basic: bool = False

    @property
    def enum(self) -> str:
        """The name of its enumeration, empty if it has none."""
        return self.enumeration.name if self.enumeration else ""


class Facts(Mapping[str, Fact]):
    """All facts by name, with the enumerations they are told in."""

    def __init__(self, facts: Mapping[str, Fact], enumerations: Mapping[str, Enumeration]) -> None:
        self._facts = dict(facts)
        self.enumerations = dict(enumerations)

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def of(self, entity: str) -> tuple[Fact, ...]:
        """Return the facts of one entity, in the order of the files."""
        return tuple(fact for fact in self._facts.values() if fact.entity == entity)


def load_facts(root: Path) -> Facts:
    """Return the vocabulary of all files; a name means one thing over all of them."""
    facts: dict[str, Fact] = {}
    enumerations: dict[str, Enumeration] = {}
    names = [path.relative_to(root).as_posix() for path in sorted((root / FOLDER).glob("*.yaml"))]
    files = [(Place(name), read_policy(root, name, FactsFile)) for name in names]
    for place, file in files:
        merge(enumerations, file.enumerations, place)
    for place, file in files:
        for entity, name, said in file.each():
            here = place.below("facts", entity, name)
            if name in facts:
                here.refuse("", "另一个文件或另一种对象里已经有了")
            if said.beside and said.beside not in file.facts[cast(Entity, entity)]:
                here.refuse("beside", f"同一对象里没有 {said.beside!r}")
            facts[name] = _fact(here, said, entity, name, enumerations)
    for name, (answered_by, proof) in asking_of(root, "facts", facts).items():
        facts[name] = replace(facts[name], answered_by=answered_by, proof=proof)
    return Facts(facts, enumerations)


def _fact(
    here: Place, said: FactFile, entity: str, name: str, enumerations: Mapping[str, Enumeration]
) -> Fact:
    """Return one fact, once its name and its codes fit."""
    enumeration = enumerations.get(said.code or "")
    if said.code and enumeration is None:
        here.refuse("code", f"没有 {said.code!r} 这个枚举")
    if (said.kind == "money") != name.endswith("_fen"):
        here.refuse("unit", "单位是 元 的，名字以 _fen 结尾；别的不以它结尾")
    if enumeration and said.default is not None and said.default not in enumeration.members:
        here.refuse("default", f"写的是 {said.default!r}，可以写的是 {'、'.join(enumeration.members)}")
    return Fact(
        name=name,
        entity=entity,
        kind=said.kind,
        label=said.label,
        unit=said.unit or "",
        default=said.default,
        required=said.required,
        most=MOST_FEN if said.kind == "money" else said.most or MOST_USUALLY,
        enumeration=enumeration,
        unknown_from=said.unknown_from,
        asked=said.asked,
        beside=said.beside or "",
        by_period=said.by_period,
        is_basic=here.file.endswith(BASIC),
    )
