"""What a clerk meets in a county's first month: lists of long ago, one number under two names, a home."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.kernel.tests.numbers import number_of
from doudi.monitoring.models import LedgerEntry
from doudi.registry.models import Household, IdentityQuestion
from tests.cases.bureau import YANGGU, Bureau
from tests.cases.conftest import open_bureau

FIRST = number_of(371521, date(1960, 1, 5), 1)
SECOND = number_of(371521, date(1961, 2, 6), 2)
THIRD = number_of(371521, date(1950, 3, 7), 3)
HEADS = "乡镇,村,姓名,身份证号,户编号,与户主关系,月保障金额\n"
TOWN = "阿城镇,"


@pytest.fixture
def bureau(db: None, settings: Settings, tmp_path: Path) -> Bureau:
    """Give a county that opens this month."""
    return open_bureau(YANGGU, settings, tmp_path)


def listed(title: str, *rows: str) -> bytes:
    """Return a list as a file: a title over the heads, then its rows."""
    return (f"{title},,,,,,\n{HEADS}" + "".join(f"{row}\n" for row in rows)).encode()


def test_lists_of_long_ago_brought_in_to_look_back_to_make_no_month_a_gap(bureau: Bureau) -> None:
    row = f"{TOWN},李春兰,{FIRST},DB01,户主,500"
    bureau.take(listed("低保名册", row), "三月.csv", source="dibao", period="2026-03")
    bureau.take(listed("低保名册", row), "十月.csv", source="dibao", period="2026-10")

    page = bureau.browser().get("/results/").content.decode()
    assert "没有比对的月份：2026年10月。" in page

    bureau.compare("2026-10")
    assert "没有比对的月份" not in bureau.browser().get("/results/").content.decode()


def test_a_question_names_the_file_and_the_row_as_the_spreadsheet_shows_it(bureau: Bureau) -> None:
    bureau.take(listed("低保名册", f"{TOWN},李春兰,{FIRST},DB01,户主,500"), "低保.csv", source="dibao")
    lines = (f"{TOWN},赵大山,{SECOND},TK01,户主,900", f"{TOWN},李春梅,{FIRST},TK02,户主,900")
    bureau.take(listed("特困名册", *lines), "特困.csv", source="tekun")

    asked = IdentityQuestion.objects.get()
    page = bureau.browser().get(f"/questions/{asked.pk}/").content.decode()

    assert "低保.csv 第 3 行" in page
    assert "特困.csv 第 4 行" in page


def test_a_lead_about_a_household_or_an_account_is_named_by_its_head_not_by_a_code(bureau: Bureau) -> None:
    row = f"{TOWN},李春兰,{FIRST},DB01,户主,500"
    bureau.take(listed("低保名册", row), "低保.csv", source="dibao")
    home = Household.objects.get()
    entry = LedgerEntry(
        rule="same-person-two-townships", subject=f"household:{home.pk}", household=home, region=YANGGU,
        division=home.division, severity="ORANGE", status="OPEN", first_period="2026-10",
        last_period="2026-10",
    )  # fmt: skip
    entry.save()
    LedgerEntry.objects.create(
        rule="one-account-many-households", subject="account:" + "ab" * 16, region=YANGGU,
        division=home.division, severity="ORANGE", status="OPEN", first_period="2026-10",
        last_period="2026-10",
    )  # fmt: skip

    page = bureau.browser().get("/ledger/").content.decode()

    assert "李春兰 户" in page
    assert "一个发放账户" in page
    assert "ababab" not in page


def test_the_ledger_shows_what_keeps_the_month_open_and_the_month_leads_there(bureau: Bureau) -> None:
    row = f"{TOWN},李春兰,{FIRST},DB01,户主,500"
    bureau.take(listed("低保名册", row, row), "低保.csv", source="dibao")
    heads = "乡镇,村,姓名,身份证号,户编号,与户主关系,监测对象类别\n"
    register = f"{heads}{TOWN},赵大山,{SECOND},JC01,户主,边缘易致贫户\n".encode()
    bureau.take(register, "监测.csv", source="poverty_register")
    supported = listed("特困名册", f"{TOWN},王满仓,{THIRD},TK01,户主,900")
    bureau.take(supported, "特困.csv", source="tekun")
    bureau.compare()
    browser = bureau.browser()

    everything = browser.get("/ledger/").content.decode()
    closing = browser.get("/ledger/?closing=1").content.decode()

    assert ("李春兰" in everything, "赵大山" in everything) == (True, True)
    assert ("李春兰" in closing, "赵大山" in closing) == (False, True)
    assert "?closing=1" in browser.get("/month/").content.decode()
