"""Read the rule catalogue (比对规则): one YAML file and one SQL file a rule, checked key by key.

What is misspelt, missing or unknown stops the loading and is named with its file; a rule is never
half understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from doudi.kernel.policy_file import PolicyBroken, read_policy
from doudi.matching.rule_file import MEASURE, Basis, Evidence, Parameter, RuleFile, Within
from doudi.matching.shapes import Shapes, Words, source_of_view
from doudi.matching.steps import StepBroken, with_steps
from doudi.matching.tables import problem_of_sql

# Words and signs that only one of DuckDB and Spark reads, or that read files.
ONE_ENGINE_ONLY = re.compile(
    r"::|//|->|\b(?:qualify|exclude|replace\s*\(|asof|pivot|ilike|using\s+sample|list_\w+|struct_\w+|"
    r"arg_m(?:in|ax)|m(?:in|ax)_by|strftime|date_format|date_diff|datediff|read_\w+|glob|json_\w+|"
    r"to_json|named_struct|copy|attach|install|load|pragma|varchar|group\s+by\s+all)\b",
    re.IGNORECASE,
)

_COMMENT = re.compile(r"--[^\n]*")


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison: who is found, on what basis, who handles it and what they may conclude."""

    id: str
    title: str
    group: str
    clauses: tuple[str, ...]
    basis: tuple[Basis, ...]
    needs: tuple[str, ...]
    uses: tuple[str, ...]
    severity: str
    handled_by: str
    within: Within
    subject: str
    role: str
    evidence: Evidence
    sentence: str
    outcomes: tuple[str, ...]
    sql: str = field(repr=False)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    words: Words = field(default_factory=dict, repr=False)
    grouped_by: str = ""

    @property
    def views(self) -> tuple[str, ...]:
        """The views the rule's SQL may read beside the roster."""
        return self.needs + self.uses

    @property
    def measures(self) -> frozenset[str]:
        """The measures the sentence names."""
        return frozenset(MEASURE.findall(self.sentence))


def load(folder: Path, shapes: Shapes) -> tuple[Rule, ...]:
    """Return the rules of a folder in the order of their ids, or raise PolicyBroken.

    Nothing is planned here: whether a rule's SQL is right is asked by `problem_of_rule`, before a rule is
    taken over, not each time a program starts.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise PolicyBroken(folder.name, "", "一条规则也没有")
    orphans = {path.stem for path in folder.glob("*.sql")} - {path.stem for path in files}
    if orphans:
        raise PolicyBroken(folder.name, "", f"有 SQL 没有规则：{'、'.join(sorted(orphans))}")
    return tuple(load_rule(path, shapes) for path in files)


def load_rule(path: Path, shapes: Shapes) -> Rule:
    """Return one rule from its YAML file and the SQL file beside it."""
    name = f"{path.parent.name}/{path.name}"
    said = read_policy(path.parent.parent, name, RuleFile, shapes)
    if said.id != path.stem:
        raise PolicyBroken(name, "id", f"写的是 {said.id!r}，要与文件名相同")
    return Rule(
        id=said.id,
        title=said.title,
        group=said.group,
        clauses=said.clauses,
        basis=said.basis,
        needs=said.needs,
        uses=said.uses,
        severity=said.severity,
        handled_by=said.handled_by,
        within=said.within,
        subject=said.subject,
        role=said.role,
        evidence=said.evidence,
        sentence=said.sentence,
        outcomes=said.outcomes,
        sql=_sql_beside(path),
        parameters=said.parameters,
        words=_words_of(said, shapes),
        grouped_by=said.grouped_by,
    )


def problem_of_rule(rule: Rule, shapes: Shapes) -> str:
    """Say what is wrong with a rule's SQL, planned over empty lists; empty when nothing is."""
    values = {name: parameter.value for name, parameter in rule.parameters.items()}
    return problem_of_sql(rule.sql, rule.views, values, shapes)


def _sql_beside(path: Path) -> str:
    sql_path = path.with_suffix(".sql")
    name = f"{path.parent.name}/{sql_path.name}"
    if not sql_path.exists():
        raise PolicyBroken(f"{path.parent.name}/{path.name}", "", f"旁边没有 {sql_path.name}")
    try:
        sql = with_steps(sql_path)
    except StepBroken as error:
        raise PolicyBroken(name, "", str(error)) from error
    if match := ONE_ENGINE_ONLY.search(_COMMENT.sub("", sql)):
        raise PolicyBroken(name, "", f"{match.group()!r} 不是两种引擎都有的写法")
    return sql


def _words_of(said: RuleFile, shapes: Shapes) -> Words:
    """Return words for the codes of the sentence's measures: the rule's own, else those of its sources."""
    read = [source_of_view(view) for view in (*said.needs, *said.uses)]
    others = [code for code in shapes if code not in read]
    named = set(MEASURE.findall(said.sentence))
    found: dict[str, Mapping[str, str]] = {"list": {code: shape.title for code, shape in shapes.items()}}
    for code in (*others, *reversed(read)):
        for measure in named & set(shapes[code].words):
            found[measure] = {**found.get(measure, {}), **shapes[code].words[measure]}
    return {name: words for name, words in {**found, **said.words}.items() if name in named}


def numbers(values: Mapping[str, Mapping[str, Parameter]]) -> dict[str, dict[str, int]]:
    """Return the bare numbers, as a job takes them."""
    return {rule: {name: one.value for name, one in named.items()} for rule, named in values.items()}
