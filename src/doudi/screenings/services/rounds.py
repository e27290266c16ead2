"""Opens screening rounds, draws and compares their people, and closes them when everyone is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.accounts.selectors import posts_covering
from doudi.audit import services as audit
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.common.rows import save_rows
from doudi.kernel.dates import Period
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.monitoring.services.surveyed import file_surveyed
from doudi.screenings.models import Screening, ScreeningMember
from doudi.screenings.selectors.drawing import Drawn, aid_found, compared_with, lists_lacking, people_drawn
from doudi.screenings.selectors.rounds import waiting_members
from doudi.screenings.services.waiting import round_closed, round_to_close, townships_to_work
from doudi.screenings.states import ScreeningGround, ScreeningKind, ScreeningStatus

SHOWN = 5
UNDONE: Mapping[ScreeningKind, str] = {
    ScreeningKind.TEKUN: "没有结论",
    ScreeningKind.THREE_CLASSES: "没有比对",
    ScreeningKind.JOINT: "没有比对或没有回填",
}


class RoundAlreadyOpen(Refusal):
    """A county goes through the same people in one round at a time."""

    def __init__(self) -> None:
        super().__init__("同样内容的排查还有一轮没有结案。请先把那一轮办完结案，再开新的一轮。", field="kind")


class NobodyToScreen(Refusal):
    """The lists of the month name nobody this round would go through."""

    def __init__(self) -> None:
        super().__init__("这个月的名册里没有要排查的人。请先发布本月名册并运行比对，再开排查。", field="kind")


class DueDayPassed(Refusal):
    """A round would be late on the day it begins."""

    def __init__(self) -> None:
        super().__init__("截止日要晚于今天。请另填一天。", field="due_on")


class RoundClosed(Refusal):
    """Nothing changes in a round that is closed."""

    def __init__(self) -> None:
        super().__init__("这一轮排查已经结案，不能再改。情况有变的，请开新的一轮。")


class SomeoneNotDone(Refusal):
    """A round cannot be closed while one person has no conclusion or was not compared."""

    def __init__(self, names: list[str], count: int, *, what: str) -> None:
        shown = "、".join(names) + ("等" if count > len(names) else "")
        super().__init__(
            f"还有 {count} 人{what}，不能结案：{shown}。请勾选“只看没办完的”，逐人办完后再结案。"
        )


class NothingToCompare(Refusal):
    """A round that asks for conclusions only is not compared."""

    def __init__(self) -> None:
        super().__init__("这一轮是逐人给结论的排查，不用比对。请在名单里逐人填写结论。")


@transaction.atomic
def open_screening(
    *, region: str, kind: str, period: Period, due_on: date, by: User, at: datetime
) -> Screening:
    """Open a round over the people the month's lists give; one round of a kind at a time."""
    if Screening.objects.filter(region=region, kind=kind, status=ScreeningStatus.OPEN).exists():
        raise RoundAlreadyOpen
    if due_on <= at.date():
        raise DueDayPassed
    with refused_when_taken(RoundAlreadyOpen):
        made = Screening.objects.create(
            region=region,
            kind=ScreeningKind(kind),
            period=str(period),
            due_on=due_on,
            opened_by=by,
            opened_at=at,
        )
    drawn = _draw(made, at=at)
    if not drawn:
        raise NobodyToScreen
    _record("monitoring.screening_opened", made, by=by, at=at, kind=kind, people=drawn)
    round_to_close(made, by=by, at=at)
    townships_to_work(made, by=by, at=at)
    return made


@transaction.atomic
def compare_screening(screening: Screening, *, by: User, at: datetime) -> Screening:
    """Draw who came onto the lists meanwhile, and compare whoever's township has all its lists.

    A township whose dibao, tekun or relief list of the month is not there stays uncompared: silence of a
    list is not an answer.
    """
    screening = locked(screening)
    programmes = compared_with(screening.kind)
    if not programmes:
        raise NothingToCompare
    _draw(screening, at=at)
    members = list(screening.members.all())
    lacking = lists_lacking(screening, [member.division for member in members])
    found = aid_found({member.person_id for member in members}, Period.parse(screening.period), programmes)
    compared = [member for member in members if not lacking[member.division[:TOWNSHIP_DIGITS]]]
    for member in compared:
        member.compared_at, member.found = at, found.get(member.person_id, [])
    save_rows(compared, ["compared_at", "found"], recorded_as="monitoring.screening_compared")
    _record("monitoring.screening_compared", screening, by=by, at=at, people=len(compared))
    townships_to_work(screening, by=by, at=at)
    return screening


@transaction.atomic
def close_screening(screening: Screening, *, by: User, at: datetime) -> Screening:
    """Close a round; refused while one of its people is not done."""
    screening = locked(screening)
    waiting = waiting_members(screening)
    if count := waiting.count():
        what = UNDONE[ScreeningKind(screening.kind)]
        raise SomeoneNotDone([member.person.name for member in waiting[:SHOWN]], count, what=what)
    screening.status, screening.closed_by, screening.closed_at = ScreeningStatus.CLOSED, by, at
    screening.save(update_fields=["status", "closed_by", "closed_at"])
    _record("monitoring.screening_closed", screening, by=by, at=at)
    townships_to_work(screening, by=by, at=at)
    round_closed(screening, by=by, at=at)
    return screening


def locked(screening: Screening) -> Screening:
    """Return a round under lock, still open; RoundClosed when it is not."""
    screening = Screening.objects.select_for_update().get(pk=screening.pk)
    if screening.status != ScreeningStatus.OPEN:
        raise RoundClosed
    return screening


def _draw(screening: Screening, *, at: datetime) -> int:
    """Put into a round whoever its lists give now, in the hands of their township's officer.

    Who is in it stays, whatever the lists say later.
    """
    drawn = people_drawn(screening.kind, screening.region, Period.parse(screening.period))
    if screening.kind == ScreeningKind.JOINT:
        for person, division in file_surveyed(screening.region, screening.period, at=at):
            drawn.setdefault(person, Drawn(division)).grounds.add(ScreeningGround.LOW_INCOME.value)
    owners = _owners({found.division for found in drawn.values()}, on=at.date())
    known = set(screening.members.values_list("person_id", flat=True))
    order = {ground: place for place, ground in enumerate(ScreeningGround.values)}
    ScreeningMember.objects.bulk_create(
        [
            ScreeningMember(
                screening=screening,
                person_id=person,
                division=found.division,
                owner=owners[found.division],
                grounds=sorted(found.grounds, key=order.__getitem__),
            )
            for person, found in drawn.items()
            if person not in known
        ],
        batch_size=1000,
    )
    return len(known | set(drawn))


def _owners(divisions: Collection[str], *, on: date) -> dict[str, Post | None]:
    return {
        division: posts_covering(division, Role.TOWNSHIP_OFFICER, on=on).first() for division in divisions
    }


def _record(action: str, screening: Screening, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="screening",
        subject_id=str(screening.pk),
        by=by,
        at=at,
        division=screening.region,
        details=details,
    )
