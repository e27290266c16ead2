"""Whatever is published, compared, answered and closed in any order, no month says something false."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.accounts.services import appoint
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.matching.batches import BatchFile
from doudi.matching.engine import Result, Tally
from doudi.monitoring.models import EntryStanding, LedgerEntry, MatchRun, Month
from doudi.monitoring.rules.equation import Place
from doudi.monitoring.selectors.month import month_places
from doudi.monitoring.services.comparison import run_match
from doudi.monitoring.services.ledger import assign_entry, conclude_entry
from doudi.monitoring.services.month import close_month, return_month, submit_month
from doudi.monitoring.states import EntryStatus, Outcome, Standing
from doudi.regions.models import Division
from doudi.registry.models import Person
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import listed, listing
from tests.county import COUNTY, EAST, OTHER_VILLAGE, VILLAGE, County, build_county

MONTHS = [Period(2026, month) for month in (9, 10, 11)]
GAP = "monitored-without-aid"
PEOPLE = (1, 2, 3)
OUTCOMES = (Outcome.INELIGIBLE, Outcome.MISTAKEN, Outcome.ENROLLED_DIBAO, Outcome.WATCH)
month = st.sampled_from(MONTHS)
who = st.sampled_from(PEOPLE)


class Months(RuleBasedStateMachine):
    """Three months of three people nobody helps yet, two townships, officers who come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.folder = Path(tempfile.mkdtemp())
        self.setting = override_settings(DOUDI_DATA=self.folder, APP_CLOCK="frozen:2026-11-03T09:00+08:00")
        self.setting.enable()
        self.county: County = build_county()
        people = [
            listed(order, f"陈{order}", programme="POVERTY_REGISTER", category="UNSTABLE") for order in PEOPLE
        ]
        apply_list(listing(people, period=MONTHS[0], source="poverty_register"), by=SYSTEM, at=self.county.at)
        self.persons = dict(zip(PEOPLE, Person.objects.order_by("pk"), strict=True))
        self.files: dict[Period, set[str]] = {MONTHS[0]: {"a"}}
        self.names = iter(f"file-{number}" for number in range(1000))
        self.sealed: dict[Period, Mapping[int, Place]] = {}
        self.seen: dict[Period, tuple[Any, ...]] = {}

    def teardown(self) -> None:
        """Forget everything."""
        self.setting.disable()
        shutil.rmtree(self.folder, ignore_errors=True)
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def now(self) -> datetime:
        """Return the moment of the next act."""
        self.county.at += timedelta(minutes=1)
        return self.county.at

    def published(self, region: str, period: Period) -> Mapping[str, tuple[BatchFile, ...]]:
        """Return what stands published up to a month."""
        names = sorted(name for each, files in self.files.items() if each <= period for name in files)
        return {"dibao": tuple(BatchFile(name, str(period), Path(name)) for name in names)} if names else {}

    def officer(self) -> User:
        """Return the officer of the eastern township."""
        return self.county.people["east"]

    @rule(period=month)
    def publish(self, period: Period) -> None:
        """A file of any department comes in."""
        self.files.setdefault(period, set()).add(next(self.names))

    @rule(period=month)
    def withdraw(self, period: Period) -> None:
        """A file is taken back."""
        if len(self.files.get(period, ())) > 1:
            self.files[period].remove(max(self.files[period]))

    @rule(period=month, found=st.sets(who), place=st.sampled_from([VILLAGE, OTHER_VILLAGE]))
    def compare(self, period: Period, found: set[int], place: str) -> None:
        """A comparison finds some of them, here or where they have moved; no other month changes for it."""
        others = {each: self.places(each) for each in MONTHS if each != period}
        with self.engine(found, place):
            try:
                run_match(region=COUNTY, period=period, by=SYSTEM, at=self.now())
            except Refusal:
                assert period in self.sealed or not self.published(COUNTY, period)
        assert {each: self.places(each) for each in MONTHS if each != period} == others

    @contextmanager
    def engine(self, found: set[int], place: str) -> Iterator[None]:
        """Let the engine find exactly these, in the files that stand."""
        folder = self.folder / "result"
        folder.mkdir(exist_ok=True)
        rows = [self.finding(order, place) for order in sorted(found)]
        columns = {name: [row[name] for row in rows] for name in SCHEMA.names}
        pq.write_table(pa.table(columns, schema=SCHEMA), folder / "findings.parquet")
        pq.write_table(pa.table({"batch": pa.array([], pa.string())}), folder / "accounting.parquet")
        result = Result(folder, (Tally(GAP, len(found)),))
        comparison = mock.patch.multiple(
            "doudi.monitoring.services.comparison",
            _compare=lambda run, period: result,
            published_batches=self.published,
        )
        with comparison, self.files_stand():
            yield

    def files_stand(self) -> AbstractContextManager[Any]:
        """Let the month see the files of this history."""
        return mock.patch("doudi.monitoring.selectors.runs.published_batches", self.published)

    def finding(self, order: int, place: str) -> dict[str, object]:
        """Return what the engine writes about one person."""
        identity = self.persons[order].identities.get()
        return {
            "rule": GAP,
            "subject_kind": "person",
            "subject_high": identity.token_high,
            "subject_low": identity.token_low,
            "household_id": None,
            "division": place,
            "left_source": "poverty_register",
            "left_batch": "",
            "left_row": 0,
            "right_source": "",
            "right_batch": "",
            "right_row": 0,
            "measures": "{}",
            "doubt": "",
            "fingerprint": f"{order:064d}",
        }

    @rule(order=who, outcome=st.sampled_from(OUTCOMES))
    def conclude(self, order: int, outcome: Outcome) -> None:
        """An officer answers."""
        entry = LedgerEntry.objects.filter(person=self.persons[order]).first()
        if entry is None:
            return
        review = date(2027, 4, 1) if outcome == Outcome.WATCH else None
        try:
            conclude_entry(
                entry,
                outcome=outcome,
                reason="入户核实过",
                by=self.officer(),
                at=self.now(),
                next_review_on=review,
            )
        except Refusal:
            entry.refresh_from_db()
            assert entry.status != EntryStatus.OPEN

    @rule(order=who)
    def hand_out(self, order: int) -> None:
        """Somebody who is there is named."""
        entry = LedgerEntry.objects.filter(person=self.persons[order], status=EntryStatus.OPEN).first()
        owner = self.county.people["county"].posts.get()
        if entry is not None:
            assign_entry(entry, owner=owner, due_on=date(2026, 11, 20), by=self.officer(), at=self.now())

    @rule()
    def leave(self) -> None:
        """The eastern officer leaves."""
        Post.objects.filter(user=self.officer()).update(valid_to=date(2026, 11, 3))

    @rule()
    def come_back(self) -> None:
        """The eastern officer is posted again."""
        if not Post.objects.filter(user=self.officer(), valid_to__isnull=True).exists():
            place = Division.objects.get(code=EAST)
            appoint(
                self.officer(),
                role=Role.TOWNSHIP_OFFICER,
                division=place,
                by=SYSTEM,
                at=self.now(),
                on=date(2026, 11, 3),
            )

    @rule(period=month)
    def submit(self, period: Period) -> None:
        """The first person submits what they see."""
        with self.files_stand():
            try:
                submit_month(COUNTY, period, by=self.county.people["county"], at=self.now())
            except Refusal:
                return
        assert all(place.standing != Standing.UNACCOUNTED for place in self.places(period).values())
        self.seen[period] = self.rests_on(period)

    @rule(period=month, outcome=st.sampled_from(OUTCOMES))
    def work_off(self, period: Period, outcome: Outcome) -> None:
        """A good month: compared, everyone answered for, submitted."""
        self.come_back()
        self.publish(period)
        self.compare(period, set(PEOPLE), VILLAGE)
        for order in PEOPLE:
            self.conclude(order, outcome)
        self.submit(period)

    @rule(period=month)
    def send_back(self, period: Period) -> None:
        """The second person sends it back."""
        try:
            return_month(COUNTY, period, by=self.county.people["review"], at=self.now(), reason="请再核对")
        except Refusal:
            return
        self.seen.pop(period, None)

    @rule(period=month)
    def close(self, period: Period) -> None:
        """The second person closes only what the first submitted."""
        with self.files_stand():
            try:
                close_month(COUNTY, period, by=self.county.people["review"], at=self.now())
            except Refusal:
                return
        assert self.seen[period] == self.rests_on(period)
        self.sealed[period] = self.places(period)
        event("closed")

    def places(self, period: Period) -> Mapping[int, Place]:
        """Return where everyone stands in a month."""
        return month_places(COUNTY, period)

    def rests_on(self, period: Period) -> tuple[Any, ...]:
        """Return, reckoned without the product's digest, what a month rests on."""
        run = MatchRun.objects.filter(region=COUNTY, period=str(period), status="DONE").latest("pk")
        files = sorted(each.id for each in self.published(COUNTY, period).get("dibao", ()))
        return (run.pk, files, self.places(period))

    @invariant()
    def a_closed_month_never_changes(self) -> None:
        """Compare with what was sealed."""
        for period, places in self.sealed.items():
            assert self.places(period) == places
            assert Month.objects.get(period=str(period)).status == "CLOSED"

    @invariant()
    def nobody_is_left_out_without_an_officer_and_a_reason(self) -> None:
        """Whoever is excluded or watched in a month was answered for by somebody, in that month's rows."""
        for period in MONTHS:
            for place in self.places(period).values():
                if place.because != GAP:
                    assert place.standing != Standing.EXCLUDED
                elif place.standing in (Standing.EXCLUDED, Standing.WATCHED):
                    row = EntryStanding.objects.get(
                        entry__person=place.person, period=str(period), is_latest=True
                    )
                    assert row.status == EntryStatus.CONCLUDED
                    assert row.reason
                    assert row.by_id or row.cause == "CARRIED"

    @invariant()
    def what_is_in_hand_is_in_hands(self) -> None:
        """Whoever counts as handed out is somebody's who is there, with a clock."""
        held = {post.pk for post in Post.objects.all() if post.is_held_on(date(2026, 11, 3))}
        for period in set(MONTHS) - set(self.sealed):
            for place in self.places(period).values():
                if place.is_waiting:
                    row = EntryStanding.objects.get(
                        entry__person=place.person, period=str(period), is_latest=True
                    )
                    assert row.owner_id in held
                    assert row.has_clock


SCHEMA = pa.schema(
    [
        ("rule", pa.string()),
        ("subject_kind", pa.string()),
        ("subject_high", pa.int64()),
        ("subject_low", pa.int64()),
        ("household_id", pa.int64()),
        ("division", pa.string()),
        ("left_source", pa.string()),
        ("left_batch", pa.string()),
        ("left_row", pa.int32()),
        ("right_source", pa.string()),
        ("right_batch", pa.string()),
        ("right_row", pa.int32()),
        ("measures", pa.string()),
        ("doubt", pa.string()),
        ("fingerprint", pa.string()),
    ]
)


@pytest.mark.django_db
def test_no_history_makes_a_month_say_something_false() -> None:
    examples = 15 if connection.vendor == "sqlite" else 8
    run_state_machine_as_test(
        Months,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
