"""Case 9: a month compared before next year's holidays are published."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.cases.bureau import Bureau, run
from tests.cases.rows import dibao, folk, monitored, tekun
from tests.second_county.writers import xlsx

RULE = "monitored-without-aid"


@pytest.fixture
def december(bureau: Bureau) -> Bureau:
    """Give a bureau on Christmas Eve with three people watched and not aided; the calendar ends that year."""
    bureau.tick(datetime.fromisoformat("2026-12-24T09:00+08:00"))
    people = folk(4)
    bureau.take(xlsx([dibao(people[3:])]), "低保.xlsx", source="dibao", period="2026-12")
    bureau.take(
        xlsx([tekun(folk(1, seed=2, least=62, most=80))]), "特困.xlsx", source="tekun", period="2026-12"
    )
    bureau.take(
        xlsx([monitored(people[:3], kind="突发严重困难户")]),
        "监测.xlsx",
        source="poverty_register",
        period="2026-12",
    )
    return bureau


def test_the_comparison_runs_though_a_due_day_reaches_past_the_calendar(december: Bureau) -> None:
    december.compare("2026-12")

    assert len(december.found(RULE, "2026-12")) == 3
    assert [line[1] for line in december.state()["ledger"]].count(RULE) == 3
    page = december.browser().get("/ledger/").content.decode()
    assert "暂定，节假日安排公布后确定" in page


def test_a_due_day_is_filled_in_once_the_calendar_is_there(december: Bureau, tmp_path: Path) -> None:
    december.compare("2026-12")
    notice = tmp_path / "notice.csv"
    days = [date(2027, 1, 1) + timedelta(days=place) for place in range(120)]
    notice.write_text(
        "".join(f"{day},{int(day.weekday() < 5 and day.day > 1)}\n" for day in days), encoding="utf-8"
    )

    call_command("load_calendar", "--notice", str(notice), "--source", "国办发明电〔2026〕99号", verbosity=0)
    run("watch_day", "--region", december.county)

    page = december.browser().get("/ledger/").content.decode()
    assert "2027-01-" in page


def test_the_desk_warns_weeks_before_the_calendar_ends(bureau: Bureau) -> None:
    bureau.tick(datetime.fromisoformat("2026-10-20T09:00+08:00"))
    early = bureau.browser("system").get("/").content.decode()
    bureau.tick(datetime.fromisoformat("2026-12-01T09:00+08:00"))
    late = bureau.browser("system").get("/").content.decode()

    assert "工作日历" not in early
    assert "工作日历" in late
