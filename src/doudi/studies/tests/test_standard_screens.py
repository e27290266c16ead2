"""The pages of standards and worksheets: what each act does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from doudi.price_subsidy.tests.months import DISTRICT, LONG_AGO, approved_value, approver, keeper
from doudi.studies.models import AreaDifference, StandardWorksheet
from tests.county import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(settings: Settings) -> None:
    """Stand still on a Monday in November 2026."""
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"


def page(browser: Client, name: str, *args: object) -> tuple[int, str]:
    answer = browser.get(reverse(f"studies:{name}", args=args))
    return answer.status_code, answer.content.decode()


def send(browser: Client, name: str, *args: object, **said: object) -> str:
    answer = browser.post(reverse(f"studies:{name}", args=args), said, follow=True)
    return answer.content.decode()


def test_a_worksheet_goes_from_figures_to_a_change() -> None:
    clerk = logged_in(keeper())
    figures = {"subject": "DIBAO_URBAN", "way": "EXPENSE", "expense": "14400", "share": "50"}

    lacking = send(clerk, "create_worksheet", **figures, begins="2027-01-01")
    sheet = StandardWorksheet.objects.get()
    refused = send(clerk, "hand_in_worksheet", sheet.pk)
    opinion = {"fiscal_opinion": "财力可以承受", "document": "泉港民〔2026〕8号", "article": "二"}
    send(clerk, "edit_worksheet", sheet.pk, **figures, **opinion, begins="2027-01-01", wanted="800")
    handed = send(clerk, "hand_in_worksheet", sheet.pk)

    assert "600.00 元/月" in lacking
    assert "缺财力意见，不能报批" in refused
    assert "已转为参数变更" in handed


def test_the_page_of_standards_shows_ratio_gap_and_differences() -> None:
    by = keeper()
    approved_value(DISTRICT, "dibao.standard_urban", 800, LONG_AGO, by, other=approver())
    approved_value(DISTRICT, "dibao.standard_rural", 600, LONG_AGO, by, other=approver())
    clerk = logged_in(by)

    said = send(clerk, "add_difference", aspect="PROCESS", urban="免评议", rural="仍评议", target_year="2027")
    settled = send(clerk, "settle_difference", AreaDifference.objects.get().pk)

    assert "25%" in said
    assert "1.33" in said
    assert "已统一" in settled
    assert page(clerk, "worksheets")[0] == 200
    assert page(clerk, "standards")[0] == 200
