"""Read the rule catalogue (比对规则): one YAML file and one SQL file a rule, checked key by key.

What is misspelt, missing or unknown stops the loading and is named with its file; a rule is never
half understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from doudi.kernel.strict_yaml import YamlBroken, read_yaml
from doudi.matching.shapes import Shapes, Words, source_of_view
from doudi.matching.steps import StepBroken, with_steps
from doudi.matching.tables import problem_of_sql

SEVERITIES = ("RED", "ORANGE", "YELLOW")
LEVELS = ("VILLAGE", "TOWNSHIP", "COUNTY")
UNITS = ("working", "natural")
SUBJECTS = ("person", "household", "account")
# gap: nobody helps (应纳未纳); underpaid: a payment due is missing (应补未补); agreement: lists that must
# say the same do not, and the month stays open until each difference is settled.
ROLES = ("gap", "underpaid", "overpaid", "asset", "duplicate", "change", "agreement")
# The four groups 西安 sorted its warning indicators into: someone in trouble whom nobody has found, aid that
# is due and missing, a standing that changed, aid that is granted and not carried out right.
GROUPS: Mapping[str, str] = {
    "DISCOVERY": "主动发现",
    "NEED": "需求未满足",
    "CHANGE": "状态变化",
    "DELIVERY": "政策未落实",
}
OUTCOMES = (
    "ENROLLED_DIBAO",
    "ENROLLED_TEKUN",
    "RELIEF_GRANTED",
    "REFERRED",
    "WATCH",
    "INELIGIBLE",
    "VOLUNTARY_DIBAO",
    "CORRECTED",
    "MISTAKEN",
    "HOLD",
    "DECEASED_CONFIRMED",
)
# Words and signs that only one of DuckDB and Spark reads, or that read files.
ONE_ENGINE_ONLY = re.compile(
    r"::|//|->|\b(?:qualify|exclude|replace\s*\(|asof|pivot|ilike|using\s+sample|list_\w+|struct_\w+|"
    r"arg_m(?:in|ax)|m(?:in|ax)_by|strftime|date_format|date_diff|datediff|read_\w+|glob|json_\w+|"
    r"to_json|named_struct|copy|attach|install|load|pragma|varchar|group\s+by\s+all)\b",
    re.IGNORECASE,
)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MEASURE = re.compile(r"%\((\w+)\)s")
_COMMENT = re.compile(r"--[^\n]*")
_KEYS = frozenset(
    {"id", "title", "group", "clauses", "basis", "needs", "severity", "handled_by", "within", "subject"}
    | {"role", "evidence", "sentence", "outcomes"}
)
_OPTIONAL_KEYS = frozenset({"uses", "parameters", "words", "grouped_by"})
_NO_COLUMN_OF_A_SOURCE = frozenset({"id_number", "division", "born_on", "sex"})


class CatalogueBroken(Exception):
    """A rule file says something the engine does not understand."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The document and article a rule rests on (依据); unverified where nobody has read it for this rule."""

    document: str
    article: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Within:
    """How long whoever handles a finding has; unverified where no document names a number of days."""

    days: int
    unit: str
    verified: bool
    document: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which columns of the two records an officer sees side by side."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number a rule compares with, what it is called, and the document it comes from.

    `source` names where whoever runs the rule finds the number of a region and month, `at` the line of a
    scale or table there; `value` stands where the region has none.
    """

    title: str
    value: int
    unit: str
    document: str
    verified: bool
    source: str = ""
    at: str = ""


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
        return frozenset(_MEASURE.findall(self.sentence))


def load(folder: Path, shapes: Shapes) -> tuple[Rule, ...]:
    """Return the rules of a folder in the order of their ids, or raise CatalogueBroken.

    Nothing is planned here: whether a rule's SQL is right is asked by `problem_of_rule`, before a rule is
    taken over, not each time a program starts.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CatalogueBroken(f"{folder}: no rules here")
    orphans = {path.stem for path in folder.glob("*.sql")} - {path.stem for path in files}
    if orphans:
        raise CatalogueBroken(f"{folder}: SQL without a rule: {', '.join(sorted(orphans))}")
    return tuple(load_rule(path, shapes) for path in files)


def load_rule(path: Path, shapes: Shapes) -> Rule:
    """Return one rule from its YAML file and the SQL file beside it."""
    try:
        said = read_yaml(path.read_text(encoding="utf-8"))
    except YamlBroken as error:
        raise CatalogueBroken(f"{path.name}: not YAML: {error}") from error
    rule = _rule_from(Reader(path.name, "", said), _sql_beside(path), shapes)
    if rule.id != path.stem:
        raise CatalogueBroken(f"{path.name}: id: {rule.id!r} is not the file's name")
    return rule


