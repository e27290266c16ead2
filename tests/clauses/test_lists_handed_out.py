"""Every list an officer looks at can be taken along as a workbook that says what it is."""

from __future__ import annotations

import io
from urllib.parse import unquote

from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.circumstances.models import Elder
from doudi.registry.models import Person
from doudi.screenings.models import Screening
from tests.clauses.test_elders import VETERAN
from tests.county import COUNTY, EAST, County, logged_in, monitored, name, on_dibao


def handed_out(county: County, address: str) -> tuple[str, list[list[str]]]:
    """Return the name and the rows of a workbook the county officer takes."""
    answer = logged_in(county.people["county"]).get(address)
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return unquote(answer["Content-Disposition"]), [[str(cell) for cell in row] for row in rows]


def test_a_rounds_workbook_is_titled_by_the_round_and_not_by_what_the_viewer_looks_at(county: County) -> None:
    county.send("dibao", [on_dibao(1, 户编号="D1")])
    chief = logged_in(county.people["county"])
    chief.post("/screenings/", {"kind": "TEKUN", "period": "2026-10", "due_on": "2026-12-31"})
    chief.post("/focus/", {"region": EAST, "period": "2026-10", "next": "/"})
    pk = Screening.objects.get().pk

    answer = chief.get(f"/screenings/{pk}/export/")

    assert "浈江区" in unquote(answer["Content-Disposition"])
    assert "东河街道" not in unquote(answer["Content-Disposition"])
    assert Entry.objects.get(action="monitoring.screening_exported").division == COUNTY


def test_the_people_of_a_month_are_handed_out_as_filtered_on_record(county: County) -> None:
    county.send("poverty_register", [monitored(order) for order in range(3)])
    county.send("dibao", [on_dibao(0)])
    county.compare()

    title, rows = handed_out(county, f"/month/people/?division={COUNTY}&standing=UNACCOUNTED&sheet=1")

    assert "浈江区2026-10监测名单" in title
    heading = next(row for row in rows if row[0] == "姓名")
    assert heading[:5] == ["姓名", "年龄", "镇街 / 村居", "归类", "依据"]
    found = {row[0]: row[3] for row in rows[rows.index(heading) + 1 :]}
    assert found == {name(1): "未落实", name(2): "未落实"}
    assert Entry.objects.filter(action="monitoring.people_exported", division=COUNTY).count() == 1
    reader = logged_in(county.hire(Role.VILLAGE_ASSISTANT, "440204001001"))
    assert reader.get("/month/people/?sheet=1").status_code in {403, 404}
    assert "sheet=1" not in reader.get("/month/people/").content.decode()


def test_the_register_of_veterans_and_who_missed_something_are_handed_out(county: County) -> None:
    county.send("dibao", [on_dibao(1), on_dibao(2)])
    chief = logged_in(county.people["county"])
    for person in Person.objects.all():
        chief.post(f"/people/{person.pk}/elder/", VETERAN)
    paid = Elder.objects.get(person__name=name(1))
    for benefit in ("MEDICAL", "CONSOLATION", "PRICE"):
        chief.post(f"/elders/{paid.pk}/receive/", {"benefit": benefit, "period": "2026-09", "amount": "600"})

    _, every = handed_out(county, "/elders/?sheet=1")
    title, missed = handed_out(county, "/elders/?missed=1&sheet=1")

    assert {row[0] for row in every} >= {name(1), name(2)}
    assert next(row for row in every if row[0] == name(1))[6].count("600.00元") == 3
    assert ("五老漏享待遇" in title, name(1) in {row[0] for row in missed}) == (True, False)
    assert next(row for row in missed if row[0] == name(2))[7] == "医疗补助、慰问、价格补贴"
