"""A recognition ends after its period: how it reads, whose duty that is, what any history leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from doudi.certification.rules.lapsing import Reading, reading
from doudi.certification.selectors.recognitions import last_day, lines_of_recognitions, usual_end
from doudi.certification.services.by_hand import (
    LAPSES,
    AnswerUnknown,
    RenewedAlready,
    let_lapse,
    recognise_by_hand,
)
from doudi.certification.services.watching import open_rechecks
from doudi.certification.tests.test_certifying import certified
from doudi.kernel.counting import months_after
from doudi.registry.models import Person, Recognition
from doudi.registry.selectors.layers import layers_on
from doudi.work.models import Task
from doudi.work.states import LIVE
from tests.county import COUNTY, START, VILLAGE, County, build_county, logged_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 3)
FINDING = {"category": "RIGID_EXPENSE", "recognised_by": "浈江区民政局", "reason": "大病自付支出过大"}
ONE_DAY, THIRTY = timedelta(days=1), timedelta(days=30)


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> County:
    settings.DOUDI_DATA = tmp_path
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"
    return build_county()


def somebody(name: str = "张国英") -> Person:
    return Person.objects.create(
        name=name, division=VILLAGE, born_on=date(1960, 5, 17), sex="MALE", created_at=START
    )


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def recognised(county: County, person: Person, begins: date, *, on: date = TODAY) -> Recognition:
    return recognise_by_hand(person, **FINDING, valid_from=begins, by=county.people["east"], at=noon(on))


@pytest.mark.parametrize(
    ("begins", "last"),
    [
        # 办法第十条：一般不超过12个月；当日不计，对应日是最后一天，没有对应日的是月末
        (date(2026, 11, 3), date(2027, 11, 3)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_period_is_counted_by_the_procedure_of_the_place(begins: date, last: date) -> None:
    assert last_day("RIGID_EXPENSE", VILLAGE, begins) == last
    assert usual_end("RIGID_EXPENSE", VILLAGE, begins) == last + ONE_DAY


def test_where_no_period_is_set_there_is_no_last_day() -> None:
    assert last_day("NEAR_DIBAO", VILLAGE, TODAY) is None
    assert last_day("OTHER", VILLAGE, TODAY) is None
    assert last_day("RIGID_EXPENSE", VILLAGE, date(2019, 12, 31)) is None  # no procedure yet


FIRST, LAST = date(2025, 12, 31), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("said", "usual", "on", "reads"),
    [
        (LAST, LAST, FIRST - ONE_DAY, Reading.COMING),
        (LAST, LAST, FIRST, Reading.HOLDS),
        (LAST, LAST, LAST - THIRTY - ONE_DAY, Reading.HOLDS),
        (LAST, LAST, LAST - THIRTY, Reading.ENDS_SOON),
        (LAST, LAST, LAST, Reading.ENDS_SOON),
        (LAST, LAST, LAST + ONE_DAY, Reading.LAPSED),
        (None, LAST, LAST, Reading.ENDS_SOON),
        (None, LAST, LAST + ONE_DAY, Reading.UNREVIEWED),
        (None, None, LAST + ONE_DAY, Reading.HOLDS),
    ],
)
def test_how_a_recognition_reads_from_day_to_day(
    said: date | None, usual: date | None, on: date, reads: Reading
) -> None:
    ended = Reading.ENDED if reads == Reading.LAPSED else reads

    assert reading(FIRST, said, usual, is_ended=False, soon=THIRTY, on=on) == reads
    assert reading(FIRST, said, usual, is_ended=True, soon=THIRTY, on=on) == ended


def test_the_card_says_until_when_and_after_that_that_it_has_run_out(
    county: County, settings: Settings
) -> None:
    person, address = somebody(), "/people/{}/"
    east = logged_in(county.people["east"])
    east.post(f"/people/{person.pk}/recognition/", {**FINDING, "valid_from": "2026-11-03"})

    card = east.get(address.format(person.pk)).content.decode()
    assert "有效期至 2027-11-03" in card
    assert "认定有效" in card
    assert layers_on([person.pk], on=date(2027, 11, 3)) == {person.pk: "RIGID_EXPENSE"}

    settings.APP_CLOCK = "frozen:2027-11-04T09:00+08:00"
    card = logged_in(county.people["east"]).get(address.format(person.pk)).content.decode()
    assert "认定已到期" in card
    assert layers_on([person.pk], on=date(2027, 11, 4)) == {person.pk: ""}


def test_before_the_end_the_township_has_a_task_that_a_renewal_finishes(county: County) -> None:
    person = somebody()
    first = recognised(county, person, TODAY)

    assert open_rechecks(COUNTY, at=noon(date(2027, 10, 3))) == 0
    assert [open_rechecks(COUNTY, at=noon(date(2027, 10, 4))) for _ in range(2)] == [1, 0]
    task = Task.objects.get(kind="certification_recheck")
    assert (task.due_on, task.division, task.subject_id) == (date(2027, 11, 3), VILLAGE, str(first.pk))

    renewed = recognised(county, person, date(2027, 10, 20), on=date(2027, 10, 20))

    task.refresh_from_db()
    assert (task.state in LIVE, task.result) == (False, "RENEWED")
    assert (renewed.valid_from, renewed.valid_to) == (date(2027, 11, 4), date(2028, 11, 5))
    assert open_rechecks(COUNTY, at=noon(date(2027, 11, 1))) == 0
    with pytest.raises(RenewedAlready):
        recognised(county, person, date(2027, 10, 21), on=date(2027, 10, 21))


def test_a_recognition_without_an_end_goes_on_until_somebody_decides(county: County) -> None:
    person, by = somebody(), county.people["east"]
    old = Recognition.objects.create(
        person=person, **FINDING, valid_from=date(2025, 3, 10), recorded_by="x", recorded_at=START
    )
    (line,) = lines_of_recognitions(person, on=TODAY)
    assert (line.reading, line.last_day) == (Reading.UNREVIEWED, date(2026, 3, 10))
    assert layers_on([person.pk], on=TODAY) == {person.pk: "RIGID_EXPENSE"}
    assert open_rechecks(COUNTY, at=noon(TODAY)) == 1
    task = Task.objects.get()
    assert task.due_on == TODAY  # its last day is gone by, and no task is late on the day it is made
    with pytest.raises(AnswerUnknown):
        let_lapse(str(old.pk), "RENEWED", "续期", by, noon(TODAY))

    client, address = logged_in(by), f"/tasks/{task.pk}/answer/"
    assert client.post(address, {"result": LAPSES, "reason": ""}).status_code == 422
    assert client.post(address, {"result": LAPSES, "reason": "入户核实，支出已回落"}).status_code == 302

    old.refresh_from_db()
    task.refresh_from_db()
    assert (old.valid_to, task.result) == (TODAY, LAPSES)
    assert layers_on([person.pk], on=TODAY) == {person.pk: ""}


def test_one_without_an_end_stops_where_the_one_of_twelve_months_begins(county: County) -> None:
    person = somebody()
    old = Recognition.objects.create(
        person=person, **FINDING, valid_from=date(2025, 3, 10), recorded_by="x", recorded_at=START
    )

    made = recognised(county, person, TODAY)

    old.refresh_from_db()
    assert (old.valid_to, made.valid_from, made.valid_to) == (TODAY, TODAY, date(2027, 11, 4))


def test_what_two_people_certified_is_one_duty_and_not_two(county: County) -> None:
    certified(county)

    assert open_rechecks(COUNTY, at=noon(date(2027, 10, 10))) == 1
    task = Task.objects.get(kind="certification_recheck")
    assert task.subject_kind == "certification"


def test_another_township_records_nothing(county: County) -> None:
    person = somebody()

    posted = logged_in(county.people["west"]).post(
        f"/people/{person.pk}/recognition/", {**FINDING, "valid_from": "2026-11-03"}
    )

    assert posted.status_code == 404
    assert not Recognition.objects.exists()


@dataclass
class Model:
    """What should be true of one person in one layer: spans of days, both ends included."""

    spans: list[tuple[date, date]] = field(default_factory=list)

    def holds(self, on: date) -> bool:
        return any(first <= on <= last for first, last in self.spans)

    def ends_soon(self, on: date) -> list[date]:
        return [last for _, last in self.spans[-1:] if on <= last <= on + THIRTY]


class Histories(RuleBasedStateMachine):
    """Two people, days that pass, an office that says so again and again, a clerk who lets it lapse."""

    county: County

    @initialize()
    def begin(self) -> None:
        self.people = [somebody("甲某"), somebody("乙某")]
        self.models = [Model(), Model()]
        self.on = TODAY

    def tasks(self, *people: Person) -> QuerySet[Task]:
        found = Recognition.objects.filter(person__in=people).values_list("pk", flat=True)
        return Task.objects.filter(subject_kind="recognition", subject_id__in=[str(pk) for pk in found])

    @rule(days=st.sampled_from([1, 20, 31, 200, 340, 365]))
    def days_pass(self, days: int) -> None:
        self.on += timedelta(days=days)
        open_rechecks(COUNTY, at=noon(self.on))
        assert open_rechecks(COUNTY, at=noon(self.on)) == 0

    @rule(who=st.sampled_from([0, 1]), earlier=st.sampled_from([0, 0, 3, 40]))
    def an_office_says_so(self, who: int, earlier: int) -> None:
        begins, spans = self.on - timedelta(days=earlier), self.models[who].spans
        later = [span for span in spans if span[1] >= begins]
        try:
            recognised(self.county, self.people[who], begins, on=self.on)
        except RenewedAlready:
            assert later[-1][0] > begins
            return
        assert not later or later[-1][0] <= begins
        first = later[-1][1] + ONE_DAY if later else begins
        spans.append((first, months_after(first, 12)))

    @precondition(lambda self: self.tasks(*self.people).filter(state__in=LIVE).exists())
    @rule()
    def a_clerk_lets_one_lapse(self) -> None:
        task = self.tasks(*self.people).filter(state__in=LIVE).order_by("id")[0]
        let_lapse(task.subject_id, LAPSES, "不再符合", self.county.people["east"], noon(self.on))

    @invariant()
    def the_register_says_what_the_model_says(self) -> None:
        for person, model in zip(self.people, self.models, strict=True):
            days = {self.on, *(day for first, last in model.spans for day in (first, last, last + ONE_DAY))}
            found = {day: bool(layers_on([person.pk], on=day)[person.pk]) for day in days}
            assert found == {day: model.holds(day) for day in days}
            reads = [each.reading for each in lines_of_recognitions(person, on=self.on)]
            assert reads.count(Reading.LAPSED) == sum(last < self.on for _, last in model.spans)

    @invariant()
    def whoever_runs_out_soon_has_been_a_task(self) -> None:
        open_rechecks(COUNTY, at=noon(self.on))
        for person, model in zip(self.people, self.models, strict=True):
            assert {each.due_on for each in self.tasks(person)} >= set(model.ends_soon(self.on))


def test_any_history_leaves_spans_of_twelve_months_and_a_task_before_each_end(county: County) -> None:
    Histories.county = county
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
