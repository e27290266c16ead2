"""Name every kind of file in `policies/`, the shape it has, and write what may stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fnmatch import fnmatch
from fractions import Fraction
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from doudi.accounts.rules.granting import RoleTable
from doudi.casework.rules.papers import PaperLine
from doudi.casework.rules.programmes import AppliedFor
from doudi.certification.rules.terms import RecheckTable
from doudi.circumstances.rules.caring import CareTable, ReviewPeriods
from doudi.circumstances.rules.needs import NeedTable
from doudi.documents.rules.issued import IssuedKind, Mark
from doudi.exchange.rules.placing import LimitTable
from doudi.exchange.rules.subsidy_changes import ChangeRules
from doudi.intake.rules.ways import WayTable
from doudi.kernel.policy_file import DatedNumber, keys_of
from doudi.kernel.rest_days import RestDays
from doudi.matching.rule_file import RuleFile
from doudi.monitoring.rules.clusters import ClusterTable
from doudi.monitoring.rules.grades import Grading
from doudi.monitoring.rules.precision import Floor
from doudi.monitoring.rules.risk import RiskTable
from doudi.notices.rules.delivering import DeliveryTable
from doudi.policy.asking_file import AskingFile
from doudi.policy.cases import CaseFile
from doudi.policy.definitions import DefinitionsFile
from doudi.policy.facts import FactsFile
from doudi.policy.known_documents import DocumentList
from doudi.policy.lineage import DocumentOtherwise
from doudi.policy.packs import PackFile
from doudi.policy.programme_file import LibraryFile, ProgrammeFile
from doudi.procedures import files as procedures
from doudi.recognition.source_shapes import SharedFile, SourceFile
from doudi.regions.rules.reporting import UnitBeside
from doudi.regions.rules.standards import StandardTable
from doudi.registry.rules.strategies import StrategyTable
from doudi.screenings.rules.drawing import Drawing
from doudi.training.rules.qualifying import Terms
from doudi.verification.rules.sources import CheckSource
from doudi.work.rules.kinds import Kind

Table = Callable[[Sequence[str], Sequence[Sequence[object]]], str]


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of policy file: what it is about, which files are of it, and their shape."""

    title: str
    pattern: str
    shape: Any


# The first pattern that fits a file holds.
KINDS = (
    FileKind("岗位与权限", "roles.yaml", RoleTable),
    FileKind("条款沿革", "articles.yaml", list[DocumentOtherwise]),
    FileKind("向谁问、凭什么证明", "asking.yaml", list[AskingFile]),
    FileKind("关爱对象的范围", "circumstances/caring.yaml", CareTable),
    FileKind("复核周期", "circumstances/periods.yaml", ReviewPeriods),
    FileKind("需求与救助项目", "circumstances/needs.yaml", NeedTable),
    FileKind("引用的文件", "documents/*.yaml", DocumentList),
    FileKind("名单更正与终止的界限", "exchange/publishing.yaml", LimitTable),
    FileKind("停调清单", "exchange/subsidy_changes.yaml", ChangeRules),
    FileKind("保存期", "*/retention.yaml", dict[str, DatedNumber]),
    FileKind("入户排查", "intake/home_checks.yaml", WayTable),
    FileKind("送达", "notices/delivery.yaml", DeliveryTable),
    FileKind("申请材料", "casework/papers.yaml", dict[str, PaperLine]),
    FileKind("可以申请什么", "casework/programmes.yaml", dict[str, AppliedFor]),
    FileKind("低收入认定", "certification/terms.yaml", RecheckTable),
    FileKind("规模性返贫预警", "monitoring/clusters.yaml", ClusterTable),
    FileKind("预警分级", "monitoring/grades.yaml", Grading),
    FileKind("规则准确率", "monitoring/precision.yaml", Floor),
    FileKind("风险研判", "monitoring/risk.yaml", RiskTable),
    FileKind("发出的文书", "papers/kinds.yaml", dict[str, IssuedKind]),
    FileKind("机关代字", "papers/marks.yaml", dict[str, Mark]),
    FileKind("分类核查", "registry/strategies.yaml", StrategyTable),
    FileKind("排查抽取", "screenings/drawing.yaml", Drawing),
    FileKind("业务培训", "training/terms.yaml", Terms),
    FileKind("核对来源", "verification/sources.yaml", dict[str, CheckSource]),
    FileKind("待办的种类", "work/kinds.yaml", dict[str, Kind]),
    FileKind("基层力量标准", "workforce/standards.yaml", StandardTable),
    FileKind("单独报送的单位", "workforce/reporting-units.yaml", list[UnitBeside]),
    FileKind("比对规则", "matching/*.yaml", RuleFile),
    FileKind("各来源共有的列和词", "sources/shared.yaml", SharedFile),
    FileKind("来源", "sources/*.yaml", SourceFile),
    FileKind("参数定义", "parameters/definitions/*.yaml", DefinitionsFile),
    FileKind("参数的值", "parameters/regions/*/*.yaml", PackFile),
    FileKind("参数的值（案例用）", "cases/regions/*/*.yaml", PackFile),
    FileKind("事实", "facts/*.yaml", FactsFile),
    FileKind("共用步骤", "programmes/shared/*.yaml", LibraryFile),
    FileKind("项目规则", "programmes/*.yaml", ProgrammeFile),
    FileKind("固定休息的日子", "procedures/rest_days.yaml", RestDays),
    FileKind("办理程序的词", "procedures/vocabulary.yaml", procedures.VocabularyFile),
    FileKind("各地的办理程序", "procedures/regions/*/*.yaml", procedures.RegionFile),
    FileKind("各地的办理程序（案例用）", "cases/procedures/*/*.yaml", procedures.RegionFile),
    FileKind("办理程序", "procedures/*.yaml", procedures.ProgrammeFile),
    FileKind("案例", "cases/*/*.yaml", list[CaseFile]),
)

