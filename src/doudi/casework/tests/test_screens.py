"""What officers do on the pages: find a family, take its applications in, do the one next step, decide."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from doudi.casework.models import Application
from doudi.casework.tests.families import family, let_decide
from tests.county import County, build_county, logged_in


@pytest.fixture
def county(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    let_decide(monkeypatch)
    return build_county()


def send(client: Client, made: Application, page: str, **given: object) -> None:
    answer = client.post(f"/applications/{made.pk}/{page}/", given)
    assert answer.status_code == 302, re.findall(r"invalid-feedback[^>]*>([^<]+)", answer.content.decode())


def test_a_family_is_found_and_its_applications_are_taken_in_at_once(county: County) -> None:
    home = family()
    east = logged_in(county.people["east"])

    found = east.post("/apply/", {"who": "陈大文"})
    assert found.url == f"/apply/of/{home.pk}/"  # type: ignore[attr-defined]
    page = east.get(found.url).content.decode()  # type: ignore[attr-defined]
    assert "最低生活保障" in page

    given = {"applicant": home.head_id, "wanted": ["DIBAO", "NEAR_DIBAO"], "way": "OWN", "reason": "收入少"}
    answer = east.post(f"/apply/of/{home.pk}/", {**given, "filed_on": "2026-11-02"})
    assert answer.status_code == 302
    made = Application.objects.get(programme="DIBAO")
    assert made.number == "440204-2026-00001"
    shown = east.get(f"/applications/{made.pk}/").content.decode()
    assert "下一步：受理" in shown
    assert "低保边缘家庭认定" in shown
