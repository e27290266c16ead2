"""Divisions that change: taken in from a file, old names lead on, earlier months stay as they were."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command

from doudi.accounts.tests.factories import division
from doudi.audit.actors import SYSTEM
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.services.division_file import NoticeUnreadable, take_division_file
from doudi.exchange.tests.factories import (
    MONDAY,
    OCTOBER,
    TOWN,
    VILLAGE,
    dibao,
    dibao_row,
    imported,
    published,
)
from doudi.kernel.dates import Period
from doudi.reading.tests import workbooks as w
from doudi.regions.models import Division, DivisionChange
from doudi.regions.services.changes import ChangesRefused, ChangeStoodOn, Recorded, take_changes_back
from doudi.registry.selectors import enrolments_in

pytestmark = pytest.mark.django_db
NOVEMBER = OCTOBER.next()
EAST, NEW = f"{TOWN}202", f"{TOWN}290"
HEADINGS = ("生效日期", "原区划代码", "原区划名称", "新区划代码", "新区划名称", "依据文件")
NOTICE = "韶府函〔2026〕18号"
MERGER = (
    ("2026-11-01", VILLAGE, "陈江村", NEW, "府东村", NOTICE),
    ("2026-11-01", EAST, "", NEW, "府东村", NOTICE),
)


@pytest.fixture(autouse=True)
def two_villages() -> None:
    division(VILLAGE)
    Division.objects.create(
        code=EAST, name="东山村民委员会", level="VILLAGE", parent_id=TOWN, valid_from=date(2023, 6, 30)
    )


def notice(*rows: w.Row, headings: w.Row = HEADINGS) -> Recorded:
    return take_division_file(w.xlsx({"变更": [headings, *rows]}), name="变更.xlsx", by=SYSTEM, at=MONDAY)


def rows_lie_in(batch: Batch) -> list[str]:
    found: list[str] = pq.read_table(batch_folder(batch.pk).rows)["division"].to_pylist()
    return found


def list_of(*villages: str) -> bytes:
    return dibao([], *(dibao_row(at, 村居=name) for at, name in enumerate(villages, start=1)))


def test_a_list_of_the_month_lies_in_the_new_village_by_its_new_name_and_by_the_old_ones() -> None:
    notice(*MERGER)

    november = published(list_of("府东村", "陈江村", "东山村"), period=NOVEMBER)

    assert rows_lie_in(november) == [NEW, NEW, NEW]
    assert "UNKNOWN_DIVISION" not in november.problem_counts


def test_a_list_of_the_month_before_lies_in_the_old_villages_whenever_it_comes() -> None:
    notice(*MERGER)

    october = published(list_of("陈江村", "东山村", "府东村"), period=OCTOBER)

    assert rows_lie_in(october) == [VILLAGE, EAST, TOWN]
    assert october.problem_counts["DIVISION_SHARED_OUT"] == 1


def standing(period: Period) -> list[tuple[str, str]]:
    found = enrolments_in(period).filter(programme="DIBAO").order_by("amount_fen")
    return list(found.values_list("person__name", "division"))


def test_nobody_counts_as_changed_for_a_merger_and_each_month_lies_where_it_lay() -> None:
    published(list_of("陈江村", "东山村"), period=OCTOBER)
    notice(*MERGER)

    done = imported(list_of("府东村", "府东村"), period=NOVEMBER)

    effect = {key: done.effect[key] for key in ("opened", "changed", "closed", "unchanged")}
    assert effect == {"opened": 0, "changed": 0, "closed": 0, "unchanged": 2}
    assert [place for _, place in standing(OCTOBER)] == [VILLAGE, EAST]
    assert [place for _, place in standing(NOVEMBER)] == [NEW, NEW]


def test_nobody_counts_as_changed_for_a_township_that_got_another_code() -> None:
    published(list_of("陈江村", "东山村"), period=OCTOBER)
    notice(("2026-11-01", TOWN, "", "440204009", "新韶街道", NOTICE))

    done = imported(
        dibao(
            [], *(dibao_row(at, 镇街="新韶街道", 村居=name) for at, name in ((1, "陈江村"), (2, "东山村")))
        ),
        period=NOVEMBER,
    )

    assert (done.effect["changed"], done.effect["closed"], done.effect["unchanged"]) == (0, 0, 2)
    assert [place[:9] for _, place in standing(NOVEMBER)] == ["440204009", "440204009"]


def test_nobody_counts_as_changed_for_a_split_wherever_their_part_lies_now() -> None:
    published(list_of("陈江村", "陈江村", "东山村"), period=OCTOBER)
    notice(
        ("2026-11-01", VILLAGE, "", f"{TOWN}291", "府东村", NOTICE),
        ("2026-11-01", VILLAGE, "", f"{TOWN}292", "府西村", NOTICE),
    )

    done = imported(list_of("府东村", "陈江村", "府西村"), period=NOVEMBER)

    assert (done.effect["changed"], done.effect["unchanged"]) == (1, 2)
    assert [place for _, place in standing(NOVEMBER)] == [f"{TOWN}291", TOWN, f"{TOWN}292"]


def test_a_village_that_was_split_leaves_its_people_at_the_township_and_says_so() -> None:
    notice(
        ("2026-11-01", VILLAGE, "", f"{TOWN}291", "府东村", NOTICE),
        ("2026-11-01", VILLAGE, "", f"{TOWN}292", "府西村", NOTICE),
    )

    november = published(list_of("陈江村", "府西村"), period=NOVEMBER)

    assert rows_lie_in(november) == [TOWN, f"{TOWN}292"]
    assert november.problem_counts["DIVISION_SHARED_OUT"] == 1


def test_a_renamed_village_is_found_by_both_names_in_every_month() -> None:
    notice(("2026-11-01", VILLAGE, "", VILLAGE, "幸福村", NOTICE))

    assert rows_lie_in(published(list_of("陈江村", "幸福村"), period=NOVEMBER)) == [VILLAGE, VILLAGE]


def test_codes_in_full_and_other_headings_are_read() -> None:
    headings = ("变更时间", "旧代码", "旧名称", "现代码", "现名称", "批复文号")

    done = notice((date(2026, 11, 1), f" {EAST}", "", VILLAGE, "", NOTICE), headings=headings)

    assert done.said == 1
    assert DivisionChange.objects.get().day == date(2026, 11, 1)


def test_marks_nobody_sees_are_taken_off_names_and_codes() -> None:
    notice(("2026-11-01", f"\u202a{VILLAGE}", "", NEW, "府\u200b东村", NOTICE))

    assert Division.objects.get(code=NEW).name == "府东村"


def test_every_row_that_cannot_be_read_is_named_and_none_is_taken() -> None:
    with pytest.raises(ChangesRefused) as caught:
        notice(MERGER[0], ("下月", EAST, "", "府东村", "", NOTICE), ("", "", "", NEW, "", ""))

    assert "第 3 行：生效日期“下月”要写成 2026-11-01 这样；新区划代码“府东村”不是数字代码。" in str(
        caught.value
    )
    assert "第 4 行：生效日期没有填；原区划代码没有填。" in str(caught.value)
    assert not DivisionChange.objects.exists()


def test_a_row_that_cannot_be_is_named_by_its_row_in_the_sheet() -> None:
    with pytest.raises(ChangesRefused, match="第 3 行：没有代码为 440204101777 的区划"):
        notice(MERGER[0], ("2026-11-01", "440204101777", "", NEW, "", NOTICE))


def test_a_file_that_is_no_notice_is_refused_with_the_columns_it_needs() -> None:
    with pytest.raises(NoticeUnreadable, match="生效日期、原区划代码"):
        notice(headings=("姓名", "身份证号"))
    with pytest.raises(NoticeUnreadable, match="没有一行"):
        notice()


def test_what_a_file_already_lies_in_is_not_taken_back() -> None:
    done = notice(*MERGER)
    published(
        w.xlsx(
            {
                "火化": [
                    ("姓名", "身份证号", "死亡日期", "村居"),
                    ("张三", w.number_of(1), "2026-10-01", "府东村"),
                ]
            }
        ),
        "cremation",
        period=NOVEMBER,
    )

    with pytest.raises(ChangeStoodOn, match="2026-11 的数据批次"):
        take_changes_back(done.act, by=SYSTEM, at=MONDAY, reason="批复有误")


def test_what_people_already_lie_in_is_not_taken_back() -> None:
    done = notice(*MERGER)
    published(list_of("府东村"), period=NOVEMBER)

    with pytest.raises(ChangeStoodOn, match="已有人员"):
        take_changes_back(done.act, by=SYSTEM, at=MONDAY, reason="批复有误")


def test_the_command_takes_a_file_or_one_change_and_takes_it_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "变更.csv"
    file.write_text("\n".join(",".join(row) for row in (HEADINGS, *MERGER)), encoding="utf-8")

    call_command("change_division", str(file), json=True)
    done = json.loads(capsys.readouterr().out)
    call_command("change_division", undo=done["act"], json=True)
    call_command(
        "change_division", old=[VILLAGE, EAST], new=[NEW], name=["府东村"], day=date(2026, 11, 1),
        document=NOTICE, json=True,
    )  # fmt: skip

    assert (done["changes"], done["followed"]) == (2, 0)
    assert Division.objects.get(code=VILLAGE).replaced_by_id == NEW


def test_the_command_refuses_with_two_and_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command(
            "change_division", old=["440204101777"], new=[NEW], day=date(2026, 11, 1), document=NOTICE
        )

    assert left.value.code == 2
    assert "没有代码为 440204101777 的区划" in capsys.readouterr().err
