"""Takes in what a household asks for: one intake, an application for each thing, all or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.casework.catalogue import applied_for, title_of
from doudi.casework.models import Application, ApplicationStanding, Filing
from doudi.casework.rules.programmes import Whose
from doudi.casework.selectors.progress import progress_of
from doudi.casework.services.binding import bind
from doudi.casework.services.papers import complete
from doudi.casework.services.recording import Happening, add_record
from doudi.casework.services.standing import keep_standing
from doudi.casework.states import RecordKind, Way
from doudi.common import clock
from doudi.common.meanwhile import refused_when_taken
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.documents.services.issuing import take_order
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.procedures.following import first_step
from doudi.registry.models import Household, Person
from doudi.work.services.moves import Act

SHORTEST_REASON = 2
NUMBERED = "applications"


class NothingAskedFor(Refusal):
    """A filing asks for nothing there is, or for the same twice."""

    def __init__(self) -> None:
        super().__init__("请至少选一项要申请的救助，每一项只选一次。", field="wanted")


class NotOfThisHousehold(Refusal):
    """Somebody named does not live in the household today."""

    def __init__(self) -> None:
        super().__init__(
            "申请人和保障对象都要是这户现在的成员。请先在家庭档案里核对成员，再登记申请。", field="applicant"
        )


class PersonMissing(Refusal):
    """A thing is for one person, and nobody is named; or for the household, and somebody is."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”是按人申请的，请选保障对象；按户申请的不选人。", field="wanted")


class ReasonMissing(Refusal):
    """Nobody says why the household applies."""

    def __init__(self) -> None:
        super().__init__("请写明申请理由。", field="reason")


class HelperMissing(Refusal):
    """Somebody applies for another and does not say who they are to one another."""

    def __init__(self) -> None:
        super().__init__("代办的，请写明代办人姓名和与申请人的关系，并上传授权委托书。", field="helper")


class FiledLater(Refusal):
    """The filing day lies ahead."""

    def __init__(self) -> None:
        super().__init__("申请日不能晚于今天。请检查日期。", field="filed_on")


class OpenAlready(Refusal):
    """The same thing is being applied for already."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"这户（人）的“{title}”已有一件正在办理，不能重复申请。请打开那一件继续办。", field="wanted"
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked for; the person where it is for one."""

    programme: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class NewFiling:
    """What a household came to ask for, where, on which day, how, and out of which record."""

    household: Household
    applicant: Person
    wanted: Sequence[Wanted]
    reason: str = field(repr=False)
    filed_on: date
    place: str
    way: Way = Way.OWN
    helper: str = field(default="", repr=False)
    helper_relation: str = ""
    source: tuple[str, str] = ("", "")


@transaction.atomic
def file_applications(new: NewFiling, *, by: User, at: datetime, once: UUID | None = None) -> Filing:
    """Register what a household asks for; every application begins by the procedure of its filing day."""
    claim("casework.applied", once, by=by.pk, at=at)
    _check(new, clock.day_of(at))
    filing = Filing.objects.create(
        household=new.household,
        applicant=new.applicant,
        division=new.household.division,
        place=new.place,
        way=new.way,
        helper=new.helper.strip(),
        helper_relation=new.helper_relation.strip(),
        source_kind=new.source[0],
        source_id=new.source[1],
        reason=new.reason.strip(),
        filed_on=new.filed_on,
        filed_by=by,
        filed_at=at,
    )
    act = Act(at, by)
    made = [_apply(filing, one, act) for one in new.wanted]
    complete(filing, act)
    audit.record(
        "casework.applied",
        subject_type="filing",
        subject_id=str(filing.pk),
        by=by,
        at=at,
        division=filing.division,
        details={"applications": [one.pk for one in made], "way": str(filing.way)},
    )
    return filing


def _check(new: NewFiling, today: date) -> None:
    asked = [(one.programme, one.person.pk if one.person else None) for one in new.wanted]
    if not asked or len(set(asked)) < len(asked) or any(name not in applied_for() for name, _ in asked):
        raise NothingAskedFor
    if len(new.reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing
    if new.filed_on > today:
        raise FiledLater
    if new.way == Way.HELPED and not (new.helper.strip() and new.helper_relation.strip()):
        raise HelperMissing
    living = set(new.household.members.filter(valid_to__isnull=True).values_list("person_id", flat=True))
    named = {new.applicant.pk, *(one.person.pk for one in new.wanted if one.person)}
    if not named <= living:
        raise NotOfThisHousehold
    for one in new.wanted:
        if (applied_for()[one.programme].whose is Whose.PERSON) != (one.person is not None):
            raise PersonMissing(title_of(one.programme))


def _apply(filing: Filing, wanted: Wanted, act: Act) -> Application:
    kind = applied_for()[wanted.programme]
    county = filing.division[:COUNTY_DIGITS]
    with refused_when_taken(lambda: OpenAlready(kind.title)):
        if _is_open(filing, wanted):
            raise OpenAlready(kind.title)
        year = filing.filed_on.year
        made = Application.objects.create(
            filing=filing,
            programme=wanted.programme,
            person=wanted.person,
            number=f"{county}-{year}-{take_order(county, NUMBERED, year):05d}",
            division=filing.division,
            procedure=bind(kind.procedure, filing.division, on=filing.filed_on, at=act.at),
        )
        _begin(made, act)
    return made


def _is_open(filing: Filing, wanted: Wanted) -> bool:
    same = ApplicationStanding.objects.filter(programme=wanted.programme, outcome="")
    if wanted.person is not None:
        return same.filter(person=wanted.person).exists()
    return same.filter(household=filing.household, person__isnull=True).exists()


def _begin(application: Application, act: Act) -> None:
    """Enter the first step; once no paper is missing, the household has applied."""
    progress = progress_of(application, on=clock.day_of(act.at))
    first, day = first_step(progress.procedure), application.filing.filed_on
    add_record(application, RecordKind.ENTERED, Happening(first.name, day), Act(act.at))
    keep_standing(progress_of(application, on=clock.day_of(act.at)), act)
