"""Subsidies of disabled people: their versions, and how they stand beside the other subsidies."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from doudi.policy.assessment import Assessment
from doudi.policy.batch import Results, run_batch
from doudi.policy.book import Book
from doudi.policy.families import families_of
from doudi.policy.plan import plan_of
from doudi.policy.whatif import compare
from doudi.rulebook.catalogue import book
from doudi.rulebook.services.changes import DaysTaken, NotReady
from doudi.studies.rules.welfare import Asked, Effect, benefits_of, exclusions_of
from tests.clauses.rule_answers import COUNTY, approved, asked, files, head, laid

CODE = "DISABILITY_NURSING"
KEY = "disability_subsidies.nursing_amounts"
JANUARY, JULY = date(2020, 1, 1), date(2020, 7, 1)
BY_LEVEL = [{"up_to": 1, "including": True, "gives": 150}, {"gives": 120}]
QUANZHOU = "350505"
MARCH = date(2025, 3, 1)
STANDARDS = {
    "children.scattered_standard": 1792,
    "children.institution_standard": 2213,
    "disability_subsidies.living_amounts": [{"gives": 100}],
    "disability_subsidies.nursing_amounts": [{"gives": 130}],
}


def nursing(on: date, level: int) -> Assessment:
    return asked(book(), CODE, COUNTY, on, head(disability_kind="LIMB", disability_level=level))


def run(found: Book, people: list[dict[str, Any]]) -> Results:
    plan = plan_of(found, CODE, COUNTY, JULY)
    return run_batch(found, plan, families_of(found.facts, plan.wanted, JULY, people, {}))


def is_taken(day: date) -> bool:
    with pytest.raises(DaysTaken):
        approved({KEY: ([{"gives": 999}], day)}, reason="改历史")
    return True


@pytest.mark.clause("QG-12.1")
@pytest.mark.django_db
def test_a_raised_nursing_subsidy_counts_from_its_month_and_history_cannot_be_touched() -> None:
    approved({KEY: ([{"gives": 100}], JANUARY)}, reason="补录2020年起的标准")
    before = book()
    approved({KEY: (BY_LEVEL, JULY)}, reason="补录2020年7月的提标")

    assert [nursing(JULY, level).amount for level in (1, 2)] == [150_00, 120_00]
    assert [nursing(date(2020, 6, 30), level).amount for level in (1, 2)] == [100_00, 100_00]
    assert book().parameters(COUNTY, JULY)[KEY].document == "韶浈民〔2026〕9号"
    assert KEY not in book().parameters("371521", JULY)

    people = [{"area_kind": "RURAL", "members": [head(disability_kind="LIMB", disability_level=1)]}] * 2
    whole = compare(run(before, people), run(book(), people)).whole
    assert (whole.up, whole.after - whole.before) == (2, 100_00)

    assert all(is_taken(day) for day in (JANUARY, date(2020, 3, 1), JULY))
    with pytest.raises(NotReady, match="追溯"):
        approved({KEY: ([{"gives": 160}], date(2020, 10, 1))})
    assert nursing(date(2020, 6, 30), 1).amount == 100_00


def child(**said: Any) -> dict[str, Any]:
    return head(
        relation="CHILD",
        born_on=date(2015, 5, 5),
        disability_kind="LIMB",
        disability_level=1,
        standing="DIBAO",
        **said,
    )


def found_together(
    values: dict[str, Any], **said: Any
) -> tuple[dict[str, int], set[tuple[str, str, Effect]]]:
    rules = laid(files(), QUANZHOU, STANDARDS | values)
    family = {"area_kind": "RURAL", "members": [child(**said)]}
    question = Asked(rules, QUANZHOU, MARCH, family)
    benefits = benefits_of(question)
    held = {one.programme: one.amount_fen for one in benefits if one.eligible and one.amount_fen}
    return held, {(one.receiving, one.other, one.effect) for one in exclusions_of(question, benefits)}


@pytest.mark.clause("YG-2.1.5a")
def test_a_severely_disabled_child_on_dibao_is_told_what_it_may_have_and_what_excludes_what() -> None:
    parents: dict[str, Any] = {"father_state": "DEAD", "mother_state": "SERIOUS_ILLNESS"}

    held, exclusions = found_together({}, **parents)
    assert held == {"UNATTENDED_CHILD": 1792_00, "DISABILITY_LIVING": 100_00, "DISABILITY_NURSING": 130_00}
    assert ("UNATTENDED_CHILD", "DISABILITY_LIVING", Effect.LOST) in exclusions
    assert not {pair for pair in exclusions if "DISABILITY_NURSING" in pair}

    plain_child, none = found_together({})
    assert plain_child == {"DISABILITY_LIVING": 100_00, "DISABILITY_NURSING": 130_00}
    assert none == set()

    table = files().parameters(QUANZHOU, MARCH)["disability_subsidies.overlap"].written["value"]
    open_table = table | {"UNATTENDED": {"LIVING": "ALLOW", "NURSING": "DENY"}}
    _, changed = found_together({"disability_subsidies.overlap": open_table}, **parents)
    assert ("UNATTENDED_CHILD", "DISABILITY_LIVING", Effect.LOST) not in changed
    assert ("UNATTENDED_CHILD", "DISABILITY_NURSING", Effect.LOST) in changed
    shut, _ = found_together({"disability_subsidies.living_standings": ["NEAR_DIBAO"]}, **parents)
    assert "DISABILITY_LIVING" not in shut


@pytest.mark.django_db
def test_the_list_is_printed_for_a_family_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "family.json"
    family = {"household": {"area_kind": "RURAL", "members": [{"relation": "HEAD", "born_on": "2015-05-05"}]}}
    file.write_text(json.dumps(family), encoding="utf-8")

    call_command("list_welfare", region=QUANZHOU, on="2025-03-01", household=file, json=True)

    said = json.loads(capsys.readouterr().out)
    assert len(said["benefits"]) == 6
    assert said["exclusions"] == []
