"""Pins signs of risk to people on the poverty register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.monitoring.models import RiskLabel
from doudi.monitoring.states import RiskTag
from doudi.registry.models import Person
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import Programme


class NotOnTheRegister(Refusal):
    """The person is not on the poverty register."""

    def __init__(self) -> None:
        super().__init__("风险标签只给脱贫人口和建档立卡边缘人口；此人不在建档立卡与监测名册。", field="tag")


class SourceMissing(Refusal):
    """Nobody says where the sign comes from."""

    def __init__(self) -> None:
        super().__init__("请填写来源，例如“村级走访”“务工返乡登记”。", field="source")


@transaction.atomic
def pin_label(person: Person, *, tag: str, source: str, by: User, at: datetime) -> RiskLabel:
    """Pin a sign of risk to somebody on the register; the same sign is pinned once, other signs beside it."""
    if not source.strip():
        raise SourceMissing
    register = valid_enrolments().filter(person=person, programme=Programme.POVERTY_REGISTER)
    if not register.filter(valid_to__isnull=True).exists():
        raise NotOnTheRegister
    label, _ = RiskLabel.objects.get_or_create(
        person=person,
        tag=RiskTag(tag),
        removed_at=None,
        defaults={
            "division": person.division,
            "source": source.strip(),
            "added_by": by,
            "added_at": at,
        },
    )
    audit.record(
        "monitoring.label_pinned",
        subject_type="person",
        subject_id=str(person.pk),
        by=by,
        at=at,
        division=person.division,
        details={"tag": tag},
    )
    return label
