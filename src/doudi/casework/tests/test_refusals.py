"""What is refused on the way: twice, too early, out of turn, from the wrong hands, on other facts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.casework.models import Application, ApplicationStanding, Decision, Filing
from doudi.casework.selectors.progress import progress_of
from doudi.casework.services.deciding import (
    ChangedMeanwhile,
    DecidedByProposer,
    NewDecision,
    NotToBeDecided,
    RefusedWithoutReason,
    UnverifiedNotSeen,
    decide,
    digest_seen,
)
from doudi.casework.services.filing import (
    HelperMissing,
    NewFiling,
    NothingAskedFor,
    NotOfThisHousehold,
    OpenAlready,
    PersonMissing,
    Wanted,
    file_applications,
)
from doudi.casework.services.opining import AgainstTheSheet, NewOpinion, give_opinion
from doudi.casework.services.publishing import Posting, post_application
from doudi.casework.services.recording import (
    DayWrong,
    EndsUndecided,
    Happening,
    NotAtThisStep,
    NotYourStep,
    WayNotOpen,
    go_on,
    record,
    send_back,
)
from doudi.casework.services.telling import grounds_of
from doudi.casework.services.withdrawing import OverAlready, withdraw
from doudi.casework.states import Verdict, Way
from doudi.casework.tests.families import deciding_county, family
from doudi.casework.tests.walking import MONDAY, TEXT, applied, at_decision, at_survey_end, on, step
from doudi.delegation.services.using import NotCompetent
from doudi.notices.models import Letter
from doudi.notices.services.deliveries import Attempted, record_delivery
from doudi.procedures.bound import read_bound
from doudi.procedures.following import first_step
from doudi.publicity.services.posting import end_notices, take_objection
from doudi.registry.models import Household
from doudi.work.models import Task
from doudi.work.services.moves import Act
from tests.county import COUNTY, EAST, OTHER_VILLAGE, VILLAGE, County, logged_in


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path
    return deciding_county()


def asked(home: Household, *wanted: Wanted, **more: object) -> NewFiling:
    assert home.head is not None
    given = {"reason": "收入少", "filed_on": MONDAY, "place": EAST, **more}
    return NewFiling(home, home.head, list(wanted), **given)  # type: ignore[arg-type]


def refusing(county: County) -> tuple[Application, str]:
    """Return an application that is proposed to be refused, and the digest of that."""
    made = at_survey_end(county, applied(county, family(name="王有钱", wages_fen=900_000)))
    wanted = NewOpinion("PRELIMINARY", Verdict.REFUSE, "收入超过标准", MONDAY)
    opinion = give_opinion(made, wanted, act=Act(on(MONDAY), county.people["east"]))
    return made, digest_seen(opinion)


def refuse(county: County, made: Application, seen: str) -> None:
    """Let the county refuse it."""
    new = NewDecision(Verdict.REFUSE, seen, "人均收入超过当地标准", saw_unverified=True)
    decide(made, new, act=Act(on(MONDAY), county.people["review"]))


def refused(county: County) -> Application:
    """Return an application that was refused."""
    made, seen = refusing(county)
    refuse(county, made, seen)
    return made


def test_the_same_thing_is_not_applied_for_twice_and_nothing_of_the_second_stays(county: County) -> None:
    home = family()
    applied(county, home)

    with pytest.raises(OpenAlready, match="已有一件正在办理"):
        file_applications(
            asked(home, Wanted("NEAR_DIBAO"), Wanted("DIBAO")), by=county.people["east"], at=on(MONDAY)
        )

    assert (Filing.objects.count(), Application.objects.count()) == (1, 1)


def test_a_filing_names_things_there_are_for_people_who_live_there(county: County) -> None:
    home, other, east = family(), family(OTHER_VILLAGE, name="李小明"), county.people["east"]
    wrong: list[tuple[NewFiling, type[Exception]]] = [
        (asked(home), NothingAskedFor),
        (asked(home, Wanted("NO_SUCH")), NothingAskedFor),
        (asked(home, Wanted("DIBAO"), Wanted("DIBAO")), NothingAskedFor),
        (asked(home, Wanted("TEKUN")), PersonMissing),
        (asked(home, Wanted("DIBAO", home.head)), PersonMissing),
        (asked(home, Wanted("TEKUN", other.head)), NotOfThisHousehold),
        (asked(home, Wanted("DIBAO"), way=Way.HELPED), HelperMissing),
    ]
    for new, refusal in wrong:
        with pytest.raises(refusal):
            file_applications(new, by=east, at=on(MONDAY))
    assert not Filing.objects.exists()


def test_nothing_is_skipped_and_nothing_happens_out_of_turn_or_before_its_day(county: County) -> None:
    east, made = county.people["east"], applied(county)
    act = Act(on(MONDAY), east)

    with pytest.raises(NotAtThisStep):
        record(made, Happening("SURVEY_DONE", MONDAY), act=act)
    with pytest.raises(WayNotOpen):
        go_on(made, "SURVEY", on=MONDAY, act=act)
    with pytest.raises(NotAtThisStep):
        go_on(made, "PAY", on=MONDAY, act=act)
    with pytest.raises(DayWrong):
        record(made, Happening("ACCEPTED", MONDAY - timedelta(days=1)), act=act)
    with pytest.raises(DayWrong):
        record(made, Happening("ACCEPTED", MONDAY + timedelta(days=1)), act=act)
    assert step(made) == "ACCEPT"


def test_another_townships_officer_does_not_act_here(county: County) -> None:
    made = applied(county)
    with pytest.raises(NotYourStep):
        record(made, Happening("ACCEPTED", MONDAY), act=Act(on(MONDAY), county.people["west"]))


def test_an_opinion_does_not_agree_to_what_the_sheet_refuses(county: County) -> None:
    rich = family(name="王有钱", wages_fen=900_000)
    made = at_survey_end(county, applied(county, rich))
    act = Act(on(MONDAY), county.people["east"])

    with pytest.raises(AgainstTheSheet):
        give_opinion(made, NewOpinion("PRELIMINARY", Verdict.AGREE, TEXT, MONDAY), act=act)
    assert not made.opinions.exists()

    give_opinion(made, NewOpinion("PRELIMINARY", Verdict.REFUSE, "收入超过标准", MONDAY), act=act)
    assert step(made) == "REJECT"


def test_a_refusal_is_decided_by_another_with_its_reason_and_never_posted(county: County) -> None:
    made, seen = refusing(county)
    review = county.people["review"]
    assert ApplicationStanding.objects.get(application=made).outcome == ""
    assert Task.objects.get(subject_kind="application", state="OPEN").kind == "application_decision"
    assert "不予确认</button>" in logged_in(review).get(f"/applications/{made.pk}/").content.decode()
    with pytest.raises(RefusedWithoutReason):
        decide(made, NewDecision(Verdict.REFUSE, seen, saw_unverified=True), act=Act(on(MONDAY), review))
    refuse(county, made, seen)

    with pytest.raises(NotToBeDecided):
        refuse(county, made, seen)
    standing = ApplicationStanding.objects.get(application=made)
    assert (standing.outcome, standing.step) == ("REJECTED", "REJECT")
    told = Task.objects.get(subject_kind="application", state="OPEN")
    assert told.due_on == date(2026, 11, 5)


def test_a_refusal_is_told_by_letter_and_the_day_it_arrives_is_recorded(county: County) -> None:
    made = refused(county)
    letter = Letter.objects.get(subject_kind="application", subject_id=str(made.pk))
    assert (letter.paper.kind, letter.is_open_to_review) == ("application_refusal", True)
    east, wednesday = county.people["east"], MONDAY + timedelta(days=2)

    sent = Attempted("ELECTRONIC", "DELIVERED", wednesday, said="短信发到本人手机，本人回复收到")
    first = record_delivery(letter, sent, by=east, at=on(wednesday))
    told = made.records.get(name="REJECTION_TOLD")
    assert (told.on, told.by) == (wednesday, None)
    assert not Task.objects.filter(subject_kind="application", state="OPEN").exists()

    tuesday = replace(sent, happened_on=MONDAY + timedelta(days=1), replaces=first.pk, why="日期登记错了")
    record_delivery(letter, tuesday, by=east, at=on(wednesday))
    clocks = {one.clock.name: one for one in progress_of(made, on=wednesday).deadlines}
    stopped = clocks["rejection_notice"].stopped
    assert stopped is not None
    assert stopped.on == MONDAY + timedelta(days=1)


def test_a_letter_of_refusal_says_what_was_found_by_which_article(county: County) -> None:
    made = refused(county)
    said = grounds_of(made.decision.sheet)
    assert "标准" in said
    # 9,000 yuan of two, 4,500 each: 3,800 above the standard of 700
    assert "3,800.00" in said
    assert "条" in said


def test_whoever_proposed_does_not_decide_nor_whoever_holds_no_right(county: County) -> None:
    made = at_decision(county)
    opinion = made.opinions.last()
    assert opinion is not None
    agreed = NewDecision(Verdict.AGREE, digest_seen(opinion), saw_unverified=True)
    late = on(MONDAY + timedelta(days=8))

    with pytest.raises(DecidedByProposer):
        decide(made, agreed, act=Act(late, opinion.given_by))
    with pytest.raises(NotCompetent):
        decide(made, agreed, act=Act(late, county.hire(Role.COUNTY_OFFICER, "440204", username="other")))
    with pytest.raises(UnverifiedNotSeen):
        decide(made, NewDecision(Verdict.AGREE, agreed.seen), act=Act(late, county.people["review"]))
    with pytest.raises(ChangedMeanwhile):
        decide(made, NewDecision(Verdict.AGREE, "0" * 64), act=Act(late, county.people["review"]))
    assert not Decision.objects.exists()


def test_an_application_sent_back_is_done_again_before_it_is_decided(county: County) -> None:
    made, review = at_decision(county), county.people["review"]
    late = on(MONDAY + timedelta(days=8))
    send_back(made, "SURVEY", reason="收入证明和银行流水对不上", act=Act(late, review))

    assert step(made) == "SURVEY"
    opinion = made.opinions.last()
    assert opinion is not None
    with pytest.raises(NotToBeDecided):
        decide(made, NewDecision(Verdict.AGREE, digest_seen(opinion)), act=Act(late, review))


def test_an_objection_takes_the_notice_down_and_calls_for_another_look(county: County) -> None:
    east = county.people["east"]
    made = at_survey_end(county, applied(county))
    agreed = NewOpinion("PRELIMINARY", Verdict.AGREE, TEXT, MONDAY)
    give_opinion(made, agreed, act=Act(on(MONDAY), east))
    posting = Posting("PUBLICITY_BEGUN", VILLAGE, "村务公开栏")
    notice = post_application(made, posting, by=east, at=on(MONDAY))

    take_objection(notice, text="他家有汽车", said_by="", by=east, at=on(MONDAY + timedelta(days=2)))

    assert step(made) == "RESURVEY"


def test_what_hangs_about_a_withdrawn_application_comes_down_and_keeps_no_other_from_ending(
    county: County,
) -> None:
    east = county.people["east"]
    agreed = NewOpinion("PRELIMINARY", Verdict.AGREE, TEXT, MONDAY)
    posting = Posting("PUBLICITY_BEGUN", VILLAGE, "村务公开栏")
    withdrawn, other = (
        at_survey_end(county, applied(county, family(name=name))) for name in ("陈大文", "李小明")
    )
    for made in (withdrawn, other):
        give_opinion(made, agreed, act=Act(on(MONDAY), east))
    notice = post_application(withdrawn, posting, by=east, at=on(MONDAY))
    post_application(other, posting, by=east, at=on(MONDAY))

    withdraw(withdrawn, reason="找到了工作", act=Act(on(MONDAY + timedelta(days=1)), east))

    notice.refresh_from_db()
    assert (notice.outcome, notice.ended_at) == ("WITHDRAWN", on(MONDAY + timedelta(days=1)))
    assert end_notices(COUNTY, at=on(MONDAY + timedelta(days=8))) == 1
    assert step(other) == "EXAMINE"


def test_a_bound_procedure_begins_where_it_began_whatever_order_a_database_keeps_keys_in(
    county: County,
) -> None:
    kept = applied(county).procedure.content
    shaken = json.loads(json.dumps(kept, sort_keys=True))

    assert first_step(read_bound(shaken)).name == "APPLY"
    assert read_bound(shaken) == read_bound(kept)


def test_who_withdrew_has_ended_and_may_apply_anew(county: County) -> None:
    home, east = family(), county.people["east"]
    made = applied(county, home)
    withdraw(made, reason="找到了工作", act=Act(on(MONDAY), east))

    assert ApplicationStanding.objects.get(application=made).outcome == "WITHDRAWN"
    with pytest.raises(OverAlready):
        withdraw(made, reason="再撤一次", act=Act(on(MONDAY), east))
    with pytest.raises(NotAtThisStep):
        record(made, Happening("ACCEPTED", MONDAY), act=Act(on(MONDAY), east))
    assert applied(county, home).number == "440204-2026-00002"


def test_every_act_stands_in_the_trail(county: County) -> None:
    made = at_decision(county)
    acts = set(
        Entry.objects.filter(subject_type="application", subject_id=str(made.pk)).values_list(
            "action", flat=True
        )
    )
    assert acts == {"casework.recorded", "casework.entered", "casework.opinion_given"}


def test_nobody_ends_an_application_that_nobody_decided(county: County) -> None:
    made, east = applied(county), county.people["east"]
    for event in ("ACCEPTED", "SURVEY_STARTED", "SURVEY_DONE"):
        record(made, Happening(event, MONDAY), act=Act(on(MONDAY), east))
    with pytest.raises(EndsUndecided, match="另一个人决定"):
        go_on(made, "ENDED", on=MONDAY, act=Act(on(MONDAY), east))
    assert "拒不配合终止" not in logged_in(east).get(f"/applications/{made.pk}/").content.decode()
    with pytest.raises(DayWrong):
        go_on(made, "PRELIMINARY", on=MONDAY + timedelta(days=1), act=Act(on(MONDAY), east))
    assert step(made) == "SURVEY"


def test_what_was_decided_is_not_sent_back(county: County) -> None:
    made, review = at_decision(county), county.people["review"]
    late = on(MONDAY + timedelta(days=8))
    opinion = made.opinions.last()
    assert opinion is not None
    new = NewDecision(Verdict.REFUSE, digest_seen(opinion), "入户核实不符合", saw_unverified=True)
    decide(made, new, act=Act(late, review))
    assert step(made) == "REJECT"
    with pytest.raises(NotAtThisStep):
        send_back(made, "SURVEY", reason="想再看一遍材料", act=Act(late, review))


def test_what_was_granted_is_announced_and_then_nothing_is_recorded_here_any_more(county: County) -> None:
    made, review, officer = at_decision(county), county.people["review"], county.people["county"]
    day = MONDAY + timedelta(days=8)
    opinion = made.opinions.last()
    assert opinion is not None
    agreed = NewDecision(Verdict.AGREE, digest_seen(opinion), saw_unverified=True)
    decide(made, agreed, act=Act(on(day), review))

    task = Task.objects.get(subject_kind="application", state="OPEN")
    assert (task.ground, task.owner and task.owner.user) == ("ANNOUNCE", officer)
    record(made, Happening("ANNOUNCED", day), act=Act(on(day), officer))
    assert step(made) == "PAY"
    assert not Task.objects.filter(subject_kind="application", state="OPEN").exists()
    with pytest.raises(NotAtThisStep):
        record(made, Happening("PAID", day), act=Act(on(day), officer))
    with pytest.raises(NotAtThisStep):
        go_on(made, "REVIEW", on=day, act=Act(on(day), officer))
