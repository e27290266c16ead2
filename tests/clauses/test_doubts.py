"""What rests on a number alone is shown as a doubt, beside what is certain and never among it."""

from __future__ import annotations

import duckdb
import pytest

from doudi.monitoring.models import Finding
from doudi.registry.models import Person
from tests.clauses.conftest import forget
from tests.county import County, logged_in, name, number, person

RULE = "dead-but-listed"


def compared(county: County) -> dict[str, object]:
    """Let two people on tekun be cremated, one of them under another name, and compare."""
    county.send("tekun", [person(order, 供养方式="分散供养") for order in (1, 2)])
    county.send(
        "cremation",
        [
            {"逝者姓名": name(1), "逝者身份证号": number(1), "死亡日期": "2026-06-01"},
            {"逝者姓名": name(3), "逝者身份证号": number(2), "死亡日期": "2026-06-01"},
        ],
    )
    run = county.compare()
    rules: dict[str, object] = run.rules
    return rules


def test_a_number_under_two_names_is_counted_apart_from_what_is_certain(county: County) -> None:
    rules = compared(county)

    assert rules[RULE] == {"found": 1, "doubtful": 1, "skipped": "", "empty": ""}
    doubts = dict(Finding.objects.filter(entry__rule=RULE).values_list("entry__person__name", "doubt"))
    assert doubts == {name(1): "", name(2): "NAME"}


def test_the_pages_say_what_to_do_about_a_doubt_and_show_both_names(county: County) -> None:
    compared(county)
    desk = logged_in(county.people["county"])

    listed = desk.get(f"/results/{RULE}/").content.decode()
    (doubtful,) = (entry for entry in county.entries(RULE) if entry.person and entry.person.name == name(2))
    shown = desk.get(f"/ledger/{doubtful.pk}/").content.decode()
    results = desk.get("/results/").content.decode()

    assert listed.count("号码相同、姓名不同") == 1
    assert "先核对是不是同一人" in shown
    assert name(2) in shown
    assert name(3) in shown
    assert '<td data-label="存疑" class="num">1</td>' in results
    assert '<td data-label="命中" class="num">1</td>' in results


def test_a_doubt_that_was_settled_in_the_next_list_is_certain_again(county: County) -> None:
    compared(county)
    county.send(
        "cremation",
        [{"逝者姓名": name(2), "逝者身份证号": number(2), "死亡日期": "2026-06-01"}],
        period="2026-11",
    )
    county.send("tekun", [person(2, 供养方式="分散供养")], period="2026-11")

    run = county.compare("2026-11")

    assert run.rules[RULE]["found"] == 1
    assert run.rules[RULE]["doubtful"] == 0


def test_a_name_that_an_officer_joined_to_the_person_is_no_doubt(county: County) -> None:
    compared(county)
    kept = Person.objects.get(name=name(2))
    Person.objects.create(
        name=name(3),
        sex=kept.sex,
        born_on=kept.born_on,
        division=kept.division,
        same_as=kept,
        created_at=county.at,
    )
    number_of_kept = kept.identities.get()
    number_of_kept.pk, number_of_kept.standing = None, "DISPUTED"
    number_of_kept.person = Person.objects.get(name=name(3))
    number_of_kept.save()

    run = county.compare()

    assert (run.rules[RULE]["found"], run.rules[RULE]["doubtful"]) == (2, 0)


def test_a_rule_that_is_often_mistaken_says_so_with_its_figures(county: County) -> None:
    orders = range(1, 13)
    county.send("tekun", [person(order, 供养方式="分散供养") for order in orders])
    deaths = [
        {"逝者姓名": name(order), "逝者身份证号": number(order), "死亡日期": "2026-06-01"} for order in orders
    ]
    county.send("cremation", deaths)
    county.compare()
    desk = logged_in(county.people["county"])
    entries = county.entries(RULE)

    before = desk.get(f"/results/{RULE}/").content.decode()
    outcomes = ["MISTAKEN"] * 4 + ["DECEASED_CONFIRMED"] * 7 + ["HOLD"]
    for entry, outcome in zip(entries, outcomes, strict=True):
        desk.post(f"/ledger/{entry.pk}/conclude/", {"outcome": outcome, "reason": "逐户核实过"})
    after = desk.get(f"/results/{RULE}/").content.decode()
    results = desk.get("/results/").content.decode()

    assert "还没有结论，暂不计算" in before
    assert "已有结论 11 条，其中误报 4 条，准确率 63%" in after
    assert "死亡与火化名单：11 条，误报 4 条，准确率 63%" in after
    assert "准确率低于下限" in after
    assert results.count("误报偏多") == 1


def test_the_first_page_of_a_process_opens_no_database_of_the_comparison(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a database of the comparison was opened")

    compared(county)
    monkeypatch.setattr(duckdb, "connect", refuse)
    forget()

    desk = logged_in(county.people["county"])

    assert [desk.get(page).status_code for page in ("/", "/ledger/", "/results/")] == [200, 200, 200]
