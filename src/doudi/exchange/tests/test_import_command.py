"""import_batch answers in the contract's shape, with 0 done, 2 refused, 1 error."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import division, officer
from doudi.audit.models import Entry
from doudi.exchange.models import Batch
from doudi.exchange.tests.factories import COUNTY, VILLAGE, dibao, dibao_row, wrong_number
from doudi.reading.tests import workbooks as w

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> tuple[int, dict[str, Any], str]:
    division(VILLAGE)
    out, err, code = StringIO(), StringIO(), 0
    where = ("--region", COUNTY, "--period", "2026-10", "--json")
    try:
        call_command("import_batch", str(path), *where, *options, stdout=out, stderr=err)
    except SystemExit as left:
        code = int(left.code or 0)
    return code, json.loads(out.getvalue()), err.getvalue()


def file_of(tmp_path: Path, data: bytes, name: str = "低保10月.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_good_file_is_published_and_every_row_counted(tmp_path: Path) -> None:
    bad = dibao_row(3, 身份证号码=wrong_number(3))

    code, answer, _ = run(file_of(tmp_path, dibao([1, 2], bad)), "--source", "dibao", "--publish")

    assert code == 0
    assert (answer["contract"], answer["state"], answer["source"]) == (1, "PUBLISHED", "dibao")
    assert (answer["rows_in_file"], answer["rows_read"]) == (4, 3)
    assert (answer["clean"], answer["repaired"], answer["rejected"]) == (2, 0, 1)
    assert answer["problems"] == {"CHECK_DIGIT": 1}
    assert answer["effect"]["opened"] == 2


def test_without_publish_the_rows_wait_in_quarantine(tmp_path: Path) -> None:
    code, answer, _ = run(file_of(tmp_path, dibao([1])), "--source", "dibao")

    assert (code, answer["state"]) == (0, "CHECKED")


def test_the_same_command_again_is_the_same_batch(tmp_path: Path) -> None:
    path = file_of(tmp_path, dibao([1]))
    _, first, _ = run(path, "--source", "dibao", "--publish")
    code, second, _ = run(path, "--source", "dibao", "--publish")

    assert (code, second["duplicate"], second["batch"]) == (0, True, first["batch"])


def test_a_refused_file_leaves_with_two_and_a_sentence(tmp_path: Path) -> None:
    code, answer, error = run(file_of(tmp_path, w.encrypted_xlsx()), "--source", "dibao")

    assert code == 2
    assert answer["refused"]["code"] == "FILE_SENT_BACK"
    assert "打开密码" in error


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    code, answer, _ = run(tmp_path / "没有.xlsx", "--source", "dibao")

    assert (code, answer["refused"]["code"]) == (2, "FILE_MISSING")


def test_a_folder_goes_in_file_by_file_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    file_of(tmp_path, dibao([1]))
    file_of(tmp_path, b"", "空.csv")
    rows = [("逝者姓名", "逝者身份证号", "死亡日期"), ("张三", w.number_of(1), "2026-10-01")]
    file_of(tmp_path, w.xlsx({"火化": rows}), "殡仪馆.xlsx")

    code, answer, _ = run(tmp_path, "--publish")

    assert code == 0
    assert sorted(one["source"] for one in answer["files"]) == ["cremation", "dibao"]
    assert [one["file"] for one in answer["refused_files"]] == ["空.csv"]


def test_who_imported_stands_in_the_trail(tmp_path: Path) -> None:
    clerk = officer(Role.COUNTY_OFFICER, COUNTY, username="limin")

    run(file_of(tmp_path, dibao([1])), "--source", "dibao", "--by", clerk.username)
    code, answer, _ = run(file_of(tmp_path, dibao([2])), "--source", "dibao", "--by", "nobody")

    assert Entry.objects.get(action="exchange.file_received").actor == "limin"
    assert (code, answer["refused"]["code"]) == (2, "USER_UNKNOWN")
    assert Batch.objects.count() == 1


def test_the_same_bytes_under_another_name_are_the_same_batch(tmp_path: Path) -> None:
    _, first, _ = run(file_of(tmp_path, dibao([1])), "--source", "dibao", "--publish")

    code, again, _ = run(file_of(tmp_path, dibao([1]), "另一个名字.xlsx"), "--source", "dibao", "--publish")

    assert (code, again["batch"], again["duplicate"]) == (0, first["batch"], True)
    assert Batch.objects.count() == 1


def test_an_unclear_second_list_is_refused_and_goes_on_with_the_word(tmp_path: Path) -> None:
    _, first, _ = run(file_of(tmp_path, dibao([1, 2, 3]), "甲.xlsx"), "--source", "dibao", "--publish")
    second = file_of(tmp_path, dibao([3, 4, 5]), "乙.xlsx")

    code, answer, said = run(second, "--source", "dibao", "--publish")
    waits = Batch.objects.exclude(pk=first["batch"]).get().state
    done, corrected, _ = run(second, "--source", "dibao", "--publish", "--replaces", "latest")

    assert (code, answer["refused"]["code"], waits) == (2, "PLACING_UNCLEAR", "CHECKED")
    assert "1 人两份都有" in said
    assert (done, corrected["placing"], corrected["replaces"]) == (0, "REPLACES", first["batch"])


def test_a_list_beside_another_says_so(tmp_path: Path) -> None:
    run(file_of(tmp_path, dibao([1, 2, 3]), "甲.xlsx"), "--source", "dibao", "--publish")

    code, answer, _ = run(
        file_of(tmp_path, dibao([3, 4, 5]), "乙.xlsx"), "--source", "dibao", "--publish", "--beside"
    )

    assert (code, answer["placing"], answer["replaces"]) == (0, "BESIDE", "")
    assert "与同月其他名单并列" in answer["sentence"]


def test_closing_many_is_refused_until_it_is_confirmed(tmp_path: Path) -> None:
    run(file_of(tmp_path, dibao(range(1, 61))), "--source", "dibao", "--publish")
    smaller = file_of(tmp_path, dibao(range(1, 31)), "低保10月更正.xlsx")

    code, answer, said = run(smaller, "--source", "dibao", "--publish")
    done, confirmed, _ = run(smaller, "--source", "dibao", "--publish", "--confirm-closing")

    assert (code, answer["refused"]["code"]) == (2, "MANY_WOULD_CLOSE")
    assert "将终止 30 人" in said
    assert (done, confirmed["state"]) == (0, "PUBLISHED")
