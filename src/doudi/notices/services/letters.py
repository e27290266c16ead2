"""Sends residents letters: a numbered paper, somebody who delivers it, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.documents.services.letters import Letter as Paper
from doudi.documents.services.letters import issue_letter
from doudi.kernel.counting import Unit
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.notices.catalogue import delivering
from doudi.notices.models import Letter
from doudi.notices.selectors.letters import DELIVER, SUBJECT
from doudi.regions.selectors import division_names
from doudi.regions.states import Level
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask, open_tasks

WRITTEN = "resident_letter"
TEXT_LENGTH = 10


class NobodyAddressed(Refusal):
    """A letter goes to nobody."""

    def __init__(self) -> None:
        super().__init__("请写明收信人。", field="addressee")


class NothingWritten(Refusal):
    """A letter says nothing."""

    def __init__(self) -> None:
        super().__init__(f"正文不少于 {TEXT_LENGTH} 个字，写清要告知什么、请对方做什么。", field="body")


class NoPlace(Refusal):
    """Nobody would deliver it: the letter goes to no township or village."""

    def __init__(self) -> None:
        super().__init__("请选收信人所在的乡镇或村，送达由那里的人办。", field="division")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to, and the division whose officers deliver it."""

    name: str
    division: str
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ToSend:
    """A letter to be sent: of which kind of paper, about what, with what goes into its fields.

    `subject` is the kind and key of a thing `common.about` knows; a thing gets one letter of a kind. Where
    somebody may ask for review of what it says, delivery starts that clock.
    """

    kind: str
    key: str
    to: Addressee
    values: Mapping[str, str] = field(repr=False)
    subject: tuple[str, str] = ("", "")
    is_open_to_review: bool = False


@transaction.atomic
def send_letter(wanted: ToSend, *, by: User, at: datetime) -> Letter:
    """Issue a letter and have it delivered by the township of its addressee, on a clock.

    The same kind for the same key again returns the letter that was sent.
    """
    if not wanted.to.name.strip():
        raise NobodyAddressed
    if len(wanted.to.division) < TOWNSHIP_DIGITS:
        raise NoPlace
    county = wanted.to.division[:COUNTY_DIGITS]
    values = {
        "addressee": wanted.to.name,
        "office": office_of(county),
        "day": day_in_words(at),
        **wanted.values,
    }
    paper = issue_letter(
        Paper(wanted.kind, county, wanted.key, values, to=wanted.to.division[:TOWNSHIP_DIGITS]), by=by, at=at
    )
    if standing := Letter.objects.filter(paper=paper).first():
        return standing
    letter = Letter.objects.create(
        paper=paper,
        division=wanted.to.division,
        subject_kind=wanted.subject[0],
        subject_id=wanted.subject[1],
        addressee=wanted.to.name.strip(),
        address=wanted.to.address.strip(),
        phone=wanted.to.phone.strip(),
        is_open_to_review=wanted.is_open_to_review,
        sent_by=by,
        sent_at=at,
    )
    have_delivered(letter, Act(at, by))
    record("notices.letter_sent", letter, by=by, at=at, number=paper.number)
    return letter


@transaction.atomic
def write_letter(
    to: Addressee, *, title: str, body: str, by: User, at: datetime, once: UUID | None = None
) -> Letter:
    """Write to a resident; the page sent twice sends one letter."""
    claim("notices.letter_sent", once, by=by.pk, at=at)
    if len(body.strip()) < TEXT_LENGTH:
        raise NothingWritten
    values = {"title": title.strip(), "body": body.strip()}
    return send_letter(ToSend(WRITTEN, f"{by.pk}:{once or at.isoformat()}", to, values), by=by, at=at)


def have_delivered(letter: Letter, act: Act) -> None:
    """Open the task to deliver a letter, in the hands of the township of its addressee."""
    on, within = clock.day_of(act.at), delivering().within
    wanted = NewTask(
        kind=DELIVER,
        subject_kind=SUBJECT,
        subject_id=str(letter.pk),
        division=letter.division,
        level=Level.TOWNSHIP,
        owner=Owners(on).of(Level.TOWNSHIP, letter.division),
        clock=Clock(on, within.value, Unit(within.unit)),
    )
    open_tasks([wanted], act)


def office_of(county: str) -> str:
    """Return what the office that writes is called on its letters."""
    return f"{division_names([county]).get(county, '')}民政局"


def day_in_words(at: datetime) -> str:
    """Return the day of a letter as it is written at its foot."""
    day = clock.day_of(at)
    return f"{day.year}年{day.month}月{day.day}日"


def record(
    action: str, letter: Letter, *, by: User | None, at: datetime, reason: str = "", **details: object
) -> None:
    """Write an act on a letter into the trail; nobody named is the system."""
    audit.record(
        action,
        subject_type=SUBJECT,
        subject_id=str(letter.pk),
        by=Act(at, by).actor,
        at=at,
        division=letter.division,
        reason=reason,
        details=details,
    )
