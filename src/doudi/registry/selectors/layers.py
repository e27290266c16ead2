"""Which layer and which poverty class people belong to, now and on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from doudi.common.scope import Scope
from doudi.registry.models import PovertyStatus, Recognition
from doudi.registry.rules.layers import Ground, Statement, layer_on, statement_on
from doudi.registry.rules.listing import WATCHED_CLASSES
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import KEY_CLASSES, Category, Programme

PEOPLE_AT_ONCE = 5000
REGISTER = "建档立卡与监测名册"


def grounds_of(people: Iterable[int]) -> dict[int, list[Ground]]:
    """Return, person by person, every ground there ever was to belong to a layer."""
    wanted = sorted(people)
    found: dict[int, list[Ground]] = {}
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        found |= _grounds(wanted[start : start + PEOPLE_AT_ONCE])
    return found


def _grounds(wanted: Sequence[int]) -> dict[int, list[Ground]]:
    found: dict[int, list[Ground]] = {person: [] for person in wanted}
    spells = (
        valid_enrolments()
        .filter(person__in=wanted)
        .values_list("person_id", "programme", "category", "valid_from", "valid_to")
    )
    for person, programme, category, begins, ends in spells:
        if layer := _layer_of(programme, category):
            found[person].append(Ground(layer, begins, ends))
    recognised = Recognition.objects.filter(person__in=wanted)
    for person, category, begins, ends in recognised.values_list(
        "person_id", "category", "valid_from", "valid_to"
    ):
        found[person].append(Ground(category, begins, ends))
    return found


def _layer_of(programme: str, category: str) -> str:
    if programme in (Programme.TEKUN, Programme.DIBAO):
        return programme
    is_watched = programme == Programme.POVERTY_REGISTER and category in WATCHED_CLASSES
    return Category.MONITORED if is_watched else ""


def people_with_a_layer(scope: Scope) -> set[int]:
    """Return everyone of a scope whom a list or an office ever called of low income."""
    listed = valid_enrolments().filter(scope.q("division")).values_list("person_id", flat=True)
    recognised = Recognition.objects.filter(scope.q("person__division")).values_list("person_id", flat=True)
    return {*listed, *recognised}


def layer_counts(scope: Scope, *, on: date) -> Mapping[str, int]:
    """Return how many people of a scope belong to each layer on a day, everyone once."""
    layers = layers_on(people_with_a_layer(scope), on=on)
    counted = Counter(layer for layer in layers.values() if layer)
    return {layer: counted[layer] for layer in Category.values}


def layers_on(people: Iterable[int], *, on: date) -> dict[int, str]:
    """Return the one layer of each person on a day; '' of none."""
    return {person: layer_on(grounds, on) for person, grounds in grounds_of(people).items()}


def statements_of(people: Iterable[int]) -> dict[int, list[Statement]]:
    """Return what the register and offices ever said of people's poverty class, an office's word after."""
    wanted = sorted(people)
    found: dict[int, list[Statement]] = {}
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        found |= _statements(wanted[start : start + PEOPLE_AT_ONCE])
    return found


def _statements(wanted: Sequence[int]) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = {person: [] for person in wanted}
    spells = valid_enrolments().filter(person__in=wanted, programme=Programme.POVERTY_REGISTER)
    for person, category, begins, ends in spells.values_list(
        "person_id", "category", "valid_from", "valid_to"
    ):
        found[person].append(Statement(category, (), REGISTER, begins, ends))
    said = PovertyStatus.objects.filter(person__in=wanted).order_by("valid_from", "id")
    for person, kind, risks, office, begins, ends in said.values_list(
        "person_id", "poverty_class", "risks", "recognised_by", "valid_from", "valid_to"
    ):
        found[person].append(Statement(kind, tuple(risks), office, begins, ends))
    return found


def key_people(scope: Scope, *, on: date) -> dict[int, str]:
    """Return the people of the three key classes in a scope, each with their one class."""
    listed = valid_enrolments().filter(scope.q("division"), programme=Programme.POVERTY_REGISTER)
    said = PovertyStatus.objects.filter(scope.q("person__division"))
    people = {*listed.values_list("person_id", flat=True), *said.values_list("person_id", flat=True)}
    now = {person: statement_on(every, on) for person, every in statements_of(people).items()}
    return {
        person: held.poverty_class
        for person, held in now.items()
        if held and held.poverty_class in KEY_CLASSES
    }
