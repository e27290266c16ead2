"""Several lists as one on the page: everyone once, with the lists that name them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.models import Entry
from doudi.exchange.models import Batch
from doudi.exchange.tests.factories import COUNTY, VILLAGE, dibao, published, wrong_number
from doudi.reading.tests import workbooks as w

pytestmark = pytest.mark.django_db
SURVEY = ("镇街", "村居", "姓名", "身份证号", "摸排情况", "入户日期")
REGISTER = ("户编号", "姓名", "身份证号", "与户主关系", "户类型")
HELD = ("姓名", "身份证号", "残疾类别", "残疾等级", "发证日期", "证件状态")


@pytest.fixture(autouse=True)
def november(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]
    division(VILLAGE)


@pytest.fixture
def client() -> Client:
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def surveyed(serials: Sequence[int], visited: int = -1, wrong: int = 0) -> Batch:
    rows = [
        ("新韶镇", "陈江村", f"民{at}", w.number_of(at), "疫情停工", "2026-10-20" if at == visited else "")
        for at in serials
    ]
    bad = [("新韶镇", "陈江村", f"错{at}", wrong_number(at), "疫情停工", "") for at in range(wrong)]
    return published(w.xlsx({"疫情摸排": [SURVEY, *rows, *bad]}), "survey", name="疫情摸排.xlsx")


def registered(serials: Sequence[int]) -> Batch:
    rows = [(f"H{at}", f"民{at}", w.number_of(at), "户主", "边缘易致贫户") for at in serials]
    return published(w.xlsx({"监测对象": [REGISTER, *rows]}), "poverty_register", name="扶贫办.xlsx")


def certified(serials: Sequence[int]) -> Batch:
    rows = [(f"民{at}", w.number_of(at), "肢体", "二级", "2020-01-01", "有效") for at in serials]
    return published(w.xlsx({"持证": [HELD, *rows]}), "disability_certificate", name="残联.xlsx")


def merged(client: Client, *batches: Batch) -> dict[str, tuple[list[str], str]]:
    query = "&".join(f"batch={batch.pk}" for batch in batches)
    lines = client.get(f"/merged/?{query}").context["lines"]
    return {line.name: ([title for title, _ in line.sources], line.state) for line, _ in lines}


@pytest.mark.clause("YG-3.2b")
def test_three_lists_with_three_repeats_give_fourteen_people_each_with_their_sources(client: Client) -> None:
    lists = [surveyed(range(1, 9), visited=2), registered([8, 9, 10, 11, 12]), certified([6, 7, 13, 14])]
    survey, register, federation = (
        "摸排排查名单（疫情摸排.xlsx）",
        "建档立卡与防返贫监测对象名单（扶贫办.xlsx）",
        "残疾人证持证名单（残联.xlsx）",
    )

    found = merged(client, *lists)
    page = client.get("/merged/?" + "&".join(f"batch={each.pk}" for each in lists)).content.decode()

    assert len(found) == 14
    assert {name: sources for name, (sources, _) in found.items() if len(sources) > 1} == {
        "民6": [survey, federation],
        "民7": [survey, federation],
        "民8": [survey, register],
    }
    assert [sources for sources, _ in found.values()].count([survey]) == 5
    assert [sources for sources, _ in found.values()].count([register]) == 4
    assert [sources for sources, _ in found.values()].count([federation]) == 2
    assert {name for name, (_, state) in found.items() if state != "待核"} == {"民2"}
    assert found["民2"][1] == "已入户"
    assert "可用 17 行，合并得 14 人，其中 3 人不止一份名单上有。" in page
    assert page.count("疫情摸排.xlsx）第 ") == 8


def test_whoever_receives_aid_is_shown_so_and_rejected_rows_are_counted(client: Client) -> None:
    published(dibao([1]))
    survey = surveyed([1, 2], wrong=2)

    page = client.get(f"/merged/?batch={survey.pk}")

    assert {line.state for line, _ in page.context["lines"]} == {"在享", "待核"}
    assert (
        "可用 2 行，合并得 2 人，其中 0 人不止一份名单上有；另有 2 行退回，没有并入。"
        in page.content.decode()
    )


def test_the_workbook_names_the_sources_masks_numbers_and_is_in_the_trail(client: Client) -> None:
    survey = surveyed([1, 2])

    sheet = client.get(f"/merged/sheet/?batch={survey.pk}").content

    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [line[3] for line in lines[1:]] == [
        "摸排排查名单（疫情摸排.xlsx）第 2 行",
        "摸排排查名单（疫情摸排.xlsx）第 3 行",
    ]
    assert w.number_of(1) not in str(lines)
    assert Entry.objects.filter(action="exchange.merged_downloaded").count() == 1


@pytest.mark.parametrize("asked", ["batch=nonsense", "batch=00000000-0000-0000-0000-000000000000"])
def test_a_list_that_is_not_there_is_not_found(client: Client, asked: str) -> None:
    assert client.get(f"/merged/?{asked}").status_code == 404


def test_another_countys_officer_does_not_reach_the_list() -> None:
    survey = surveyed([1])
    stranger = browser_of(officer(Role.COUNTY_OFFICER, "371521"))

    assert stranger.get(f"/merged/?batch={survey.pk}").status_code == 404


def test_before_any_list_the_page_says_what_to_do(client: Client) -> None:
    assert "还没有已发布的名单" in client.get("/merged/").content.decode()
