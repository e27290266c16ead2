"""Read a YAML text exactly and fast: a decimal is the fraction of its text, a key stands once, no tags.

Five plain kinds of scalar beside text: whole number, decimal, yes/no, day, nothing. Whatever is in quotes is
a text. An anchor is read as what it names, so a part that two versions share is written once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import yaml

PARSER = getattr(yaml, "CLoader", yaml.Loader)
TRUTHS = {word: word in {"yes", "true"} for word in ("yes", "no", "true", "false")}

_FIRST = frozenset("-+0123456789yYnNtTfF~")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS: tuple[tuple[re.Pattern[str], Callable[[str], object]], ...] = (
    (_WHOLE, int),
    (_DECIMAL, Fraction),
    (_DAY, date.fromisoformat),
)
_NOTHING = frozenset({"", "~", "null"})
_PLAIN_SPELLINGS = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+")


class YamlBroken(Exception):
    """A text is not YAML, or says something we do not read; `line` counts from 1."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(f"第 {line} 行：{reason}" if line else reason)
        self.reason = reason
        self.line = line


def read_yaml(text: str) -> object:
    """Return what a text says in dict, list, str, int, Fraction, bool, date and None, or raise YamlBroken."""
    try:
        return _Reader(text).document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise YamlBroken(f"不是 YAML：{error.problem}", line) from error
    except yaml.YAMLError as error:
        raise YamlBroken(f"不是 YAML：{error}") from error


class _Reader:
    """Builds values straight from the parser's events, without the nodes and resolvers in between."""

    def __init__(self, text: str) -> None:
        self.parser = PARSER(text)
        self.anchors: dict[str, object] = {}

    def document(self) -> object:
        """Return the one document of the text; None of an empty one."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next())
        self._next()
        end = self._next()
        if not isinstance(end, yaml.StreamEndEvent):
            raise YamlBroken("一个文件只写一份内容", _line(end))
        return value

    def _next(self) -> yaml.Event:
        event: yaml.Event = self.parser.get_event()
        return event

    def _value(self, event: yaml.Event) -> object:
        if isinstance(event, yaml.AliasEvent):
            return self._named(event)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) or event.tag is not None:
            raise YamlBroken("不认识的标记", _line(event))
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event) if event.implicit[0] else event.value
        else:
            value = self._sequence() if isinstance(event, yaml.SequenceStartEvent) else self._mapping()
        if event.anchor is not None:
            self.anchors[event.anchor] = value
        return value

    def _named(self, event: yaml.AliasEvent) -> object:
        if event.anchor not in self.anchors:
            raise YamlBroken(f"没有 &{event.anchor} 这一处", _line(event))
        return self.anchors[event.anchor]

    def _sequence(self) -> list[object]:
        found = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event))
        return found

    def _mapping(self) -> dict[object, object]:
        found: dict[object, object] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                raise YamlBroken("键只能是一个词", _line(event))
            key = self._value(event)
            if key in found:
                raise YamlBroken(f"{key!r} 写了两次", _line(event))
            found[key] = self._value(self._next())
        return found


def _scalar(event: yaml.ScalarEvent) -> object:
    """Return what a word without quotes means."""
    text: str = event.value
    if text in _NOTHING:
        return None
    if text[0] not in _FIRST:
        return text
    if len(text) <= len("false") and _PLAIN_SPELLINGS.fullmatch(text):
        return TRUTHS.get(text.lower(), text)
    for pattern, read in _KINDS:
        if pattern.fullmatch(text):
            return _read(read, text, event)
    return text


def _read(read: Callable[[str], object], text: str, event: yaml.ScalarEvent) -> object:
    try:
        return read(text)
    except ValueError as error:
        raise YamlBroken(f"没有 {text} 这一天", _line(event)) from error


def _line(event: yaml.Event) -> int | None:
    return event.start_mark.line + 1 if event.start_mark else None


def line_of(text: str, path: tuple[int | str, ...]) -> int:
    """Return the line a key stands on; of a missing key, that of the mapping it is missing from."""
    node, line = yaml.compose(text, yaml.SafeLoader), 1
    for part in path:
        found = _below(node, part)
        if found is None:
            break
        line, node = found
    return line


def _below(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    """Return the line and the node of one key or list number below a node."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and str(part).isdigit() and int(part) < len(node.value):
        below = node.value[int(part)]
        return below.start_mark.line + 1, below
    return None
