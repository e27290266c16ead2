"""Load the sources from policies/sources/*.yaml and fails loudly at anything it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

from doudi.kernel.strict_yaml import YamlBroken, read_yaml
from doudi.kernel.tokens import KIND_TAGS
from doudi.recognition.headings import level_heading, level_value
from doudi.recognition.sources import (
    PERSONAL,
    Catalogue,
    Column,
    Keep,
    Kind,
    ListingRule,
    Source,
    Spread,
    Type,
    Words,
)

E = TypeVar("E", Type, Keep, Kind)

CHOICES = re.compile(r"\{([^{}]*)\}")
SHARED_FILE = "shared.yaml"
SHARED_KEYS = frozenset({"columns", "ignored", "words"})
SOURCE_KEYS = frozenset(
    {"code", "title", "kind", "provider", "each", "speaks", "against", "columns"}
    | {"required_any", "spread", "listing", "spans"}
)
OPTIONAL_SOURCE_KEYS = frozenset({"required_any", "spread", "listing", "spans"})
WORDS = frozenset(
    {"total", "note", "blank", "others", "before", "after", "general", "kin", "own", "other", "alike"}
    | {"not_ours"}
)
FLAGS = (
    "required", "own", "personal", "fill_down", "from_sheet", "whole_number", "may_be_future", "free_text",
    "signed",
)  # fmt: skip
COLUMN_KEYS = frozenset(
    {
        "use",
        "name",
        "title",
        "type",
        "keep",
        "headings",
        "weak",
        "keys",
        "values",
        "contains",
        "otherwise",
        "instead_of",
        "keyed",
        "per",
        *FLAGS,
    }
)
LISTING_KEYS = frozenset(
    {"programme", "category", "amount", "started", "needs_amount", "when", "unless", "attributes"}
)


class SourceFileBroken(Exception):
    """A file of policies/sources says something the loader does not understand."""

    def __init__(self, file: str, fault: str) -> None:
        super().__init__(f"来源定义 {file} 有误：{fault}")
        self.file = file
        self.fault = fault


def load_catalogue(
    folder: Path, shared_folder: Path | None = None, *, endings: Iterable[str] = ()
) -> Catalogue:
    """Return every source described in a folder; raise SourceFileBroken at the first fault.

    What all sources share stands in the folder itself, or in another one. `endings` are those no code may
    have, because whoever compares puts them behind a code to say which months are meant: `_year`.
    """
    shared = _document((shared_folder or folder) / SHARED_FILE)
    _check_keys(SHARED_FILE, "文件", shared, SHARED_KEYS, SHARED_KEYS)
    sources: dict[str, Source] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != SHARED_FILE:
            source = _source(path, shared["columns"])
            _refuse_ending(path.name, source.code, endings)
            sources[source.code] = source
    if not sources:
        raise SourceFileBroken(str(folder), "一个来源也没有")
    words = shared["words"]
    _check_keys(SHARED_FILE, "words", words, WORDS, WORDS)
    return Catalogue(
        sources=sources,
        ignored=frozenset(map(level_heading, shared["ignored"])),
        words=_words(words),
    )


def _words(said: Mapping[str, Any]) -> Words:
    alike: dict[str, str] = {}
    for meant, words in said["alike"].items():
        for word in map(level_heading, words):
            if alike.setdefault(word, level_heading(meant)) != level_heading(meant):
                raise SourceFileBroken(SHARED_FILE, f"alike 的“{word}”对应两个词")
    return Words(
        total=frozenset(map(level_heading, said["total"])),
        note=frozenset(map(level_heading, said["note"])),
        blank=frozenset(level_value(str(word)) for word in said["blank"]),
        others=frozenset(map(level_heading, said["others"])),
        before=_longest_first(said["before"]),
        after=_longest_first(said["after"]),
        general=_longest_first(said["general"]),
        kin=_longest_first(said["kin"]),
        own=_longest_first(said["own"]),
        other=_longest_first(said["other"]),
        alike=alike,
        not_ours={kind: tuple(words) for kind, words in said["not_ours"].items()},
    )


def _refuse_ending(file: str, code: str, endings: Iterable[str]) -> None:
    if taken := [ending for ending in endings if ending and code.endswith(ending)]:
        raise SourceFileBroken(file, f"code 不能以 {max(taken, key=len)} 结尾，这是历史期次的后缀")


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(level_heading, words), key=lambda word: (-len(word), word)))


def _document(path: Path) -> dict[str, Any]:
    try:
        found = read_yaml(path.read_text(encoding="utf-8"))
    except (OSError, YamlBroken, UnicodeDecodeError) as error:
        raise SourceFileBroken(path.name, f"读不出来：{error}") from error
    if not isinstance(found, dict):
        raise SourceFileBroken(path.name, "最外层应是键值")
    return found


def _check_keys(
    file: str, place: str, found: object, known: Iterable[str], needed: Iterable[str] = ()
) -> None:
    if not isinstance(found, Mapping):
        raise SourceFileBroken(file, f"{place} 应是键值")
    if strange := set(found) - set(known):
        raise SourceFileBroken(file, f"{place} 有不认识的键：{'、'.join(sorted(map(str, strange)))}")
    if missing := set(needed) - set(found):
        raise SourceFileBroken(file, f"{place} 缺少：{'、'.join(sorted(missing))}")


def _source(path: Path, shared: Mapping[str, Any]) -> Source:
    file, said = path.name, _document(path)
    _check_keys(file, "文件", said, SOURCE_KEYS, SOURCE_KEYS - OPTIONAL_SOURCE_KEYS)
    if said["code"] != path.stem:
        raise SourceFileBroken(file, f"code 是 {said['code']}，应与文件名相同")
    if said["each"] not in {"person", "record"}:
        raise SourceFileBroken(file, "each 只能是 person 或 record")
    columns = tuple(_column(file, one, shared) for one in said["columns"])
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        raise SourceFileBroken(file, "有同名的列")
    _refuse_doubled_headings(file, columns)
    source = Source(
        code=said["code"],
        title=said["title"],
        kind=_one_of(file, Kind, said["kind"]),
        provider=said["provider"],
        each=said["each"],
        speaks=tuple(said["speaks"]),
        against=tuple(said["against"]),
        columns=columns,
        required_any=tuple(tuple(names) for names in said.get("required_any", ())),
        spread=_spread(file, said.get("spread")),
        listing=tuple(_listing(file, one) for one in said.get("listing", ())),
        spans=tuple(_span(file, one) for one in said.get("spans", ())),
    )
    _check_references(file, source, names)
    return source


def _column(file: str, said: object, shared: Mapping[str, Any]) -> Column:
    _check_keys(file, "列", said, COLUMN_KEYS)
    merged = _merged(file, said, shared) if isinstance(said, Mapping) else {}
    name = merged["name"]
    _check_keys(file, f"列 {name}", merged, COLUMN_KEYS, {"name", "title", "type", "headings"})
    kind = _one_of(file, Type, merged["type"])
    keep = merged.get("keep", "sidecar" if kind in PERSONAL else "parquet")
    values = _spellings(file, name, merged.get("values", {}))
    if kind == Type.CODE and not values:
        raise SourceFileBroken(file, f"列 {name} 是代码列，缺少 values")
    if merged.get("otherwise", "") and merged["otherwise"] not in values.values():
        raise SourceFileBroken(file, f"列 {name} 的 otherwise 不是它的代码")
    if merged.get("keyed", "") not in {"", *KIND_TAGS}:
        raise SourceFileBroken(file, f"列 {name} 的 keyed 没有 {merged['keyed']} 这一种")
    weak = tuple(map(level_heading, spelled_out(merged.get("weak", ()))))
    headings = tuple(dict.fromkeys(map(level_heading, spelled_out(merged["headings"]))))
    return Column(
        name=name,
        title=merged["title"],
        type=kind,
        keep=_one_of(file, Keep, keep),
        headings=headings,
        weak=weak,
        keys=tuple(map(level_heading, merged.get("keys", ()))),
        instead_of=merged.get("instead_of", ""),
        keyed=merged.get("keyed", ""),
        per=_per(file, name, merged.get("per", "")),
        values=values,
        contains=_parts(file, name, merged.get("contains", {}), values),
        otherwise=merged.get("otherwise", ""),
        labels={str(code): str(spellings[0]) for code, spellings in merged.get("values", {}).items()},
        **{flag: _flag(file, name, flag, merged) for flag in FLAGS},
    )


def spelled_out(headings: Iterable[object]) -> list[str]:
    """Return headings with their choices in braces spelled out: {户,全户}{,月}补差 is four headings."""
    found: list[str] = []
    for heading in map(str, headings):
        parts = [part.split(",") if at % 2 else [part] for at, part in enumerate(CHOICES.split(heading))]
        found += ["".join(choice).strip() for choice in product(*parts)]
    return found


def _per(file: str, name: str, said: str) -> str:
    if said not in {"", "month", "year"}:
        raise SourceFileBroken(file, f"列 {name} 的 per 只能是 month 或 year")
    return said


def _merged(file: str, said: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    if "use" not in said:
        if "name" not in said:
            raise SourceFileBroken(file, "列既没有 name 也没有 use")
        return dict(said)
    base = shared.get(said["use"])
    if base is None:
        raise SourceFileBroken(file, f"{SHARED_FILE} 里没有列 {said['use']}")
    merged = {"name": said["use"], **base, **{key: value for key, value in said.items() if key != "use"}}
    merged["headings"] = [*said.get("headings", ()), *base["headings"]]
    return merged


def _flag(file: str, name: str, flag: str, said: Mapping[str, Any]) -> bool:
    value = said.get(flag, False)
    if not isinstance(value, bool):
        raise SourceFileBroken(file, f"列 {name} 的 {flag} 只能是 true 或 false")
    return value


def _spellings(file: str, name: str, said: Mapping[str, list[str]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for code, spellings in said.items():
        if not isinstance(code, str) or not spellings:
            raise SourceFileBroken(file, f"列 {name} 的代码 {code} 应是文字并有至少一种写法")
        for spelling in map(level_value, map(str, spellings)):
            if values.setdefault(spelling, code) != code:
                raise SourceFileBroken(file, f"列 {name} 的写法“{spelling}”对应两个代码")
    return values


def _parts(
    file: str, name: str, said: Mapping[str, list[str]], values: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    if strange := set(said) - set(values.values()):
        raise SourceFileBroken(file, f"列 {name} 的 contains 有不认识的代码：{'、'.join(sorted(strange))}")
    return tuple((level_value(str(part)), code) for code, parts in said.items() for part in parts)


def _refuse_doubled_headings(file: str, columns: tuple[Column, ...]) -> None:
    owner: dict[str, str] = {}
    for column in columns:
        for heading in column.headings:
            if owner.setdefault(heading, column.name) != column.name:
                raise SourceFileBroken(file, f"表头“{heading}”既是 {owner[heading]} 又是 {column.name}")


def _spread(file: str, said: Mapping[str, Any] | None) -> Spread | None:
    if said is None:
        return None
    _check_keys(file, "spread", said, {"amount", "by", "into", "paid"}, {"amount", "by", "into"})
    return Spread(said["amount"], said["by"], dict(said["into"]), said.get("paid", ""))


def _listing(file: str, said: Mapping[str, Any]) -> ListingRule:
    _check_keys(file, "listing", said, LISTING_KEYS, {"programme"})
    when, unless = said.get("when", {}), said.get("unless", {})
    _check_keys(file, "when", when, {"column", "is"})
    _check_keys(file, "unless", unless, {"column", "is"})
    return ListingRule(
        programme=said["programme"],
        category=said.get("category", ""),
        amount=said.get("amount", ""),
        started=said.get("started", "started_on"),
        needs_amount=bool(said.get("needs_amount", False)),
        when_column=when.get("column", ""),
        when_is=when.get("is", ""),
        unless_column=unless.get("column", ""),
        unless_is=unless.get("is", ""),
        attributes=tuple(said.get("attributes", ())),
    )


def _span(file: str, said: object) -> tuple[str, str]:
    if not (isinstance(said, list) and len(said) in {1, 2}):
        raise SourceFileBroken(file, "spans 的每一项是起始日期、截止日期两列；没有截止日期的只写一列")
    return str(said[0]), str(said[1]) if len(said) == 2 else ""


def _check_references(file: str, source: Source, names: list[str]) -> None:
    """Refuse a source that speaks of a column it does not have."""
    spoken = {name for group in source.required_any for name in group}
    spoken |= {column.instead_of for column in source.columns}
    spoken |= {name for pair in source.spans for name in pair}
    if source.spread:
        spoken |= {source.spread.amount, source.spread.by, source.spread.paid, *source.spread.into.values()}
    for rule in source.listing:
        spoken |= {rule.category, rule.amount, rule.when_column, rule.unless_column, *rule.attributes}
    if strange := spoken - set(names) - {""}:
        raise SourceFileBroken(file, f"提到了没有的列：{'、'.join(sorted(strange))}")
    if (source.kind == Kind.ROSTER) != bool(source.listing):
        raise SourceFileBroken(file, "名册（roster）要有 listing，部门数据（department）不能有")


def _one_of(file: str, kind: type[E], value: object) -> E:
    try:
        return kind(str(value))
    except ValueError as error:
        raise SourceFileBroken(file, f"不认识的取值：{value}") from error
