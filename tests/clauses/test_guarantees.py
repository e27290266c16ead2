"""The three guarantees: what is not met is referred at once, and a family leaves when all is met."""

from __future__ import annotations

import pytest

from doudi.circumstances.models import GuaranteeStanding, Need
from doudi.registry.models import Household, Person
from tests.clauses.test_caring import read
from tests.county import County, logged_in, monitored, name

SAID = {"office": "住建", "updated_on": "2026-11-02"}


def registered_home(county: County) -> tuple[int, Person]:
    """Return a family of the poverty register and its head."""
    county.send("poverty_register", [monitored(1, 户编号="P1", 与户主关系="户主")])
    head = Person.objects.get(name=name(1))
    return Household.objects.get(head=head).pk, head


@pytest.mark.clause("ZJ-2.2.3c")
def test_a_home_not_safe_is_referred_and_the_family_leaves_the_list_when_all_three_are_met(
    county: County,
) -> None:
    home, head = registered_home(county)
    east, address = logged_in(county.people["east"]), f"/households/{home}/guarantees/"
    said = {**SAID, "person": head.pk}
    met = {**said, "state": "MET"}
    east.post(address, {**met, "guarantee": "EDUCATION", "office": "教育", "state": "NOT_DUE"})
    east.post(address, {**met, "guarantee": "MEDICAL", "office": "医保"})
    assert east.get("/guarantees/").context["lines"] == []
    assert not Need.objects.exists()

    unsafe = {**said, "guarantee": "HOUSING", "state": "UNMET"}
    page = east.post(address, unsafe, follow=True).content.decode()
    assert "住房转办单" in page
    for words in ("未达标", "不适用", "达标", "住建 2026-11-02", "教育 2026-11-02", "医保 2026-11-02"):
        assert words in page
    (line,) = east.get("/guarantees/").context["lines"]
    assert (line.home, [each.guarantee for each in line.unmet]) == (home, ["HOUSING"])
    need = Need.objects.get()
    slip = read(east, f"/referrals/{need.pk}/")
    for words in ("住房转办单", "住建", name(1), "住房安全未达标", "乡镇经办 2026-11-03 09:00"):
        assert words in slip
    east.post(address, unsafe)
    assert Need.objects.count() == 1

    east.post(address, {**met, "guarantee": "HOUSING", "updated_on": "2026-11-03"})
    assert east.get("/guarantees/").context["lines"] == []
    assert name(1) not in read(east, "/guarantees/").partition("<main")[2]
    assert GuaranteeStanding.objects.filter(state="UNMET").count() == 2


def test_a_referral_names_the_office_it_went_to_whoever_says_later_that_it_is_met(county: County) -> None:
    home, head = registered_home(county)
    east, address = logged_in(county.people["east"]), f"/households/{home}/guarantees/"
    said = {**SAID, "person": head.pk, "guarantee": "HOUSING"}
    east.post(address, {**said, "state": "UNMET"})
    east.post(address, {**said, "state": "MET", "office": "乡村振兴", "updated_on": "2026-11-03"})

    slip = read(east, f"/referrals/{Need.objects.get().pk}/")
    assert "转住建部门办理" in slip
    assert "乡村振兴" not in slip.partition("<main")[2]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"office": " "}, "请填写责任部门"),
        ({"updated_on": "2026-11-04"}, "更新日不能晚于今天"),
        ({"person": "999999"}, "999999"),
        ({"state": "SOSO"}, "SOSO"),
    ],
)
def test_a_standing_that_cannot_be_says_what_to_do(
    county: County, typed: dict[str, str], sentence: str
) -> None:
    home, head = registered_home(county)
    said = {**SAID, "person": str(head.pk), "guarantee": "HOUSING", "state": "UNMET"} | typed
    answer = logged_in(county.people["east"]).post(f"/households/{home}/guarantees/", said)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not GuaranteeStanding.objects.exists()


def test_another_township_finds_no_standing_and_no_referral(county: County) -> None:
    home, head = registered_home(county)
    east, west = logged_in(county.people["east"]), logged_in(county.people["west"])
    unsafe = {**SAID, "person": head.pk, "guarantee": "HOUSING", "state": "UNMET"}
    east.post(f"/households/{home}/guarantees/", unsafe)

    assert west.get(f"/households/{home}/guarantees/").status_code == 404
    assert west.get(f"/referrals/{Need.objects.get().pk}/").status_code == 404
    assert west.get("/guarantees/").context["lines"] == []
