"""What monitoring held of rounds before they moved is all there after, the sealed reason too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.screenings.models import ScreeningMember

BEFORE = [("monitoring", "0022_name_conclusions_taken_back")]
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
REASON = "本人书面说明愿意保留低保"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.both]


@pytest.fixture
def old() -> Iterator[StateApps]:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def test_rounds_and_their_people_come_over_and_the_reason_opens(old: StateApps) -> None:
    by = officer(Role.COUNTY_OFFICER, "440204").pk
    person = old.get_model("registry", "Person").objects.create(
        name="陈大文", sex="MALE", born_on=date(1960, 5, 17), division="440204101001", created_at=MONDAY
    )
    opened = old.get_model("monitoring", "Screening").objects.create(
        region="440204", kind="TEKUN", period="2026-10", due_on=date(2026, 12, 31), opened_by_id=by,
        opened_at=MONDAY,
    )  # fmt: skip
    old.get_model("monitoring", "ScreeningMember").objects.create(
        screening=opened, person=person, division="440204101001", outcome="VOLUNTARY", reason=REASON
    )
    kind = ContentType.objects.get(app_label="monitoring", model="screening")

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    member = ScreeningMember.objects.get()
    assert (member.reason, member.screening.region, member.person.name) == (REASON, "440204", "陈大文")
    assert ContentType.objects.get(pk=kind.pk).app_label == "screenings"
    assert "monitoring_screening" not in connection.introspection.table_names()
