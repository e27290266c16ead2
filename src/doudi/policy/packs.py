"""Read the dated values regions set: each with its source, each day of a key with one value at most.

`regions/<code>/<topic>.yaml` belongs to one division and one topic. What is misplaced, misspelt,
overlapping, undated or uncited stops the loading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from doudi.kernel.policy_file import Place, PolicyBroken, Several, Stated, Text, read_policy, refuse
from doudi.policy.definitions import Definition
from doudi.policy.values import Value, ValueWrong, parse_value

__all__ = [
    "FOLDER",
    "NATION",
    "SAMPLES",
    "Dated",
    "Packs",
    "lay_over",
    "load_packs",
    "read_entry",
]

NATION = "00"
FOLDER = Path("parameters", "regions")
SAMPLES = Path("cases", "regions")

_REGION = re.compile(r"00|[1-9][0-9](?:[0-9]{2}){0,2}")


class Written(Stated):
    """A value with its source, without its dates: as an approved proposal says it."""

    value: Any = Field(description="值，写法按参数的种类")
    unit: str = Field(default="", description="写的单位与参数不同时写，如 元/人·年")
    document: str = Field(description="文件；没有就空着，在 note 里写明原因")
    article: str = Field(default="", description="条款")
    verified: bool = Field(description="有没有人对照原文核实过")
    note: str = Field(default="", description="说明")

    @model_validator(mode="after")
    def _is_cited(self) -> Self:
        if self.verified and not (self.document and self.article):
            refuse("document", "已核实的要写明文件和条款")
        if not self.document and not self.note:
            refuse("document", "没有文件的要在 note 里写明原因")
        return self

    @property
    def as_written(self) -> dict[str, Any]:
        """What was written, without the days."""
        return {key: getattr(self, key) for key in Written.model_fields if key in self.model_fields_set}


class Entry(Written):
    """A value from a day on, until another (exclusive)."""

    begins: date = Field(validation_alias="from", description="起始日")
    ends: date | None = Field(default=None, validation_alias="to", description="止日（不含）")


class PackFile(Stated):
    """The values of one region and topic (`parameters/regions/<code>/<topic>.yaml`)."""

    region: Text = Field(description="区划代码，与文件夹同名")
    name: Text = Field(description="地名")
    values: dict[str, Several[Entry]] = Field(description="参数的键到各时期的值")


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of one region: from a day until another (exclusive; none: until further notice)."""

    value: Value
    begins: date
    ends: date | None
    document: str
    article: str
    verified: bool
    note: str
    written: Mapping[str, Any]

    def holds_on(self, day: date) -> bool:
        """Tell whether a day lies in the value's time."""
        return self.begins <= day and (self.ends is None or day < self.ends)


Timelines = Mapping[str, Mapping[str, tuple[Dated, ...]]]


@dataclass(frozen=True, slots=True)
class Packs:
    """All dated values, region → key → values in the order of time, and the regions' names."""

    timelines: Timelines
    names: Mapping[str, str]


def load_packs(root: Path, definitions: Mapping[str, Definition], samples: bool = False) -> Packs:
    """Return every region's values; the sample regions of the cases only when asked for."""
    timelines: dict[str, dict[str, tuple[Dated, ...]]] = {}
    names: dict[str, str] = {}
    for folder in (FOLDER, SAMPLES) if samples else (FOLDER,):
        for name in _files(root, folder):
            file = read_policy(root, name, PackFile)
            _add(Place(name), file, definitions, timelines, names)
    return Packs(timelines, names)


def _files(root: Path, folder: Path) -> list[str]:
    """Return the files `<code>/<topic>.yaml` of a folder and refuse everything else in it."""
    found = []
    for path in sorted((root / folder).rglob("*")):
        inside = path.relative_to(root / folder)
        name = path.relative_to(root).as_posix()
        if not _REGION.fullmatch(inside.parts[0]):
            raise PolicyBroken(name, "", f"{inside.parts[0]!r} 不是 2、4、6 位的区划代码")
        if path.is_dir() and len(inside.parts) == 1:
            continue
        if len(inside.parts) != 2 or path.suffix != ".yaml" or path.is_dir():
            raise PolicyBroken(name, "", "这里只放 <区划>/<主题>.yaml")
        found.append(name)
    return found


def _add(
    place: Place,
    file: PackFile,
    definitions: Mapping[str, Definition],
    timelines: dict[str, dict[str, tuple[Dated, ...]]],
    names: dict[str, str],
) -> None:
    """Add one file's values, after checking that it lies where it says it belongs."""
    path = Path(place.file)
    if file.region != path.parent.name:
        place.refuse("region", f"写的是 {file.region!r}，要与文件夹同名")
    if names.setdefault(file.region, file.name) != file.name:
        place.refuse("name", f"另一个文件把 {file.region} 叫 {names[file.region]}")
    own = timelines.setdefault(file.region, {})
    for key, entries in file.values.items():
        here, definition = place.below("values", key), definitions.get(key)
        if definition is None:
            here.refuse("", "没有这个参数")
        if definition.topic != path.stem:
            here.refuse("", f"应写在 {definition.topic}.yaml 里")
        if key in own:
            here.refuse("", f"{file.region} 在另一个文件里已经写了")
        own[key] = _timeline(here, entries, definition)


def _timeline(place: Place, entries: Sequence[Entry], definition: Definition) -> tuple[Dated, ...]:
    """Return the values of one key in the order of time, none reaching into the next."""
    if not entries:
        place.refuse("", "一个值也没有")
    said = [
        read_entry(place.below(number), entry, definition, entry.begins, entry.ends)
        for number, entry in enumerate(entries)
    ]
    dated = sorted(said, key=lambda one: one.begins)
    closed = []
    for number, one in enumerate(dated):
        following = dated[number + 1].begins if number + 1 < len(dated) else None
        if following is not None and (one.begins == following or (one.ends and one.ends > following)):
            place.refuse("", f"{one.begins} 起的值与 {following} 起的重叠")
        closed.append(replace(one, ends=one.ends or following))
    return tuple(closed)


def read_entry(place: Place, said: Written, definition: Definition, begins: date, ends: date | None) -> Dated:
    """Return a value with its dates, as a file or an approved proposal says it."""
    if ends is not None and ends <= begins:
        place.refuse("to", f"{ends} 不在 {begins} 之后")
    try:
        value = parse_value(definition, said.value, said.unit)
    except ValueWrong as error:
        place.refuse("value", str(error))
    return Dated(value, begins, ends, said.document, said.article, said.verified, said.note, said.as_written)


def lay_over(timeline: Sequence[Dated], over: Dated) -> tuple[Dated, ...]:
    """Return a timeline with a value laid over it: in its time it alone holds, outside nothing changes."""
    return tuple(sorted((*_around(timeline, over), over), key=lambda one: one.begins))


def _around(timeline: Iterable[Dated], over: Dated) -> Iterable[Dated]:
    """Yield what of a timeline lies before and after a value's time."""
    for one in timeline:
        if one.begins < over.begins:
            cut = over.begins if one.ends is None else min(one.ends, over.begins)
            yield replace(one, ends=cut)
        if over.ends is not None and (one.ends is None or one.ends > over.ends):
            yield replace(one, begins=max(one.begins, over.ends))
