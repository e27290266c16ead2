"""Read the files of `policies/`: each has a shape, and what the shape does not know is refused by its place.

A shape is a frozen class that says which keys there are, what may stand in them and which go together. A file
that says anything else stops the loading with its name, its line, the key and what may be written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, NoReturn, Self, TypeVar, Union, cast, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from doudi.kernel.yaml_text import YamlBroken, line_of, read_yaml

S = TypeVar("S")
T = TypeVar("T")

Parts = tuple[int | str, ...]

REFUSED = "refused"
BLANK = r"\S"
SHOWN_INPUT = 40

_READERS: dict[object, TypeAdapter[Any]] = {}


class PolicyBroken(Exception):
    """A file of `policies/` says something the system does not understand; `key` is its path in the file."""

    def __init__(self, file: str, key: str, reason: str, line: int | None = None) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {key}: {reason}" if key else f"{place}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason
        self.line = line


class Stated(BaseModel):
    """Something a policy file states: unknown keys are refused, nothing is converted, nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, validate_by_name=True)


def _no_doubles(said: tuple[T, ...]) -> tuple[T, ...]:
    for number, one in enumerate(said):
        if one in said[:number]:
            refuse("", f"{one!r} 写了两次")
    return said


Text = Annotated[str, StringConstraints(pattern=BLANK)]
"""A text that is not blank."""

Several = Annotated[tuple[T, ...], Strict(False)]
"""A list; what stands in it is as strict as anywhere."""

Distinct = Annotated[tuple[T, ...], Strict(False), AfterValidator(_no_doubles)]
"""A list in which nothing stands twice."""

Coded = Annotated[T, Strict(False)]
"""A code of an enumeration, written as its word."""


class Sourced(Stated):
    """A statement with its document; what nobody checked against the original says so (未核实)."""

    document: str
    verified: bool

    @model_validator(mode="after")
    def _names_its_document(self) -> Self:
        if self.verified and not self.document.strip():
            refuse("document", "已核实的要写明文件")
        return self


class Titled(Sourced):
    """A whole file that rests on one document; the title is for whoever opens it."""

    title: Text


class Dated(Sourced):
    """A number that holds from a day on."""

    since: date = Field(validation_alias="from")
    value: int


