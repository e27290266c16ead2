"""Keeps the register of the veterans of the revolution and what each has received."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.circumstances.events import ElderDied, ElderRecognised
from doudi.circumstances.models import Elder, ElderReceipt
from doudi.circumstances.states import ElderBenefit, ElderKind
from doudi.common.events import publish
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.kernel.dates import NotADate, Period
from doudi.registry.models import Person
from doudi.registry.selectors import records_of


class OnTheRegister(Refusal):
    """The person is on the register."""

    def __init__(self) -> None:
        super().__init__("这个人已在五老名册上，不用重复登记。", field="kind")


class CertificateMissing(Refusal):
    """A veteran without a certificate."""

    def __init__(self) -> None:
        super().__init__("请填写证书编号。", field="certificate")


class WrongDay(Refusal):
    """A day lies after today or before the recognition."""

    def __init__(self, field: str) -> None:
        super().__init__("日期不能晚于今天，去世日不能早于认定日。", field=field)


class DiedAlready(Refusal):
    """The death is on record."""

    def __init__(self) -> None:
        super().__init__("已经登记去世。请刷新页面看最新情况。")


class ReceivedAlready(Refusal):
    """The benefit of the month is on record."""

    def __init__(self) -> None:
        super().__init__("这项待遇这个月已经登记过。", field="period")


class NoSuchMonth(Refusal):
    """A month that is none, or lies ahead."""

    def __init__(self) -> None:
        super().__init__("请写所属月份，例如 2026-10，不能晚于本月。", field="period")


@transaction.atomic
def recognise_elder(
    person: Person, *, kind: str, certificate: str, recognised_on: date, by: User, at: datetime
) -> Elder:
    """Put a veteran on the register; whoever pays by the register is told at once."""
    if not certificate.strip():
        raise CertificateMissing
    if recognised_on > at.date():
        raise WrongDay("recognised_on")
    if Elder.objects.select_for_update().filter(person__in=records_of(person)).exists():
        raise OnTheRegister
    with refused_when_taken(OnTheRegister):
        made = Elder.objects.create(
            person=person,
            kind=ElderKind(kind),
            certificate=certificate.strip(),
            recognised_on=recognised_on,
            recorded_by=by,
            recorded_at=at,
        )
    _tell("registry.elder_recognised", made, by=by, at=at, kind=kind)
    publish(ElderRecognised(person=person.pk, since=recognised_on, by=by, at=at))
    return made


@transaction.atomic
def record_elders_death(elder: Elder, *, died_on: date, by: User, at: datetime) -> Elder:
    """Record that a veteran died; the entry stays, and whoever pays by the register is told."""
    elder = Elder.objects.select_for_update().get(pk=elder.pk)
    if elder.died_on is not None:
        raise DiedAlready
    if not elder.recognised_on <= died_on <= at.date():
        raise WrongDay("died_on")
    elder.died_on = died_on
    elder.save(update_fields=["died_on"])
    _tell("registry.elder_died", elder, by=by, at=at, died_on=died_on)
    publish(ElderDied(person=elder.person_id, on=died_on, by=by, at=at))
    return elder


@transaction.atomic
def record_receipt(
    elder: Elder, *, benefit: str, period: str, amount_fen: int, by: User, at: datetime
) -> ElderReceipt:
    """Record that a veteran received a benefit of a month."""
    try:
        month = Period.parse(period)
    except (NotADate, ValueError) as error:
        raise NoSuchMonth from error
    if month.first_day > at.date():
        raise NoSuchMonth
    if ElderReceipt.objects.filter(elder=elder, benefit=benefit, period=str(month)).exists():
        raise ReceivedAlready
    with refused_when_taken(ReceivedAlready):
        made = ElderReceipt.objects.create(
            elder=elder,
            benefit=ElderBenefit(benefit),
            period=str(month),
            amount_fen=amount_fen,
            recorded_by=by,
            recorded_at=at,
        )
    _tell("registry.elder_received", elder, by=by, at=at, benefit=benefit, period=str(month))
    return made


def _tell(action: str, elder: Elder, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=str(elder.person_id),
        by=by,
        at=at,
        division=elder.person.division,
        details=details,
    )
