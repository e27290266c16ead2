"""Walks an application of a test to where it is wanted."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, date, datetime, timedelta

from doudi.casework.models import Application, ApplicationStanding
from doudi.casework.selectors.papers import papers_of
from doudi.casework.services.filing import NewFiling, Wanted, file_applications
from doudi.casework.services.opining import NewOpinion, give_opinion
from doudi.casework.services.papers import hand_in
from doudi.casework.services.publishing import Posting, post_application
from doudi.casework.services.recording import Happening, go_on, record
from doudi.casework.states import Verdict
from doudi.casework.tests.families import family
from doudi.documents.services.attachments import Given
from doudi.publicity.services.posting import end_notices
from doudi.registry.models import Household
from doudi.work.services.moves import Act
from tests.county import COUNTY, EAST, VILLAGE, County

MONDAY = date(2026, 11, 2)
TEXT = "家庭收入低于标准，拟同意"


def on(day: date) -> datetime:
    """Return nine in the morning of a day."""
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


def step(made: Application) -> str:
    """Return the step where an application stands."""
    return ApplicationStanding.objects.get(application=made).step


def applied(county: County, household: Household | None = None, day: date = MONDAY) -> Application:
    """Return a dibao application just taken in at the counter."""
    household = household or family()
    assert household.head is not None
    new = NewFiling(household, household.head, [Wanted("DIBAO")], "家里收入少，有病人", day, EAST)
    filing = file_applications(new, by=county.people["east"], at=on(day))
    made = filing.applications.get()
    hand_in_all(county, made, day)
    return made


def at_survey_end(county: County, made: Application, day: date = MONDAY) -> Application:
    """Accept an application, survey the family, go on to the preliminary opinion."""
    act = Act(on(day), county.people["east"])
    for event in ("ACCEPTED", "SURVEY_STARTED", "SURVEY_DONE"):
        record(made, Happening(event, day), act=act)
    go_on(made, "PRELIMINARY", on=day, act=act)
    return made


def at_decision(county: County, made: Application | None = None, day: date = MONDAY) -> Application:
    """Take an application through its publicity to where it is decided, eight days later."""
    east, officer = county.people["east"], county.people["county"]
    made = at_survey_end(county, made or applied(county, day=day), day)
    agreed = NewOpinion("PRELIMINARY", Verdict.AGREE, TEXT, day)
    give_opinion(made, agreed, act=Act(on(day), east))
    post_application(made, Posting("PUBLICITY_BEGUN", VILLAGE, "村务公开栏"), by=east, at=on(day))
    late = day + timedelta(days=8)
    end_notices(COUNTY, at=on(late))
    record(made, Happening("SUBMITTED", late), act=Act(on(late), officer))
    give_opinion(made, NewOpinion("OPINION", Verdict.AGREE, TEXT, late), act=Act(on(late), officer))
    return made


def hand_in_all(county: County, made: Application, day: date) -> None:
    """Hand in every paper the filing of an application still lacks."""
    filing, act = made.filing, Act(on(day), county.people["east"])
    for number, line in enumerate(papers_of(filing).missing):
        hand_in(filing, line.need, Given(f"{number}.png", picture(number)), act=act)


def picture(number: int) -> bytes:
    """Return a picture of one dot that is like no other."""
    dot = bytes((0, number % 256, number // 256, 128))
    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(dot)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
