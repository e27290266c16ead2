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
from typing import Any

from doudi.policy.definitions import Definition
from doudi.policy.reading import PackBroken, Reader, read_file
from doudi.policy.values import Value, ValueWrong, parse_value

__all__ = [
    "FOLDER",
    "NATION",
    "SAMPLES",
    "Dated",
    "PackBroken",
    "Packs",
    "lay_over",
    "load_packs",
    "read_entry",
]

NATION = "00"
FOLDER = Path("parameters", "regions")
SAMPLES = Path("cases", "regions")

_REGION = re.compile(r"00|[1-9][0-9](?:[0-9]{2}){0,2}")
_OPTIONAL = ("unit", "article", "note")


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
        for path in _files(root, folder):
            _load_file(read_file(path, root), path, definitions, timelines, names)
    return Packs(timelines, names)


def _files(root: Path, folder: Path) -> list[Path]:
    """Return the files `<code>/<topic>.yaml` of a folder and refuse everything else in it."""
    found = []
    for path in sorted((root / folder).rglob("*")):
        inside = path.relative_to(root / folder)
        name = path.relative_to(root).as_posix()
        if not _REGION.fullmatch(inside.parts[0]):
            raise PackBroken(name, "", f"{inside.parts[0]!r} is no division code of 2, 4 or 6 digits")
        if path.is_dir() and len(inside.parts) == 1:
            continue
        if len(inside.parts) != 2 or path.suffix != ".yaml" or path.is_dir():
            raise PackBroken(name, "", "has no place here: values stand in <region>/<topic>.yaml")
        found.append(path)
    return found


def _load_file(
    reader: Reader,
    path: Path,
    definitions: Mapping[str, Definition],
    timelines: dict[str, dict[str, tuple[Dated, ...]]],
    names: dict[str, str],
) -> None:
    """Add one file's values, after checking that it lies where it says it belongs."""
    reader.only(("region", "name", "values"))
    region = reader.text("region")
    if region != path.parent.name:
        reader.refuse("region", f"{region!r} is not the folder's name")
    if names.setdefault(region, reader.text("name")) != reader.text("name"):
        reader.refuse("name", f"another file calls {region} {names[region]}")
    values = reader.inside("values")
    own = timelines.setdefault(region, {})
    for key in values.said:
        definition = definitions.get(key)
        if definition is None:
            values.refuse(key, "is not defined")
        if definition.topic != path.stem:
            values.refuse(key, f"belongs into {definition.topic}.yaml")
        if key in own:
            values.refuse(key, f"{region} has values for it in another file already")
        own[key] = _timeline(values, key, definition)


def _timeline(values: Reader, key: str, definition: Definition) -> tuple[Dated, ...]:
    """Return the values of one key in the order of time, none reaching into the next."""
    entries = values.each(key)
    if not entries:
        values.refuse(key, "has no values")
    dated = sorted((_entry(entry, definition) for entry in entries), key=lambda one: one.begins)
    closed = []
    for number, one in enumerate(dated):
        following = dated[number + 1].begins if number + 1 < len(dated) else None
        if following is not None and (one.begins == following or (one.ends and one.ends > following)):
            values.refuse(key, f"the value from {one.begins} overlaps the one from {following}")
        closed.append(replace(one, ends=one.ends or following))
    return tuple(closed)


def _entry(reader: Reader, definition: Definition) -> Dated:
    """Return one dated value."""
    reader.only(("from", "value", "document", "verified"), ("to", *_OPTIONAL))
    begins = reader.day("from")
    if begins is None:
        reader.refuse("from", "is missing")
    said = {key: reader.said[key] for key in reader.said if key not in ("from", "to")}
    return read_entry(Reader(reader.file, reader.place, said), definition, begins, reader.day("to"))


def read_entry(reader: Reader, definition: Definition, begins: date, ends: date | None) -> Dated:
    """Return a value that is written without its dates, as a file or an approved proposal says it."""
    reader.only(("value", "document", "verified"), _OPTIONAL)
    if ends is not None and ends <= begins:
        reader.refuse("to", f"{ends} does not come after {begins}")
    verified = reader.truth("verified")
    document, article = reader.text("document", default=""), reader.text("article", default="")
    note = reader.text("note", default="")
    if verified and not (document and article):
        reader.refuse("document", "a verified value names its document and article")
    if not document and not note:
        reader.refuse("document", "a value without a document says why in its note")
    try:
        value = parse_value(definition, reader.said["value"], reader.text("unit", default=""))
    except ValueWrong as error:
        reader.refuse("value", str(error))
    return Dated(value, begins, ends, document, article, verified, note, dict(reader.said))


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
