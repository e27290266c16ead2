"""Two clerks who write down the delivery of one letter at the same moment: one of them did."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from doudi.audit.services import broken_links
from doudi.notices.models import Letter
from doudi.notices.selectors.letters import REVIEW
from doudi.notices.services.deliveries import Attempted, record_delivery
from doudi.notices.services.letters import Addressee, ToSend, send_letter
from doudi.work.models import Task
from doudi.work.tests.test_at_once import at_once
from tests.county import START, VILLAGE, County, build_county

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SOON = START + timedelta(hours=1)
VALUES = {"title": "告知", "body": "请来补交材料。"}


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> County:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    settings.DOUDI_DATA = tmp_path
    return build_county()


def wanted() -> ToSend:
    return ToSend("resident_letter", "a", Addressee("张国英", VILLAGE), VALUES, is_open_to_review=True)


def test_one_of_two_deliveries_at_once_is_written_down(county: County) -> None:
    letter = send_letter(wanted(), by=county.people["county"], at=START)
    said = Attempted("POST", "DELIVERED", date(2026, 11, 2), "EMS 123456")

    answers = at_once(
        *(
            lambda who=who: record_delivery(letter, said, by=county.people[who], at=SOON)
            for who in ("east", "west", "county")
        )
    )

    assert answers == ["DELIVERED_ALREADY", "DELIVERED_ALREADY", "DONE"]
    assert letter.deliveries.count() == 1
    assert Task.objects.filter(kind=REVIEW).count() == 1
    assert list(broken_links()) == []


def test_one_letter_sent_twice_at_once_is_one_letter_with_one_number(county: County) -> None:
    answers = at_once(
        *(
            lambda who=who: send_letter(wanted(), by=county.people[who], at=SOON)
            for who in ("county", "review")
        )
    )

    assert answers == ["DONE", "DONE"]
    assert Letter.objects.get().paper.order == 1


def test_two_corrections_at_once_correct_once(county: County) -> None:
    letter = send_letter(wanted(), by=county.people["county"], at=START)
    first = record_delivery(
        letter, Attempted("POST", "DELIVERED", date(2026, 11, 2), "EMS 1"), by=county.people["east"], at=SOON
    )
    again = Attempted(
        "POST", "FAILED", date(2026, 11, 2), "邮局退回", replaces=first.pk, why="邮局退回没有签收"
    )

    answers = at_once(
        *(
            lambda who=who: record_delivery(letter, again, by=county.people[who], at=SOON)
            for who in ("east", "county")
        )
    )

    assert answers == ["DONE", "NOTHING_TO_CORRECT"]
    assert letter.deliveries.count() == 2
