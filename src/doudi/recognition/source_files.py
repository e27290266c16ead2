"""Load the sources from policies/sources/*.yaml: what each column is called, holds, and where it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import TypeVar

from doudi.kernel.policy_file import PolicyBroken, read_policy
from doudi.kernel.tokens import KIND_TAGS
from doudi.recognition.headings import level_heading, level_value
from doudi.recognition.source_shapes import (
    ColumnFile,
    ListingFile,
    SharedFile,
    SourceFile,
    WordsFile,
)
from doudi.recognition.sources import (
    PERSONAL,
    Catalogue,
    Column,
    Keep,
    ListingRule,
    Source,
    Spread,
    Type,
    Words,
)

CHOICES = re.compile(r"\{([^{}]*)\}")
SHARED_FILE = "shared.yaml"
FLAGS = (
    "required", "own", "personal", "fill_down", "from_sheet", "whole_number", "may_be_future", "free_text",
    "signed",
)  # fmt: skip

T = TypeVar("T")


def load_catalogue(
    folder: Path, shared_folder: Path | None = None, *, endings: Iterable[str] = ()
) -> Catalogue:
    """Return every source described in a folder; raise PolicyBroken at the first fault.

    What all sources share stands in the folder itself, or in another one. `endings` are those no code may
    have, because whoever compares puts them behind a code to say which months are meant: `_year`.
    """
    shared = _read(shared_folder or folder, SHARED_FILE, SharedFile)
    sources: dict[str, Source] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != SHARED_FILE:
            source = _source(path, shared.columns)
            _refuse_ending(_named(path), source.code, endings)
            sources[source.code] = source
    if not sources:
        raise PolicyBroken(folder.name, "", "一个来源也没有")
    return Catalogue(
        sources=sources,
        ignored=frozenset(map(level_heading, shared.ignored)),
        words=_words(shared.words),
    )


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _read(folder: Path, name: str, shape: type[T]) -> T:
    return read_policy(folder.parent, f"{folder.name}/{name}", shape)


def _words(said: WordsFile) -> Words:
    alike: dict[str, str] = {}
    for meant, words in said.alike.items():
        for word in map(level_heading, words):
            if alike.setdefault(word, level_heading(meant)) != level_heading(meant):
                raise PolicyBroken(SHARED_FILE, "words.alike", f"“{word}”对应两个词")
    return Words(
        total=frozenset(map(level_heading, said.total)),
        note=frozenset(map(level_heading, said.note)),
        blank=frozenset(map(level_value, said.blank)),
        others=frozenset(map(level_heading, said.others)),
        before=_longest_first(said.before),
        after=_longest_first(said.after),
        general=_longest_first(said.general),
        kin=_longest_first(said.kin),
        own=_longest_first(said.own),
        other=_longest_first(said.other),
        alike=alike,
        not_ours=said.not_ours,
    )


def _refuse_ending(file: str, code: str, endings: Iterable[str]) -> None:
    if taken := [ending for ending in endings if ending and code.endswith(ending)]:
        raise PolicyBroken(file, "code", f"不能以 {max(taken, key=len)} 结尾，这是历史期次的后缀")


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(level_heading, words), key=lambda word: (-len(word), word)))


def _source(path: Path, shared: Mapping[str, ColumnFile]) -> Source:
    file, said = _named(path), _read(path.parent, path.name, SourceFile)
    if said.code != path.stem:
        raise PolicyBroken(file, "code", f"写的是 {said.code}，应与文件名相同")
    columns = tuple(_column(file, number, one, shared) for number, one in enumerate(said.columns))
    _refuse_doubled_headings(file, columns)
    names = {column.name for column in columns}
    for column in columns:
        if column.instead_of and column.instead_of not in names:
            raise PolicyBroken(file, f"columns.{column.name}", f"提到了没有的列：{column.instead_of}")
    spread = said.spread
    return Source(
        code=said.code,
        title=said.title,
        kind=said.kind,
        provider=said.provider,
        each=said.each,
        speaks=said.speaks,
        against=said.against,
        columns=columns,
        is_compared=said.compared,
        required_any=said.required_any,
        spread=Spread(spread.amount, spread.by, spread.into, spread.paid) if spread else None,
        listing=tuple(map(_listing, said.listing)),
        spans=tuple((each[0], each[1] if len(each) > 1 else "") for each in said.spans),
    )


def _column(file: str, number: int, line: ColumnFile, shared: Mapping[str, ColumnFile]) -> Column:
    said = _merged(file, f"columns[{number}]", line, shared)
    place = f"columns.{said.name}"
    if said.type is None or not said.title or not (said.headings or said.weak):
        raise PolicyBroken(file, place, "缺少 title、type 或 headings")
    values = _spellings(file, place, said.values)
    if said.type == Type.CODE and not values:
        raise PolicyBroken(file, place, "是代码列，缺少 values")
    for key, codes in (("otherwise", {said.otherwise} - {""}), ("contains", set(said.contains))):
        if strange := codes - set(said.values):
            raise PolicyBroken(file, f"{place}.{key}", f"有不认识的代码：{'、'.join(sorted(strange))}")
    if said.keyed not in {"", *KIND_TAGS}:
        raise PolicyBroken(
            file, f"{place}.keyed", f"没有 {said.keyed} 这一种，可以写的是 {'、'.join(KIND_TAGS)}"
        )
    return Column(
        name=said.name,
        title=said.title,
        type=said.type,
        keep=said.keep or (Keep.SIDECAR if said.type in PERSONAL else Keep.PARQUET),
        headings=tuple(dict.fromkeys(map(level_heading, spelled_out(said.headings)))),
        weak=tuple(map(level_heading, spelled_out(said.weak))),
        keys=tuple(map(level_heading, said.keys)),
        instead_of=said.instead_of,
        keyed=said.keyed,
        per=said.per,
        values=values,
        contains=tuple((level_value(part), code) for code, parts in said.contains.items() for part in parts),
        otherwise=said.otherwise,
        labels={code: spellings[0] for code, spellings in said.values.items()},
        **{flag: getattr(said, flag) for flag in FLAGS},
    )


def spelled_out(headings: Iterable[str]) -> list[str]:
    """Return headings with their choices in braces spelled out: {户,全户}{,月}补差 is four headings."""
    found: list[str] = []
    for heading in headings:
        parts = [part.split(",") if at % 2 else [part] for at, part in enumerate(CHOICES.split(heading))]
        found += ["".join(choice).strip() for choice in product(*parts)]
    return found


def _merged(file: str, place: str, line: ColumnFile, shared: Mapping[str, ColumnFile]) -> ColumnFile:
    """Return a column with what the source says over what all sources share, its own headings first."""
    if not line.use:
        if not line.name:
            raise PolicyBroken(file, place, "既没有 name 也没有 use")
        return line
    base = shared.get(line.use)
    if base is None:
        raise PolicyBroken(file, f"{place}.use", f"{SHARED_FILE} 里没有列 {line.use}")
    own = {key: getattr(line, key) for key in line.model_fields_set}
    headings = (*line.headings, *base.headings)
    return base.model_copy(update={"name": line.use, **own, "headings": headings})


def _spellings(file: str, place: str, said: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for code, spellings in said.items():
        for spelling in map(level_value, spellings):
            if values.setdefault(spelling, code) != code:
                raise PolicyBroken(file, f"{place}.values", f"写法“{spelling}”对应两个代码")
    return values


def _refuse_doubled_headings(file: str, columns: tuple[Column, ...]) -> None:
    owner: dict[str, str] = {}
    for column in columns:
        for heading in column.headings:
            if owner.setdefault(heading, column.name) != column.name:
                raise PolicyBroken(
                    file, f"columns.{column.name}", f"表头“{heading}”既是 {owner[heading]} 又是 {column.name}"
                )


def _listing(said: ListingFile) -> ListingRule:
    when, unless = said.when, said.unless
    return ListingRule(
        programme=said.programme,
        category=said.category,
        amount=said.amount,
        started=said.started,
        needs_amount=said.needs_amount,
        when_column=when.column if when else "",
        when_is=when.code if when else "",
        unless_column=unless.column if unless else "",
        unless_is=unless.code if unless else "",
        attributes=said.attributes,
    )
