"""The demo county, from its files to the month equation."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.exchange.models import Batch
from doudi.monitoring.models import LedgerEntry, MatchRun
from doudi.registry.models import Enrolment
from doudi.studies.models import FactSheet, WhatIfStudy

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (settings.DOUDI_VENDOR / "china-division" / "villages.csv").exists(),
        reason="行政区划表还没有取回",
    ),
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "demo"


def seed(out: Path, *options: str) -> dict[str, object]:
    """Run the command on a small county and return its answer."""
    answer = StringIO()
    given = ["--period", "2026-10", "--people", "1500", "--out", str(out), "--json", *options]
    call_command("seed_demo", *given, stdout=answer, stderr=StringIO())
    told: dict[str, object] = json.loads(answer.getvalue())
    return told


def test_the_demo_finds_exactly_what_was_planted_and_every_village_balances(out: Path) -> None:
    told = seed(out)

    scores = told["rules"]
    assert isinstance(scores, dict)
    judged = [score for score in scores.values() if score["planted"]]
    assert all(score["planted"] == score["found"] and not score["false"] for score in judged)
    assert sum(score["planted"] for score in judged) > 140
    assert len(judged) > 30
    assert "等式全部成立" in str(told["sentence"])
    assert Batch.objects.filter(state="PUBLISHED").count() == 20
    assert set(Post.objects.values_list("role", flat=True)) == set(Role)
    study = WhatIfStudy.objects.get()
    assert study.tally["families"] == FactSheet.objects.count() > 100
    assert study.tally["leaving"] + study.tally["lowered"] > 0


def test_a_second_run_changes_nothing_and_shows_no_password(out: Path) -> None:
    first = seed(out)
    counted = (Enrolment, LedgerEntry, MatchRun, FactSheet, WhatIfStudy)
    before = [model.objects.count() for model in counted]

    again = seed(out)

    assert [model.objects.count() for model in counted] == before
    assert again["rules"] == first["rules"]
    assert first["accounts"]
    assert "accounts" not in again


def test_an_unaccounted_person_makes_the_month_equation_fail(out: Path) -> None:
    told = seed(out, "--plant-unaccounted")

    truths = json.loads((out / "truths.json").read_text("utf-8"))
    assert "等式不成立的有：440204。" in str(told["sentence"])
    assert truths["unaccounted"]["kind"] == "person"
    nobodys = LedgerEntry.objects.filter(task__owner__user__username="away440204")
    assert nobodys.filter(person__isnull=False).count() == 1
    assert nobodys.values("division").distinct().count() == 1


def test_made_up_people_do_not_enter_a_real_installation(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DOUDI_ENV", "production")

    with pytest.raises(SystemExit) as ended:
        seed(out)

    assert ended.value.code == 2
    assert not out.exists()
