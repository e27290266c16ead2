"""What the registry does when something happens below it."""

from __future__ import annotations

from doudi.regions.events import DivisionsTakenBack
from doudi.regions.services.changes import ChangeStoodOn
from doudi.registry.models import Enrolment, Household, Person


def keep_divisions_of_people(event: DivisionsTakenBack) -> None:
    """Refuse to take back divisions that people, households or enrolments lie in."""
    if any(
        model.objects.filter(division__in=event.codes).exists() for model in (Person, Household, Enrolment)
    ):
        raise ChangeStoodOn("已有人员或家庭登记在新区划")
