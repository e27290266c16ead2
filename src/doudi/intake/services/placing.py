"""Says which village an unclear check belongs to, joins what is one family, parts what is not."""

from __future__ import annotations

from django.db import transaction

from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.intake.catalogue import ways
from doudi.intake.models import Alert, HomeCheck, Lead, Sign
from doudi.intake.selectors.checks import live_signs
from doudi.intake.services.alerts import ALERT, clock_of_alert
from doudi.intake.services.checks import (
    LEVELS,
    cancel,
    days_from,
    give_task,
    is_own,
    join,
    locked,
    part,
    record,
)
from doudi.intake.services.leads import LEAD
from doudi.intake.states import CheckState
from doudi.kernel.tokens import Token
from doudi.regions.selectors import division_exists
from doudi.regions.states import Level
from doudi.registry.models import Person
from doudi.registry.selectors import people_by_token
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.moves import Act
from doudi.work.services.tasks import hand_over, tell_of_hands

REASON_LENGTH = 4


class NotPlaced(Refusal):
    """A check cannot be sent there: over, or no place of its county."""

    def __init__(self) -> None:
        super().__init__("只有排查中的能改派，而且只能派到本县的村或乡镇。请刷新页面再选。", field="division")


class NotOneFamily(Refusal):
    """Two checks cannot be joined."""

    def __init__(self) -> None:
        super().__init__("只能并入本地另一件还在排查中的。请刷新页面再选。", field="into")


class NotParted(Refusal):
    """A sign cannot be parted: it is the only one, or was parted before."""

    def __init__(self) -> None:
        super().__init__("这一条已经分出，或是这一件仅有的一条，不能分出。请刷新页面看最新状态。")


class ReasonMissing(Refusal):
    """A family is joined or parted without saying why."""

    def __init__(self) -> None:
        super().__init__("请写明理由（不少于 4 个字）。", field="reason")


@transaction.atomic
def place_check(check: HomeCheck, division: str, *, act: Act) -> HomeCheck:
    """Send an open check to another village or township of its county; the task goes to whoever has those."""
    check = locked(check)
    task = check.task
    is_place = division.startswith(check.region) and len(division) in LEVELS and division_exists(division)
    if (
        check.state != CheckState.OPEN
        or not is_place
        or not is_own(check)
        or task is None
        or not task.is_live
    ):
        raise NotPlaced
    before, check.division = check.division, division
    check.save(update_fields=["division"])
    task.division, task.level = division, LEVELS.get(len(division), Level.COUNTY)
    task.owner = Owners(clock.day_of(act.at)).of(task.level, division)
    task.save(update_fields=["level"])
    hand_over([task], act, recorded_as="intake.check_placed")
    tell_of_hands([task], act)
    record("intake.check_placed", check, act, before=before)
    return check


@transaction.atomic
def join_checks(check: HomeCheck, into: HomeCheck, *, act: Act) -> HomeCheck:
    """Let the signs of one open check belong to another of the same family; the emptied one is cancelled."""
    if len(act.reason.strip()) < REASON_LENGTH:
        raise ReasonMissing
    first, second = sorted((check, into), key=lambda each: each.pk)
    held = {each.pk: each for each in (locked(first), locked(second))}
    check, into = held[check.pk], held[into.pk]
    both_open = {check.state, into.state} == {CheckState.OPEN}
    if check.pk == into.pk or not both_open or check.region != into.region:
        raise NotOneFamily
    for sign in live_signs().filter(home_check=check).select_related("alert", "lead"):
        sign.parted_at, sign.parted_by, sign.reason = act.at, act.by, act.reason
        sign.save(update_fields=["parted_at", "parted_by", "reason"])
        join(into, _told(sign), act)
    cancel(check, act)
    record("intake.check_joined", into, act, emptied=check.pk)
    return into


@transaction.atomic
def part_sign(sign: Sign, *, act: Act) -> HomeCheck:
    """Part one sign from the others of its check into a check of its own, with the clock it had by itself."""
    if len(act.reason.strip()) < REASON_LENGTH:
        raise ReasonMissing
    check = locked(sign.home_check)
    signs = live_signs().filter(home_check=check)
    if check.state != CheckState.OPEN or not signs.filter(pk=sign.pk).exists() or signs.count() == 1:
        raise NotParted
    part(sign, act)
    told = _told(sign)
    made = HomeCheck.objects.create(
        region=check.region, division=check.division, person=_person_of(sign, check), opened_at=act.at
    )
    give_task(made, _own_clock(sign), ALERT if sign.alert else LEAD, act)
    join(made, told, act)
    record("intake.check_opened", made, act, parted_from=check.pk)
    return made


def _person_of(sign: Sign, check: HomeCheck) -> Person | None:
    """Return whom a sign names, unless an open check has them: then nobody but the sign says who it is."""
    named = sign.lead.person if sign.lead else None
    if sign.alert is not None:
        token = Token(sign.alert.token_high, sign.alert.token_low)
        named = people_by_token([token]).get(token)
    taken = HomeCheck.objects.filter(region=check.region, person=named, state=CheckState.OPEN)
    return None if named is None or taken.exists() else named


def _told(sign: Sign) -> Alert | Lead:
    told = sign.alert or sign.lead
    assert told is not None  # noqa: S101 -- the database holds it
    return told


def _own_clock(sign: Sign) -> Clock:
    if sign.alert is not None:
        return clock_of_alert(sign.alert, on=clock.day_of(sign.alert.taken_at))
    lead = sign.lead
    assert lead is not None  # noqa: S101 -- a sign is an alert or a lead
    return days_from(clock.day_of(lead.recorded_at), ways().lead_days[lead.urgency])
