"""The two commands that calculate do what contract.md says, with its own examples."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.contract.test_contract import DOCUMENT, run

PLACE = ("--region", "350505", "--on", "2026-03-01")


def documented(name: str, folder: Path) -> str:
    found = re.search(rf"```json {name}\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found
    path = folder / f"{name}.json"
    path.write_text(found.group(1), encoding="utf-8")
    return str(path)


def refused(capsys: pytest.CaptureFixture[str], command: str, *arguments: str) -> dict[str, Any]:
    from django.core.management import call_command

    with pytest.raises(SystemExit, match="2"):
        call_command(command, *arguments, "--json")
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)["refused"]
    return answer


@pytest.mark.django_db
def test_the_documented_family_gets_its_sheet(tmp_path: Path) -> None:
    family = documented("evaluate", tmp_path)

    answer = run("evaluate", "--programme", "DIBAO", *PLACE, "--household", family)

    # three people at 720 yuan less 1,894 yuan
    assert (answer["eligible"], answer["amount_fen"]) == (True, 26600)
    assert {"facts", "lines", "verdicts", "reasons", "plain", "unverified"} <= set(answer["sheet"])
    assert all(line["article"] for line in answer["sheet"]["lines"])
    assert "dibao.standard_urban" in answer["sheet"]["unverified"]


@pytest.mark.django_db
def test_the_documented_study_counts_who_leaves(tmp_path: Path) -> None:
    families = documented("simulate", tmp_path)
    change = ("--set", "dibao.standard_urban=650", "--programme", "DIBAO")

    answer = run("simulate", *PLACE, *change, "--households", families, "--out", str(tmp_path / "study"))

    total = answer["programmes"]["DIBAO"]
    assert (total["before"], total["after"], total["leaving"], total["lowered"]) == (2, 1, 1, 1)
    assert (total["before_fen"], total["after_fen"]) == (15000, 5000)
    assert set(total["townships"]) == {"350505001", "350505101"}
    assert [(one["household"], one["effect"]) for one in answer["losers"]] == [
        ("H-1", "DOWN"),
        ("H-2", "OUT"),
    ]
    assert len((tmp_path / "study" / "changed.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.django_db
def test_a_study_takes_a_standard_by_the_year(tmp_path: Path) -> None:
    families = documented("simulate", tmp_path)
    change = ("--set", "dibao.standard_urban=7801元/人·年", "--programme", "DIBAO")

    answer = run("simulate", *PLACE, *change, "--households", families)

    assert [one["after"] for one in answer["changes"]] == ["7,801元/人·年"]
    # 7801 ÷ 12 − 600 ＝ 50.0833…，见分进元
    assert answer["programmes"]["DIBAO"]["after_fen"] == 5100


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("family", "field", "says"),
    [
        ('{"area_kind": "URBAN", "members": []}', "members", "至少要有一名"),
        ('{"area_kind": "CITY", "members": [{}]}', "household.area_kind", "城乡类别"),
        (
            '{"area_kind": "URBAN", "members": [{"relation": "HEAD", "born_on": "1980-01-01",'
            ' "wages_fen": 1.5}]}',
            "members[1].wages_fen",
            "整数",
        ),
        (
            '{"area_kind": "URBAN", "members": [{"relation": "HEAD", "born_on": "1980-01-01", "rank": 1}]}',
            "members[1].rank",
            "没有这一项",
        ),
        ('{"area_kind": "URBAN", "members": [{"relation": "HEAD"}]}', "members[1].born_on", "必须填写"),
        ("[1]", "household", "JSON 对象"),
        ('{"a": 1, "a": 2}', "household", "写了两遍"),
        ("{", "household", "不是 JSON"),
    ],
)
def test_a_family_that_cannot_be_taken_is_refused_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], family: str, field: str, says: str
) -> None:
    path = tmp_path / "family.json"
    path.write_text(family, encoding="utf-8")

    told = refused(capsys, "evaluate", "--programme", "DIBAO", *PLACE, "--household", str(path))

    assert told["field"] == field
    assert says in told["message"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("--programme", "ROCKETS", *PLACE), "programme"),
        (("--programme", "DIBAO", "--region", "3505O5", "--on", "2026-03-01"), "region"),
        (("--programme", "DIBAO", "--region", "350505", "--on", "2026-02-30"), "on"),
    ],
)
def test_a_place_or_programme_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], field: str
) -> None:
    family = documented("evaluate", tmp_path)

    assert refused(capsys, "evaluate", *arguments, "--household", family)["field"] == field


@pytest.mark.django_db
def test_a_value_the_region_has_not_set_is_asked_for(tmp_path: Path) -> None:
    family = documented("evaluate", tmp_path)

    answer = run(
        "evaluate", "--programme", "DIBAO", "--region", "61", "--on", "2026-03-01", "--household", family
    )

    assert (answer["eligible"], answer["amount_fen"]) == (None, None)
    assert "parameters.dibao.standard_urban" in [one["field"] for one in answer["questions"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("dibao.standard_urban", "set"),
        ("dibao.rockets=1", "dibao.rockets"),
        ("dibao.standard_urban=很多", "dibao.standard_urban"),
        ("dibao.standard_urban=[", "dibao.standard_urban"),
    ],
)
def test_a_changed_value_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str, field: str
) -> None:
    families = documented("simulate", tmp_path)

    told = refused(capsys, "simulate", *PLACE, "--set", change, "--households", families)

    assert told["field"] == field


@pytest.mark.django_db
def test_a_wrong_family_among_many_is_named_by_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "families.jsonl"
    good = '{"area_kind": "URBAN", "members": [{"relation": "HEAD", "born_on": "1980-01-01"}]}'
    path.write_text(
        f'{good}\n{{"area_kind": "URBAN", "members": [{{"relation": "BOSS"}}]}}\n', encoding="utf-8"
    )

    told = refused(capsys, "simulate", *PLACE, "--set", "dibao.standard_urban=650", "--households", str(path))

    assert (told["row"], told["field"]) == (2, "members[1].relation")
