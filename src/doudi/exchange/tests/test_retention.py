"""Originals go when their time is over; what findings rest on stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.exchange.folders import batch_folder
from doudi.exchange.rules.retention import kept_since, months_kept
from doudi.exchange.selectors import records
from doudi.exchange.services.retention import expire_originals
from doudi.exchange.tests.factories import COUNTY, MONDAY, dibao, dibao_row, imported, published, wrong_number
from doudi.kernel.policy_file import PolicyBroken

MUCH_LATER = datetime(2028, 12, 1, 1, 0, tzinfo=UTC)
VALUES = """
originals:
  title: 原件保存期
  unit: 月
  values:
    - {from: 2024-01-01, value: 24, document: "", verified: false}
    - {from: 2027-01-01, value: 36, document: 某办法, verified: true}
"""


@pytest.mark.django_db
def test_an_original_goes_after_its_months_and_its_rows_stay() -> None:
    batch = published(dibao([1], dibao_row(2, 身份证号码=wrong_number(2))))
    folder = batch_folder(batch.pk)

    early = expire_originals(by=SYSTEM, at=MONDAY + timedelta(days=600))
    late = expire_originals(by=SYSTEM, at=MUCH_LATER)
    again = expire_originals(by=SYSTEM, at=MUCH_LATER)

    assert (early, late, again) == (0, 1, 0)
    assert (folder.original.exists(), folder.problem_rows.exists()) == (False, False)
    assert records(str(batch.pk), [0])[0].name == "张乙民"
    assert Entry.objects.filter(action="exchange.original_removed").count() == 1


@pytest.mark.django_db
def test_a_batch_nobody_has_dealt_with_keeps_its_file() -> None:
    batch = imported(dibao([1]), publish=False).batch

    assert expire_originals(by=SYSTEM, at=MUCH_LATER) == 0
    assert batch_folder(batch.pk).original.exists()


@pytest.mark.django_db
def test_the_pages_live_on_without_the_original() -> None:
    batch = published(dibao([1], dibao_row(2, 身份证号码=wrong_number(2))))
    expire_originals(by=SYSTEM, at=MUCH_LATER)
    client = browser_of(officer(Role.COUNTY_OFFICER, COUNTY))

    answer = client.get(f"/batches/{batch.pk}/error-sheet/", follow=True)

    assert answer.status_code == 200
    assert "已过保存期销毁" in answer.content.decode()


def test_the_value_in_force_on_the_day_counts(tmp_path: Path) -> None:
    path = tmp_path / "exchange" / "retention.yaml"
    path.parent.mkdir()
    path.write_text(VALUES, encoding="utf-8")

    assert [months_kept(tmp_path, date(year, 6, 1)) for year in (2024, 2026, 2027)] == [24, 24, 36]
    with pytest.raises(PolicyBroken):
        months_kept(tmp_path, date(2023, 1, 1))
    with pytest.raises(PolicyBroken):
        months_kept(tmp_path / "missing", date(2026, 1, 1))


def test_months_are_counted_back_to_the_first_of_the_month() -> None:
    assert kept_since(24, date(2026, 11, 30)) == date(2024, 11, 1)