def problem_of_rule(rule: Rule, shapes: Shapes) -> str:
    """Say what is wrong with a rule's SQL, planned over empty lists; empty when nothing is."""
    values = {name: parameter.value for name, parameter in rule.parameters.items()}
    return problem_of_sql(rule.sql, rule.views, values, shapes)


def _sql_beside(path: Path) -> str:
    sql_path = path.with_suffix(".sql")
    if not sql_path.exists():
        raise CatalogueBroken(f"{path.name}: no {sql_path.name} beside it")
    try:
        sql = with_steps(sql_path)
    except StepBroken as error:
        raise CatalogueBroken(f"{sql_path.name}: {error}") from error
    if match := ONE_ENGINE_ONLY.search(_COMMENT.sub("", sql)):
        raise CatalogueBroken(f"{sql_path.name}: {match.group()!r} is not in the portable subset")
    return sql


class Reader:
    """Reads the keys of one mapping and complains with the file's name and the key's path."""

    def __init__(self, file: str, place: str, said: object) -> None:
        self.file = file
        self.place = place
        if not isinstance(said, Mapping):
            self.refuse("", "is not a mapping")
        self.said: Mapping[str, Any] = said

    def refuse(self, key: str, why: str) -> NoReturn:
        """Raise CatalogueBroken for a key."""
        where = ".".join(part for part in (self.place, key) if part)
        raise CatalogueBroken(f"{self.file}: {where}: {why}" if where else f"{self.file}: {why}")

    def only(self, wanted: frozenset[str], optional: frozenset[str] = frozenset()) -> None:
        """Refuse missing and unknown keys."""
        for key in sorted(wanted - set(self.said)):
            self.refuse(key, "is missing")
        for key in sorted(str(key) for key in set(self.said) - wanted - optional):
            self.refuse(key, "is not a key of a rule")

    def text(self, key: str, choices: Sequence[str] = (), empty: bool = False) -> str:
        """Return a text, one of the choices if there are any."""
        value = self.said[key]
        if not isinstance(value, str) or not (value.strip() or empty):
            self.refuse(key, "is not a text")
        if choices and value not in choices:
            self.refuse(key, f"{value!r} is none of {', '.join(choices)}")
        return value

    def number(self, key: str) -> int:
        """Return a whole number."""
        value = self.said[key]
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(key, "is not a whole number")
        return value

    def truth(self, key: str) -> bool:
        """Return true or false."""
        value = self.said[key]
        if not isinstance(value, bool):
            self.refuse(key, "is neither true nor false")
        return value

    def texts(self, key: str, empty: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self.said.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.refuse(key, "is not a list of texts")
        if not (values or empty):
            self.refuse(key, "is empty")
        if len(set(values)) != len(values):
            self.refuse(key, "says something twice")
        return tuple(values)

    def source(self) -> tuple[bool, str]:
        """Return whether a number is verified, and the document it then has to name."""
        verified, document = self.truth("verified"), self.text("document", empty=True)
        if verified and not document:
            self.refuse("document", "a verified number names its document")
        return verified, document

    def inside(self, key: str) -> Reader:
        """Return a reader of the mapping under a key."""
        return Reader(self.file, f"{self.place}.{key}".lstrip("."), self.said[key])


def _rule_from(reader: Reader, sql: str, shapes: Shapes) -> Rule:
    reader.only(_KEYS, _OPTIONAL_KEYS)
    if not _ID.fullmatch(reader.text("id")):
        reader.refuse("id", "is written in small letters, digits and hyphens")
    return Rule(
        id=reader.text("id"),
        title=reader.text("title"),
        group=reader.text("group", tuple(GROUPS)),
        clauses=reader.texts("clauses", empty=True),
        basis=_basis_from(reader),
        needs=_views_from(reader, "needs", shapes),
        uses=_views_from(reader, "uses", shapes),
        severity=reader.text("severity", SEVERITIES),
        handled_by=reader.text("handled_by", LEVELS),
        within=_within_from(reader.inside("within")),
        subject=reader.text("subject", SUBJECTS),
        role=reader.text("role", ROLES),
        evidence=_evidence_from(reader.inside("evidence"), shapes),
        sentence=reader.text("sentence"),
        outcomes=_outcomes_from(reader),
        sql=sql,
        parameters=_parameters_from(reader),
        words=_words_from(reader, shapes),
        grouped_by=_grouping_from(reader),
    )


def _grouping_from(reader: Reader) -> str:
    """Return the measure whose words sort the findings into groups; the sentence says it too."""
    measure = reader.text("grouped_by") if "grouped_by" in reader.said else ""
    if measure and measure not in set(_own_words(reader)) & set(_MEASURE.findall(reader.text("sentence"))):
        reader.refuse("grouped_by", f"{measure!r} has no words here, or the sentence does not say it")
    return measure


def _basis_from(reader: Reader) -> tuple[Basis, ...]:
    cited = reader.said["basis"]
    if not isinstance(cited, list) or not cited:
        reader.refuse("basis", "names no document")
    found = []
    for number, said in enumerate(cited):
        one = Reader(reader.file, f"basis[{number}]", said)
        found.append(_basis_of(one))
    return tuple(found)


def _basis_of(one: Reader) -> Basis:
    """Return one basis; only an unverified one may name no document or no article."""
    one.only(frozenset({"document", "article"}), frozenset({"verified"}))
    verified = one.truth("verified") if "verified" in one.said else True
    return Basis(one.text("document", empty=not verified), one.text("article", empty=not verified), verified)


def _views_from(reader: Reader, key: str, shapes: Shapes) -> tuple[str, ...]:
    views = reader.texts(key, empty=key == "uses")
    for view in views:
        if source_of_view(view) not in shapes:
            reader.refuse(key, f"{view!r} is not a source")
    return views


def _within_from(reader: Reader) -> Within:
    reader.only(frozenset({"days", "unit", "verified", "document"}))
    verified, document = reader.source()
    if reader.number("days") < 1:
        reader.refuse("days", "is less than one day")
    return Within(reader.number("days"), reader.text("unit", UNITS), verified, document)


def _words_from(reader: Reader, shapes: Shapes) -> Words:
    """Return words for the codes of the sentence's measures: the rule's own, else those of its sources."""
    read = [source_of_view(view) for key in ("needs", "uses") for view in reader.texts(key, empty=True)]
    others = [code for code in shapes if code not in read]
    said = set(_MEASURE.findall(reader.text("sentence")))
    found: dict[str, dict[str, str]] = {"list": {code: shape.title for code, shape in shapes.items()}}
    for code in (*others, *reversed(read)):
        for measure in said & set(shapes[code].words):
            found[measure] = {**found.get(measure, {}), **shapes[code].words[measure]}
    return {name: words for name, words in {**found, **_own_words(reader)}.items() if name in said}


def _own_words(reader: Reader) -> dict[str, Mapping[str, str]]:
    if "words" not in reader.said:
        return {}
    named = reader.inside("words")
    for measure, words in named.said.items():
        if not isinstance(words, Mapping) or not all(isinstance(word, str) for word in words.values()):
            named.refuse(str(measure), "does not say a word for each code")
    return {
        measure: {str(code): word for code, word in words.items()} for measure, words in named.said.items()
    }


def _evidence_from(reader: Reader, shapes: Shapes) -> Evidence:
    reader.only(frozenset({"left", "right"}))
    known = set(_NO_COLUMN_OF_A_SOURCE)
    for shape in shapes.values():
        known |= set(shape.columns) | shape.sealed
    for side in ("left", "right"):
        for column in reader.texts(side, empty=side == "right"):
            if column not in known:
                reader.refuse(side, f"{column!r} is not a column of any source")
    return Evidence(reader.texts("left"), reader.texts("right", empty=True))


def _outcomes_from(reader: Reader) -> tuple[str, ...]:
    outcomes = reader.texts("outcomes")
    for outcome in outcomes:
        if outcome not in OUTCOMES:
            reader.refuse("outcomes", f"{outcome!r} is not a conclusion")
    return outcomes


def numbers(values: Mapping[str, Mapping[str, Parameter]]) -> dict[str, dict[str, int]]:
    """Return the bare numbers, as a job takes them."""
    return {rule: {name: one.value for name, one in named.items()} for rule, named in values.items()}


def _parameters_from(reader: Reader) -> dict[str, Parameter]:
    if "parameters" not in reader.said:
        return {}
    named = reader.inside("parameters")
    found = {}
    for name in named.said:
        one = named.inside(name)
        one.only(frozenset({"title", "value", "unit", "document", "verified"}), frozenset({"from", "at"}))
        verified, document = one.source()
        found[name] = Parameter(
            title=one.text("title"),
            value=one.number("value"),
            unit=one.text("unit"),
            document=document,
            verified=verified,
            source=one.text("from") if "from" in one.said else "",
            at=one.text("at") if "at" in one.said else "",
        )
    return found
