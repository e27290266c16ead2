"""The dibao coverage of townships: people on dibao over registered residents, with a range that warns."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.oversight.selectors.figures import FigureLine, Part, figures_of
from doudi.regions.services.standards import Counted, record_figures
from doudi.regions.states import FigureKind
from doudi.rulebook.services.changes import ValueDraft, draft_change, put_value, submit_change
from doudi.rulebook.services.decisions import approve_change
from tests.county import COUNTY, EAST, WEST, County, logged_in, name, on_dibao

NOVEMBER = Period.parse("2026-11")
ADDRESS = f"/indicators/dibao_coverage/?division={COUNTY}"
ELSEWHERE = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}


def residents(county: County, people: dict[str, int]) -> None:
    counted = [Counted(code, count) for code, count in people.items()]
    record_figures(
        FigureKind.HUKOU,
        NOVEMBER,
        counted,
        source="公安 11 月户籍人口报表",
        scope=Scope.of([COUNTY]),
        by=county.people["county"],
        at=county.at,
    )


def reasonable(county: County, low: str, high: str) -> None:
    """Set the range as a county does: one proposes, another approves."""
    by, begins = county.people["county"], date(2026, 11, 3)
    ends = [
        ValueDraft(key, begins, written, "浈民〔2026〕3号", "第二条")
        for key, written in (("dibao.coverage_from", low), ("dibao.coverage_to", high))
    ]
    proposal = draft_change(COUNTY, title="设合理区间", reason="绩效考评", value=ends[0], by=by, at=county.at)
    put_value(proposal, ends[1], by=by, at=county.at)
    submit_change(proposal, by=by, at=county.at)
    approve_change(proposal, by=county.people["review"], at=county.at)


def coverage(county: County, code: str) -> FigureLine:
    return figures_of(COUNTY, NOVEMBER, on=county.at.date()).line("dibao_coverage", Part(code))


@pytest.mark.clause("QG-3.4")
def test_a_township_s_coverage_is_over_its_registered_residents_and_warns_outside_the_range(
    county: County, settings: Settings
) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T10:00+08:00"
    county.send(
        "dibao",
        [*(on_dibao(order) for order in range(300)), *(on_dibao(order, **ELSEWHERE) for order in (400, 401))],
        period="2026-11",
    )
    residents(county, {EAST: 20_000})
    office = logged_in(county.people["county"])
    office.post("/focus/", {"period": "2026-11", "next": "/indicators/"})

    assert coverage(county, EAST).now_text == "1.50%"
    assert coverage(county, EAST).outside == ""
    # nobody entered how many live in the west: neither it nor the county has a share, and neither is nought
    assert [coverage(county, code).now_text for code in (WEST, COUNTY)] == ["缺分母", "缺分母"]
    before = office.get(ADDRESS).content.decode()
    assert "没有设，不预警" in before
    assert "合理区间</span>" not in before
    missing = office.get(f"/indicators/dibao_coverage/behind/?division={WEST}&side=rest").content.decode()
    assert "犁市镇户籍人口" in missing
    assert "没有登记" in missing

    reasonable(county, "1.6%", "2.5%")

    assert coverage(county, EAST).outside == "低于合理区间"
    assert [coverage(county, code).outside for code in (WEST, COUNTY)] == ["", ""]
    page = office.get(ADDRESS).content.decode()
    assert "1.60%–2.50%（浈民〔2026〕3号）" in page
    warning = page.partition("低于合理区间")[0][-120:]
    assert "is-wait" in warning, "the warning is not yellow"
    assert page.count("低于合理区间") == 1

    residents(county, {WEST: 50})
    assert coverage(county, WEST).outside == "高于合理区间"
    assert coverage(county, COUNTY).now_text == "1.50%"
    people = office.get(f"/indicators/dibao_coverage/behind/?division={WEST}").content.decode()
    assert [name(order) in people for order in (400, 401, 0)] == [True, True, False]


def test_somebody_on_two_lists_of_a_month_is_covered_once(county: County, settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T10:00+08:00"
    county.send("dibao", [on_dibao(0), on_dibao(1)], period="2026-10")
    county.send("dibao", [on_dibao(0, 本人月保障金="500"), on_dibao(1)], period="2026-11")
    residents(county, {EAST: 100, WEST: 100})

    assert coverage(county, EAST).now_text == "2%"
    assert coverage(county, WEST).now_text == "0%"
    assert coverage(county, COUNTY).now_text == "1%"
