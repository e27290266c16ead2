"""Two officers at one moment: one check a family, one conclusion a check, no alert lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection, connections
from pytest_django import Settings

from doudi.audit.services import broken_links
from doudi.common.problems import Refusal
from doudi.exchange.models import Batch
from doudi.intake.models import Alert, HomeCheck, Sign
from doudi.intake.services.alerts import settle_batch
from doudi.intake.services.leads import Seen, record_lead
from doudi.intake.services.records import Found, record_found
from doudi.registry.models import Person
from doudi.work.models import Task
from doudi.work.services.moves import Act
from tests.clauses.test_alerts import MONDAY, alert
from tests.county import VILLAGE, County, build_county, name, on_dibao

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 2, 3, tzinfo=UTC)


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> County:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    settings.DOUDI_DATA, settings.APP_CLOCK = tmp_path, MONDAY
    return build_county()


def attempt(act: Callable[[], object]) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connections.close_all()
    return "DONE"


def at_once(*acts: Callable[[], object]) -> list[str]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(attempt, acts))


def test_two_who_conclude_one_check_at_once_leave_one_conclusion(county: County) -> None:
    county.send("provincial_alert", [alert(1)])
    check = HomeCheck.objects.get()
    said = [
        Found(date(2026, 11, 2), "HOME", "见到本人，问清楚了。", outcome) for outcome in ("UNTRUE", "ON_AID")
    ]
    east, west = county.people["east"], county.people["west"]

    answers = at_once(
        lambda: record_found(check, said[0], act=Act(AT, east)),
        lambda: record_found(check, said[1], act=Act(AT, west)),
    )

    assert answers == ["CONCLUDED_MEANWHILE", "DONE"]
    check.refresh_from_db()
    assert check.records.get().outcome == check.outcome
    assert Task.objects.get(kind="home_check").result == check.outcome
    assert list(broken_links()) == []


def test_leads_of_two_of_one_family_at_once_are_one_check(county: County) -> None:
    home = {"户编号": "H1"}
    county.send("dibao", [on_dibao(order, **home) for order in range(4)])
    east = county.people["east"]

    def tell(order: int) -> Callable[[], object]:
        seen = Seen(
            VILLAGE,
            "VISIT",
            ["ILLNESS"],
            "家里断了药。",
            "SOON",
            date(2026, 11, 2),
            person=Person.objects.get(name=name(order)),
        )
        return lambda: record_lead(seen, act=Act(AT, east))

    assert at_once(*(tell(order) for order in range(4))) == ["DONE"] * 4
    assert HomeCheck.objects.count() == Task.objects.filter(kind="home_check").count() == 1
    assert Sign.objects.count() == 4


def test_two_lists_of_one_unknown_number_at_once_lose_no_alert(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doudi.jobs.services.async_task", lambda *_: None)
    for month in ("2026-10", "2026-11"):
        county.send("provincial_alert", [alert(1, 预警编号=month)], period=month)
    first, second = Batch.objects.values_list("pk", flat=True)

    answers = at_once(lambda: settle_batch(first, at=AT), lambda: settle_batch(second, at=AT))

    assert answers == ["DONE", "DONE"]
    assert (Alert.objects.count(), Sign.objects.count(), HomeCheck.objects.count()) == (2, 2, 1)


def test_one_batch_settled_twice_at_once_is_settled_once(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doudi.jobs.services.async_task", lambda *_: None)
    county.send("provincial_alert", [alert(order) for order in range(5)])
    batch = Batch.objects.get().pk

    assert at_once(*(lambda: settle_batch(batch, at=AT) for _ in range(3))) == ["DONE"] * 3
    assert (Alert.objects.count(), Sign.objects.count(), HomeCheck.objects.count()) == (5, 5, 5)
