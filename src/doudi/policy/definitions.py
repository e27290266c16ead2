"""What each parameter is: its kind, unit, use, enumeration, and the limits a lower level may not cross."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from doudi.policy.reading import Reader, read_file

FOLDER = Path("parameters", "definitions")
KINDS = (
    *("money", "number", "ratio", "yes_no", "day", "code", "codes", "pairs"),
    *("rounding", "tiers", "table", "bands", "text"),
)
USES = ("calculation", "process", "target")
EFFECTS = ("refuse", "warn")
LIMITS = ("at_least", "at_most", "not_narrower")
SCALARS = ("money", "number", "ratio", "code")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MEMBER = re.compile(r"[A-Z][A-Z0-9_]*")
_ENUMERATION = re.compile(r"[A-Z][A-Za-z0-9]*")
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
    "number": ("unit",),
    "ratio": ("unit",),
    "bands": ("unit",),
}


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
    """One parameter: what it is called, what its values look like and what they are used for."""

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


def enumerations_of(reader: Reader) -> dict[str, Enumeration]:
    """Return the enumerations a file declares."""
    found = {}
    named = reader.inside("enumerations")
    for name in named.said:
        if not _ENUMERATION.fullmatch(name):
            named.refuse(name, "an enumeration is named like AreaKind")
        members = named.inside(name)
        for member in members.said:
            if not _MEMBER.fullmatch(member):
                members.refuse(member, "a code is written in capitals")
            members.text(member)
        if not members.said:
            named.refuse(name, "has no members")
        found[name] = Enumeration(name, dict(members.said))
    return found


def merge(known: dict[str, Enumeration], more: Mapping[str, Enumeration], reader: Reader) -> None:
    """Add a file's enumerations to those known; a name means one thing over all files."""
    for name, enumeration in more.items():
        if known.get(name, enumeration) != enumeration:
            reader.refuse(f"enumerations.{name}", "has other members in another file")
        known[name] = enumeration


def load_definitions(
    root: Path, enumerations: Mapping[str, Enumeration]
) -> tuple[dict[str, Definition], dict[str, Enumeration]]:
    """Return every definition by its key, and all enumerations, those of the facts included."""
    readers = [read_file(path, root) for path in _files(root)]
    known = dict(enumerations)
    for reader in readers:
        reader.only(("topic", "title", "parameters"), ("enumerations",))
        merge(known, enumerations_of(reader), reader)
    found: dict[str, Definition] = {}
    for reader in readers:
        found.update(_definitions_of(reader, known))
    for reader in readers:
        _check_limits(reader, found)
    return found, known


def _files(root: Path) -> list[Path]:
    """Return the definition files; anything else in the folder is misplaced."""
    paths = sorted((root / FOLDER).glob("*"))
    for path in paths:
        if path.suffix != ".yaml" or not _NAME.fullmatch(path.stem):
            name = path.relative_to(root).as_posix()
            Reader(name, "", {}).refuse("", "is no <topic>.yaml and has no place here")
    return paths


def _definitions_of(reader: Reader, known: Mapping[str, Enumeration]) -> dict[str, Definition]:
    """Return the definitions of one topic's file."""
    topic = reader.text("topic")
    if topic != Path(reader.file).stem:
        reader.refuse("topic", f"{topic!r} is not the file's name")
    title = reader.text("title")
    parameters = reader.inside("parameters")
    found = {}
    for name in parameters.said:
        if not _NAME.fullmatch(name):
            parameters.refuse(name, "a parameter is named in small letters")
        found[f"{topic}.{name}"] = _definition(parameters.inside(name), topic, title, name, known)
    return found


def _definition(
    reader: Reader, topic: str, title: str, name: str, known: Mapping[str, Enumeration]
) -> Definition:
    """Return one definition, with only the keys its kind knows."""
    kind = reader.text("kind", KINDS)
    needs, optional = _NEEDS.get(kind, ()), _OPTIONAL.get(kind, ())
    reader.only(("label", "kind", "use", *needs), ("note", "limits", *optional))
    made = Definition(
        key=f"{topic}.{name}",
        topic=topic,
        topic_title=title,
        label=reader.text("label"),
        kind=kind,
        unit=reader.text("unit", default=""),
        use=reader.text("use", USES),
        note=reader.text("note", default=""),
        enumeration=_enumeration(reader, "enum", known),
        by=reader.text("by", ("money", "number", "ratio"), default=""),
        by_unit=reader.text("by_unit", default=""),
        gives=reader.text("gives", SCALARS, default=""),
        rows=_enumeration(reader, "row", known),
        columns=_enumeration(reader, "column", known),
        limits=tuple(_limit(one, kind) for one in reader.each("limits")),
    )
    if (kind == "money" or made.gives == "money") and not made.unit.startswith("元"):
        reader.refuse("unit", "money is counted in 元, 元/月, 元/人·月 and so on")
    if (made.gives == "code") != (kind == "table" and made.enumeration is not None):
        reader.refuse("enum", "stands exactly where a table gives codes")
    return made


def _enumeration(reader: Reader, key: str, known: Mapping[str, Enumeration]) -> Enumeration | None:
    name = reader.text(key, default="")
    if name and name not in known:
        reader.refuse(key, f"{name!r} is not an enumeration of any file")
    return known.get(name)


def _limit(reader: Reader, kind: str) -> Limit:
    """Return one limit; what it compares with is checked once every definition is read."""
    relations = [key for key in LIMITS if key in reader.said]
    if len(relations) != 1:
        reader.refuse("", f"says one of {', '.join(LIMITS)}")
    relation = relations[0]
    reader.only((relation, "effect", "document", "article"), ("times",))
    if relation == "not_narrower":
        reader.text(relation, ("parent",))
        if kind not in ("codes", "pairs", "yes_no"):
            reader.refuse(relation, f"a {kind} has no scope to be narrowed")
    elif kind not in ("money", "number", "ratio"):
        reader.refuse(relation, f"a {kind} is not more or less than another")
    return Limit(
        relation=relation,
        other=reader.text(relation),
        times=reader.text("times", default=""),
        effect=reader.text("effect", EFFECTS),
        document=reader.text("document"),
        article=reader.text("article"),
    )


def _check_limits(reader: Reader, known: Mapping[str, Definition]) -> None:
    """Refuse a limit that compares with nothing known or with another kind of value."""
    topic = reader.text("topic")
    for name in reader.inside("parameters").said:
        definition = known[f"{topic}.{name}"]
        for limit in definition.limits:
            place = f"parameters.{name}.limits"
            if limit.relation != "not_narrower":
                _check_compared(reader, place, definition, known.get(limit.other))
            if limit.times and (limit.times not in known or known[limit.times].kind != "ratio"):
                reader.refuse(place, f"{limit.times!r} is not a ratio of any file")


def _check_compared(reader: Reader, place: str, own: Definition, other: Definition | None) -> None:
    if other is None:
        reader.refuse(place, "compares with a parameter no file defines")
    if (own.kind, own.unit) != (other.kind, other.unit):
        reader.refuse(place, f"{other.key} is not of the same kind and unit")
