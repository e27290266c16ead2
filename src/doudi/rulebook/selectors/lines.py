"""Answers which low-income families have to be looked at again because the line they were judged by moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from doudi.common.scope import Scope
from doudi.policy.book import Book, Chosen
from doudi.policy.saying import day_text, show_value
from doudi.registry.models import Recognition
from doudi.registry.states import Category
from doudi.rulebook.catalogue import book
from doudi.rulebook.rules.sameness import is_same_value
from doudi.rulebook.selectors.places import region_of

NEAR_LINE = (
    "near_dibao.multiple",
    "near_dibao.wage_ceiling",
    "near_dibao.asset_months",
    "near_dibao.vehicle_price_cap",
    "dibao.standard_urban",
    "dibao.standard_rural",
)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A recognition older than a line it rests on, and what moved."""

    recognition: Recognition
    because: str


def near_dibao_to_review(scope: Scope, on: date) -> list[Overtaken]:
    """Return the families on the edge of dibao recognised before a line they were judged by moved."""
    known = book()
    live = Recognition.objects.filter(
        scope.q("person__division"), category=Category.NEAR_DIBAO, valid_from__lte=on
    ).exclude(valid_to__lte=on)
    found = []
    for recognition in live.select_related("person").order_by("valid_from", "id"):
        moved = list(_moved(recognition, on, known))
        if moved:
            found.append(Overtaken(recognition, "；".join(moved)))
    return found


def _moved(recognition: Recognition, on: date, known: Book) -> Iterator[str]:
    """Yield the lines that another value holds for now than on the day of recognition."""
    region = region_of(recognition.person.division)
    then, now = known.parameters(region, recognition.valid_from), known.parameters(region, on)
    for key in NEAR_LINE:
        if key in now and _differ(then.get(key), now[key]):
            yield _sentence(known, now[key])


def _differ(then: Chosen | None, now: Chosen) -> bool:
    return then is None or not is_same_value(then.value, now.value)


def _sentence(known: Book, now: Chosen) -> str:
    definition = known.definitions[now.key]
    shown = show_value(definition, now.value)
    return f"{definition.label}自{day_text(now.begins)}起为{shown}（{now.document}{now.article}）"
