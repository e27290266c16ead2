"""The documented contract is what the commands do."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command, get_commands
from django.test import override_settings

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.config.scenario import SECTIONS
from doudi.monitoring.states import Outcome
from doudi.registry.models import Enrolment, HouseholdMember, Person
from doudi.registry.states import Programme
from doudi.studies.models import FactSheet

DOCUMENT = (Path(__file__).parents[2] / "docs" / "reference" / "contract.md").read_text(encoding="utf-8")


def run(command: str, *arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command(command, *arguments, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def example() -> str:
    found = re.search(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found
    return found.group(1)


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.json"
    path.write_text(example(), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_the_documented_scenario_loads_as_it_says(scenario: Path) -> None:
    assert run("load_scenario", str(scenario))["loaded"] == {
        "regions": 1,
        "users": 1,
        "households": 1,
        "facts": 1,
        "delegations": 1,
    }
    assert set(Enrolment.objects.values_list("person__name", "programme")) == {
        ("陈大文", Programme.DIBAO),
        ("李小兰", Programme.POVERTY_REGISTER),
    }
    assert HouseholdMember.objects.values("household").distinct().count() == 1
    assert FactSheet.objects.get().people == [
        Person.objects.get(name="陈大文").pk,
        Person.objects.get(name="李小兰").pk,
    ]
    assert Post.objects.get(user__username="officer").division_id == "440204"
    assert User.objects.get(username="officer").check_password("a-long-test-password")


@pytest.mark.django_db
def test_a_scenario_with_an_unknown_section_is_refused_whole(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario.write_text(json.dumps({**json.loads(example()), "rockets": []}), encoding="utf-8")
    with pytest.raises(SystemExit, match="2"):
        run("load_scenario", str(scenario))
    assert "rockets" in capsys.readouterr().err
    assert not User.objects.exists()


@pytest.mark.django_db
def test_scenarios_are_for_tests_only(scenario: Path) -> None:
    with override_settings(DOUDI_ENV="production"), pytest.raises(SystemExit, match="2"):
        run("load_scenario", str(scenario))


@pytest.mark.django_db
def test_two_installations_told_the_same_answer_the_same(scenario: Path) -> None:
    run("load_scenario", str(scenario))
    state = run("export_state")
    assert state == run("export_state")
    assert [len(state[part]) for part in ("people", "households", "enrolments")] == [2, 1, 2]
    assert [len(state[part]) for part in ("homes", "stays", "lists", "facts")] == [1, 2, 1, 2]
    assert {part for part in state if isinstance(state[part], list)} <= set(re.findall(r"\w+", DOCUMENT))
    assert "440204196005170013" not in json.dumps(state)


@pytest.mark.django_db
def test_the_month_of_a_scenario_has_a_status(scenario: Path) -> None:
    run("load_scenario", str(scenario))
    month = run("month_status", "--region", "440204", "--period", "2026-10")
    assert (month["status"], month["compared"], month["as_submitted"]) == ("OPEN", False, True)
    assert month["underway"] == {"waiting": 0, "at_work": 0}
    nobody = {"underway": 0, "watched": 0, "excluded": 0}
    assert month["total"] == {"monitored": 2, "aided": 1, **nobody, "unaccounted": 1, "holds": False}
    assert month["villages"]["440204001001"] == month["total"]


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["2026-13", "202610", ""])
def test_a_month_that_is_none_is_misuse(period: str) -> None:
    with pytest.raises(SystemExit, match="1"):
        call_command("month_status", "--region", "440204", "--period", period)


@pytest.mark.django_db
def test_comparing_without_any_list_is_refused_with_the_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("run_match", "--region", "440204", "--period", "2026-10")
    assert "请先在“数据批次”上传并发布" in capsys.readouterr().err


def test_every_documented_command_exists() -> None:
    documented = re.findall(r"^\| `(\w+)", DOCUMENT.split("## Codes")[0], re.MULTILINE)
    assert documented
    assert set(documented) <= set(get_commands())


@pytest.mark.parametrize("codes", [Programme.values, Role.values, Outcome.values])
def test_every_code_is_documented(codes: list[str]) -> None:
    assert [code for code in codes if f"`{code}`" not in DOCUMENT] == []


def test_every_section_is_documented() -> None:
    assert [section for section in SECTIONS if f'"{section}"' not in example()] == []
