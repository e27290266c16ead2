"""Bind an application to the procedure of its acceptance: every value filled in, kept as text, read back.

A bound procedure names no parameter: what holds is written into it with its citation. So neither a change
of a value nor of a file moves an application that is under way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from doudi.policy.chosen import Parameters
from doudi.procedures.deadlines import resolved, stands
from doudi.procedures.shapes import Binding, Clock, Procedure, Source, Step

_DAY, _SHARE = "day", "share"


class NotBound(Exception):
    """A kept procedure cannot be read back."""


def bound_to(procedure: Procedure, parameters: Parameters) -> Procedure:
    """Return a procedure with every value of a day filled in; clocks that do not stand then are left out.

    Clocks that start anew each time and who decides are left out too: the first follow the law of their own
    start, the second the rights that hold while the application is open.
    """
    clocks = {
        name: _clock(one, parameters, procedure.set_by[name])
        for name, one in procedure.clocks.items()
        if one.binding is Binding.APPLICATION and stands(one, parameters)
    }
    publicity = procedure.publicity
    return replace(
        procedure,
        steps={name: _step(one, parameters) for name, one in procedure.steps.items()},
        clocks=clocks,
        set_by={name: region for name, region in procedure.set_by.items() if name in clocks},
        deciders=(),
        publicity=replace(publicity, fields=_filled(publicity.fields, parameters)),
    )


def _clock(clock: Clock, parameters: Parameters, set_by: str) -> Clock:
    extension = clock.extension
    if extension is not None and not _is_set(extension.amount, parameters):
        extension = None
    if extension is not None:
        amount = _filled(extension.amount, parameters, set_by)
        extension = replace(extension, amount=amount, grounds=_filled(extension.grounds, parameters))
    return replace(clock, amount=_filled(clock.amount, parameters, set_by), when=(), extension=extension)


def _step(step: Step, parameters: Parameters) -> Step:
    return replace(step, papers=_known(step.papers, parameters))


def _is_set(source: Source, parameters: Parameters) -> bool:
    return not source.key or source.key in parameters


def _known(source: Source | None, parameters: Parameters) -> Source | None:
    """Return a source filled in; one whose parameter nobody has set says nothing."""
    return _filled(source, parameters) if source is not None and _is_set(source, parameters) else None


def _filled(source: Source, parameters: Parameters, set_by: str = "") -> Source:
    if not _is_set(source, parameters):
        return Source((), None)
    found = resolved(source, parameters, set_by)
    return Source(found.value, found.citation)


def as_said(bound: Procedure) -> dict[str, Any]:
    """Return a bound procedure as JSON can hold it."""
    said = _said(bound)
    assert isinstance(said, dict)  # noqa: S101 - a procedure is a record
    return said


def _said(value: object) -> object:
    if is_dataclass(value):
        return {one.name: _said(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        # as pairs: steps stand in their order, and a database may keep the keys of an object in another
        return [[key, _said(one)] for key, one in value.items()]
    if isinstance(value, tuple):
        return [_said(one) for one in value]
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if isinstance(value, Fraction):
        return {_SHARE: str(value)}
    return value.value if isinstance(value, Enum) else value


def read_bound(said: Mapping[str, Any]) -> Procedure:
    """Return the procedure of what `as_said` wrote; raises NotBound where it is not that."""
    try:
        found = _read(said, Procedure)
    except (KeyError, TypeError, ValueError) as problem:
        raise NotBound(str(problem)) from problem
    assert isinstance(found, Procedure)  # noqa: S101 - the shape asked for
    return found


def _read(said: Any, shape: Any) -> object:  # noqa: ANN401 -- any shape of the module
    if is_dataclass(shape):
        assert isinstance(shape, type)  # noqa: S101 - a class, not an instance
        hints = get_type_hints(shape)
        return shape(**{one.name: _read(said[one.name], hints[one.name]) for one in fields(shape)})
    if shape is object:
        return _literal(said)
    if shape is date:
        return date.fromisoformat(said[_DAY])
    if isinstance(shape, type) and issubclass(shape, Enum):
        return shape(said)
    return _read_generic(said, shape)


def _read_generic(said: Any, shape: Any) -> object:  # noqa: ANN401 -- any shape of the module
    origin, inner = get_origin(shape), get_args(shape)
    if origin in (Union, UnionType):
        one = next(each for each in inner if each is not NoneType)
        return None if said is None else _read(said, one)
    if origin is tuple:
        return tuple(_read(each, inner[0]) for each in said)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _read(each, inner[1]) for key, each in said}
    if not isinstance(said, shape):
        raise TypeError(said)
    return said


def _literal(said: object) -> object:
    if isinstance(said, Mapping):
        return date.fromisoformat(said[_DAY]) if _DAY in said else Fraction(said[_SHARE])
    return tuple(_literal(one) for one in said) if isinstance(said, list) else said
