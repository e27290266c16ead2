"""What the rulebook held of families, studies, sheets and prices before they moved is all there after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.models import Model

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.price_subsidy.models import PriceHolder, PriceIndex, PriceLaunch, PriceLine
from doudi.studies.models import (
    AreaDifference,
    FactSheet,
    KeptSheet,
    StandardWorksheet,
    StudyLine,
    WhatIfStudy,
)

BEFORE = [("rulebook", "0008_let_a_standing_end_as_it_begins")]
MONDAY, TODAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC), date(2026, 11, 2)
FACTS, SHEET = '{"area_kind": "RURAL"}', '{"lines": []}'
MOVED = (
    *(AreaDifference, FactSheet, KeptSheet, StandardWorksheet, StudyLine, WhatIfStudy),
    *(PriceHolder, PriceIndex, PriceLaunch, PriceLine),
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.both]


@pytest.fixture
def old() -> Iterator[StateApps]:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def made(old: StateApps, name: str, /, **said: object) -> Model:
    module, _, model = name.rpartition(".")
    row: Model = old.get_model(module or "rulebook", model).objects.create(**said)
    return row


def families(old: StateApps, user: int) -> None:
    """Fill the tables of families, studies and standards."""
    home = made(old, "registry.Household", division="440204101001", created_at=MONDAY)
    facts = made(
        old, "FactSheet", household=home, division="440204101001", assessed_on=TODAY, facts=FACTS,
        digest="d", source="TYPED", recorded_by="by", recorded_at=MONDAY,
    )  # fmt: skip
    made(
        old, "KeptSheet", household=home, facts=facts, division="440204101001", programme="DIBAO",
        title="低保", on=TODAY, eligible=True, amount_fen=100, sheet=SHEET, digest="d", made_by="by",
        made_at=MONDAY,
    )  # fmt: skip
    study = made(
        old, "WhatIfStudy", region="440204", on=TODAY, title="提标", changes=[], programmes=["DIBAO"],
        requested_by_id=user, requested_at=MONDAY,
    )  # fmt: skip
    made(
        old, "StudyLine", study=study, sheet=facts, programme="DIBAO", division="440204101001", effect="UP",
        before_fen=1, after_fen=2,
    )  # fmt: skip
    made(
        old, "StandardWorksheet", region="440204", subject="DIBAO_URBAN", way="GROWTH", suggested_fen=1,
        wanted_fen=1, begins=TODAY, made_by_id=user, made_at=MONDAY,
    )  # fmt: skip
    made(
        old, "AreaDifference", region="440204", aspect="PROCESS", urban="免评议", rural="评议",
        target_year=2027, recorded_by_id=user, recorded_at=MONDAY,
    )  # fmt: skip


def prices(old: StateApps, user: int) -> None:
    """Fill the tables of the price subsidy."""
    person = made(
        old, "registry.Person", name="陈大文", sex="MALE", born_on=TODAY, division="440204101001",
        created_at=MONDAY,
    )  # fmt: skip
    index = made(
        old, "PriceIndex", region="440204", period="2026-09", food_points=600, published_on=TODAY,
        document="月报", recorded_by_id=user, recorded_at=MONDAY,
    )  # fmt: skip
    launch = made(
        old, "PriceLaunch", region="440204", period="2026-09", kind="START", index=index, prepared_by_id=user,
        suggested_at=MONDAY,
    )  # fmt: skip
    made(
        old, "PriceLine", launch=launch, person=person, period="2026-09", division="440204101001",
        standard_fen=2000, amount_fen=2000,
    )  # fmt: skip
    made(
        old, "PriceHolder", person=person, category="FIVE_ELDERS", valid_from=TODAY, document="名册",
        recorded_by_id=user, recorded_at=MONDAY,
    )  # fmt: skip


def test_every_row_comes_over_is_opened_with_its_old_seal_and_keeps_its_type(old: StateApps) -> None:
    user = officer(Role.COUNTY_OFFICER, "440204").pk
    families(old, user)
    prices(old, user)
    kind = ContentType.objects.get(app_label="rulebook", model="factsheet")

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert {model.__name__: model._default_manager.count() for model in MOVED} == {
        model.__name__: 1 for model in MOVED
    }
    assert (FactSheet.objects.get().facts, KeptSheet.objects.get().sheet) == (FACTS, SHEET)
    assert StudyLine.objects.get().sheet == FactSheet.objects.get()
    assert ContentType.objects.get(pk=kind.pk).app_label == "studies"
    assert not [name for name in connection.introspection.table_names() if name.startswith("rulebook_fact")]
