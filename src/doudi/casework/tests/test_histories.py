"""Any order of acts by any officers: no step of law is passed by; what is kept follows from the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.casework.models import Application, ApplicationRecord, ApplicationStanding, Decision
from doudi.casework.selectors.progress import procedure_of
from doudi.casework.services.deciding import NewDecision, decide, digest_seen
from doudi.casework.services.extending import Extension, extend
from doudi.casework.services.opining import NewOpinion, give_opinion
from doudi.casework.services.publishing import Posting, post_application
from doudi.casework.services.recording import Happening, go_on, record, send_back
from doudi.casework.services.withdrawing import withdraw
from doudi.casework.states import RecordKind, Verdict
from doudi.casework.tests.families import deciding_county, family
from doudi.casework.tests.walking import MONDAY, TEXT, applied, on
from doudi.common.problems import Refusal
from doudi.procedures.shapes import Step
from doudi.publicity.models import PublicNotice
from doudi.publicity.services.posting import end_notices, take_objection
from doudi.work.models import Task
from doudi.work.services.moves import Act
from doudi.work.states import LIVE
from tests.county import COUNTY, EAST, VILLAGE, County

EVENTS = ("ACCEPTED", "SURVEY_STARTED", "SURVEY_DONE", "SUBMITTED", "RESURVEYED", "ANNOUNCED", "CONFIRMED")
STEPS = ("SURVEY", "PRELIMINARY", "PUBLISH", "EXAMINE", "CONFIRM", "ANNOUNCE", "REJECT", "PAY")
MUST = {"ACCEPT", "SURVEY", "PRELIMINARY", "PUBLISH", "EXAMINE", "CONFIRM"}
WHO = ("east", "other", "west", "county", "review")
NOTICE_DAYS = 7

names = st.sampled_from(WHO)
acts = st.one_of(
    st.tuples(st.just("usual"), st.integers(0, 3)),
    st.tuples(st.just("usual"), st.integers(0, 3)),
    st.tuples(st.just("record"), st.sampled_from(EVENTS), names),
    st.tuples(st.just("enter"), st.sampled_from(STEPS), names),
    st.tuples(st.just("opine"), st.sampled_from(("PRELIMINARY", "OPINION")), st.sampled_from(Verdict), names),
    st.tuples(st.just("post"), names),
    st.tuples(st.just("decide"), st.sampled_from(Verdict), names),
    st.tuples(st.just("back"), st.sampled_from(STEPS), names),
    st.tuples(st.just("extend"), names),
    st.tuples(st.just("object"), names),
    st.tuples(st.just("wait"), st.integers(1, 9)),
    st.tuples(st.just("withdraw"), names),
)
histories = st.lists(acts, min_size=10, max_size=24)


@dataclass
class History:
    """One application of a test, what may be tried on it, and the day it is."""

    made: Application
    people: dict[str, User]
    opinion: Verdict = Verdict.AGREE
    day: date = MONDAY
    done: list[str] = field(default_factory=list)

    def act(self, who: str) -> Act:
        """Return an act of somebody today."""
        return Act(on(self.day), self.people[who])

    def usual(self) -> Callable[[], object] | None:
        """Return what an officer who goes by the page would do next."""
        standing = ApplicationStanding.objects.get(application=self.made)
        events = {row.name for row in rows_since_entry(self.made)}
        pairs: dict[str, list[tuple[str, ...]]] = {
            "ACCEPT": [("record", "ACCEPTED", "east")],
            "SURVEY": [("record", "SURVEY_STARTED", "east"), ("record", "SURVEY_DONE", "east"),
                       ("enter", "PRELIMINARY", "east")],
            "PRELIMINARY": [("opine", "PRELIMINARY", self.opinion, "other")],
            "PUBLISH": [("post", "east"), ("wait", "8")],
            "RESURVEY": [("record", "RESURVEYED", "east")],
            "EXAMINE": [("record", "SUBMITTED", "county"), ("opine", "OPINION", Verdict.AGREE, "county")],
            "CONFIRM": [("decide", Verdict.AGREE, "review")],
            "REJECT": [("decide", Verdict.REFUSE, "review")],
        }  # fmt: skip
        wanted = pairs.get(standing.step, [])
        open_now = [one for one in wanted if one[0] != "record" or one[1] not in events]
        if standing.step == "PUBLISH" and "PUBLICITY_BEGUN" in events:
            open_now = [("wait", "8")]
        return (lambda: self.try_one(open_now[0])) if open_now else None

    def try_one(self, said: tuple[object, ...]) -> None:
        """Do one thing as somebody would, whether or not it may be done."""
        kind, *rest = said
        who = str(rest[-1])
        if kind == "usual":
            self.day += timedelta(days=int(who))
            usual = self.usual()
            if usual:
                usual()
        elif kind == "wait":
            self.day += timedelta(days=int(who))
            end_notices(COUNTY, at=on(self.day))
        elif kind == "object":
            notice = PublicNotice.objects.order_by("id").last()
            if notice:
                take_objection(notice, text="有汽车", said_by="", by=self.people[who], at=on(self.day))
        else:
            self.casework(str(kind), rest, who)

    def casework(self, kind: str, rest: list[object], who: str) -> None:
        """Do one act of casework."""
        made, act = self.made, self.act(who)
        if kind == "record":
            record(made, Happening(str(rest[0]), self.day), act=act)
        elif kind == "enter":
            go_on(made, str(rest[0]), on=self.day, act=act)
        elif kind == "opine":
            give_opinion(made, NewOpinion(str(rest[0]), Verdict(str(rest[1])), TEXT, self.day), act=act)
        elif kind == "post":
            posting = Posting("PUBLICITY_BEGUN", VILLAGE, "村务公开栏")
            post_application(made, posting, by=self.people[who], at=on(self.day))
        elif kind == "decide":
            self.decide(Verdict(str(rest[0])), act)
        elif kind == "back":
            send_back(made, str(rest[0]), reason="银行流水对不上", act=act)
        elif kind == "extend":
            extend(made, Extension("total", "HARD_TO_SURVEY", "收入要发函核实"), act=act)
        else:
            withdraw(made, reason="找到了工作", act=act)

    def decide(self, verdict: Verdict, act: Act) -> None:
        """Decide on the last opinion."""
        opinion = self.made.opinions.last()
        if opinion is not None:
            new = NewDecision(verdict, digest_seen(opinion), "按核算单决定", saw_unverified=True)
            decide(self.made, new, act=act)


def rows_of(made: Application) -> list[ApplicationRecord]:
    """Return the records of an application in their order."""
    return list(made.records.order_by("order").select_related("by"))


def rows_since_entry(made: Application) -> list[ApplicationRecord]:
    """Return what happened at the step where an application stands."""
    rows = rows_of(made)
    last = max(number for number, row in enumerate(rows) if row.kind == RecordKind.ENTERED)
    return rows[last + 1 :]


def check_ways(rows: list[ApplicationRecord], steps: dict[str, Step]) -> None:
    """Read the records as a lawyer would: each step follows the one before it, after what it waits for."""
    here, happened, been = "", set(), set()
    for row in rows:
        if row.kind != RecordKind.ENTERED:
            happened.add(row.name)
            continue
        if here and row.name in been and row.by is not None and row.note:
            pass  # sent back by whoever decides, to where it has been
        elif here:
            assert row.name in steps[here].follow, (here, row.name)
            assert set(steps[here].ways.get(row.name, ())) <= happened, (here, row.name, happened)
        here, happened = row.name, set()
        been.add(here)


def check(history: History, before: int) -> None:
    """Hold what must hold after any act."""
    made = Application.objects.select_related("procedure").get(pk=history.made.pk)
    rows, steps = rows_of(made), dict(procedure_of(made.procedure).steps)
    names_of = [row.name for row in rows if row.kind == RecordKind.HAPPENED]
    entered = [row.name for row in rows if row.kind == RecordKind.ENTERED]
    standing = ApplicationStanding.objects.get(application=made)
    assert [row.order for row in rows] == list(range(1, len(rows) + 1))
    check_ways(rows, steps)
    assert standing.step == entered[-1]
    assert standing.outcome == _outcome(names_of, entered[-1])
    live = Task.objects.filter(subject_kind="application", subject_id=str(made.pk), state__in=LIVE).count()
    hangs = standing.step == "PUBLISH" and {row.name for row in rows_since_entry(made)} == {"PUBLICITY_BEGUN"}
    if not standing.outcome:
        assert live == (0 if hangs else 1), (standing.step, names_of)
    assert live <= 1
    if "WITHDRAWN" in names_of:
        assert (names_of[-1], live) == ("WITHDRAWN", 0)
    if "CONFIRMED" in names_of:
        assert set(entered) >= MUST
        check_people(made, rows)
    check_notices(rows)
    assert len(rows) >= before


def _outcome(happened: list[str], step: str) -> str:
    if "WITHDRAWN" in happened:
        return "WITHDRAWN"
    if "CONFIRMED" in happened:
        return "CONFIRMED"
    if "REJECTED" in happened:
        return "REJECTED"
    return "ENDED" if step == "ENDED" else ""


def check_people(made: Application, rows: list[ApplicationRecord]) -> None:
    """Hold that whoever decided is neither who proposed nor who surveyed."""
    decision = Decision.objects.get(application=made)
    surveyed = {row.by_id for row in rows if row.name in ("SURVEY_STARTED", "SURVEY_DONE")}
    assert decision.decided_by_id not in {decision.proposed_by_id, *surveyed}
    assert decision.decided_by_id == made_by(rows, "CONFIRMED")


def made_by(rows: list[ApplicationRecord], event: str) -> int | None:
    """Return who recorded an event last."""
    return next(row.by_id for row in reversed(rows) if row.name == event)


def check_notices(rows: list[ApplicationRecord]) -> None:
    """Hold that no notice ended before its days were over."""
    begun: date | None = None
    for row in rows:
        if row.name == "PUBLICITY_BEGUN":
            begun = row.on
        if row.name == "PUBLICITY_ENDED":
            assert begun is not None
            assert row.on - begun >= timedelta(days=NOTICE_DAYS)


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path
    county = deciding_county()
    county.people = {**county.people, "other": county.hire(Role.TOWNSHIP_OFFICER, EAST, username="other")}
    return county


def attempt(history: History, one: tuple[object, ...]) -> None:
    """Try one thing: it is done whole or refused with nothing written, and what must hold holds after it."""
    before = history.made.records.count()
    try:
        with transaction.atomic():
            history.try_one(one)
    except Refusal:
        assert one[0] != "wait"
        assert history.made.records.count() == before
    check(history, before)


SEEN: set[str] = set()
"""How the histories of this run ended, so that none of the ends is missing from what was tried."""


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories, st.booleans())
def _try_histories(county: County, tried: list[tuple[object, ...]], is_rich: bool) -> None:
    with transaction.atomic():
        home = family(wages_fen=900_000 if is_rich else 40_000)
        opinion = Verdict.REFUSE if is_rich else Verdict.AGREE
        history = History(applied(county, home), dict(county.people), opinion)
        for one in tried:
            attempt(history, one)
        SEEN.add(ApplicationStanding.objects.get(application=history.made).outcome)
        transaction.set_rollback(True)


def test_whatever_is_tried_no_step_of_law_is_passed_by_and_the_standing_follows(county: County) -> None:
    SEEN.clear()
    _try_histories(county)
    assert {"", "CONFIRMED", "REJECTED", "WITHDRAWN"} <= SEEN
