"""What the registry held of people's circumstances before they moved is all there after, seals and all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.circumstances.models import AidGiven, Need, VillageConfirmation
from doudi.common.fields import SealedTextField

BEFORE = [("registry", "0015_keep_how_far_facts_were_followed")]
MONDAY, TODAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC), date(2026, 11, 2)
UNDER_SEAL = "封存的话"
# what others point at stands first
MOVED = (
    *("CareRecord", "CareCheck", "CareRound", "VillageConfirmation", "ReviewPeriod", "HouseholdCondition"),
    *("AidGiven", "Elder", "ElderReceipt", "EpidemicSurvey", "Need", "GuaranteeStanding", "BereavedFamily"),
)
BY_TYPE: dict[type[models.Field[object, object]], object] = {
    SealedTextField: UNDER_SEAL,
    models.DateField: TODAY,
    models.DateTimeField: MONDAY,
    models.CharField: "440204",
}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.both]


@pytest.fixture
def old() -> Iterator[StateApps]:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def one_of_each(old: StateApps) -> None:
    """Fill every table that moved with one row, every seal closed over some words."""
    user = officer(Role.COUNTY_OFFICER, "440204").pk
    person = old.get_model("registry", "Person").objects.create(
        name="陈大文", sex="MALE", born_on=TODAY, division="440204101001", created_at=MONDAY
    )
    made: dict[str, models.Model] = {"Person": person}
    for name in MOVED:
        model = old.get_model("registry", name)
        fields = [field for field in model._meta.local_fields if not field.primary_key]
        said = {field.attname: value_of(field, made, user) for field in fields if is_said(field)}
        made[name] = model.objects.create(**said)


def is_said(field: models.Field[object, object]) -> bool:
    """Say whether a field is filled in: what may be left out is, but for seals, links and amounts."""
    if isinstance(field, SealedTextField | models.ForeignKey | models.IntegerField):
        return True
    return not (field.null or field.has_default() or field.blank)


def value_of(field: models.Field[object, object], made: dict[str, models.Model], user: int) -> object:
    if isinstance(field, models.ForeignKey):
        meant = made.get(field.related_model._meta.object_name or "")
        return meant.pk if meant is not None else user
    if field.choices:
        return next(iter(field.flatchoices))[0]
    return next((value for kind, value in BY_TYPE.items() if type(field) is kind), 1)


def test_every_row_comes_over_and_every_seal_opens(old: StateApps) -> None:
    one_of_each(old)
    kind = ContentType.objects.get(app_label="registry", model="need")

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    mine = list(apps.get_app_config("circumstances").get_models())
    assert sorted(model.__name__ for model in mine) == sorted(MOVED)
    rows = {model.__name__: model._default_manager.get() for model in mine}
    opened = {
        f"{name}.{field.attname}": getattr(row, field.attname)
        for name, row in rows.items()
        for field in row._meta.local_fields
        if isinstance(field, SealedTextField)
    }
    assert len(opened) == 15
    assert set(opened.values()) == {UNDER_SEAL}
    assert Need.objects.get().survey_id
    assert AidGiven.objects.get().person.name == "陈大文"
    assert VillageConfirmation.objects.get().round.opened_by.pk
    assert ContentType.objects.get(pk=kind.pk).app_label == "circumstances"
