"""Answers which papers a filing needs, which it has, which lists prove, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from doudi.casework.catalogue import paper_title, papers
from doudi.casework.models import Application, Filing, FilingPaper, SupplementNotice
from doudi.casework.rules.papers import Need, Somebody, needs
from doudi.casework.selectors.fitting import facts_of
from doudi.casework.selectors.progress import procedure_of
from doudi.casework.states import Held
from doudi.exchange.selectors.people import records_of_person
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.tokens import Token
from doudi.procedures.following import first_step
from doudi.registry.models import Identity, Person


@dataclass(frozen=True, slots=True)
class Proof:
    """The list that proves a paper: its code, its title, its month."""

    source: str
    title: str
    period: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper a filing needs: of whom, and how it is there if it is.

    `proof` is a list that proves it though nobody has recorded that yet; `is_asked` says whether it may still
    be asked for, after the one notice only what that names.
    """

    need: Need
    title: str
    who: str
    held: FilingPaper | None
    proof: Proof | None
    may_promise: bool
    is_asked: bool

    @property
    def key(self) -> str:
        """Return what a form calls it by."""
        return f"{self.need.code}:{self.need.person or ''}"

    @property
    def is_there(self) -> bool:
        """Say whether nothing is to be handed in."""
        return self.held is not None or self.proof is not None

    @property
    def is_missing(self) -> bool:
        """Say whether the application waits for it."""
        return self.is_asked and not self.is_there


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a filing; while a family's circumstances are not on record nobody knows all it needs."""

    lines: Sequence[PaperLine]
    notice: SupplementNotice | None
    waits_for_facts: bool

    @property
    def missing(self) -> list[PaperLine]:
        """Return what is still to be handed in."""
        return [line for line in self.lines if line.is_missing]

    @property
    def saved(self) -> int:
        """Return how many papers nobody has to hand in, because a list or a promise stands in their place."""
        held = (line.held.held if line.held else Held.PROVEN if line.proof else "" for line in self.lines)
        return sum(one in (Held.PROVEN, Held.PROMISED) for one in held)


def papers_of(filing: Filing) -> Papers:
    """Return the papers all applications of a filing need together, each once."""
    applications = list(filing.applications.select_related("procedure"))
    lines = [line for one in applications for line in _needs(filing, one)]
    return _papers(filing, dict.fromkeys(lines), applications)


def papers_for(application: Application) -> Papers:
    """Return the papers one application needs, whoever handed them in for another."""
    return _papers(application.filing, _needs(application.filing, application), [application])


def _codes(application: Application) -> list[str]:
    asked = first_step(procedure_of(application.procedure)).papers
    return [str(code) for code in asked.fixed] if asked and isinstance(asked.fixed, tuple) else []


def _waits_for_facts(filing: Filing, applications: Iterable[Application]) -> bool:
    """Say whether some paper depends on circumstances nobody has put on record."""
    lines = [papers()[code] for one in applications for code in _codes(one) if code in papers()]
    return any(line.needed_if for line in lines) and facts_of(filing.household) is None


def _needs(filing: Filing, application: Application) -> list[Need]:
    codes = _codes(application)
    facts = facts_of(filing.household)
    said: dict[str, Any] = json.loads(facts.facts) if facts else {}
    stated = dict(zip(facts.people, said.get("members", ()), strict=False)) if facts else {}
    living = filing.household.members.filter(valid_to__isnull=True).order_by("id")
    keys = list(living.values_list("person_id", flat=True))
    people = [Somebody(key, stated.get(key, {})) for key in keys]
    subject = application.person_id or filing.applicant_id
    return list(needs(codes, papers(), people, said, subject))


def _papers(filing: Filing, wanted: Iterable[Need], applications: Sequence[Application]) -> Papers:
    notice = SupplementNotice.objects.filter(filing=filing).first()
    named = {(code, person) for code, person in notice.items} if notice else None
    held = {(one.code, one.person_id): one for one in filing.papers.select_related("attachment")}
    listed = list(wanted)
    names = dict(Person.objects.filter(pk__in=[one.person for one in listed]).values_list("pk", "name"))
    proofs = _proofs(filing, [one for one in listed if (one.code, one.person) not in held])
    lines = [
        PaperLine(
            need=one,
            title=paper_title(one.code),
            who=names.get(one.person or 0, ""),
            held=held.get((one.code, one.person)),
            proof=proofs.get(one),
            may_promise=one.code in papers() and papers()[one.code].may_promise,
            is_asked=named is None or (one.code, one.person) in named,
        )
        for one in listed
    ]
    return Papers(lines, notice, _waits_for_facts(filing, applications))


def _proofs(filing: Filing, wanted: Sequence[Need]) -> dict[Need, Proof]:
    """Return which papers a department's published list of the county proves; people are looked up once."""
    lists = {one: papers()[one.code].proven_by for one in wanted if one.code in papers()}
    people = {one.person for one, sources in lists.items() if sources and one.person}
    found = {person: _listed(person, filing.division[:COUNTY_DIGITS]) for person in people}
    return {
        one: proof
        for one, sources in lists.items()
        for proof in found.get(one.person or 0, ())
        if proof.source in sources
    }


def _listed(person: int, county: str) -> list[Proof]:
    pairs = Identity.objects.filter(person=person).values_list("token_high", "token_low")
    records = records_of_person([Token(*pair) for pair in pairs], county)
    return [Proof(one.source.code, one.source.title, one.period) for one in reversed(records)]
