"""Read the YAML files of `policies/` exactly: a decimal is a fraction of its text, a key stands once.

A file that says something nobody expects is refused with its name and the key, never half understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import yaml


class PackBroken(Exception):
    """A file of the policy book says something the engine does not understand."""

    def __init__(self, file: str, key: str, reason: str, line: int | None = None) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {key}: {reason}" if key else f"{place}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason
        self.line = line


class _ExactLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader with four plain kinds of scalar beside text: whole number, decimal, yes/no, day."""

    yaml_implicit_resolvers: Mapping[str, Any] = {}


_SCALARS = (
    ("tag:yaml.org,2002:bool", r"yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE", "yYnNtTfF"),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+", "-+0123456789"),
    ("tag:yaml.org,2002:timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
    ("tag:yaml.org,2002:null", r"~|null|", ["~", "n", ""]),
)


def _fraction(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Fraction:
    return Fraction(loader.construct_scalar(node))


def _day(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> date:
    return date.fromisoformat(loader.construct_scalar(node))


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[object, object]:
    """Build a mapping and refuse a key that stands twice, which YAML would let the last one win."""
    found: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


for _tag, _pattern, _first in _SCALARS:
    _ExactLoader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))
_ExactLoader.add_constructor("tag:yaml.org,2002:float", _fraction)
_ExactLoader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_ExactLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load_yaml(text: str, file: str) -> object:
    """Return what a YAML text says, without a float anywhere, or raise PackBroken."""
    try:
        return yaml.load(text, _ExactLoader)  # noqa: S506 - a subclass of the safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise PackBroken(file, "", f"not YAML: {error}") from error


def with_line(problem: PackBroken, text: str) -> PackBroken:
    """Return a problem with the line its key stands on; of a key that is missing, the line of its mapping."""
    if problem.line or not problem.key:
        return problem
    node = yaml.compose(text, yaml.SafeLoader)
    line = 1
    for part in re.findall(r"[^.\[\]]+", problem.key):
        found = _below(node, part)
        if found is None:
            break
        line, node = found
    return PackBroken(problem.file, problem.key, problem.reason, line)


def _below(node: yaml.Node | None, part: str) -> tuple[int, yaml.Node] | None:
    """Return the line and the node of one key or list number below a node."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
        below = node.value[int(part)]
        return below.start_mark.line + 1, below
    return None


def read_file(path: Path, root: Path) -> Reader:
    """Return a reader of a file, named by its path inside the policy folder."""
    name = path.relative_to(root).as_posix()
    return Reader(name, "", load_yaml(path.read_text(encoding="utf-8"), name))


class Reader:
    """Reads the keys of one mapping and complains with the file's name and the key's path."""

    def __init__(self, file: str, place: str, said: object) -> None:
        self.file = file
        self.place = place
        if not isinstance(said, Mapping):
            self.refuse("", "is not a mapping")
        for key in said:
            if not isinstance(key, str):
                self.refuse(str(key), "a key is a text; put it in quotes")
        self.said: Mapping[str, Any] = said

    def where(self, key: str) -> str:
        """Return the path of a key inside the file."""
        return ".".join(part for part in (self.place, key) if part)

    def refuse(self, key: str, reason: str) -> NoReturn:
        """Raise PackBroken for a key."""
        raise PackBroken(self.file, self.where(key), reason)

    def only(self, wanted: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Refuse missing and unknown keys."""
        for key in wanted:
            if key not in self.said:
                self.refuse(key, "is missing")
        for key in self.said:
            if key not in wanted and key not in optional:
                self.refuse(key, f"is not a key here; known are {', '.join((*wanted, *optional))}")

    def text(self, key: str, choices: Sequence[str] = (), default: str | None = None) -> str:
        """Return a text that is not empty, one of the choices if there are any."""
        value = self.said.get(key, default)
        if default is not None and value == default:
            return default
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, "is not a text")
        if choices and value not in choices:
            self.refuse(key, f"{value!r} is none of {', '.join(choices)}")
        return value

    def truth(self, key: str, default: bool | None = None) -> bool:
        """Return yes or no."""
        value = self.said.get(key, default)
        if not isinstance(value, bool):
            self.refuse(key, "is neither yes nor no")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self.said.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(key, "is not a whole number")
        return value

    def day(self, key: str) -> date | None:
        """Return a day, or nothing if the key is not there."""
        if key not in self.said:
            return None
        value = self.said[key]
        if not isinstance(value, date):
            self.refuse(key, "is not a day written 2026-07-01")
        return value

    def items(self, key: str) -> tuple[Any, ...]:
        """Return the entries of a list; none if the key is not there."""
        value = self.said.get(key, [])
        if not isinstance(value, list):
            self.refuse(key, "is not a list")
        return tuple(value)

    def inside(self, key: str) -> Reader:
        """Return a reader of the mapping under a key; empty if the key is not there."""
        return Reader(self.file, self.where(key), self.said.get(key, {}))

    def each(self, key: str) -> tuple[Reader, ...]:
        """Return a reader of every mapping in the list under a key."""
        return tuple(
            Reader(self.file, self.where(f"{key}[{number}]"), said)
            for number, said in enumerate(self.items(key))
        )
