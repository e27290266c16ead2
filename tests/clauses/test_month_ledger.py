"""The month's ledger of those without aid: whom it names, what holds it open, what closing it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.test import Client

from doudi.monitoring.models import LedgerEntry, MonthPerson
from doudi.registry.models import IdentityQuestion
from tests.county import County, logged_in, monitored, name, on_dibao, person

GAP = "monitored-without-aid"
APRIL, MAY = "2026-04", "2026-05"


def lists_of(county: County, period: str, register: Iterable[int], *more: dict[str, object]) -> None:
    """Send and compare a month: these on the poverty register, the first two on dibao, one more on tekun."""
    county.send("poverty_register", [*(monitored(order) for order in register), *more], period=period)
    county.send("dibao", [on_dibao(0), on_dibao(1)], period=period)
    county.send("tekun", [person(9, 供养方式="分散供养")], period=period)
    county.compare(period)


def in_month(browser: Client, period: str) -> Client:
    """Have a browser look at a month."""
    browser.post("/focus/", {"period": period, "next": "/month/"})
    return browser


def listed(browser: Client, rule: str = GAP) -> set[str]:
    """Return whom the month's ledger page names of a rule."""
    return {line.name for line in browser.get(f"/ledger/?month=1&rule={rule}").context["lines"]}


def answered(browser: Client, entry: LedgerEntry, reason: str = "入户核实，收入稳定且超过标准") -> str:
    """Judge an entry's risk and conclude it on its page; return the page."""
    risk = {"medical_share": "80", "no_labour": "on", "next_review_on": "2027-02-01"}
    end = {"outcome": "WATCH", "reason": reason, "next_review_on": "2027-04-01"}
    assert browser.post(f"/ledger/{entry.pk}/risk/", risk).status_code == 302
    assert browser.post(f"/ledger/{entry.pk}/conclude/", end).status_code == 302
    return browser.get(f"/ledger/{entry.pk}/").content.decode()


@pytest.mark.system("未纳入低保特困人员台账")
def test_the_ledger_is_the_list_less_those_on_aid_and_one_without_a_conclusion_holds_the_month(
    county: County,
) -> None:
    lists_of(county, "2026-10", range(5))
    office, review = logged_in(county.people["county"]), logged_in(county.people["review"])
    east = logged_in(county.people["east"])
    register, on_aid = {name(order) for order in range(5)}, {name(0), name(1), name(9)}
    assert listed(in_month(office, "2026-10")) == register - on_aid
    standing = in_month(office, "2026-10").get("/month/people/").context["lines"]
    assert {line.name for line in standing} == register | on_aid

    entries = county.entries(GAP)
    pages = [answered(east, entry) for entry in entries[:2]]
    assert [text in page for page in pages for text in ("高风险", "备案监测", "2027-04-01")] == [True] * 6
    refused = in_month(office, "2026-10").post("/month/submit/", follow=True).content.decode()
    assert "还有 1 人没有结论，本月不能提交" in refused
    in_month(review, "2026-10").post("/month/close/", follow=True)
    assert review.get("/month/").context["status"] == "OPEN"
    left = office.get("/ledger/?closing=1").context["lines"]
    assert [line.pk for line in left] == [entries[2].pk]

    answered(east, entries[2])
    office.post("/month/submit/")
    review.post("/month/close/")
    assert review.get("/month/").context["status"] == "CLOSED"


def closed(county: County, period: str) -> None:
    """Conclude everybody of a month and have two people close it, all on the pages."""
    east = logged_in(county.people["east"])
    for entry in county.entries(GAP, status="OPEN"):
        east.post(f"/ledger/{entry.pk}/conclude/", {"outcome": "INELIGIBLE", "reason": "收入超过标准"})
    in_month(logged_in(county.people["county"]), period).post("/month/submit/")
    review = in_month(logged_in(county.people["review"]), period)
    review.post("/month/close/")
    assert review.get("/month/").context["status"] == "CLOSED"


def sheet_of(browser: Client, before: str, after: str) -> list[tuple[str, ...]]:
    """Return the comparison of two months as the page shows it: name, village, change, was, is."""
    page = browser.get(f"/month/changes/?before={before}&after={after}").content.decode()
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<td.*?</td>", row, re.S) for row in re.findall(r"<tr.*?</tr>", body, re.S)]
    return sorted(tuple(re.sub(r"<[^>]+>", "", cell).strip() for cell in row) for row in rows)


@pytest.mark.clause("ZJ-3.1e")
def test_april_and_may_are_sealed_compared_with_reasons_and_moved_by_nothing_later(county: County) -> None:
    lists_of(county, APRIL, range(5))
    closed(county, APRIL)
    namesake = monitored(7, 姓名=name(6))
    lists_of(county, MAY, (0, 1, 2, 3, 5, 6), namesake)
    closed(county, MAY)
    office = in_month(logged_in(county.people["county"]), MAY)

    shown = sheet_of(office, APRIL, MAY)

    village, stood = "陵西路社区居民委员会", "有理由排除：监测对象未纳入低保、特困供养（漏保线索）"
    came = [(who, village, "新增", "—", stood, "新列入防返贫监测名册") for who in map(name, (5, 6, 6))]
    assert shown == sorted([*came, (name(4), village, "移出", stood, "—", "不再列入防返贫监测名册")])

    asked = IdentityQuestion.objects.get()
    office.post(f"/questions/{asked.pk}/same/", {"reason": "户口簿已核对，是同一个人"})
    lists_of(county, "2026-06", range(8))
    logged_in(county.people["east"]).post(
        f"/ledger/{county.entries(GAP)[0].pk}/conclude/",
        {"outcome": "ENROLLED_DIBAO", "reason": "重新核实后转办低保"},
    )
    assert sheet_of(office, APRIL, MAY) == shown
    assert sheet_of(office, APRIL, "2026-06") != shown


def test_a_month_sealed_before_lists_were_kept_says_that_nobody_knows_why(county: County) -> None:
    lists_of(county, APRIL, range(3))
    closed(county, APRIL)
    MonthPerson.objects.update(lists=None)
    lists_of(county, MAY, range(2))

    rows = sheet_of(in_month(logged_in(county.people["county"]), MAY), APRIL, MAY)

    assert [row[0] for row in rows] == [name(2)]
    assert rows[0][-1] == "封存时还没有记名册，原因查不到"
