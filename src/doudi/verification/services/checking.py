"""Asks for a check, sends its queries by the authorities of the day, takes their answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.events import publish
from doudi.common.problems import Refusal
from doudi.documents.services.issuing import take_order
from doudi.kernel.counting import Unit
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.states import Level
from doudi.registry.models import Household
from doudi.verification.catalogue import sources, sources_asked, subject_labels, subjects_checked
from doudi.verification.events import CheckMoved
from doudi.verification.models import CheckAnswer, CheckAuthorisation, CheckQuery, FinancialCheck
from doudi.verification.rules.authority import covering
from doudi.verification.rules.sources import CheckSource, ValueWrong, read_value
from doudi.verification.selectors.authorities import Covered, authorities_of, members_covered
from doudi.verification.selectors.checks import clock_running, open_check
from doudi.verification.states import CHECK, REQUESTED, STARTED, SUBJECT
from doudi.work.rules.clocks import Clock, due_day
from doudi.work.selectors.owners import Owners
from doudi.work.selectors.tasks import calendar
from doudi.work.services.deciding import live_duty, open_duty, own_clock
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask, redate

NUMBERED = "financial_checks"
SHORTEST_PROOF = 2


class AuthorityMissing(Refusal):
    """Somebody did not allow what is to be asked, or no longer does."""

    def __init__(self, whose: Sequence[Covered]) -> None:
        said = "；".join(f"{one.member.get_relation_display()}缺{one.missing_words}" for one in whose)
        super().__init__(
            f"还有 {len(whose)} 人没有有效的核对授权：{said}。请先登记签字的授权书，再提请核对。"
        )


class NotChecked(Refusal):
    """The county does not check families of this kind."""

    def __init__(self, subject: str, known: Sequence[str]) -> None:
        said = "、".join(known) or "没有登记"
        super().__init__(f"本地的核对对象不含“{subject}”（现有：{said}），不能提请核对。", field="subject")


class NothingToAsk(Refusal):
    """No source is asked, or nobody is to be asked about."""

    def __init__(self) -> None:
        super().__init__("本地没有登记核对哪些项目，或者这户没有共同生活的成员，不能提请核对。")


class CheckedAlready(Refusal):
    """The household is being checked."""

    def __init__(self) -> None:
        super().__init__("这户已有一件核对正在办理，不能重复提请。请打开那一件继续办。")


class StartedAlready(Refusal):
    """The queries were sent before."""

    def __init__(self) -> None:
        super().__init__("这件核对已经启动。请刷新页面查看。")


class AuthorityEnded(Refusal):
    """The person's authority no longer holds on the day, so what was found is not taken."""

    def __init__(self) -> None:
        super().__init__("本人的授权已撤回、过期或授权书已作废，不能再登记查询结果。请取得新的授权。")


class AnswerWrong(Refusal):
    """An answer is not what its source answers."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence, field=field)


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What a source said: nothing, or one thing by its fields; as of which day, and by which proof."""

    values: Mapping[str, str] = field(repr=False)
    as_of: date
    proof: str = field(repr=False)
    is_found: bool = True


@transaction.atomic
def request_check(
    household: Household, subject: str, *, about: tuple[str, str] = ("", ""), act: Act
) -> FinancialCheck:
    """Ask for a check of a household; refused where somebody's authority is missing today."""
    assert act.by is not None  # noqa: S101 - a check is somebody's wish
    household, today = Household.objects.select_for_update().get(pk=household.pk), clock.day_of(act.at)
    known = subjects_checked(household.division, on=today)
    if subject not in known:
        words = subject_labels()
        raise NotChecked(words.get(subject, subject), [words.get(one, one) for one in known])
    if open_check(household) is not None:
        raise CheckedAlready
    _covered(household, today)
    county = household.division[:COUNTY_DIGITS]
    made = FinancialCheck.objects.create(
        household=household,
        division=household.division,
        subject=subject,
        about_kind=about[0],
        about_id=about[1],
        number=f"HD{county}-{today.year}-{take_order(county, NUMBERED, today.year):05d}",
        requested_on=today,
        requested_by=act.by,
        requested_at=act.at,
    )
    wanted = NewTask(
        kind=CHECK,
        subject_kind=SUBJECT,
        subject_id=str(made.pk),
        division=made.division,
        level=Level.COUNTY,
        clock=own_clock(CHECK, starts_on=today),
        owner=Owners(today).of(Level.COUNTY, made.division),
        household=household.pk,
    )
    open_duty(wanted, act)
    tell("verification.requested", made, REQUESTED, act, subject=subject)
    return made


