"""A family that changes its layer is counted once in a study: as who loses, or as who gains."""

from __future__ import annotations

import pytest

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.common.scope import Scope
from doudi.rulebook.tests.rules import COUNTY, MONDAY, TODAY, stated
from doudi.studies.models import FactSheet, StudyLine, WhatIfStudy
from doudi.studies.rules.simulation import Changed, Compared, Tally, Told
from doudi.studies.selectors.studies import losers_of
from doudi.studies.services.what_ifs import _whole, request_study
from doudi.studies.states import Effect

FAMILIES = {key: Told(key, "440204001001", {}) for key in ("a", "b", "c")}


def changed(family: str, programme: str, effect: str, before_fen: int = 0, after_fen: int = 0) -> Changed:
    return Changed(FAMILIES[family], programme, 0, effect, before_fen, after_fen)


def compared(programme: str, changes: list[Changed], **tally: int) -> Compared:
    return Compared(programme, by_person=False, towns={"440204001": Tally(**tally)}, changed=changes)


def test_who_falls_from_dibao_to_near_dibao_has_lost_and_nobody_was_won() -> None:
    dibao = compared(
        "DIBAO", [changed("a", "DIBAO", "OUT", 10_000)], before=5, after=4, before_fen=50_000, leaving=1
    )
    near = compared("NEAR_DIBAO", [changed("a", "NEAR_DIBAO", "IN")], before=2, after=3, entering=1)

    whole = _whole([dibao, near])

    assert (whole["leaving"], whole["entering"]) == (1, 0)


def test_who_rises_from_near_dibao_to_dibao_has_lost_nothing() -> None:
    dibao = compared(
        "DIBAO", [changed("a", "DIBAO", "IN", 0, 10_000)], before=5, after=6, after_fen=60_000, entering=1
    )
    near = compared("NEAR_DIBAO", [changed("a", "NEAR_DIBAO", "OUT")], before=2, after=1, leaving=1)

    whole = _whole([dibao, near])

    assert (whole["leaving"], whole["entering"]) == (0, 1)


@pytest.mark.parametrize("other", ["b", "c"])
def test_who_is_recognised_no_more_and_gets_nothing_instead_is_among_the_losers(other: str) -> None:
    dibao = compared(
        "DIBAO", [changed("a", "DIBAO", "OUT", 10_000)], before=5, after=4, before_fen=50_000, leaving=1
    )
    near = compared("NEAR_DIBAO", [changed(other, "NEAR_DIBAO", "OUT")], before=2, after=1, leaving=1)

    whole = _whole([dibao, near])

    assert (whole["aided"], whole["leaving"]) == (7, 2)


@pytest.mark.django_db
@pytest.mark.usefixtures("rules")
def test_a_family_taken_in_by_dibao_is_not_listed_as_losing_its_recognition() -> None:
    [stated(income) for income in (100_00, 650_00)]
    study = request_study(
        region=COUNTY,
        on=TODAY,
        title="试试",
        changes=[{"key": "dibao.standard_urban", "value": 800, "unit": ""}],
        by=officer(Role.COUNTY_OFFICER, COUNTY),
        at=MONDAY,
    )
    risen, fallen = FactSheet.objects.order_by("id")
    line_of(study, risen, "NEAR_DIBAO", Effect.OUT)
    line_of(study, risen, "DIBAO", Effect.IN, after_fen=10_000)
    lost = line_of(study, fallen, "NEAR_DIBAO", Effect.OUT)

    assert list(losers_of(study, Scope.everything())) == [lost]


def line_of(
    study: WhatIfStudy, sheet: FactSheet, programme: str, effect: Effect, after_fen: int = 0
) -> StudyLine:
    return StudyLine.objects.create(
        study=study,
        sheet=sheet,
        programme=programme,
        member=0,
        division=sheet.division,
        effect=effect,
        before_fen=0,
        after_fen=after_fen,
    )
