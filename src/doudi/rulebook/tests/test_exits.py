"""Exits held back while exits stand still, put right afterwards, never carried out by the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.kernel.names import name_key
from doudi.registry.models import Enrolment, Household, ListPublication, Person
from doudi.registry.states import Programme, Sex
from doudi.rulebook.models import ExitRequest, FreezeBreach
from doudi.rulebook.selectors.exits import freeze_on, rechecks, standing_of
from doudi.rulebook.selectors.obstacles import why_above
from doudi.rulebook.services import exits
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.services.exits import ask_exit, decide_exit, find_breaches, release_queue, restore
from doudi.rulebook.states import BreachStatus, ExitStatus
from doudi.rulebook.tests.rules import COUNTY, MONDAY, proposer, reviewer, stated, submitted, value

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
VILLAGE = "440204102200"
IN_FREEZE = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)
AFTER = datetime(2021, 1, 4, 1, 0, tzinfo=UTC)
HERE = Scope.of([COUNTY])


def published() -> ListPublication:
    return ListPublication.objects.create(
        batch=uuid4(), source="dibao", region=COUNTY, period=f"20{19 + ListPublication.objects.count()}-01",
        published_at=MONDAY,
    )  # fmt: skip


def on_dibao(*, until: date | None = None, since: date = date(2019, 1, 1), register: bool = False) -> Person:
    home = Household.objects.create(division=VILLAGE, created_at=MONDAY)
    person = Person.objects.create(
        name="陈国英",
        name_key=name_key("陈国英"),
        sex=Sex.FEMALE,
        born_on=date(1960, 5, 17),
        division=VILLAGE,
        created_at=MONDAY,
    )
    lists = [Programme.DIBAO, *([Programme.POVERTY_REGISTER] if register else [])]
    for programme in lists:
        Enrolment.objects.create(
            person=person,
            household=home,
            programme=programme,
            division=VILLAGE,
            amount_fen=42_000,
            valid_from=since,
            valid_to=until if programme == Programme.DIBAO else None,
            opened_by=published(),
        )
    return person


def test_an_exit_during_the_freeze_is_held_back_and_says_why() -> None:
    asked = ask_exit(on_dibao(), ground="INCOME", reason="收入超过标准", by=proposer(), at=IN_FREEZE)

    assert asked.status == ExitStatus.QUEUED
    assert asked.freeze["sentence"] == (
        "2020年3月27日至2020年12月31日暂停办理低保退出（粤民发〔2020〕1号第二条）"
    )
    assert Enrolment.objects.get(programme="DIBAO").valid_to is None


def test_an_exit_the_machine_asks_for_is_held_back_too() -> None:
    asked = ask_exit(on_dibao(), ground="INCOME", reason="比对", by=SYSTEM, at=IN_FREEZE, automatic=True)

    assert asked.status == ExitStatus.QUEUED


def test_what_the_parameter_lists_as_an_exception_goes_on() -> None:
    asked = ask_exit(on_dibao(), ground="DEATH", reason="火化证明", by=proposer(), at=IN_FREEZE)

    assert asked.status == ExitStatus.ALLOWED


def test_a_person_waits_once() -> None:
    person, by = on_dibao(), proposer()
    ask_exit(person, ground="INCOME", reason="收入", by=by, at=IN_FREEZE)

    with pytest.raises(exits.ExitAlreadyWaits):
        ask_exit(person, ground="PROPERTY", reason="有车", by=by, at=IN_FREEZE)


def test_somebody_on_no_list_has_nothing_to_leave() -> None:
    with pytest.raises(exits.NotEnrolled):
        ask_exit(on_dibao(until=date(2019, 6, 1)), ground="INCOME", reason="收入", by=proposer(), at=AFTER)


def test_after_the_freeze_the_exit_waits_for_a_person_and_ends_nothing() -> None:
    asked = ask_exit(on_dibao(), ground="INCOME", reason="收入", by=proposer(), at=IN_FREEZE)
    assert release_queue(COUNTY, by=SYSTEM, at=IN_FREEZE + timedelta(days=30)) == 0

    assert release_queue(COUNTY, by=SYSTEM, at=AFTER) == 1

    asked.refresh_from_db()
    assert asked.status == ExitStatus.REVIEW
    assert Enrolment.objects.get(programme="DIBAO").valid_to is None
    assert release_queue(COUNTY, by=SYSTEM, at=AFTER) == 0


def test_nothing_is_decided_during_the_freeze() -> None:
    asked = ask_exit(on_dibao(), ground="INCOME", reason="收入", by=proposer(), at=IN_FREEZE)

    with pytest.raises(exits.StillFrozen, match="期满前不处理"):
        decide_exit(asked, keeps=True, reason="x", by=reviewer(), at=IN_FREEZE)


def test_another_person_decides_with_a_reason() -> None:
    by, other = proposer(), reviewer()
    asked = ask_exit(on_dibao(), ground="INCOME", reason="收入", by=by, at=IN_FREEZE)
    with pytest.raises(exits.AskerDecides):
        decide_exit(asked, keeps=True, reason="x", by=by, at=AFTER)
    whose, other.person_key = other.person_key, by.person_key
    with pytest.raises(exits.AskerDecides):
        decide_exit(asked, keeps=True, reason="另一个账号", by=other, at=AFTER)
    other.person_key = whose
    with pytest.raises(exits.ReasonMissing):
        decide_exit(asked, keeps=True, reason=" ", by=other, at=AFTER)

    decided = decide_exit(asked, keeps=True, reason="收入已回落", by=other, at=AFTER)

    assert decided.status == ExitStatus.KEPT
    with pytest.raises(exits.NotWaiting):
        decide_exit(asked, keeps=False, reason="再来", by=other, at=AFTER)


@pytest.mark.clause("YG-2.2.10j")
def test_the_dated_switch_holds_every_exit_back_and_its_end_makes_reviews_of_them() -> None:
    by, other = proposer(), reviewer()
    approve_change(
        submitted(by, value(True, key="dibao.exit_freeze", begins=date(2026, 11, 2), ends=date(2027, 1, 1))),
        by=other,
        at=MONDAY,
    )
    asked = ask_exit(on_dibao(), ground="SENTENCED", reason="判决书", by=by, at=MONDAY)
    machine = ask_exit(on_dibao(), ground="INCOME", reason="比对", by=SYSTEM, at=MONDAY, automatic=True)
    after = datetime(2027, 1, 1, 1, 0, tzinfo=UTC)

    assert {asked.status, machine.status} == {ExitStatus.QUEUED}
    assert "暂停办理低保退出（韶浈民〔2026〕9号第三条）" in asked.freeze["sentence"]
    assert {standing_of(each, after.date()) for each in (asked, machine)} == {ExitStatus.REVIEW}
    assert release_queue(COUNTY, by=SYSTEM, at=after) == 2
    assert not Enrolment.objects.filter(programme="DIBAO", valid_to__isnull=False).exists()

    exceptions = value(["DEATH", "SENTENCED"], key="dibao.exit_freeze_exceptions", begins=date(2026, 11, 3))
    approve_change(submitted(by, exceptions), by=other, at=MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    assert ask_exit(on_dibao(), ground="SENTENCED", reason="判决书", by=by, at=tuesday).status == "ALLOWED"
    assert ask_exit(on_dibao(), ground="INCOME", reason="收入", by=by, at=tuesday).status == "QUEUED"


def test_an_exit_made_during_the_freeze_is_listed_once_as_a_breach() -> None:
    on_dibao(until=date(2020, 6, 1))
    on_dibao(until=date(2019, 6, 1))

    assert find_breaches(COUNTY, by=SYSTEM, at=AFTER) == 1
    assert find_breaches(COUNTY, by=SYSTEM, at=AFTER) == 0
    assert FreezeBreach.objects.get().ended_on == date(2020, 6, 1)


def test_a_change_of_amount_is_no_exit() -> None:
    person = on_dibao(until=date(2020, 6, 1))
    first = Enrolment.objects.get()
    Enrolment.objects.create(
        person=person,
        household=first.household,
        programme=Programme.DIBAO,
        division=VILLAGE,
        valid_from=date(2020, 6, 1),
        opened_by=published(),
    )

    assert find_breaches(COUNTY, by=SYSTEM, at=AFTER) == 0


def test_an_exit_let_through_by_an_exception_is_no_breach() -> None:
    person = on_dibao()
    ask_exit(person, ground="DEATH", reason="火化证明", by=proposer(), at=IN_FREEZE)
    enrolment = Enrolment.objects.get()
    enrolment.valid_to = date(2020, 7, 1)
    enrolment.save(update_fields=["valid_to"])

    assert find_breaches(COUNTY, by=SYSTEM, at=AFTER) == 0


def test_an_exit_allowed_before_the_freeze_and_carried_out_in_it_is_a_breach() -> None:
    person = on_dibao()
    before = datetime(2020, 3, 20, 1, 0, tzinfo=UTC)
    assert ask_exit(person, ground="INCOME", reason="收入", by=proposer(), at=before).status == "ALLOWED"
    Enrolment.objects.update(valid_to=date(2020, 7, 1))

    assert find_breaches(COUNTY, by=SYSTEM, at=AFTER) == 1


def test_who_left_during_the_freeze_is_put_back_and_owed_each_month_missed() -> None:
    on_dibao(until=date(2020, 6, 1))
    find_breaches(COUNTY, by=SYSTEM, at=datetime(2020, 8, 10, 1, 0, tzinfo=UTC))
    breach = FreezeBreach.objects.get()
    assert breach.status == BreachStatus.OPEN

    restored = restore(
        breach, explanation="名册误删", by=reviewer(), at=datetime(2020, 9, 3, 1, 0, tzinfo=UTC)
    )

    enrolment = Enrolment.objects.get()
    assert (restored.status, restored.restored) == (BreachStatus.RESTORED, enrolment)
    assert (enrolment.valid_to, enrolment.closed_by) == (None, None)
    assert restored.owed == [
        {"period": "2020-06", "amount_fen": 42_000},
        {"period": "2020-07", "amount_fen": 42_000},
        {"period": "2020-08", "amount_fen": 42_000},
    ]
    with pytest.raises(exits.BreachSettled):
        restore(breach, explanation="再来", by=reviewer("371521"), at=AFTER)


@pytest.mark.clause("ZJ-2.2.3f")
def test_a_registered_family_on_dibao_is_spared_until_the_day_set_and_then_reviewed_again() -> None:
    on_dibao(register=True)
    on_dibao()
    by, other = proposer(), reviewer()
    spare = value(True, key="dibao.recheck_exempt", begins=date(2026, 11, 2), ends=date(2026, 11, 20))
    approve_change(submitted(by, spare), by=other, at=MONDAY)

    during, after = rechecks(HERE, date(2026, 11, 19)), rechecks(HERE, date(2026, 11, 20))

    assert [each.because for each in during] == [""]
    assert sorted(bool(each.because) for each in after) == [False, True]
    assert "粤民发〔2020〕1号第二条恢复定期复核" in max(each.because for each in after)


def test_a_study_of_a_few_families_does_not_stand_for_the_many_on_the_list() -> None:
    [on_dibao() for _ in range(3)]
    stated()
    proposal = submitted(proposer())

    assert why_above(proposal, on=MONDAY.date()) == (
        "家庭情况表只有 1 户，低保名册上有 3 户，试算说明不了影响。"
    )
    stated()
    assert why_above(proposal, on=MONDAY.date()) == ""


def test_no_freeze_holds_where_nobody_set_one() -> None:
    assert freeze_on("371521", date(2020, 6, 1)) is None
    assert freeze_on(VILLAGE, date(2020, 6, 1)) is not None


def test_an_officer_of_another_county_sees_nothing_of_it() -> None:
    ask_exit(on_dibao(), ground="INCOME", reason="收入", by=proposer(), at=IN_FREEZE)
    other = officer(Role.COUNTY_OFFICER, "371521")

    assert other.pk
    assert not ExitRequest.objects.filter(Scope.of(["371521"]).q("division")).exists()
