"""A bureau adds a list of its own, and a rule about it, by files alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from doudi.exchange.catalogue import source_named
from doudi.monitoring.catalogue import rule_named
from tests.clauses.conftest import Policies, forget
from tests.county import County, logged_in, name, on_dibao, person

RULE = "veteran-on-aid"
SOURCE_FILE = """
code: veteran
title: 优抚对象名单
kind: department
provider: 退役军人事务
each: person
speaks: [优抚, 退役军人, 残疾军人]
against: []
columns:
  - {use: id_number, required: true}
  - {use: name}
  - name: veteran_kind
    title: 优抚类别
    type: code
    own: true
    headings: [优抚类别, 优抚对象类别]
    values:
      DISABLED: [残疾军人, 伤残军人]
      KIN: [烈属, 烈士遗属]
  - name: allowance_fen
    title: 月抚恤金
    type: money
    own: true
    headings: [月抚恤金, 抚恤金]
  - {use: town}
"""
RULE_FILE = """
id: veteran-on-aid
title: 领取抚恤金的低保对象
group: CHANGE
clauses: []
basis: [{document: "", article: "", verified: false}]
needs: [dibao, veteran]
severity: YELLOW
handled_by: TOWNSHIP
within: {days: 10, unit: working, verified: false, document: ""}
subject: person
role: change
evidence: {left: [name, id_number, amount_fen], right: [name, veteran_kind, allowance_fen]}
sentence: "%(veteran_kind)s，每月抚恤金%(allowance_fen)s元。"
outcomes: [CORRECTED, INELIGIBLE, MISTAKEN]
"""
RULE_SQL = """
-- Dibao people who get an allowance of the veterans' office.
-- in:  spells, veteran
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'veteran' as right_source, v.batch as right_batch, v.row as right_row,
    concat('{"veteran_kind": "', v.veteran_kind, '", "allowance_fen": ', v.allowance_fen, '}') as measures
from spells s
join veteran v on v.token_low = s.token_low and v.token_high = s.token_high
where s.programme = 'DIBAO'
"""


@pytest.fixture
def with_veterans(policies: Policies) -> Path:
    """Give the policies with a list and a rule of the bureau's own."""
    (policies.folder / "sources" / "veteran.yaml").write_text(SOURCE_FILE, encoding="utf-8")
    (policies.folder / "matching" / f"{RULE}.yaml").write_text(RULE_FILE, encoding="utf-8")
    (policies.folder / "matching" / f"{RULE}.sql").write_text(RULE_SQL, encoding="utf-8")
    forget()
    return policies.folder


def test_a_new_list_and_a_new_rule_are_recognised_published_compared_and_shown(
    with_veterans: Path, county: County
) -> None:
    county.send("dibao", [on_dibao(order) for order in range(3)])
    taken = county.send("", [person(1, 优抚类别="残疾军人", 月抚恤金="980"), person(7, 优抚类别="烈属")])

    run = county.compare()

    assert (taken.batch.source, taken.batch.state) == ("veteran", "PUBLISHED")
    assert county.names(RULE) == [name(1)]
    assert run.rules[RULE] == {"found": 1, "doubtful": 0, "skipped": "", "empty": ""}
    desk = logged_in(county.people["county"])
    listed = desk.get(f"/results/{RULE}/").content.decode()
    assert "残疾军人，每月抚恤金980.00元。" in listed
    (entry,) = county.entries(RULE)
    shown = desk.get(f"/ledger/{entry.pk}/").content.decode()
    assert "优抚对象名单" in shown
    assert "月抚恤金" in shown


def test_a_county_without_the_new_list_is_told_which_it_lacks_and_the_rest_is_compared(
    with_veterans: Path, county: County
) -> None:
    county.send("dibao", [on_dibao(order) for order in range(3)])
    county.send("tekun", [person(0, 供养方式="分散供养")])

    run = county.compare()

    assert run.rules[RULE]["skipped"] == "veteran"
    assert run.rules["dibao-and-tekun"]["found"] == 1
    page = logged_in(county.people["county"]).get("/results/").content.decode()
    assert 'href="/batches/?months=all&amp;source=veteran">缺少：优抚对象名单</a>' in page


def test_a_list_whose_description_was_taken_away_stops_no_comparison(
    with_veterans: Path, county: County
) -> None:
    county.send("dibao", [on_dibao(order) for order in range(3)])
    county.send("tekun", [person(0, 供养方式="分散供养")])
    county.send("veteran", [person(1, 优抚类别="残疾军人", 月抚恤金="980")])
    for path in with_veterans.rglob("veteran*"):
        path.unlink()
    forget()

    run = county.compare()

    assert source_named("veteran") is None
    assert run.rules["dibao-and-tekun"]["found"] == 1
    assert {line["source"]: line["rows_read"] for line in run.accounting}["veteran"] == 1
    assert "veteran" in str(run.accounting)
    with pytest.raises(KeyError):
        rule_named(RULE)
