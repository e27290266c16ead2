"""What is a fault, and what a score says."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.exchange.rules.quality import KIND_OF, ONLY_TOLD, Member, family_faults, score, score_text
from doudi.recognition.problems import NOTE, REASONS

ON = date(2026, 10, 31)
HEAD = Member(1, "HEAD", "MALE", date(1960, 1, 1), is_dead=False)
WIFE = Member(2, "SPOUSE", "FEMALE", date(1962, 1, 1), is_dead=False)


def test_every_problem_of_a_row_is_a_fault_of_one_kind_or_only_told() -> None:
    problems = {code for code, reason in REASONS.items() if reason.level != NOTE}
    assert set(KIND_OF) | ONLY_TOLD == problems
    assert not set(KIND_OF) & ONLY_TOLD


@pytest.mark.parametrize(
    ("members", "head", "faults"),
    [
        ([HEAD, WIFE], 1, []),
        ([Member(1, "HEAD", "MALE", HEAD.born_on, is_dead=True), WIFE], 1, ["HEAD_DEAD"]),
        ([Member(1, "HEAD", "MALE", HEAD.born_on, is_dead=True)], 1, []),
        ([HEAD, Member(2, "SPOUSE", "FEMALE", WIFE.born_on, is_dead=True)], 1, []),
        ([HEAD, WIFE], None, ["NO_HEAD"]),
        ([HEAD, WIFE, Member(3, "SPOUSE", "FEMALE", date(1970, 1, 1), is_dead=False)], 1, ["TWO_SPOUSES"]),
        ([HEAD, Member(2, "SPOUSE", "MALE", date(1970, 1, 1), is_dead=False)], 1, ["SPOUSE_OF_SAME_SEX"]),
        ([HEAD, Member(2, "SON", "MALE", date(1950, 1, 1), is_dead=False)], 1, ["CHILD_OLDER"]),
        ([HEAD, Member(2, "PARENT", "MALE", date(1990, 1, 1), is_dead=False)], 1, ["PARENT_YOUNGER"]),
        ([Member(1, "HEAD", "MALE", date(2015, 1, 1), is_dead=False), WIFE], 1, ["HEAD_IS_A_CHILD"]),
    ],
)
def test_a_familys_faults(members: list[Member], head: int | None, faults: list[str]) -> None:
    assert family_faults(members, head, on=ON) == faults


@pytest.mark.parametrize(
    ("checked", "faulty", "written"), [(0, 0, "—"), (3, 0, "100.0"), (3, 1, "66.6"), (100_000, 1, "99.9")]
)
def test_a_score_is_never_rounded_up(checked: int, faulty: int, written: str) -> None:
    assert score_text(score(checked, faulty)) == written
