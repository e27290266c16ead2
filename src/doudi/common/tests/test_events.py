from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.common.events import Event, publish
from doudi.common.problems import Refusal
from doudi.common.rows import update_rows


@dataclass(frozen=True)
class RoofLeaks(Event):
    """A roof leaks."""

    house: int


heard: list[int] = []


class NotToday(Refusal):
    """A reaction that fails."""


def refuse(event: RoofLeaks) -> None:
    raise NotToday("今天不行。")


@transaction.atomic
def hire_and_tell() -> None:
    officer(Role.COUNTY_OFFICER, "440204")
    publish(RoofLeaks(house=7))


REACTIONS = {RoofLeaks: (lambda event: heard.append(event.house),)}
FAILING = {RoofLeaks: (refuse,)}


def test_a_reaction_runs_when_its_event_is_published(settings: Settings) -> None:
    settings.REACTIONS = f"{__name__}.REACTIONS"

    publish(RoofLeaks(house=7))
    publish(Event())

    assert heard == [7]


@pytest.mark.django_db
def test_a_reaction_that_fails_undoes_its_cause(settings: Settings) -> None:
    settings.REACTIONS = f"{__name__}.FAILING"

    with pytest.raises(NotToday):
        hire_and_tell()

    assert not User.objects.exists()


@pytest.mark.django_db
def test_many_rows_change_together_with_their_record() -> None:
    officer(Role.COUNTY_OFFICER, "440204")
    noted: list[int] = []

    changed = update_rows(User.objects.all(), then_record=noted.append, name="王芳")
    unchanged = update_rows(User.objects.none(), then_record=noted.append, name="王芳")

    assert (changed, unchanged, noted) == (1, 0, [1])


@pytest.mark.django_db
def test_rows_do_not_change_when_their_record_fails() -> None:
    officer(Role.COUNTY_OFFICER, "440204", name="李敏")

    with pytest.raises(NotToday):
        update_rows(User.objects.all(), then_record=lambda _: refuse(RoofLeaks(1)), name="王芳")

    assert User.objects.get().name == "李敏"


def test_a_refusal_has_a_stable_name_and_its_sentence() -> None:
    refusal = NotToday("今天不行。", field="day", row=3)

    assert refusal.as_json() == {"code": "NOT_TODAY", "message": "今天不行。", "field": "day", "row": 3}
    assert str(refusal) == "今天不行。"