class DatedNumber(Stated):
    """A number that changed over time."""

    title: Text
    unit: Text
    values: Several[Dated] = Field(min_length=1)

    def on(self, day: date) -> int | None:
        """Return the number in force on a day; None where none was yet."""
        begun = [one for one in self.values if one.since <= day]
        return max(begun, key=lambda one: one.since).value if begun else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands, for what is found wrong only once all files are read."""

    file: str
    at: str = ""

    def below(self, *parts: int | str) -> Place:
        """Return the place of something inside this one."""
        return Place(self.file, written_place(parts, self.at))

    def refuse(self, key: str, reason: str) -> NoReturn:
        """Raise PolicyBroken for a key here."""
        raise PolicyBroken(self.file, written_place((key,) if key else (), self.at), reason)


def refuse(key: str, reason: str) -> NoReturn:
    """Refuse what a shape is being read from, at a key below it; for validators only."""
    raise PydanticCustomError(REFUSED, "{reason}", {"reason": reason, "key": key})


def read_policy(root: Path, name: str | Path, shape: type[S], context: object = None) -> S:
    """Return what a file says in its shape, or raise PolicyBroken; `name` is its path inside the folder.

    `context` is handed to the shape's validators: what words of other files it may name.
    """
    path, file = root / name, Path(name).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PolicyBroken(file, "", f"读不出来：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PolicyBroken(file, "", "不是 UTF-8 的文字") from error
    return shaped(load_yaml(text, file), shape, file, context, text=text)


def load_yaml(text: str, file: str) -> object:
    """Return what a YAML text says, without a float anywhere, or raise PolicyBroken."""
    try:
        return read_yaml(text)
    except YamlBroken as error:
        raise PolicyBroken(file, "", error.reason, error.line) from error


def shaped(
    said: object, shape: type[S], file: str, context: object = None, *, below: str = "", text: str = ""
) -> S:
    """Return a value in its shape, or raise PolicyBroken with the first thing that is wrong.

    `below` is where in the file the value stands; with the file's `text` the problem names its line.
    """
    try:
        return _reader_of(shape).validate_python(said, context=context)
    except ValidationError as error:
        found = min(error.errors(include_url=False), key=lambda one: _weight(one, said))
        at = (*_written_parts(found, said), *_key_of(found))
        line = line_of(text, at) if text else None
        raise PolicyBroken(file, written_place(at, below), _in_words(found, shape), line) from error


def with_line(problem: PolicyBroken, text: str) -> PolicyBroken:
    """Return a problem that was found once the file was read, with the line its key stands on."""
    parts = tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", problem.key))
    return PolicyBroken(problem.file, problem.key, problem.reason, line_of(text, parts))


def written_place(at: Iterable[int | str], below: str = "") -> str:
    """Return a place as it is shown: steps.REVIEW.marks[0]."""
    for part in at:
        if isinstance(part, int):
            below += f"[{part}]"
        else:
            below += f".{part}" if below else part
    return below


def _reader_of(shape: type[S]) -> TypeAdapter[S]:
    if shape not in _READERS:
        _READERS[shape] = TypeAdapter(shape)
    return cast("TypeAdapter[S]", _READERS[shape])


def _weight(found: ErrorDetails, said: object) -> tuple[bool, int]:
    """Put first what helps most: a misspelt key, which is missing too, then what was understood furthest."""
    return found["type"] != "extra_forbidden", -len(tuple(_written_parts(found, said)))


def _written_parts(found: ErrorDetails, said: object) -> Iterator[int | str]:
    """Yield the place of a fault as the file has it, without the names of the shapes that were tried."""
    for part in found["loc"]:
        below = said if isinstance(said, dict) else dict(enumerate(said)) if isinstance(said, list) else {}
        if part in below:
            yield part
            said = below[part]
    if found["type"] == "missing":
        yield found["loc"][-1]


def _key_of(found: ErrorDetails) -> Sequence[str]:
    key = found.get("ctx", {}).get("key", "") if found["type"] == REFUSED else ""
    return [key] if key else []


# What a value should have been, by the kind of fault.
_WANTED: dict[str, str] = {
    "missing": "缺少这一项",
    "string_type": "要写文字",
    "int_type": "要写整数",
    "bool_type": "只能写 yes 或 no",
    "date_type": "要写日期，例如 2026-07-01",
    "is_instance_of": "要写数",
    "dict_type": "要写成“键: 值”",
    "mapping_type": "要写成“键: 值”",
    "model_type": "要写成“键: 值”",
    "model_attributes_type": "要写成“键: 值”",
    "list_type": "要写成一列",
    "tuple_type": "要写成一列",
    "frozen_set_type": "要写成一列",
    "set_type": "要写成一列",
    "too_short": "不能空着",
    "none_required": "这里什么也不写",
}
_BOUNDS: dict[str, tuple[str, str]] = {
    "greater_than_equal": ("不能小于 ", "ge"),
    "greater_than": ("要大于 ", "gt"),
    "less_than_equal": ("不能大于 ", "le"),
    "less_than": ("要小于 ", "lt"),
}


def _in_words(found: ErrorDetails, shape: object) -> str:
    """Return what is wrong, and what may be written instead."""
    kind, context = found["type"], found.get("ctx", {})
    if kind == REFUSED:
        return str(context["reason"])
    if kind == "extra_forbidden":
        keys = keys_at(shape, found["loc"][:-1])
        return f"没有这一项，可以写的是 {'、'.join(keys)}" if keys else "没有这一项"
    said = f"写的是 {str(found['input'])[:SHOWN_INPUT]!r}，" if kind != "missing" else ""
    if kind in {"literal_error", "enum"}:
        return f"{said}可以写的是 {str(context['expected']).replace(' or ', '、').replace(', ', '、')}"
    if kind == "string_pattern_mismatch":
        return f"{said}不能空着" if context["pattern"] == BLANK else f"{said}写法要符合 {context['pattern']}"
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        return f"{said}{words}{context[bound]}"
    if kind == "string_type" and found["loc"][-1] == "[key]":
        return f"{said}键要写成文字，请加引号"
    return f"{said}{_WANTED.get(kind, found['msg'])}"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a shape: what it is called in the file, whether it has to be there, what it is for."""

    name: str
    needed: bool
    words: str
    kind: object


def keys_of(shape: type[BaseModel]) -> list[Key]:
    """Return the keys of a shape in its order."""
    return [
        Key(
            str(field.validation_alias or name),
            field.is_required(),
            field.description or "",
            field.annotation,
        )
        for name, field in shape.model_fields.items()
    ]


def keys_at(shape: object, place: Parts) -> list[str]:
    """Return the names of the keys that may stand at a place of a shape."""
    found = shapes_at(shape, place)
    return list(dict.fromkeys(key.name for one in found for key in keys_of(one)))


def shapes_at(shape: object, place: Parts) -> list[type[BaseModel]]:
    """Return the shapes a place may have, none where a file is free to say anything."""
    if get_origin(shape) is Annotated:
        return shapes_at(get_args(shape)[0], place)
    if get_origin(shape) in {Union, UnionType}:
        return [one for part in get_args(shape) for one in shapes_at(part, place)]
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return _below_model(shape, place)
    if not place or not get_args(shape):
        return []
    # a list, or a mapping from names; the place may say which part of a union was tried
    return shapes_at(get_args(shape)[0 if isinstance(place[0], int) else -1], place[1:])


def _below_model(shape: type[BaseModel], place: Parts) -> list[type[BaseModel]]:
    if not place:
        return [shape]
    below = next((key.kind for key in keys_of(shape) if key.name == place[0]), None)
    if below is None:
        return _below_model(shape, place[1:]) if place[0] == shape.__name__ else []
    return shapes_at(below, place[1:])
