"""The veterans of the revolution: what each is due reaches them, and who missed something is named."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.audit.models import Entry
from doudi.circumstances.models import Elder
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceHolder
from doudi.price_subsidy.selectors.beneficiaries import standings_in
from doudi.price_subsidy.services.holders import DiedBefore, hold
from doudi.registry.models import Person
from tests.clauses.test_caring import read
from tests.county import COUNTY, County, logged_in, name, on_dibao

VETERAN = {"kind": "GUERRILLA", "certificate": "闽五老字第0017号", "recognised_on": "2015-07-01"}


def entered(county: County, *orders: int) -> list[Person]:
    """Return veterans the county put on the register."""
    county.send("dibao", [on_dibao(order) for order in orders])
    chief = logged_in(county.people["county"])
    people = [Person.objects.get(name=name(order)) for order in orders]
    for person in people:
        chief.post(f"/people/{person.pk}/elder/", VETERAN)
    return people


@pytest.mark.clause("QG-15.5")
def test_a_veteran_is_due_the_price_subsidy_at_once_and_who_did_not_get_it_is_named(county: County) -> None:
    had, missed = entered(county, 1, 2)
    chief = logged_in(county.people["county"])
    holders = read(chief, "/rules/groups/holders/")
    assert holders.count("革命五老") >= 2
    assert set(PriceHolder.objects.filter(valid_to=None).values_list("person_id", "category")) == {
        (had.pk, "FIVE_ELDERS"),
        (missed.pk, "FIVE_ELDERS"),
    }

    for person in (had, missed):
        elder = Elder.objects.get(person=person)
        for benefit in ("MEDICAL", "CONSOLATION"):
            said = {"benefit": benefit, "period": "2026-09", "amount": "600"}
            chief.post(f"/elders/{elder.pk}/receive/", said)
    price = {"benefit": "PRICE", "period": "2026-10", "amount": "44.50"}
    chief.post(f"/elders/{Elder.objects.get(person=had).pk}/receive/", price)

    missing = chief.get("/elders/?missed=1")
    assert [(line.elder.person, line.missed) for line in missing.context["lines"]] == [(missed, ("PRICE",))]
    page = missing.content.decode().partition("<tbody>")[2]
    assert name(2) in page
    assert "价格补贴" in page
    assert name(1) not in page
    card = read(chief, f"/people/{had.pk}/elder/")
    assert Entry.objects.filter(action="registry.person_viewed", subject_id=str(had.pk)).count() == 1
    for words in ("老游击队员", "闽五老字第0017号", "健在", "医疗补助", "慰问", "44.50", "2026年10月"):
        assert words in card

    chief.post(f"/elders/{Elder.objects.get(person=missed).pk}/receive/", price)
    assert chief.get("/elders/?missed=1").context["lines"] == []


def test_a_veteran_who_died_is_named_no_more_and_due_the_subsidy_to_the_end_of_the_month(
    county: County,
) -> None:
    (person,) = entered(county, 1)
    elder, chief = Elder.objects.get(), logged_in(county.people["county"])
    early = chief.post(f"/elders/{elder.pk}/died/", {"died_on": "2015-06-30"}, follow=True)
    assert "去世日不能早于认定日" in early.content.decode()

    chief.post(f"/elders/{elder.pk}/died/", {"died_on": "2026-10-20"})

    assert chief.get("/elders/?missed=1").context["lines"] == []
    assert str(PriceHolder.objects.get(person=person).valid_to) == "2026-11-01"
    again = chief.post(f"/elders/{elder.pk}/died/", {"died_on": "2026-10-20"}, follow=True)
    assert "已经登记去世" in again.content.decode()


def from_another_list(county: County, person: Person, since: date) -> PriceHolder:
    """Enter a veteran's standing as another office's list has it."""
    by = county.people["county"]
    return hold(person, category="FIVE_ELDERS", valid_from=since, document="财政名册", by=by, at=county.at)


def recognised(county: County, person: Person) -> Elder:
    """Put a person on the register of veterans and return the entry."""
    logged_in(county.people["county"]).post(f"/people/{person.pk}/elder/", VETERAN)
    return Elder.objects.get()


def buried(county: County, elder: Elder, died_on: str) -> str:
    """Take that a veteran died, and return the page after it."""
    answer = logged_in(county.people["county"]).post(
        f"/elders/{elder.pk}/died/", {"died_on": died_on}, follow=True
    )
    return answer.content.decode()


@pytest.mark.parametrize(
    ("since", "ends"), [(date(2020, 1, 1), "2026-10-01"), (date(2026, 11, 1), "2026-11-01")]
)
def test_a_dead_veterans_standing_of_another_list_ends_too_and_never_counted_if_it_began_later(
    county: County, since: date, ends: str
) -> None:
    county.send("dibao", [on_dibao(1)])
    person = Person.objects.get()
    held = from_another_list(county, person, since)
    elder = recognised(county, person)

    buried(county, elder, "2026-09-20")

    held.refresh_from_db()
    assert str(held.valid_to) == ends
    for month, counts in (("2026-08", since.year == 2020), ("2026-11", False), ("2026-12", False)):
        there = standings_in(COUNTY, Period.parse(month)).get(person.pk)
        assert (there is not None and "FIVE_ELDERS" in there.categories) is counts


def test_a_standing_under_another_record_of_the_veteran_ends_and_is_not_entered_twice(county: County) -> None:
    county.send("dibao", [on_dibao(1), on_dibao(2)])
    person, other = Person.objects.get(name=name(1)), Person.objects.get(name=name(2))
    other.same_as = person
    other.save(update_fields=["same_as"])
    held = from_another_list(county, other, date(2020, 1, 1))
    elder = recognised(county, person)
    assert PriceHolder.objects.get() == held

    buried(county, elder, "2026-09-20")

    held.refresh_from_db()
    assert str(held.valid_to) == "2026-10-01"


def test_a_standing_entered_after_the_death_ends_with_the_month_or_is_refused(
    county: County,
) -> None:
    (person,) = entered(county, 1)
    buried(county, Elder.objects.get(), "2026-09-20")
    PriceHolder.objects.all().delete()

    with pytest.raises(DiedBefore, match="已登记这位老人去世"):
        from_another_list(county, person, date(2026, 10, 1))

    assert str(from_another_list(county, person, date(2026, 9, 1)).valid_to) == "2026-10-01"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"period": "2026-13"}, "请写所属月份"),
        ({"period": "2026-12"}, "不能晚于本月"),
        ({"amount": "0"}, "0.01 到 100000 元"),
        ({"benefit": "GOLD"}, "请选待遇"),
    ],
)
def test_a_receipt_that_cannot_be_says_what_to_do(
    county: County, typed: dict[str, str], sentence: str
) -> None:
    entered(county, 1)
    elder, chief = Elder.objects.get(), logged_in(county.people["county"])
    said = {"benefit": "PRICE", "period": "2026-10", "amount": "44.50"} | typed

    page = chief.post(f"/elders/{elder.pk}/receive/", said, follow=True).content.decode()

    assert sentence in page
    assert elder.receipts.count() == 0


def test_only_the_county_puts_veterans_on_the_register_and_nobody_twice(county: County) -> None:
    (person,) = entered(county, 1)
    address = f"/people/{person.pk}/elder/"
    east, west = logged_in(county.people["east"]), logged_in(county.people["west"])
    county.send("dibao", [on_dibao(3)], period="2026-11")
    other = Person.objects.get(name=name(3))

    east.post(f"/people/{other.pk}/elder/", VETERAN)
    assert Elder.objects.count() == 1
    assert west.get(address).status_code == 404
    assert west.post(f"/elders/{Elder.objects.get().pk}/receive/").status_code == 404
    again = logged_in(county.people["county"]).post(address, VETERAN)
    assert "不用重复登记" in again.content.decode()
