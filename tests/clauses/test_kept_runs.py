"""What a comparison was made of goes when its time is over, never what a month or an open entry stands on."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.audit.models import Entry
from doudi.kernel.policy_file import PolicyBroken
from doudi.monitoring.models import MatchRun
from doudi.monitoring.selectors.runs import run_folder
from tests.clauses.conftest import Policies
from tests.county import County, logged_in, monitored, on_dibao, person

BILL = {"就医类别": "门诊", "结算日期": "2026-10-20", "自付金额": "11000"}
OVER = "medical-selfpay-over-limit"
IN_TIME, LATE = "frozen:2028-11-30T09:00+08:00", "frozen:2028-12-01T09:00+08:00"


def expired() -> int:
    """Run the command and return how many comparisons it removed."""
    said = StringIO()
    call_command("expire_runs", "--json", stdout=said)
    return int(json.loads(said.getvalue())["removed"])


def kept(*runs: MatchRun) -> list[bool]:
    """Say of each comparison whether its folder is there."""
    return [run_folder(run).exists() for run in runs]


@pytest.fixture
def compared(county: County) -> list[MatchRun]:
    """Return two comparisons of a month, of which the second finds what the first found."""
    county.send("poverty_register", [monitored(1)])
    county.send("dibao", [on_dibao(5)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.send("medical_selfpay", [person(1, **BILL, 结算流水号="J1")])
    return [county.compare(), county.compare()]


def test_what_an_older_comparison_was_made_of_goes_after_its_months_and_its_line_stays(
    county: County, compared: list[MatchRun], settings: Settings
) -> None:
    first, last = compared
    settings.APP_CLOCK = IN_TIME
    early = expired()
    settings.APP_CLOCK = LATE

    assert (early, expired(), expired()) == (0, 1, 0)
    assert kept(first, last) == [False, True]
    entry = Entry.objects.get(action="monitoring.run_expired")
    assert (entry.subject_id, entry.division) == (str(first.pk), first.region)
    client = logged_in(county.people["county"])
    client.post("/focus/", {"period": "2026-10"})
    page = client.get("/results/runs/", {"rule": OVER}).content.decode()
    assert page.count("已过保存期，2028") == 1
    assert page.count("看当时的名单") == 1
    assert "已按保存期销毁" in client.get(f"/results/runs/{first.pk}/{OVER}/").content.decode()
    assert MatchRun.objects.get(pk=first.pk).rules[OVER]["found"] == 1


def test_what_an_open_entry_still_shows_is_kept_until_it_is_concluded(
    county: County, compared: list[MatchRun], settings: Settings
) -> None:
    shown, last = compared
    (entry,) = county.entries(OVER)
    entry.findings.update(run=shown)
    settings.APP_CLOCK = LATE

    assert expired() == 0
    answer = {"outcome": "INELIGIBLE", "reason": "已入户，商业保险已报销"}
    assert logged_in(county.people["east"]).post(f"/ledger/{entry.pk}/conclude/", answer).status_code == 302
    assert (expired(), kept(shown, last)) == (1, [False, True])


def test_a_folder_that_is_gone_already_is_no_trouble_and_one_under_way_is_left(
    county: County, compared: list[MatchRun], settings: Settings
) -> None:
    first, _ = compared
    run_folder(first).rename(run_folder(first).with_name("away"))
    MatchRun.objects.create(
        region=first.region,
        period="2026-10",
        status="RUNNING",
        started_by="system",
        started_at=first.started_at,
    )
    settings.APP_CLOCK = LATE

    assert expired() == 1


@pytest.mark.parametrize("said", ["", "runs: {values: []}", "runs: {values: [{from: 2024-01-01, value: 0}]}"])
def test_without_a_number_of_months_nothing_is_removed(
    compared: list[MatchRun], policies: Policies, settings: Settings, said: str
) -> None:
    (Path(policies.folder) / "monitoring" / "retention.yaml").write_text(said, encoding="utf-8")
    settings.APP_CLOCK = LATE

    with pytest.raises(PolicyBroken, match=r"retention\.yaml"):
        expired()
    assert kept(*compared) == [True, True]
