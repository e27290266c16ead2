"""A clock is extended once, in time, on a ground of its law; every later date and the applicant follow."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.utils.html import escape
from pytest_django import Settings

from doudi.audit.models import Entry
from doudi.casework.models import Application, ApplicationStanding
from doudi.casework.selectors.progress import progress_of
from doudi.casework.services.extending import (
    Extension,
    NoGroundOfLaw,
    NotToBeExtended,
    WhyExtended,
    extend,
)
from doudi.casework.services.recording import Happening, NotYourStep, record
from doudi.casework.services.withdrawing import withdraw
from doudi.casework.tests.families import deciding_county
from doudi.casework.tests.walking import MONDAY, applied, at_survey_end, on
from doudi.notices.models import Letter
from doudi.work.models import Task
from doudi.work.services.moves import Act
from tests.county import County, logged_in

# counted by hand from Monday 2026-11-02: thirty working days end on 12-14; the forty-fifth is the fourth of
# 2027, whose holidays are not announced: the first rests, the second and third are a weekend
LAST, EXTENDED_TO = date(2026, 12, 14), date(2027, 1, 5)
ASKED = Extension("total", "HARD_TO_SURVEY", "家里人在外省，收入要发函核实")


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path
    return deciding_county()


def accepted(county: County) -> Application:
    """Return an application that was accepted on Monday and whose survey is over."""
    return at_survey_end(county, applied(county))


def total(made: Application, day: date) -> date:
    """Return the last day of the whole way as it is counted on a day."""
    made = Application.objects.get(pk=made.pk)
    return next(one.due.on for one in progress_of(made, on=day).deadlines if one.clock.name == "total")


def test_an_extension_moves_the_last_day_the_duty_and_the_list_and_is_told(county: County) -> None:
    east, made = county.people["east"], accepted(county)
    assert total(made, MONDAY) == LAST

    extend(made, ASKED, act=Act(on(LAST), east))

    assert total(made, LAST) == EXTENDED_TO
    assert ApplicationStanding.objects.get(application=made).due_on == EXTENDED_TO
    assert Task.objects.get(subject_kind="application", state="OPEN").due_on == EXTENDED_TO
    letter = Letter.objects.get(subject_kind="application", subject_id=str(made.pk))
    assert letter.addressee == "陈大文"
    assert Task.objects.get(kind="letter_delivery").due_on == date(2026, 12, 17)
    entry = json.loads(Entry.objects.get(action="casework.extended").details)
    assert (entry["before"], entry["after"]) == ("2026-12-14", "2027-01-05")


def test_it_is_refused_late_twice_without_ground_or_reason_and_from_other_hands(county: County) -> None:
    east, made = county.people["east"], accepted(county)
    act = Act(on(MONDAY), east)
    wrong = [
        (Extension("opinion", "HARD_TO_SURVEY", ASKED.reason), act, NotToBeExtended),
        (Extension("acceptance", "HARD_TO_SURVEY", ASKED.reason), act, NotToBeExtended),
        (Extension("total", "SPECIAL", ASKED.reason), act, NoGroundOfLaw),
        (Extension("total", "HARD_TO_SURVEY", "忙"), act, WhyExtended),
        (ASKED, Act(on(date(2026, 12, 15)), east), NotToBeExtended),
        (ASKED, Act(on(MONDAY), county.people["west"]), NotYourStep),
    ]
    for extension, by, refusal in wrong:
        with pytest.raises(refusal):
            extend(made, extension, act=by)
    assert not Letter.objects.exists()
    assert total(made, MONDAY) == LAST

    extend(made, ASKED, act=act)
    with pytest.raises(NotToBeExtended):
        extend(made, ASKED, act=act)
    withdraw(made, reason="找到了工作", act=act)
    with pytest.raises(NotToBeExtended):
        extend(made, ASKED, act=act)
    assert Letter.objects.count() == 1


def test_what_happened_before_the_extension_may_still_be_written_down(county: County) -> None:
    east, made = county.people["east"], applied(county)
    record(made, Happening("ACCEPTED", MONDAY), act=Act(on(MONDAY), east))
    wednesday = date(2026, 11, 4)
    extend(made, ASKED, act=Act(on(wednesday), east))

    progress = record(made, Happening("SURVEY_STARTED", date(2026, 11, 3)), act=Act(on(wednesday), east))

    assert "SURVEY_STARTED" in progress.place.events


def test_an_officer_extends_on_the_page(county: County) -> None:
    made = accepted(county)
    east = logged_in(county.people["east"])
    address = f"/applications/{made.pk}/"
    page = east.get(address).content.decode()
    assert "受理到审核确认全程：现到 2026-12-14，可延长到 45 个工作日" in page
    assert "其他特殊情况" not in page

    refused = east.post(f"{address}extend/", {"clock": "total", "ground": "SPECIAL", "reason": ASKED.reason})
    assert refused.status_code == 422
    given = {"clock": "total", "ground": "HARD_TO_SURVEY", "reason": ASKED.reason}
    assert east.post(f"{address}extend/", given).status_code == 302

    after = east.get(address).content.decode()
    assert "已延长：家庭经济状况调查难度大" in after
    assert escape(ASKED.reason) in after
    assert Letter.objects.get().paper.number in after
    assert "延长并告知申请人" not in after
    assert logged_in(county.people["west"]).post(f"{address}extend/", given).status_code == 404
