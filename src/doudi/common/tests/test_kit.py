from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from doudi.common.kit import BAR_WIDTH, Equation, Pair, steps_of

people = st.integers(0, 10**7)


def drawn(source: str, query: str = "", **values: object) -> str:
    request = RequestFactory().get(f"/{query}")
    return Template(source).render(Context({"request": request, **values}))


@given(people, people, people, people, people)
def test_the_bar_fills_its_width_and_hides_no_one(a: int, b: int, c: int, d: int, e: int) -> None:
    bar = Equation(a + b + c + d + e, a, b, c, d, e).bar

    assert len(bar) == sum(1 for count in (a, b, c, d, e) if count)
    assert all(int(str(piece["width"])) > 0 for piece in bar)
    assert sum(int(str(piece["width"])) for piece in bar) in range(BAR_WIDTH - 3, BAR_WIDTH + 4) or not bar


@given(people, people, people)
def test_one_person_unaccounted_for_opens_the_equation(enrolled: int, watched: int, excluded: int) -> None:
    listed = enrolled + watched + excluded

    closed = Equation(listed, enrolled, 0, watched, excluded, 0)
    missing = Equation(listed + 1, enrolled, 0, watched, excluded, 1)
    lost = Equation(listed + 1, enrolled, 0, watched, excluded, 0)

    assert (closed.is_open, closed.balances) == (False, True)
    assert (missing.is_open, missing.balances) == (True, True)
    assert (lost.is_open, lost.balances, lost.gap) == (True, False, 1)


def test_an_open_equation_is_drawn_unmistakably() -> None:
    page = drawn(
        '{% equation e "十月" foot="还有人" %}', e=Equation(10, 9, 0, 0, 0, 1, {"unresolved": "/x/"})
    )

    assert 'class="card d-equation is-open"' in page
    assert "还有人没着落" in page
    assert 'href="/x/"' in page
    assert "未落实 1 人" in page


@pytest.mark.parametrize(
    ("equation", "is_green", "said"),
    [
        (Equation(10, 10, 0, 0, 0, 0), True, "一个不漏"),
        (Equation(10, 8, 2, 0, 0, 0, waiting=1), False, "都已交办，还没核查完"),
        (Equation(10, 10, 0, 0, 0, 0, is_compared=False), False, "比对后才知道"),
        (Equation(10, 9, 0, 0, 0, 1, is_compared=False), False, "比对后才知道"),
        (Equation(10, 9, 0, 0, 0, 1), False, "必须为 0，请逐人落实"),
    ],
)
def test_an_equation_is_green_only_when_everyone_was_looked_at(
    equation: Equation, is_green: bool, said: str
) -> None:
    page = drawn('{% equation e "十月" %}', e=equation)

    assert ("is-settled" in page) == is_green
    assert ("一个不漏" in page) == is_green
    assert said in page


def test_an_equation_that_does_not_hold_says_by_how_many() -> None:
    assert "等式不成立，差 2 人" in drawn('{% equation e "十月" %}', e=Equation(12, 10, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ 1234567|count }}", "1,234,567"),
        ("{{ 123450|yuan }}", "1,234.50"),
        ("{{ '2026-10'|period }}", "2026年10月"),
        ("{{ on|day }}", "2026-03-01"),
        ("{{ '440204196005171234'|masked_number }}", "440204********1234"),
        ("{{ nothing|yuan }}{{ nothing|day }}{{ nothing|masked_name }}", ""),
        ("{{ gone.yuan|yuan }}{{ gone.on|day }}{{ gone.at|moment }}{{ gone.many|count }}", ""),
    ],
)
def test_values_are_put_into_words(source: str, shown: str) -> None:
    assert drawn(source, on=date(2026, 3, 1), nothing=None) == shown


@pytest.mark.parametrize(
    ("on", "shown", "tone"),
    [
        (date(2026, 2, 26), "已逾期 2 天", "is-bad"),
        (date(2026, 2, 28), "今天到期", "is-bad"),
        (date(2026, 3, 3), "还有 3 天", "is-wait"),
        (date(2026, 3, 9), "还有 9 天", 'class="d-due"'),
    ],
)
def test_a_deadline_says_how_long_there_is(on: date, shown: str, tone: str) -> None:
    page = drawn("{% due on today %}", on=on, today=date(2026, 2, 28))

    assert shown in page
    assert tone in page


def test_a_heading_sorts_and_keeps_the_filters() -> None:
    first = drawn('{% heading "行数" "rows" %}', "?town=1&page=3")
    again = drawn('{% heading "行数" "rows" %}', "?town=1&sort=rows")

    assert "?town=1&amp;sort=rows" in first
    assert "aria-sort" not in first
    assert "?town=1&amp;sort=-rows" in again
    assert 'aria-sort="ascending"' in again


def test_the_pager_keeps_the_filters_and_marks_where_we_are() -> None:
    page = drawn('{% pager page "批" %}', "?town=1", page=Paginator(range(500), 50).get_page(5))

    assert "共 <span" in page
    assert "第 5 / 10 页" in page
    assert "?town=1&amp;page=4" in page
    assert page.count('aria-current="page"') == 1


def test_a_page_of_few_has_no_pager() -> None:
    assert "<nav" not in drawn("{% pager page %}", page=Paginator(range(5), 50).get_page(1))


def test_what_differs_is_marked_for_eyes_and_ears() -> None:
    from doudi.common.kit import Comparison

    pair = Comparison(
        "甲", "乙", rows=(Pair("状态", "在享", "死亡", differs=True), Pair("姓名", "陈*", "陈*"))
    )

    page = drawn("{% comparison pair %}", pair=pair)

    assert page.count("<mark>") == 2
    assert page.count("两边不一致") == 1


def test_stages_before_here_are_done() -> None:
    assert [step.state for step in steps_of(("收", "认", "查"), 1)] == ["is-done", "is-here", ""]


def test_text_from_people_is_never_markup() -> None:
    page = drawn("{% badge x %}{% note x %}{% stat_card x x %}{% empty_state x x %}", x="<script>")

    assert "<script>" not in page
