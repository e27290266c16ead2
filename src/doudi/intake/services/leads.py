"""Takes leads from the ground: what somebody saw, of whom, how pressing it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.keys import ring
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.documents.services.attachments import About, Given, attach
from doudi.intake.catalogue import ways
from doudi.intake.models import HomeCheck, Lead
from doudi.intake.selectors.checks import CHECK, Who
from doudi.intake.services.checks import Wanted, check_for, days_from, join, record
from doudi.intake.states import LeadSource, Urgency
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.identity import read_number
from doudi.kernel.tokens import Token, token_of
from doudi.registry.models import Person
from doudi.registry.selectors import people_by_token
from doudi.work.services.moves import Act

WORDS_LENGTH = 4
LEAD = "LEAD"
RECORDED = "intake.lead_recorded"


class NobodyNamed(Refusal):
    """A lead is about somebody, and does not say whom."""

    def __init__(self) -> None:
        super().__init__("请写姓名；不知道姓名的写称呼，例如“村口独居老人”。", field="name")


class NumberWrong(Refusal):
    """A number was typed that is none."""

    def __init__(self) -> None:
        super().__init__("身份证号码不对，请核对；不知道的可以不填。", field="number")


class NothingSeen(Refusal):
    """A lead does not say what was seen."""

    def __init__(self) -> None:
        super().__init__("请勾选看到的情形，并写几句情况（不少于 4 个字）。", field="words")


class SeenAhead(Refusal):
    """Something is said to be seen on a day that has not come."""

    def __init__(self) -> None:
        super().__init__("发现日不能晚于今天。", field="seen_on")


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw; `person` is who was picked from the registry, else name and number are as told."""

    division: str
    source: str
    grounds: Collection[str]
    words: str
    urgency: str
    seen_on: date
    person: Person | None = None
    name: str = ""
    number: str = ""
    told_by: str = ""
    photos: Sequence[Given] = ()


@transaction.atomic
def record_lead(seen: Seen, *, act: Act, once: UUID | None = None) -> tuple[Lead, HomeCheck]:
    """Record a lead; it joins the family's open check, or a check is sent out to the village at once."""
    by = act.by
    assert by is not None  # noqa: S101 -- a lead is recorded by an officer
    claim(RECORDED, once, by=by.pk, at=act.at)
    today = clock.day_of(act.at)
    token = _token(seen, today)
    person = seen.person or _known(token, seen.division[:COUNTY_DIGITS])
    lead = Lead.objects.create(
        region=seen.division[:COUNTY_DIGITS],
        division=seen.division,
        person=person,
        token_high=token.high if token else None,
        token_low=token.low if token else None,
        name=seen.person.name if seen.person else seen.name.strip(),
        number=read_number(seen.number).number or "",
        source=LeadSource(seen.source),
        grounds=[code for code in ways().grounds if code in seen.grounds],
        words=seen.words.strip(),
        urgency=Urgency(seen.urgency),
        told_by=seen.told_by.strip(),
        seen_on=seen.seen_on,
        recorded_by=by,
        recorded_at=act.at,
    )
    _told(RECORDED, lead, act)
    check = _check_of(lead, Who(person, token), act)
    for photo in seen.photos:
        attach(About(CHECK, str(check.pk), check.division), photo, by=by, at=act.at)
    return lead, check


def _token(seen: Seen, today: date) -> Token | None:
    """Return the number's token, None where none was told; refuse what does not make a lead."""
    if not seen.grounds or len(seen.words.strip()) < WORDS_LENGTH:
        raise NothingSeen
    if seen.seen_on > today:
        raise SeenAhead
    if seen.person is None and not seen.name.strip():
        raise NobodyNamed
    if seen.person is not None or not seen.number.strip():
        return None
    number = read_number(seen.number, today).number
    if number is None:
        raise NumberWrong
    return token_of(ring().token, number)


def _known(token: Token | None, county: str) -> Person | None:
    """Return who of the county has a number that was typed though the registry knows it."""
    found = people_by_token([token]).get(token) if token else None
    return found if found is not None and found.division.startswith(county) else None


def _check_of(lead: Lead, who: Who, act: Act) -> HomeCheck:
    days = ways().lead_days[lead.urgency]
    made_by = days_from(clock.day_of(act.at), days)
    check = check_for(Wanted(who, lead.region, lead.division, made_by, LEAD), act)
    join(check, lead, act)
    record("intake.check_joined", check, act, lead=lead.pk)
    return check


def _told(action: str, lead: Lead, act: Act) -> None:
    assert act.by is not None  # noqa: S101 -- as above
    audit.record(
        action,
        subject_type="lead",
        subject_id=str(lead.pk),
        by=act.by,
        at=act.at,
        division=lead.division,
        details={"source": lead.source, "urgency": lead.urgency},
    )
