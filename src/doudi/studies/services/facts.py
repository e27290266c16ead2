"""Records what families stated; a correction is a new sheet, the old one stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.common.rows import ROWS_AT_ONCE, save_rows
from doudi.formulas.unknown import is_open
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.assessment import assess
from doudi.policy.book import Book
from doudi.policy.stating import FactsWrong, Wrong, family_rows
from doudi.studies.models import FactSheet
from doudi.studies.states import FactSource

DIBAO, PROOF_ASKED = "DIBAO", "claims_without_proof"
CLAIMS: Mapping[str, tuple[str, ...]] = {
    "illness_proof": ("illness_cost_fen", "illness_cost_year_fen"),
    "disability_proof": ("disability_cost_fen",),
    "study_proof": ("study_cost_fen", "study_cost_year_fen"),
    "epidemic_proof": ("epidemic_cost_fen",),
}
BASIC = frozenset({"area_kind", "relation", "born_on"})  # without these no rule can say anything


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What one family states: the members' people by their order, None for who is not in the registry."""

    household: int
    division: str
    facts: Mapping[str, Any]
    people: Sequence[int | None]
    assessed_on: date


def wrongs_in(rules: Book, region: str, stated: Mapping[str, Any], on: date) -> Sequence[Wrong]:
    """Return what cannot be taken of a family's facts, each with its place.

    A deduction claimed without the paper that proves it is not taken where the region asks for papers.
    """
    try:
        family_rows(rules.facts, BASIC, on, stated)
    except FactsWrong as error:
        return error.wrongs
    return tuple(_claims_without_proof(rules, region, stated, on))


def _claims_without_proof(rules: Book, region: str, stated: Mapping[str, Any], on: date) -> Iterator[Wrong]:
    programme = rules.programmes.get(DIBAO)
    if programme is None or PROOF_ASKED not in programme.steps:
        return
    try:
        found = assess(rules, DIBAO, region[:COUNTY_DIGITS], on, stated).values
    except FactsWrong:
        return
    asked = found.get(PROOF_ASKED)
    if is_open(asked) or not asked:
        return
    for number, member in enumerate(stated["members"], start=1):
        for proof, claims in CLAIMS.items():
            claimed = [rules.facts[claim].label for claim in claims if member.get(claim)]
            if claimed and not member.get(proof):
                reason = f"“{claimed[0]}”没有凭证，不能登记扣减。请补凭证，或删去这项支出"
                yield Wrong(f"members[{number}].{proof}", reason)


@transaction.atomic
def record_sheets(sheets: Sequence[NewSheet], *, source: FactSource, by: Actor, at: datetime) -> int:
    """Record families' facts, checked before; return how many are new.

    A family that states the same for the same day again is passed over; the last of several is kept.
    """
    wanted = {sheet.household: sheet for sheet in sheets}
    held = {one.household_id: one for one in _in_force(wanted)}
    digests = {household: digest_of_facts(sheet) for household, sheet in wanted.items()}
    fresh = {
        household: sheet
        for household, sheet in wanted.items()
        if household not in held or held[household].digest != digests[household]
    }
    outdated = [held[household] for household in fresh if household in held]
    for one in outdated:
        one.superseded_at = at
    save_rows(outdated, ["superseded_at"], recorded_as="rulebook.facts_recorded")
    made = [
        _row(sheet, digests[household], source=source, by=by, at=at) for household, sheet in fresh.items()
    ]
    FactSheet.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
    _record(list(fresh.values()), source=source, by=by, at=at)
    return len(fresh)


def digest_of_facts(sheet: NewSheet) -> str:
    """Return a keyed name for what a family states, so that nobody can guess facts from it."""
    content = json.dumps([sheet.assessed_on.isoformat(), sheet.division, sheet.facts], sort_keys=True)
    digest = hmac.HMAC(ring().digest, hashes.SM3())
    digest.update(content.encode())
    return digest.finalize().hex()


def _row(sheet: NewSheet, digest: str, *, source: FactSource, by: Actor, at: datetime) -> FactSheet:
    return FactSheet(
        household_id=sheet.household,
        division=sheet.division,
        assessed_on=sheet.assessed_on,
        facts=json.dumps(sheet.facts, ensure_ascii=False, sort_keys=True),
        people=list(sheet.people),
        digest=digest,
        source=source,
        recorded_by=by.username,
        recorded_at=at,
    )


def _in_force(households: Iterable[int]) -> Iterable[FactSheet]:
    ids = sorted(households)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        yield from FactSheet.objects.select_for_update().filter(
            household__in=ids[start : start + ROWS_AT_ONCE], superseded_at__isnull=True
        )


def _record(sheets: Sequence[NewSheet], *, source: FactSource, by: Actor, at: datetime) -> None:
    counties: dict[str, int] = {}
    for sheet in sheets:
        county = sheet.division[:COUNTY_DIGITS]
        counties[county] = counties.get(county, 0) + 1
    for county, count in sorted(counties.items()):
        audit.record(
            "rulebook.facts_recorded",
            subject_type="fact_sheets",
            subject_id=county,
            by=by,
            at=at,
            division=county,
            details={"households": count, "source": str(source)},
        )
