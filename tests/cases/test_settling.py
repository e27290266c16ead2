"""Case 12: an officer says on the page who somebody is, and what follows from it."""

from __future__ import annotations

import re

from tests.cases.bureau import Bureau
from tests.cases.rows import dibao, folk, monitored, tekun
from tests.second_county.people import Someone, made_number
from tests.second_county.writers import xlsx

REASON = {"reason": "派出所更正号码，户口簿已核"}


def renumbered(one: Someone) -> Someone:
    """Return a person under the number the police gave them in place of the old one."""
    order = int(one.number[14:17])
    number = made_number(one.number[:6], one.born, order - 2 if order > 2 else order + 2)
    return Someone(one.name, number, one.born, one.male)


def two_months(bureau: Bureau) -> tuple[list[Someone], Someone]:
    """Take September and October in; between them the first person's number was corrected on one list."""
    people = folk(3)
    new = renumbered(people[0])
    bureau.take(xlsx([tekun(folk(1, seed=5, least=62, most=80))]), "特困.xlsx", source="tekun")
    for period, listed in (("2026-09", people), ("2026-10", [new, *people[1:]])):
        taken = bureau.take(xlsx([dibao(listed)]), f"低保{period}.xlsx", source="dibao", period=period)
        assert not taken.refusal, taken.refusal
    taken = bureau.take(xlsx([monitored(people)]), "监测.xlsx", source="poverty_register")
    assert not taken.refusal, taken.refusal
    return people, new


def question_about(bureau: Bureau, one: Someone) -> str:
    """Return the address of the one open question about a person, as the list of questions links it."""
    html = bureau.browser().get("/questions/").content.decode()
    assert one.name in html
    found: set[str] = set(re.findall(r"/questions/\d+/", html))
    assert len(found) == 1
    return found.pop()


def test_a_number_the_police_corrected_is_asked_about_and_joined_and_undone(bureau: Bureau) -> None:
    people, new = two_months(bureau)
    before = [each for each in bureau.spells("DIBAO") if each.name == new.name]
    bureau.compare()
    assert bureau.month()["monitored"] == 5
    address = question_about(bureau, new)

    bureau.tick()
    bureau.browser().post(f"{address}same/", REASON)

    spells = [each for each in bureau.spells("DIBAO") if each.name == new.name]
    assert [(each.valid_from, each.valid_to) for each in spells] == [("2026-09-01", "None")]
    names = bureau.names()
    assert {names[bureau.token(each.number)] for each in (people[0], new)} == {new.name}
    bureau.compare()
    month = bureau.month()
    assert (month["monitored"], month["aided"], month["unaccounted"]) == (4, 4, 0)
    bureau.tick()
    bureau.browser().post(f"{address}undo/", REASON)
    assert [each for each in bureau.spells("DIBAO") if each.name == new.name] == before


def test_without_a_reason_nobody_is_joined(bureau: Bureau) -> None:
    _, new = two_months(bureau)
    before = bureau.spells("DIBAO")

    address = question_about(bureau, new)
    row = r"低保2026-10\.xlsx 第 (\d+) 行"
    listed, asked = (bureau.browser().get(each).content.decode() for each in ("/questions/", address))
    assert re.findall(row, listed) == re.findall(row, asked) != []

    page = bureau.browser().post(f"{address}same/", {"reason": ""}, follow=True)

    assert "请写明核定依据" in page.content.decode()
    assert bureau.spells("DIBAO") == before
    assert question_about(bureau, new)