_WORDS: Mapping[type, str] = {str: "文字", int: "整数", bool: "yes 或 no", date: "日期", Fraction: "数"}


def kind_of(name: str) -> FileKind:
    """Return the kind of a file by its path inside `policies/`; StopIteration of one nobody reads."""
    return next(kind for kind in KINDS if fnmatch(name, kind.pattern))


def written(table: Table) -> Iterator[str]:
    """Yield the lines of the page: each kind of file, and each shape in it once."""
    yield "写错、漏写一个键，值的种类不对，同一个键写两次，系统都拒绝整份文件，写明文件、行、键和可以写什么。"
    yield from ("“—”是值不限，由别的文件决定怎么写。", "")
    seen: set[type[BaseModel]] = set()
    for kind in KINDS:
        yield from (f"## {kind.title}　`policies/{kind.pattern}`", "")
        for shape in _shapes_in(kind.shape):
            if shape not in seen:
                seen.add(shape)
                rows = [
                    (f"`{key.name}`", "✓" if key.needed else "", _kind_in_words(key.kind), key.words)
                    for key in keys_of(shape)
                ]
                yield from (f"**{shape.__name__}**", "", table(["键", "必写", "写什么", "说明"], rows))
            elif shape is _first(kind.shape):
                yield from (f"同 **{shape.__name__}**。", "")


def _first(shape: object) -> object:
    return next(_shapes_in(shape), None)


def _shapes_in(kind: object) -> Iterator[type[BaseModel]]:
    """Yield the shapes that stand in something, the outermost first."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for key in keys_of(kind):
            yield from _shapes_in(key.kind)
    for part in get_args(kind) if get_origin(kind) is not Literal else ():
        yield from _shapes_in(part)


def _kind_in_words(kind: object) -> str:
    """Return what may be written, in words."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _kind_in_words(parts[0])
    if origin is Literal:
        return "、".join(f"`{part}`" for part in parts if part != "")
    if origin in {Union, UnionType}:
        return " 或 ".join(_kind_in_words(part) for part in parts if part is not type(None))
    if origin is dict:
        return f"名字到{_kind_in_words(parts[1])}"
    if origin in {tuple, list}:
        return f"一列{_kind_in_words(parts[0])}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "、".join(f"`{member.value}`" for member in kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"**{kind.__name__}**"
    return next((words for plain, words in _WORDS.items() if kind is plain), "—")
