"""The month equation and the risk scale have laws of their own."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.policy_file import shaped
from doudi.monitoring.rules.equation import ORDER, Claim, balance, balances, places
from doudi.monitoring.rules.risk import Factor, RiskTable, Scale, assess, scale_of
from doudi.monitoring.states import MONTH_MOVES, MonthMoveNotAllowed, MonthStatus, check_month_move
from doudi.work.selectors.keeping import Timeliness

villages = st.sampled_from(["440204", "440204001", "440204001001", "440204001002", "440204102200"])
claims = st.lists(
    st.builds(Claim, st.integers(1, 30), villages, st.sampled_from(ORDER), st.sampled_from(["a", "b"])),
    max_size=60,
)


@given(claims)
def test_everyone_is_counted_once_and_the_sum_is_whole_at_every_level(made: list[Claim]) -> None:
    everyone = places(made)
    total = balance(everyone.values())

    assert total.monitored == len({claim.person for claim in made})
    assert total.monitored == sum(
        (total.aided, total.underway, total.watched, total.excluded, total.unaccounted)
    )
    parts = [balances(everyone.values(), digits=digits).values() for digits in (6, 9, 12)]
    assert {sum(part.monitored for part in level) for level in parts} == {total.monitored}
    assert {sum(part.unaccounted for part in level) for level in parts} == {total.unaccounted}


@given(claims, st.randoms(use_true_random=False))
def test_the_order_of_the_claims_is_irrelevant(made: list[Claim], chance: random.Random) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert places(shuffled) == places(made)


@given(claims)
def test_a_better_claim_never_puts_anyone_lower(made: list[Claim]) -> None:
    before = places(made)
    after = places([*made, *(Claim(p, "440204", "AIDED", "x") for p in before)])
    assert {place.standing for place in after.values()} <= {"AIDED"}


def test_the_equation_does_not_hold_while_one_person_is_unaccounted_for() -> None:
    made = [Claim(1, "440204001001", "AIDED", "DIBAO"), Claim(2, "440204001001", "UNACCOUNTED", "monitored")]
    assert not balance(places(made).values()).holds
    assert balance(places(made[:1]).values()).holds


SCALE = scale_of(
    shaped(
        {
            "title": "研判",
            "high_from": 4,
            "medium_from": 2,
            "document": "缺省",
            "verified": False,
            "factors": {
                "medical_share": {"title": "医疗", "unit": "百分比", "points": {30: 1, 60: 3}},
                "no_labour": {"title": "无劳动力", "points": 2},
            },
        },
        RiskTable,
        "risk.yaml",
    )
)


@pytest.mark.parametrize(
    ("figures", "level", "triggered"),
    [
        ({"medical_share": 80, "no_labour": 1}, "HIGH", ("medical_share", "no_labour")),
        ({"medical_share": 60}, "MEDIUM", ("medical_share",)),
        ({"no_labour": 1}, "MEDIUM", ("no_labour",)),
        ({"medical_share": 59}, "LOW", ("medical_share",)),
        ({"medical_share": 29}, "LOW", ()),
        ({}, "LOW", ()),
    ],
)
def test_points_make_the_level_and_name_what_made_it(
    figures: dict[str, int], level: str, triggered: tuple[str, ...]
) -> None:
    risk = assess(figures, SCALE)
    assert (risk.level, risk.triggered) == (level, triggered)


@given(st.integers(0, 200), st.integers(0, 100))
def test_a_heavier_burden_never_lowers_the_points(share: int, more: int) -> None:
    lighter, heavier = assess({"medical_share": share}, SCALE), assess({"medical_share": share + more}, SCALE)
    assert heavier.points >= lighter.points


def test_a_factor_without_a_figure_gives_nothing() -> None:
    assert assess({}, Scale((Factor("x", "某", "", ((1, 5),)),), 4, 2, "", False)).points == 0


ALLOWED = [(current, wanted) for current, moves in MONTH_MOVES.items() for wanted in sorted(moves)]
FORBIDDEN = [pair for pair in product(MonthStatus, MonthStatus) if pair not in ALLOWED]


@pytest.mark.parametrize(("current", "wanted"), ALLOWED)
def test_a_month_moves_as_the_table_says(current: MonthStatus, wanted: MonthStatus) -> None:
    check_month_move(current, wanted)


@pytest.mark.parametrize(("current", "wanted"), FORBIDDEN)
def test_a_month_moves_no_other_way(current: MonthStatus, wanted: MonthStatus) -> None:
    with pytest.raises(MonthMoveNotAllowed, match="刷新页面"):
        check_month_move(current, wanted)


@pytest.mark.parametrize(
    ("handed", "in_time", "late", "waiting", "overdue", "rate"),
    [
        (10, 8, 0, 2, 2, "80%"),  # two of ten overdue
        (10, 0, 0, 10, 0, "无应办"),  # nothing is due yet: no share, and not 0
        (10, 1, 0, 9, 0, "100%"),  # nine not yet due speak against nobody
        (4, 1, 1, 2, 1, "33.33%"),
        (0, 0, 0, 0, 0, "无应办"),
    ],
)
def test_a_share_done_in_time_counts_only_what_is_done_or_overdue(
    handed: int, in_time: int, late: int, waiting: int, overdue: int, rate: str
) -> None:
    assert Timeliness("440204001", handed, in_time, late, waiting, overdue).share.text == rate
