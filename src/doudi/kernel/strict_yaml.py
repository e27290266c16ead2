"""Read YAML fast and refuse a key that stands twice, which YAML would let the last one win."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


class YamlBroken(Exception):
    """A text is not YAML, or says a key twice."""


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader written in C, with mappings that refuse a doubled key."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[object, object]:
    loader.flatten_mapping(node)
    found: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(text: str) -> object:
    """Return what a YAML text says, or raise YamlBroken."""
    try:
        return yaml.load(text, _StrictLoader)  # noqa: S506 - a subclass of the safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise YamlBroken(str(error)) from error


def read_mapping(text: str) -> Mapping[str, Any]:
    """Return the mapping a YAML text holds; anything else is broken."""
    said = read_yaml(text)
    if not isinstance(said, dict):
        raise YamlBroken("is not a mapping")
    return said
