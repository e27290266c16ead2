"""Reads the rules and values of this installation: the files, with the approved changes laid over them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from doudi.policy.book import Book, Overlay, load_book
from doudi.procedures.inheriting import Procedures, load_procedures
from doudi.rulebook.models import ProposedValue
from doudi.rulebook.states import ProposalStatus

_KEPT = 8  # the current book, and a few of the past that old sheets are looked up in

Line = tuple[str, str, date, date | None, str]


def book(at: datetime | None = None) -> Book:
    """Return the book with every approved change; with `at`, as it was known at that moment.

    A value approved later that reaches back does not show in the book of an earlier moment, so that an old
    sheet can always be made again.
    """
    return _laid_over(settings.DOUDI_POLICIES, _approved(at))


def file_book() -> Book:
    """Return the book as the files have it, without this installation's own changes."""
    return _read(settings.DOUDI_POLICIES)


def procedures() -> Procedures:
    """Return the procedures as the files have them; their amounts are parameters of the book."""
    return _procedures(settings.DOUDI_POLICIES)


def forget() -> None:
    """Read the files anew at the next question: for whoever changes them while the program runs."""
    _procedures.cache_clear()
    _read.cache_clear()
    _laid_over.cache_clear()


def written_of(value: ProposedValue) -> Mapping[str, Any]:
    """Return a proposed value as a values file writes it, without its dates."""
    said: dict[str, Any] = {"value": value.written}
    said |= {"unit": value.unit} if value.unit else {}
    said |= {"document": value.document, "article": value.article, "verified": True}
    return said | ({"note": value.note} if value.note else {})


def overlay_of(value: ProposedValue) -> Overlay:
    """Return a proposed value as the book lays it over the files."""
    return Overlay(value.region, value.key, value.begins, value.ends, written_of(value))


def _approved(at: datetime | None) -> tuple[Line, ...]:
    approved = ProposedValue.objects.filter(proposal__status=ProposalStatus.APPROVED)
    if at is not None:
        approved = approved.filter(proposal__decided_at__lte=at)
    return tuple(
        (value.region, value.key, value.begins, value.ends, json.dumps(written_of(value), ensure_ascii=False))
        for value in approved.order_by("proposal__decided_at", "id")
    )


@lru_cache(maxsize=2)
def _read(folder: Path) -> Book:
    return load_book(folder)


@lru_cache(maxsize=2)
def _procedures(folder: Path) -> Procedures:
    return load_procedures(folder, _read(folder))


@lru_cache(maxsize=_KEPT)
def _laid_over(folder: Path, lines: tuple[Line, ...]) -> Book:
    overlays = [
        Overlay(region, key, begins, ends, json.loads(said)) for region, key, begins, ends, said in lines
    ]
    return _read(folder).with_values(overlays) if overlays else _read(folder)