@transaction.atomic
def start_check(check: FinancialCheck, *, act: Act) -> FinancialCheck:
    """Ask every source about every member by the authorities of today: all of it, or nothing is asked."""
    check = locked(check)
    if check.queries.exists():
        raise StartedAlready
    today = clock.day_of(act.at)
    members = _covered(check.household, today)
    made = CheckQuery.objects.bulk_create(_queries(check, members, act, today))
    task, running = live_duty(CHECK, (SUBJECT, str(check.pk))), clock_running(check, "report", on=today)
    if task is not None and running is not None:
        redate(task, Clock.of_day(running.due.on), act=act)
    tell("verification.started", check, STARTED, act, queries=len(made))
    return check


def _covered(household: Household, today: date) -> list[Covered]:
    """Return the members of a household, all of whom allowed everything that is asked today."""
    members = members_covered(household, on=today)
    if not members or not sources_asked(household.division, on=today):
        raise NothingToAsk
    if lacking := [one for one in members if one.missing]:
        raise AuthorityMissing(lacking)
    return members


def _queries(
    check: FinancialCheck, members: Sequence[Covered], act: Act, today: date
) -> Iterator[CheckQuery]:
    assert act.by is not None  # noqa: S101 - nobody is looked up by the machine
    authorities, days = authorities_of([one.member.person_id for one in members]), calendar()
    for code, source in sources_asked(check.division, on=today).items():
        due = due_day(Clock(today, source.answer.value, Unit.WORKING_DAYS), (), days).on
        for one in members:
            held = covering(authorities[one.member.person_id], source.item, today)
            assert held is not None  # noqa: S101 - whoever lacks one was refused above
            yield CheckQuery(
                check_of=check,
                person_id=one.member.person_id,
                source=code,
                authorisation_id=held.key,
                sent_on=today,
                due_on=due,
                sent_by=act.by,
                sent_at=act.at,
            )


@transaction.atomic
def record_answer(query: CheckQuery, new: NewAnswer, *, act: Act) -> CheckAnswer:
    """Write down by hand what a source said, under the authority that still holds today."""
    assert act.by is not None  # noqa: S101 - an answer is entered by somebody
    check, today = locked(query.check_of), clock.day_of(act.at)
    source = sources()[query.source]
    _check_authority(query, source, today)
    if new.as_of > today:
        raise AnswerWrong("数据时点不能晚于今天。请核对日期。", "as_of")
    if len(new.proof.strip()) < SHORTEST_PROOF:
        raise AnswerWrong("请写明凭什么登记，例如查询单编号、回函文号。", "proof")
    earlier = list(query.answers.values_list("is_found", flat=True))
    if earlier and not (new.is_found and all(earlier)):
        raise AnswerWrong("这个来源已经登记过“没有记录”或者查到的内容，两者只能有一种。请核对后再登记。")
    made = CheckAnswer.objects.create(
        query=query,
        is_found=new.is_found,
        values=json.dumps(_read(source, new.values), ensure_ascii=False) if new.is_found else "",
        as_of=new.as_of,
        proof=new.proof.strip(),
        entered_on=today,
        entered_by=act.by,
        entered_at=act.at,
    )
    record_act("verification.answered", check, act, source=query.source, found=new.is_found)
    return made


def _check_authority(query: CheckQuery, source: CheckSource, today: date) -> None:
    """Raise AuthorityEnded where the person may not be looked up today; they may withdraw at any moment."""
    CheckAuthorisation.objects.select_for_update().filter(person=query.person_id).first()
    if covering(authorities_of([query.person_id]).get(query.person_id, ()), source.item, today) is None:
        raise AuthorityEnded


def _read(source: CheckSource, typed: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, one in source.fields.items():
        try:
            found[name] = read_value(one, typed.get(name, ""))
        except ValueWrong as wrong:
            raise AnswerWrong(str(wrong), name) from None
    return found


def locked(check: FinancialCheck) -> FinancialCheck:
    """Return a check as it is now, held until the transaction ends."""
    held = FinancialCheck.objects.select_for_update(of=("self",)).select_related("household__head")
    return held.get(pk=check.pk)


def tell(action: str, check: FinancialCheck, happened: str, act: Act, **details: object) -> None:
    """Write down that a check came further, and let whatever asked for it know."""
    assert act.by is not None  # noqa: S101 - checks move by people only
    record_act(action, check, act, **details)
    publish(CheckMoved(check.pk, (check.about_kind, check.about_id), happened, act.by, act.at))


def record_act(action: str, check: FinancialCheck, act: Act, **details: object) -> None:
    """Write an act on a check into the trail."""
    audit.record(
        action,
        subject_type=SUBJECT,
        subject_id=str(check.pk),
        by=act.actor,
        at=act.at,
        division=check.division,
        details=details,
    )
