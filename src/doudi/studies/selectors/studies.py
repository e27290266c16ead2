"""Answers questions about families' facts and what-if studies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from doudi.common.scope import Scope
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.book import Book
from doudi.policy.saying import show_value
from doudi.policy.values import parse_value
from doudi.registry.models import HouseholdMember, Person
from doudi.registry.states import Relation
from doudi.rulebook.catalogue import book, overlay_of
from doudi.rulebook.models import Proposal
from doudi.rulebook.rules.digests import digest_of
from doudi.studies.models import FactSheet, StudyLine, WhatIfStudy
from doudi.studies.rules.simulation import Scene, Tally, Told, changed_book
from doudi.studies.states import Effect


def sheets_within(scope: Scope) -> QuerySet[FactSheet]:
    """Return the fact sheets in force of families seated within a scope."""
    return FactSheet.objects.filter(scope.q("division"), superseded_at__isnull=True)


def sheets_of_region(region: str) -> QuerySet[FactSheet]:
    """Return the fact sheets in force of a region, in a fixed order."""
    return FactSheet.objects.filter(division__startswith=region, superseded_at__isnull=True).order_by("id")


def studies_within(scope: Scope) -> QuerySet[WhatIfStudy]:
    """Return the studies of regions within a scope, newest first."""
    return WhatIfStudy.objects.filter(scope.q("region")).select_related("requested_by")


def told_families(sheets: QuerySet[FactSheet]) -> Iterator[Told]:
    """Yield the families of sheets as the simulation takes them, keyed by the sheet."""
    for sheet in sheets.iterator(chunk_size=1000):
        yield Told(str(sheet.pk), sheet.division, json.loads(sheet.facts))


def scene_of(study: WhatIfStudy) -> Scene:
    """Return what a study compares: the rules as they stand, and with its changes."""
    base = book()
    if study.proposal_id:
        changed = base.with_values([overlay_of(value) for value in _values_of(study.proposal_id)])
    else:
        changed = changed_book(base, study.region, study.on, study.changes)
    return Scene(base, changed, study.programmes, study.region, study.on)


def _values_of(proposal: int) -> Sequence[Any]:
    return list(Proposal.objects.get(pk=proposal).values.order_by("begins", "id"))


def fingerprint_of(study: WhatIfStudy) -> str:
    """Return a name for everything a study rests on: facts, the rules as they stand, what is changed."""
    scene = scene_of(study)
    digests = list(sheets_of_region(study.region).values_list("division", "digest"))
    keys = frozenset().union(*(scene.base.programmes[code].parameters for code in study.programmes))
    places = sorted({study.region, *(division[:COUNTY_DIGITS] for division, _ in digests)})
    return digest_of(
        [
            [study.region, study.on, study.programmes],
            sorted(digest for _, digest in digests),
            *(_values_at(scene.base, place, study.on, keys) for place in places),
            *(_values_at(scene.changed, place, study.on, keys) for place in places),
        ]
    )


def _values_at(rules: Book, region: str, on: date, keys: frozenset[str]) -> list[Any]:
    chosen = rules.parameters(region, on)
    return [[key, chosen[key].region, chosen[key].written] for key in sorted(keys) if key in chosen]


def is_stale(study: WhatIfStudy) -> bool:
    """Say whether facts, rules or changes are no longer those a finished study rests on."""
    return bool(study.fingerprint) and study.fingerprint != fingerprint_of(study)


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One changed value in words."""

    label: str
    before: str
    after: str


def changes_shown(study: WhatIfStudy, scene: Scene) -> list[ChangeShown]:
    """Return what a study changes, before and after."""
    now = scene.base.parameters(study.region, study.on)
    shown = []
    for change in study.changes:
        definition = scene.base.definitions[change["key"]]
        value = parse_value(definition, change["value"], change.get("unit", ""))
        held = now.get(change["key"])
        before = show_value(definition, held.value) if held else "没有设定"
        shown.append(ChangeShown(definition.label, before, show_value(definition, value)))
    return shown


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme's totals with its title and unit."""

    code: str
    title: str
    unit: str
    total: Tally
    lacking: str
    unset: str

    @property
    def is_touched(self) -> bool:
        """Whether anybody has it before or after."""
        return bool(self.total.before or self.total.after)

    @property
    def waiting_words(self) -> str:
        """Say how many could not be counted, a fact of theirs or a value of law not being known."""
        return f"{self.title}：有 {self.total.waiting:,} {self.unit}还有情况没问清，没有算进来。{self.unset}"


def programme_lines(study: WhatIfStudy, rules: Book) -> list[ProgrammeLine]:
    """Return a study's totals by programme, those that change first."""
    lines = []
    for code, said in study.tally.get("programmes", {}).items():
        total = Tally()
        for part in said["towns"].values():
            total.add(Tally(**part))
        title = rules.programmes[code].title if code in rules.programmes else code
        unit = "人" if said["by_person"] else "户"
        lines.append(ProgrammeLine(code, title, unit, total, said["lacking"], said.get("unset", "")))
    return sorted(lines, key=lambda one: (bool(one.lacking), -one.total.before_fen))


def town_tallies(study: WhatIfStudy) -> Mapping[str, Tally]:
    """Return a study's totals by township over the programmes that pay; over all of them if none does."""
    said = list(study.tally.get("programmes", {}).values())
    paying = [
        one for one in said if any(part["before_fen"] or part["after_fen"] for part in one["towns"].values())
    ]
    towns: dict[str, Tally] = {}
    for one in paying or said:
        for code, part in one["towns"].items():
            towns.setdefault(code, Tally()).add(Tally(**part))
    return dict(sorted(towns.items()))


def losers_of(study: WhatIfStudy, scope: Scope) -> QuerySet[StudyLine]:
    """Return those a study takes something from, within a scope, the largest loss first.

    Whose mere recognition ends because a programme that pays takes the family in loses nothing.
    """
    lines = study.lines.filter(scope.q("division"), effect__in=(Effect.OUT, Effect.DOWN))
    taken_in = study.lines.filter(sheet=OuterRef("sheet"), effect=Effect.IN, after_fen__gt=0)
    return (
        lines.exclude(Exists(taken_in), effect=Effect.OUT, before_fen=0)
        .select_related("sheet")
        .defer("sheet__facts")
        .order_by("-effect", F("after_fen") - F("before_fen"), "id")
    )


def names_of_lines(lines: Sequence[StudyLine]) -> Mapping[int, str]:
    """Return, by line, the name of the member it is about, else of the family's head."""
    heads = heads_of([line.sheet.household_id for line in lines])
    people = {line.pk: _person_of(line) for line in lines}
    names = dict(Person.objects.filter(pk__in=[pk for pk in people.values() if pk]).values_list("pk", "name"))
    return {
        line.pk: names.get(people[line.pk] or 0) or heads.get(line.sheet.household_id, "") for line in lines
    }


def _person_of(line: StudyLine) -> int | None:
    known = line.sheet.people
    return known[line.member - 1] if line.member and line.member <= len(known) else None


def heads_of(households: Sequence[int]) -> Mapping[int, str]:
    """Return the name of each household's head."""
    members = HouseholdMember.objects.filter(household__in=households, valid_to__isnull=True)
    found: dict[int, str] = {}
    for member in members.select_related("person").order_by("household_id", "id"):
        if member.household_id not in found or member.relation == Relation.HEAD:
            found[member.household_id] = member.person.name
    return found
