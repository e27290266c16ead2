"""Orders rows in the database, alike on both, no two rows in one place, and finds what lies beside one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, CharField, Expression, F, Func, IntegerField, Q, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.sql.compiler import SQLCompiler

from doudi.common.lists.declaring import By, Rows

STAMP = "in_order_"


class Side(Protocol):
    """Says what is true of rows on one side of a value."""

    def __call__(self, name: str, value: object, *, descending: bool) -> Q:
        """Return the condition."""


class ByCodePoint(Func):
    """A text that both databases order alike: by code point, whatever the collation of the installation."""

    arity = 1
    output_field = CharField()

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, Any]:
        """Write the text with the collation that compares bytes."""
        collation = '"C"' if connection.vendor == "postgresql" else "BINARY"
        said = template or f"(%(expressions)s) COLLATE {collation}"
        return super().as_sql(compiler, connection, function, said, arg_joiner, **extra_context)


def by_code_point(name: str) -> Expression:
    """Return a field of texts to order by; initials before names, so that names stand by their reading."""
    return ByCodePoint(F(name))


def by_rank(name: str, values: Sequence[str]) -> Expression:
    """Return a field of codes to order by where its values stand in a table; others come last."""
    places = (When(**{name: value}, then=Value(place)) for place, value in enumerate(values))
    return Case(*places, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Term:
    """One thing rows are ordered by; what is not known stands last, whichever way."""

    by: By
    descending: bool = False

    def order(self, *, backwards: bool = False) -> OrderBy:
        """Return the order of the database; backwards it is its mirror, blanks first."""
        found = F(self.by) if isinstance(self.by, str) else self.by
        blanks = {"nulls_first": True} if backwards else {"nulls_last": True}
        return OrderBy(found, descending=self.descending != backwards, **blanks)


def in_order(rows: Rows, terms: Sequence[Term]) -> Rows:
    """Return rows in order; the key comes last, so that no two stand in one place."""
    return rows.order_by(*(term.order() for term in terms), "pk")


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a row in a list, and where in it the row stands; `place` is 0 for one not in it."""

    before: Any
    after: Any
    place: int
    total: int


def beside(everything: Rows, rows: Rows, terms: Sequence[Term], pk: object) -> Beside | None:
    """Return what lies beside a row; None where the reader's list has no such row at all.

    `rows` are the filtered part of `everything`: a row that was answered may have left it and still knows
    what comes next.
    """
    names = [f"{STAMP}{number}" for number in range(len(terms))]
    stamps = {n: F(t.by) if isinstance(t.by, str) else t.by for n, t in zip(names, terms, strict=True)}
    at = everything.filter(pk=pk).annotate(**stamps).order_by().values(*names).first()
    if at is None:
        return None
    keyed = [*((n, t.descending, at[n]) for n, t in zip(names, terms, strict=True)), ("pk", False, pk)]
    stamped = rows.annotate(**stamps)
    later, sooner = stamped.filter(_beyond(keyed, _after)), stamped.filter(_beyond(keyed, _before))
    back = sooner.order_by(*(term.order(backwards=True) for term in terms), "-pk")
    return Beside(
        before=back.values_list("pk", flat=True).first(),
        after=in_order(later, terms).values_list("pk", flat=True).first(),
        place=sooner.count() + 1 if rows.filter(pk=pk).exists() else 0,
        total=rows.count(),
    )


def _beyond(keyed: Sequence[tuple[str, bool, Any]], side: Side) -> Q:
    found, same = Q(pk__in=()), Q()
    for name, descending, value in keyed:
        found |= same & side(name, value, descending=descending)
        same &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return found


def _after(name: str, value: object, *, descending: bool) -> Q:
    if value is None:
        return Q(pk__in=())
    later = Q(**{f"{name}__{'lt' if descending else 'gt'}": value})
    return later | Q(**{f"{name}__isnull": True})


def _before(name: str, value: object, *, descending: bool) -> Q:
    if value is None:
        return Q(**{f"{name}__isnull": False})
    return Q(**{f"{name}__{'gt' if descending else 'lt'}": value})
