"""A decision waits for everybody competent but its maker, and never for nobody in silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.services import end_post
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.notices.models import Notice
from doudi.regions.states import Level
from doudi.work.jobs import hand_over_in
from doudi.work.models import Escalation, Task
from doudi.work.selectors.deciders import deciders_there, undecidable
from doudi.work.selectors.inbox import to_do_of
from doudi.work.services.deciding import (
    cancel_duty,
    finish_duty,
    open_duty,
    own_clock,
    raise_duty,
    tell_of_undecided,
)
from doudi.work.services.leaving import record_absence
from doudi.work.services.moves import Act
from doudi.work.services.pauses import PauseNotPossible, ask_for_pause
from doudi.work.services.tasks import NewTask, WaitsForDecision, hand_out
from doudi.work.services.watching import escalate_late
from doudi.work.tests.tasks import AT, TODAY, a_task
from tests.county import COUNTY, County, build_county, logged_in

pytestmark = pytest.mark.django_db
KIND, SUBJECT = "rule_change", ("thing", "7")


@pytest.fixture
def county(settings: Settings) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    return build_county()


def a_decision(maker: User | None, *, level: Level = Level.COUNTY) -> Task:
    wanted = NewTask(
        KIND, *SUBJECT, COUNTY, level, own_clock(KIND, starts_on=TODAY), ground=KIND,
        permission="rulebook.approve_change", maker=maker,
    )  # fmt: skip
    return open_duty(wanted, Act(AT, maker))


def sees(reader: User, on: date = TODAY) -> bool:
    return to_do_of(reader, on=on).exists()


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("division", "kind"))


def test_it_is_to_do_for_every_competent_person_but_its_maker(county: County) -> None:
    people = county.people
    other = county.hire(Role.COUNTY_REVIEWER, COUNTY, username="second-reviewer")
    task = a_decision(people["review"])

    assert [sees(each) for each in (people["review"], people["county"], people["east"], other)] == [
        False, False, False, True,
    ]  # fmt: skip
    assert [post.user for post in deciders_there(task, on=TODAY)] == [other]
    assert task.due_on == date(2026, 11, 9)


def test_the_makers_second_account_and_one_nobody_can_tell_apart_do_not_see_it(county: County) -> None:
    maker = county.people["county"]
    same = county.hire(Role.COUNTY_REVIEWER, COUNTY, username="same-person")
    same.person_key = maker.person_key
    same.save()
    a_decision(maker)
    reviewer = county.people["review"]

    assert (sees(same), sees(reviewer)) == (False, True)
    reviewer.person_key = ""
    reviewer.save()
    assert not sees(reviewer)
    assert undecidable(TODAY)


def test_what_the_level_above_must_decide_is_not_shown_to_the_county(county: County) -> None:
    above = county.hire(Role.SUPERVISOR, "4402")
    overseer = county.hire(Role.SUPERVISOR, COUNTY, username="overseer")
    task = a_decision(county.people["county"], level=Level.CITY)

    assert [sees(each) for each in (above, overseer, county.people["review"])] == [True, True, False]
    raise_duty(KIND, SUBJECT, Level.COUNTY, Act(AT))
    task.refresh_from_db()
    assert sees(county.people["review"])
    assert list(task.moves.order_by("pk").values_list("kind", flat=True)) == ["OPENED", "HANDED_OVER"]


def test_a_decision_nobody_there_may_take_is_told_above_at_once_and_stands_red(county: County) -> None:
    reviewer = county.people["review"]
    task = a_decision(reviewer)

    assert told() == [("4402", "UNDECIDED")]
    assert undecidable(TODAY) == [task]
    home = logged_in(county.people["county"]).get("/").content.decode()
    assert "1 件没有人能批" in home
    listed = logged_in(county.people["county"]).get("/tasks/?whose=nobody").content.decode()
    assert "没有人能批" in listed
    assert tell_of_undecided(COUNTY, on=TODAY, act=Act(AT)) == 0
    assert Entry.objects.filter(action="work.undecided_told").count() == 1

    county.hire(Role.COUNTY_REVIEWER, COUNTY, username="newcomer")
    assert undecidable(TODAY) == []
    assert "没有人能批" not in logged_in(county.people["county"]).get("/").content.decode()


def test_who_goes_away_or_leaves_lets_the_level_above_know(county: County) -> None:
    reviewer, act = county.people["review"], Act(AT, county.people["county"])
    a_decision(county.people["county"])
    assert told() == []

    days = {"begins_on": TODAY, "ends_on": TODAY + timedelta(days=5)}
    record_absence(reviewer.posts.get(), on=TODAY, act=act, **days)

    assert told() == [("4402", "UNDECIDED")]
    assert sees(reviewer, TODAY)
    Notice.objects.all().delete()
    Escalation.objects.all().delete()
    end_post(reviewer.posts.get(), by=SYSTEM, at=AT, on=TODAY, reason="调离")
    assert told() == [("4402", "UNDECIDED")]
    Escalation.objects.all().delete()
    assert [hand_over_in(COUNTY) for _ in range(2)] == ["没有人能批的告知 1 件。", ""]
    assert not sees(reviewer)


def test_locked_for_want_of_training_counts_as_not_competent(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_decision(county.people["county"])
    locked = frozenset({"rulebook.approve_change"})
    monkeypatch.setattr("doudi.work.selectors.deciders.locked_for", lambda _post, _on: locked)

    assert not sees(county.people["review"])
    assert len(undecidable(TODAY)) == 1


def test_others_find_no_such_task_and_nobody_hands_it_out_or_stops_its_clock(county: County) -> None:
    task, people = a_decision(county.people["county"]), county.people
    page = f"/tasks/{task.pk}/"

    assert [logged_in(people[who]).get(page).status_code for who in ("county", "review")] == [404, 200]
    assert page not in logged_in(people["county"]).get("/tasks/").content.decode()
    assert page in logged_in(people["review"]).get("/tasks/?whose=mine").content.decode()
    with pytest.raises(WaitsForDecision):
        hand_out(task, owner=people["county"].posts.get(), act=Act(AT, people["county"]))
    with pytest.raises(PauseNotPossible):
        ask_for_pause(task, until=date(2026, 11, 5), reason="等", by=people["county"], at=AT)
    shown = logged_in(people["review"]).get(page).content.decode()
    assert "县级复核" in shown
    assert "指定责任人和期限" not in shown
    assert ("批准参数变更 · 批准参数变更" in shown, "未指定" in shown) == (False, False)


def test_late_it_climbs_like_any_task_and_the_city_hears_of_it(county: County) -> None:
    a_decision(county.people["county"])
    assert escalate_late(COUNTY, on=date(2026, 11, 10), act=Act(AT)) == 1
    assert told() == [("4402", "LATE_DUTY")]


def test_a_decision_or_a_withdrawal_ends_it_and_is_not_offered_to_be_taken_back(county: County) -> None:
    reviewer = county.people["review"]
    task = a_decision(county.people["county"])
    finish_duty(KIND, SUBJECT, Act(AT, reviewer), result="APPROVED")
    task.refresh_from_db()
    assert (task.state, task.result, task.done_on) == ("FINISHED", "APPROVED", TODAY)
    assert not sees(reviewer)
    assert "撤回</button>" not in logged_in(reviewer).get("/tasks/").content.decode()

    again = a_decision(county.people["county"])
    cancel_duty(KIND, SUBJECT, Act(AT, county.people["county"]), result="WITHDRAWN")
    again.refresh_from_db()
    assert again.state == "CANCELLED"
    cancel_duty(KIND, SUBJECT, Act(AT), result="WITHDRAWN")


def test_the_command_says_who_may_decide(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    a_decision(county.people["county"])
    call_command("list_tasks", "--region", COUNTY, "--json")
    said = capsys.readouterr().out
    assert '"permission": "rulebook.approve_change"' in said
    assert f'"deciders": ["{county.people["review"].username}"]' in said


def test_an_answer_typed_at_a_decision_is_refused(county: County) -> None:
    task = a_decision(county.people["county"])
    sent = logged_in(county.people["review"]).post(
        f"/tasks/{task.pk}/answer/", {"result": "x", "reason": "y"}
    )
    assert sent.status_code == 404
    task.refresh_from_db()
    assert task.is_live


def test_a_wish_to_stop_a_clock_waits_for_another_person_only(county: County) -> None:
    people = county.people
    task = a_task(owner=people["east"].posts.get())
    ask_for_pause(task, until=date(2026, 11, 6), reason="等残联答复", by=people["county"], at=AT)

    homes = [logged_in(people[who]).get("/").content.decode() for who in ("county", "review")]
    assert ["批复 1 条暂停计时申请" in text for text in homes] == [False, True]
