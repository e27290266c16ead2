"""No page says what somebody logs in with: officers are called by name."""

from __future__ import annotations

from doudi.accounts.roles import Role
from doudi.monitoring.models import LedgerEntry
from doudi.registry.models import HouseholdMember, IdentityQuestion, Person
from tests.clauses.test_caring import read
from tests.county import COUNTY, OTHER_VILLAGE, County, logged_in, name, number, on_dibao, person


def test_acts_answers_and_looks_are_shown_with_the_officers_name(county: County) -> None:
    county.send("dibao", [on_dibao(order, 户编号="D1") for order in (1, 2)], period="2026-09")
    county.send("dibao", [dict(on_dibao(1, 户编号="D1"), 姓名="欧阳春花")])
    county.send("tekun", [person(5, 供养方式="分散供养")])
    county.send("cremation", [{"逝者姓名": name(5), "逝者身份证号": number(5), "死亡日期": "2026-06-01"}])
    county.compare()
    chief, system = logged_in(county.people["county"]), logged_in(county.hire(Role.SYSTEM_ADMIN, COUNTY))
    shown = Person.objects.get(name=name(2))
    home = HouseholdMember.objects.get(person=shown, valid_to=None).household_id
    chief.post(
        f"/households/{home}/head/",
        {"happened_on": "2026-11-01", "reason": "户口簿已核对", "person": shown.pk},
    )
    asked = IdentityQuestion.objects.get()
    chief.post(f"/questions/{asked.pk}/same/", {"reason": "户口簿已核对"})
    entry = LedgerEntry.objects.filter(rule="dead-but-listed").get()
    change = {
        "day": "2026-11-01",
        "old": OTHER_VILLAGE,
        "new": "440204102290 犁新村",
        "document": "韶府函〔2026〕18号",
    }
    system.post("/divisions/changes/new/", change)
    chief.get(f"/ledger/{entry.pk}/")

    pages = (f"/households/{home}/", f"/people/{asked.person_id}/", f"/ledger/{entry.pk}/")
    for page in pages:
        text = read(chief, page)
        assert "县级经办 2026-11-03 09:00" in text or "2026-11-03 09:00 · 县级经办" in text, page
        assert "county-officer-204" not in text, page
    changes = read(chief, "/divisions/changes/")
    assert "系统管理员 于" in changes
    assert "system-admin-204" not in changes
