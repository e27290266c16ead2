"""Each township has the people its work needs, and the lists follow every coming and going."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.regions.models import Assignment, Figure
from doudi.regions.rules.standards import Band, General, StandardBook, Value
from doudi.regions.selectors.townships import TownshipLine, township_lines
from doudi.regions.services.assistants import end_assignment
from doudi.regions.services.standards import (
    Counted,
    FigureLineWrong,
    FloorOutOfRange,
    StandardAlreadySet,
    record_figures,
    set_standard,
)
from doudi.regions.states import AssignmentKind, FigureKind, StandardKey
from doudi.regions.tests.factories import (
    CLOCK,
    COUNTY,
    MONDAY,
    NOVEMBER,
    OTHER_TOWN,
    TOWN,
    browser,
    division,
    officer_at,
    text_of,
)

HERE, OCTOBER = Scope((COUNTY,)), Period.parse("2026-10")


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> None:
    settings.APP_CLOCK = CLOCK


def line_of(code: str = TOWN, on: date = NOVEMBER) -> TownshipLine:
    return next(line for line in township_lines(HERE, on=on, period=OCTOBER) if line.code == code)


def counted(value: int, code: str = TOWN, kind: FigureKind = FigureKind.CASES) -> None:
    record_figures(kind, OCTOBER, [Counted(code, value)], source="月报", scope=HERE, by=SYSTEM, at=MONDAY)


def set_here(key: StandardKey, value: int, code: str = TOWN, since: date = date(2024, 1, 1)) -> None:
    set_standard(
        division(code), key, value=value, valid_from=since, document="浈民发〔2024〕1号", by=SYSTEM, at=MONDAY
    )


@pytest.mark.django_db
@pytest.mark.clause("SX-2.2.4.1")
def test_a_township_below_its_floor_is_short_and_the_list_changes_at_once() -> None:
    division(TOWN), division(OTHER_TOWN)
    officer_at(TOWN, "甲"), officer_at(TOWN, "乙")
    officer = browser()
    assert line_of().shortage == 1
    assert "缺 1 人" in text_of(officer, "/townships/?only=short")

    third = officer_at(TOWN, "丙")
    assert line_of().shortage == 0

    set_here(StandardKey.STAFF_FLOOR, 4)
    assert (line_of().floor.value, line_of().staff, line_of().shortage) == (4, 3, 1)
    assert "新韶镇" in text_of(officer, "/townships/?only=short")

    left = officer.post(f"/assistants/{third.pk}/leave/", {"on": "2026-11-02", "reason": "调离"})
    assert left.status_code == 302
    assert line_of().shortage == 2
    assert "缺 2 人" in text_of(officer, "/townships/?only=short")

    # the month's report shows who was there when the month ended
    report = text_of(officer, "/townships/?report=1")
    assert "2026年10月月报" in report
    assert "人员截至 2026-10-31" in report
    assert line_of(on=date(2026, 10, 31)).shortage == 1
    counted(35000, kind=FigureKind.POPULATION, code=OTHER_TOWN)
    assert line_of(OTHER_TOWN).floor.value == 4
    counted(3000, kind=FigureKind.RECIPIENTS, code=OTHER_TOWN)
    assert line_of(OTHER_TOWN).floor.value == 5


@pytest.mark.django_db
@pytest.mark.clause("QG-16.2")
def test_cases_per_head_show_the_townships_that_lack_people() -> None:
    division(OTHER_TOWN)
    officer_at(OTHER_TOWN, "丙"), officer_at(OTHER_TOWN, "丁"), officer_at(OTHER_TOWN, "戊")
    officer_at(TOWN, "甲")
    leaving = officer_at(TOWN, "乙")
    officer = browser()
    kept = officer.post(f"/townships/{TOWN}/profile/", {"windows": 3, "posts": 4, "equipment": "高拍仪 2 台"})
    assert kept.status_code == 302
    counted(60)

    assert (line_of().load, line_of().windows, line_of().posts) == ("30", 3, 4)
    short = text_of(officer, "/townships/?only=short")
    assert "新韶镇" in short
    assert "乐园镇" not in short
    assert ">30</td>" in short

    officer.post(f"/assistants/{leaving.pk}/leave/", {"on": "2026-11-02", "reason": "调离"})

    assert (line_of().staff, line_of().load, line_of().shortage) == (1, "60", 2)
    assert ">60</td>" in text_of(officer, "/townships/?only=short")
    answer = officer.get("/townships/export/?only=short")
    (sheet,) = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name(sheet).to_python()
    assert [row[0] for row in rows[3:]] == ["新韶镇"]
    assert rows[3][1:10] == [3.0, 4.0, 1.0, 0.0, 1.0, 3.0, 2.0, 60.0, "60"]


@pytest.mark.django_db
@pytest.mark.clause("MS-3.1d")
def test_work_over_the_limit_asks_for_more_people_and_a_newcomer_lightens_the_load() -> None:
    officer_at(TOWN, "甲")
    officer_at(TOWN, "乙", kind=AssignmentKind.PURCHASED)
    set_here(StandardKey.CASES_PER_HEAD, 80)
    counted(200)
    officer = browser()

    assert (line_of().load, line_of().established, line_of().purchased) == ("100", 1, 1)
    assert "超负荷，建议增配 1 人" in text_of(officer, "/townships/?only=overloaded")

    hired = officer.post(
        f"/townships/{TOWN}/hire/",
        {"kind": "PURCHASED", "name": "丙", "phone": "13900000009", "valid_from": "2026-11-01"},
    )

    assert hired.status_code == 302
    assert line_of().load == "66.7"
    assert not line_of().is_overloaded
    assert "66.7" in text_of(officer, f"/townships/{TOWN}/")


@pytest.mark.django_db
def test_an_own_standard_holds_from_its_day_on_and_below_its_place() -> None:
    division(TOWN)
    set_here(StandardKey.STAFF_FLOOR, 4, code=COUNTY, since=date(2026, 6, 1))
    set_here(StandardKey.STAFF_FLOOR, 5, since=date(2026, 9, 1))

    assert line_of(on=date(2026, 5, 31)).floor.value == 3
    assert line_of(on=date(2026, 6, 1)).floor.value == 4
    assert line_of(on=date(2026, 9, 1)).floor.value == 5


@pytest.mark.django_db
def test_a_floor_outside_the_document_is_refused_and_a_day_is_set_once() -> None:
    with pytest.raises(FloorOutOfRange, match="3 至 5"):
        set_here(StandardKey.STAFF_FLOOR, 6)
    set_here(StandardKey.STAFF_FLOOR, 4)
    with pytest.raises(StandardAlreadySet, match="另一个起用日"):
        set_here(StandardKey.STAFF_FLOOR, 5)


@pytest.mark.django_db
def test_a_standard_is_set_on_the_screen_by_those_who_manage() -> None:
    division(TOWN)
    typed = {
        "division": TOWN,
        "key": "STAFF_FLOOR",
        "value": 6,
        "valid_from": "2026-01-01",
        "document": "某文",
    }
    officer = browser()

    refused = officer.post("/standards/", typed)
    officer.post("/standards/", typed | {"value": 5})

    assert refused.status_code == 400
    assert "3 至 5" in refused.content.decode()
    assert "某文" in text_of(officer, "/standards/")
    looker = browser("TOWNSHIP_OFFICER", TOWN)
    assert looker.post("/standards/", typed | {"value": 4, "valid_from": "2026-02-01"}).status_code == 403
    assert line_of().floor.value == 5


@pytest.mark.django_db
def test_figures_are_pasted_and_replaced_and_a_wrong_line_takes_none() -> None:
    division(TOWN), division(OTHER_TOWN)
    officer = browser()
    typed = {
        "kind": "CASES",
        "period": "2026-10",
        "source": "窗口系统",
        "lines": f"{TOWN}\t60\n{OTHER_TOWN}，1",
    }

    assert officer.post("/figures/", typed).status_code == 302
    officer.post("/figures/", typed | {"lines": f"{TOWN} 80"})
    wrong = officer.post("/figures/", typed | {"lines": f"{TOWN} 90\n新韶镇 六十"})

    assert "第 2 行看不懂" in wrong.content.decode()
    assert dict(Figure.objects.values_list("division_id", "value")) == {TOWN: 80, OTHER_TOWN: 1}
    assert "窗口系统" in text_of(officer, "/figures/")
    with pytest.raises(FigureLineWrong, match="按乡镇"):
        counted(1, code=COUNTY)


@pytest.mark.django_db
def test_a_township_of_another_county_is_not_there() -> None:
    division("371521100")
    officer = browser()

    assert officer.get("/townships/371521100/").status_code == 404
    assert officer.post("/townships/371521100/profile/", {}).status_code == 404


@pytest.mark.django_db
def test_a_township_without_anybody_carries_the_whole_load() -> None:
    division(TOWN)
    counted(12)

    assert (line_of().load, line_of().is_overloaded, line_of().to_add) == ("12", True, 3)


def test_nobody_is_counted_after_leaving(db: None) -> None:
    leaving = officer_at(TOWN, "甲")
    end_assignment(leaving, on=NOVEMBER, reason="调离", by=SYSTEM, at=MONDAY)
    assert (line_of().staff, line_of(on=date(2026, 11, 1)).staff) == (0, 1)
    assert Assignment.objects.count() == 1


def value(number: int, division: str = "", since: date = date(2020, 1, 1)) -> Value:
    return Value(number, "某文", verified=True, valid_from=since, division=division)


BANDS = (Band("POPULATION", 30000, value(4)), Band("POPULATION", 60000, value(5)))
GENERAL = General({"STAFF_FLOOR": [value(3)]}, BANDS, 3, 5, date(2020, 12, 31))


@given(people=st.integers(0, 200_000), more=st.integers(0, 100_000))
def test_more_people_never_need_fewer_officers(people: int, more: int) -> None:
    book = StandardBook(GENERAL, {})
    before = book.staff_floor(TOWN, NOVEMBER, {"POPULATION": people})
    after = book.staff_floor(TOWN, NOVEMBER, {"POPULATION": people + more})
    assert 3 <= before.value <= after.value <= 5


@given(own=st.lists(st.sampled_from(["44", "4402", COUNTY, TOWN, OTHER_TOWN]), unique=True))
def test_the_nearest_place_decides(own: list[str]) -> None:
    book = StandardBook(GENERAL, {"STAFF_FLOOR": [value(len(code), code) for code in own]})
    above = [code for code in own if TOWN.startswith(code)]
    expected = max((len(code) for code in above), default=3)
    assert book.staff_floor(TOWN, NOVEMBER, {}).value == expected
