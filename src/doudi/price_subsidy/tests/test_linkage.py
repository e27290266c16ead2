"""Price indices reach a line, somebody approves, and everybody is listed once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of
from doudi.audit.models import Entry
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceIndex, PriceLaunch, PriceLine
from doudi.price_subsidy.rules.linkage import area_kind_of, months_in_row, share_of
from doudi.price_subsidy.selectors.beneficiaries import reckon, standings_in
from doudi.price_subsidy.selectors.indices import context_of, months_below, reading_of
from doudi.price_subsidy.services import holders, launches
from doudi.price_subsidy.services.indices import AlreadyApproved, IndexDraft, NoRightToRecord, record_index
from doudi.price_subsidy.services.rounds import suggest_unanswered
from doudi.price_subsidy.tests.months import (
    DISTRICT,
    NOW,
    OTHER_DISTRICT,
    approved_value,
    approver,
    hired,
    holds,
    keeper,
    person,
    place,
    rises,
)
from doudi.regions.models import CalendarDay
from doudi.registry.models import Recognition
from doudi.rulebook.rules.rises import NotARise, percent_text, points_of

pytestmark = pytest.mark.django_db


def approved(launch: PriceLaunch) -> PriceLaunch:
    return launches.approve_launch(launch, reason="同意启动", by=approver(), at=NOW)


def listed(launch: PriceLaunch) -> list[PriceLine]:
    launches.make_list(approved(launch), by=keeper(), at=NOW)
    return list(PriceLine.objects.filter(launch=launch).order_by("person_id"))


@pytest.mark.clause("QG-7.1")
def test_reaching_the_line_suggests_the_same_day_and_nothing_is_listed_unapproved() -> None:
    by, poor = keeper(), person("DIBAO")

    below = rises("2019-10", by, cpi=349, food=599)
    launch = rises("2019-11", by, cpi=350, food=599)[0]
    with pytest.raises(launches.NotApproved):
        launches.make_list(launch, by=by, at=NOW)

    assert below == []
    assert (launch.kind, launch.status, launch.suggested_at) == ("START", "SUGGESTED", NOW)
    assert launch.table["rows"][0]["standard_fen"] == 21_00  # 600 × 3.5%
    assert (launch.people, launch.total_fen) == (1, 21_00)
    assert not PriceLine.objects.exists()
    assert [line.person for line in listed(launch)] == [poor]


@pytest.mark.clause("QG-7.2")
def test_orphans_are_in_scope_from_march_to_june_and_two_standings_pay_once() -> None:
    by, orphan, both = keeper(), person("ORPHAN"), person("DIBAO")
    holds(both, "FIVE_ELDERS", by)

    february = listed(rises("2020-02", by, food=2190)[0])
    march = listed(rises("2020-03", by, food=1150)[0])
    july = listed(rises("2020-07", by, food=1320)[0])

    assert [line.person for line in february] == [both]
    assert [line.person for line in march] == [orphan, both]
    assert [line.person for line in july] == [both]
    assert march[1].categories == ["DIBAO", "FIVE_ELDERS"]
    assert march[1].note == "兼有低保对象、革命五老，只发一份。"
    assert february[0].amount_fen == 157_68  # 720 × 21.9%
    assert march[1].amount_fen == 2 * march[1].standard_fen == 2 * 82_80  # 720 × 11.5%, doubled
    assert july[0].multiplier == 1


@pytest.mark.clause("SX-2.3.5.3")
def test_thresholds_differ_by_city_and_months_in_a_row_are_a_parameter() -> None:
    here, there, other = keeper(), keeper(OTHER_DISTRICT), approver()
    long_ago = date(2018, 1, 1)
    person("DIBAO")
    approved_value(OTHER_DISTRICT, "price_subsidy.cpi_trigger", "3%", long_ago, here, other=other)
    approved_value(DISTRICT, "price_subsidy.consecutive_months", 2, long_ago, here, other=other)

    lower = rises("2019-09", there, cpi=320, region=OTHER_DISTRICT)
    same_rise = rises("2019-09", here, cpi=320)
    first = rises("2019-10", here, cpi=400)
    second = rises("2019-11", here, cpi=400)

    assert [launch.kind for launch in lower] == ["START"]
    assert same_rise == []
    assert first == []
    assert [launch.kind for launch in second] == ["START"]
    assert second[0].table["months_met"] == 2


@pytest.mark.system("价格补贴联动机制")
def test_the_mechanism_prompts_multiplies_for_its_months_and_pays_nobody_twice() -> None:
    by = keeper()
    person("DIBAO")

    launch = rises("2020-06", by, food=1110)[0]
    lines = listed(launch)
    after = listed(rises("2020-07", by, food=1320)[0])
    with pytest.raises(launches.NothingToList):
        launches.make_list(launch, by=by, at=NOW)

    assert (lines[0].multiplier, after[0].multiplier) == (2, 1)
    assert PriceLine.objects.filter(period="2020-06").count() == 1


@pytest.mark.clause("QG-7.3")
def test_the_multiplier_has_its_months_and_what_was_paid_short_is_made_up() -> None:
    by, chief = keeper(), approver()
    person("DIBAO")

    def holds_from(key: str, written: object, begins: date) -> None:
        approved_value(DISTRICT, f"price_subsidy.{key}", written, begins, by, other=chief)

    holds_from("method", "FIXED", date(2020, 1, 1))
    holds_from("fixed_amounts", {"FIRST": 40, "SECOND": 70}, date(2020, 1, 1))
    holds_from("second_class", [], date(2020, 1, 1))
    holds_from("multiplier", 1, date(2020, 2, 1))
    march = rises("2020-03", by, food=1150)[0]
    short = listed(march)
    holds_from("multiplier", 2, date(2020, 3, 1))
    holds_from("multiplier", 1, date(2020, 7, 1))
    months = [listed(rises(month, by, food=1150)[0])[0] for month in ("2020-04", "2020-05", "2020-06")]
    july = listed(rises("2020-07", by, food=1150)[0])
    made_up = listed(launches.suggest_make_up(march, by=by, at=NOW))

    assert [line.amount_fen for line in short] == [40_00]
    assert [(line.standard_fen, line.multiplier, line.amount_fen) for line in months] == [
        (40_00, 2, 80_00)
    ] * 3
    assert july[0].amount_fen == 40_00
    assert [(line.part, line.paid_fen, line.amount_fen) for line in made_up] == [("MAKE_UP", 40_00, 40_00)]
    with pytest.raises(launches.NothingToList, match="没有人少发"):
        launches.suggest_make_up(march, by=by, at=NOW)


@pytest.mark.clause("YG-2.2.2.3f")
def test_a_list_names_everybody_on_the_rosters_once_and_newcomers_are_on_the_next() -> None:
    by = keeper()
    roster = [person("DIBAO"), person("DIBAO", "ORPHAN"), person("TEKUN")]
    ended = person("DIBAO", until=date(2020, 3, 1))

    launch = rises("2020-03", by, food=1150)[0]
    first = listed(launch)
    newcomer = person("TEKUN", since=date(2020, 4, 1))
    with pytest.raises(launches.NothingToList, match="不能重复生成"):
        launches.make_list(launch, by=by, at=NOW)
    following = listed(rises("2020-04", by, food=1150)[0])

    assert sorted(line.person_id for line in first) == sorted(each.pk for each in roster)
    assert ended.pk not in {line.person_id for line in first}
    assert len(first) == launch.people == launch.table["roster"]
    assert newcomer.pk in {line.person_id for line in following}


def test_what_runs_goes_on_and_stops_when_prices_fall_below_the_line() -> None:
    by = keeper()
    person("DIBAO")

    approved(rises("2019-11", by, cpi=450)[0])
    going_on = approved(rises("2019-12", by, cpi=450)[0])
    stop = rises("2020-01", by, cpi=200, food=300)[0]
    approved(stop)
    quiet = rises("2020-02", by, cpi=200, food=300)

    assert going_on.kind == "CONTINUE"
    assert (stop.kind, stop.people, stop.total_fen) == ("STOP", 0, 0)
    assert quiet == []
    with pytest.raises(launches.NothingToList):
        launches.make_list(stop, by=by, at=NOW)


def test_a_month_of_which_a_figure_is_not_told_is_not_known_to_lie_below_and_stops_nothing() -> None:
    by = keeper()
    person("DIBAO")
    approved(rises("2019-11", by, cpi=450)[0])

    assert rises("2019-12", by, cpi=200) == []
    assert months_below(DISTRICT, Period.parse("2019-12")) == 0
    assert "指数不全，是否达到未知" in browser_of(by).get("/rules/indices/").content.decode()
    assert rises("2019-12", by, cpi=200, food=300)[0].kind == "STOP"
    assert months_below(DISTRICT, Period.parse("2019-12")) == 1
    assert "指数不全" not in browser_of(by).get("/rules/indices/").content.decode()


def test_whoever_recorded_the_indices_never_approves() -> None:
    by = keeper()
    person("DIBAO")
    launch = rises("2020-03", by, food=1150)[0]

    with pytest.raises(launches.PreparerApproves):
        launches.approve_launch(launch, reason="同意启动", by=by, at=NOW)
    own = approver()
    own.person_key = by.person_key
    own.save(update_fields=["person_key"])
    with pytest.raises(launches.PreparerApproves):
        launches.approve_launch(launch, reason="同意启动", by=own, at=NOW)
    with pytest.raises(launches.NoRightToApprove):
        launches.approve_launch(launch, reason="同意启动", by=keeper(), at=NOW)
    with pytest.raises(launches.ReasonMissing):
        launches.approve_launch(launch, reason=" ", by=approver(), at=NOW)


def test_a_refused_suggestion_stays_refused_and_lists_nobody() -> None:
    by = keeper()
    person("DIBAO")
    launch = launches.reject_launch(
        rises("2020-03", by, food=1150)[0], reason="指数待核对", by=approver(), at=NOW
    )

    with pytest.raises(launches.LaunchDecided):
        approved(launch)
    with pytest.raises(launches.NotApproved):
        launches.make_list(launch, by=by, at=NOW)
    assert suggest_unanswered(DISTRICT, by=by, at=NOW) is None


def test_a_roster_that_changed_after_the_approval_must_be_reckoned_again() -> None:
    by = keeper()
    person("DIBAO")
    launch = approved(rises("2020-03", by, food=1150)[0])
    person("DIBAO")

    with pytest.raises(launches.RosterChanged, match="审批时应发 1 人，现在按名册是 2 人"):
        launches.make_list(launch, by=by, at=NOW)
    anew = launches.reckon_again(launch, by=by, at=NOW)

    assert anew is not None
    assert (anew.status, anew.people) == ("SUGGESTED", 2)
    assert len(listed(anew)) == 2


def test_a_correction_replaces_the_suggestion_until_somebody_approved_it() -> None:
    by = keeper()
    person("DIBAO")
    first = rises("2020-03", by, food=1150)[0]

    second = rises("2020-03", by, food=1250)
    approved(next(launch for launch in second if launch.status == "SUGGESTED"))

    first.refresh_from_db()
    assert first.status == "REPLACED"
    assert PriceIndex.objects.filter(superseded_at__isnull=True).count() == 1
    with pytest.raises(AlreadyApproved):
        rises("2020-03", by, food=1100)


def test_a_value_nobody_set_stands_in_the_way_of_the_approval() -> None:
    by = keeper("371521")
    person("DIBAO", village="371521100201")

    launch = rises("2020-03", by, food=1150, region="371521")[0]

    assert "本地还没有登记" in launch.table["missing"][0]
    with pytest.raises(launches.ReckoningIncomplete):
        launches.approve_launch(launch, reason="同意启动", by=approver("371521"), at=NOW)


def test_a_city_records_for_its_counties_and_a_county_may_go_by_its_own() -> None:
    city, county = hired(Role.SUPERVISOR, "3505"), keeper()
    place(OTHER_DISTRICT)
    person("DIBAO")
    person("DIBAO", village="350521100201")
    approved_value(OTHER_DISTRICT, "dibao.standard_rural", 600, date(2018, 1, 1), county, other=approver())

    both = rises("2020-01", city, food=2060, region="3505")
    rises("2020-04", county, food=100)
    from_city = rises("2020-04", city, food=1480, region="3505")

    assert [launch.region for launch in both] == [DISTRICT, OTHER_DISTRICT]
    assert [launch.region for launch in from_city] == [OTHER_DISTRICT]
    with pytest.raises(NoRightToRecord):
        rises("2020-05", county, food=1060, region="3505")


def test_somebody_on_the_next_countys_list_is_left_out() -> None:
    by, mover = keeper(), person("DIBAO")
    listed(rises("2020-03", by, food=1150)[0])
    there = keeper(OTHER_DISTRICT)
    approved_value(OTHER_DISTRICT, "dibao.standard_rural", 600, date(2018, 1, 1), there, other=approver())
    holds(mover, "PREFERENTIAL", by)
    mover.division = "350521100201"
    mover.save(update_fields=["division"])

    launch = rises("2020-03", there, food=1150, region=OTHER_DISTRICT)[0]

    assert launch.people == 0


def test_the_deadline_is_twenty_working_days_before_and_the_same_month_after_the_new_version() -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_working=day.weekday() < 5, source="测试")
        for day in (date(2020, 4, 1) + timedelta(days=n) for n in range(60))
    )
    by = keeper()
    person("DIBAO")

    old = rises("2020-03", by, food=1150)[0]
    new = rises("2022-01", by, food=650)[0]

    assert old.due_on == date(2020, 5, 8)
    assert new.due_on == date(2022, 2, 28)


def test_near_dibao_and_lists_that_ended_count_only_in_their_months() -> None:
    by = keeper()
    left = person("DIBAO", until=date(2020, 3, 1))
    near = person()
    Recognition.objects.create(
        person=near,
        category="NEAR_DIBAO",
        recognised_by="区民政局",
        reason="核实认定",
        valid_from=date(2020, 1, 1),
        recorded_by=by.username,
        recorded_at=NOW,
    )

    february, march = (standings_in(DISTRICT, Period.parse(month)) for month in ("2020-02", "2020-03"))

    assert set(february) == {left.pk, near.pk}
    assert set(march) == {near.pk}
    assert february[near.pk].categories == {"NEAR_DIBAO"}


def test_a_standing_is_recorded_once_and_can_be_ended() -> None:
    by, who = keeper(), person()
    made = holders.hold(
        who, category="FIVE_ELDERS", valid_from=date(2020, 1, 1), document="五老名册", by=by, at=NOW
    )

    with pytest.raises(holders.HeldAlready):
        holders.hold(who, category="FIVE_ELDERS", valid_from=date(2020, 2, 1), document="又", by=by, at=NOW)
    holders.release(made, valid_to=date(2020, 3, 1), by=by, at=NOW)

    assert who.pk in standings_in(DISTRICT, Period.parse("2020-02"))
    assert who.pk not in standings_in(DISTRICT, Period.parse("2020-03"))


def test_the_morning_round_suggests_once_what_was_missed() -> None:
    by = keeper()
    person("DIBAO")
    rises("2020-03", by, food=1150)[0].delete()

    first = suggest_unanswered(DISTRICT, by=by, at=NOW)
    again = suggest_unanswered(DISTRICT, by=by, at=NOW)

    assert first is not None
    assert again is None


def test_the_command_of_the_morning_says_what_it_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    by = keeper()
    person("DIBAO")
    rises("2020-03", by, food=1150)[0].delete()

    call_command("watch_prices", region=DISTRICT)
    call_command("watch_prices", region=DISTRICT)

    assert capsys.readouterr().out.splitlines() == [
        "2020-03：建议启动，应发 1 人。",
        "没有新的联动建议。",
    ]


def test_every_act_is_on_record() -> None:
    by = keeper()
    person("DIBAO")
    listed(rises("2020-03", by, food=1150)[0])

    actions = set(Entry.objects.filter(action__startswith="rulebook.").values_list("action", flat=True))
    assert actions >= {
        "rulebook.index_recorded",
        "rulebook.launch_suggested",
        "rulebook.launch_approved",
        "rulebook.price_list_made",
    }


@pytest.mark.parametrize("cpi", [None, 0])
def test_indices_need_a_figure_and_a_day_that_has_been(cpi: int | None) -> None:
    draft = IndexDraft(Period.parse("2026-12"), cpi, None, None, date(2026, 11, 1), "月报")

    with pytest.raises(Refusal):
        record_index(DISTRICT, draft, by=keeper(), at=NOW)


def test_a_month_without_lines_says_nothing() -> None:
    rises("2015-03", keeper(), food=1150)

    assert reading_of(DISTRICT, Period.parse("2015-03")) is None


def test_the_code_of_a_place_says_whether_it_is_town_or_country() -> None:
    assert area_kind_of("350505101001") == "URBAN"
    assert area_kind_of("350505001201") == "RURAL"
    assert area_kind_of("350505001") == "URBAN"
    assert area_kind_of("350505") == "RURAL"


@given(st.integers(-10_000, 10_000))
def test_a_rise_reads_back_as_written(points: int) -> None:
    assert points_of(percent_text(points)) == points


@pytest.mark.parametrize("text", ["", "涨", "3.555", "NaN", "1000"])
def test_what_is_no_rise_is_refused(text: str) -> None:
    with pytest.raises(NotARise):
        points_of(text)


@given(st.integers(0, 10**12), st.fractions(0, 1))
def test_the_shares_of_a_sum_add_up_to_it(total: int, share: object) -> None:
    part = share_of(total, share)  # type: ignore[arg-type]

    assert 0 <= part <= total


def test_a_month_below_the_line_breaks_the_row() -> None:
    assert months_in_row([True, True, False, True]) == 2
    assert months_in_row([]) == 0


def test_a_higher_index_never_lowers_the_total() -> None:
    by = keeper()
    person("DIBAO")
    low = rises("2020-01", by, food=700)[0]
    high = PriceIndex(food_points=900)

    found = reckon(DISTRICT, Period.parse("2020-01"), context_of(high))

    assert found.total_fen >= low.total_fen > 0
