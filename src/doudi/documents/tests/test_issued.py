"""What an office issues has the next number, once, and stays as it was made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, officer
from doudi.audit.models import Entry
from doudi.documents import folders
from doudi.documents.models import IssuedPaper, SerialCounter
from doudi.documents.rules.issued import IssuedKind, NoVersionYet
from doudi.documents.services.attachments import sweep_left_behind
from doudi.documents.services.issuing import Made, Wanted, issue, open_issued
from doudi.kernel.policy_file import PolicyBroken, shaped
from doudi.kernel.sealing import SealBroken

COUNTY, ELSEWHERE = "440204", "371521"
KIND = "month_report"
NEW_YEAR = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
VERSION = {"version": 1, "since": date(2026, 1, 1), "article": "某条", "document": "", "verified": False}
SAID = {"title": "通知书", "number": "{mark}〔{year}〕{order}号", "versions": [VERSION]}


@pytest.fixture
def clerk(db: None, settings: Settings, tmp_path: Path) -> User:
    settings.DOUDI_DATA = tmp_path
    officer(Role.COUNTY_OFFICER, ELSEWHERE, username="there")
    return officer(Role.COUNTY_OFFICER, COUNTY)


def make(number: str) -> Mapping[str, Made]:
    return {"pdf": Made("application/pdf", f"%PDF {number}".encode())}


def put_out(clerk: User, subject: str, county: str = COUNTY, at: datetime = MONDAY) -> IssuedPaper:
    return issue(Wanted(KIND, county, subject, "月报"), make, by=clerk, at=at)


def test_numbers_follow_one_another_by_county_and_year_of_the_place(clerk: User) -> None:
    issued = [
        put_out(clerk, "a"),
        put_out(clerk, "b"),
        put_out(clerk, "c", ELSEWHERE),
        put_out(clerk, "d", at=NEW_YEAR),
        put_out(clerk, "e"),
    ]

    assert [paper.number for paper in issued] == [
        "浈江区监测月报〔2026〕1号",
        "浈江区监测月报〔2026〕2号",
        "阳民监测月报〔2026〕1号",
        "浈江区监测月报〔2027〕1号",
        "浈江区监测月报〔2026〕3号",
    ]


def test_the_same_thing_is_issued_once_and_takes_no_number_more(clerk: User) -> None:
    first = put_out(clerk, "a")

    assert put_out(clerk, "a", at=NEW_YEAR) == first
    assert put_out(clerk, "b").order == 2
    assert list(
        Entry.objects.filter(action="documents.paper_issued").values_list("subject_id", flat=True)
    ) == [
        str(first.pk),
        str(IssuedPaper.objects.get(subject="b").pk),
    ]


def test_a_paper_that_cannot_be_made_takes_no_number(clerk: User) -> None:
    def broken(_number: str) -> Mapping[str, Made]:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 -- whatever making it fails with
        issue(Wanted(KIND, COUNTY, "a", "月报"), broken, by=clerk, at=MONDAY)

    assert not IssuedPaper.objects.exists()
    assert not SerialCounter.objects.exists()
    assert put_out(clerk, "b").order == 1


def test_what_was_issued_comes_back_unchanged_on_record_or_not_at_all(clerk: User) -> None:
    (file,) = put_out(clerk, "a").files.all()

    assert open_issued(file, by=clerk, at=MONDAY) == "%PDF 浈江区监测月报〔2026〕1号".encode()
    assert open_issued(file, by=clerk, at=MONDAY) == open_issued(file, by=clerk, at=MONDAY)
    assert Entry.objects.filter(action="documents.paper_opened").count() == 3

    path = folders._path(file.place)
    os.utime(path, (0, 0))
    assert sweep_left_behind() == 0
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(SealBroken):
        open_issued(file, by=clerk, at=MONDAY)


def test_a_later_version_counts_from_its_day() -> None:
    later = {**VERSION, "version": 2, "since": date(2026, 7, 1)}
    kind = shaped({**SAID, "versions": [VERSION, later]}, IssuedKind, "kinds.yaml")

    assert [kind.version_on(date(2026, month, 1)).number for month in (1, 6, 7, 12)] == [1, 1, 2, 2]
    with pytest.raises(NoVersionYet):
        kind.version_on(date(2025, 12, 31))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None, "more": 1},
        {"number": "{mark}{year}{who}"},
        {"number": "{mark}〔{year}〕号"},
        {"number": "{mark}{order}号"},
        {"number": "{mark"},
        {"versions": []},
        {"versions": [{**VERSION, "article": ""}]},
        {"versions": [{**VERSION, "version": "1"}]},
        {"versions": [VERSION, {**VERSION, "version": 2}]},
        {"versions": [{**VERSION, "version": 2}, {**VERSION, "since": date(2026, 7, 1)}]},
        {"versions": [{"version": 1}]},
    ],
)
def test_a_file_that_could_give_a_number_twice_or_says_too_little_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(PolicyBroken):
        shaped({**SAID, **changes}, IssuedKind, "kinds.yaml")
