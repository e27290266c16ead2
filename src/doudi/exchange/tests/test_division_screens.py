"""The screens of changed divisions: recorded by form or file, listed, taken back, by administrators only."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.exchange.tests.factories import COUNTY, TOWN, VILLAGE
from doudi.reading.tests import workbooks as w
from doudi.regions.models import Division, DivisionChange

pytestmark = pytest.mark.django_db
EAST, NEW = f"{TOWN}202", f"{TOWN}290"
HEADINGS = ("生效日期", "原区划代码", "原区划名称", "新区划代码", "新区划名称", "依据文件")
PAGES = ["/divisions/changes/new/", "/divisions/changes/file/", "/divisions/changes/file/template/"]


@pytest.fixture(autouse=True)
def places(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]
    division(VILLAGE)
    division("371521100")
    Division.objects.create(
        code=EAST, name="东山村民委员会", level="VILLAGE", parent_id=TOWN, valid_from=date(2023, 6, 30)
    )


@pytest.fixture
def client() -> Client:
    return browser_of(officer(Role.SYSTEM_ADMIN, COUNTY))


def typed(**changes: str) -> dict[str, str]:
    form = {
        "day": "2026-11-01",
        "old": "新韶镇 陈江村\n东山村",
        "new": f"{NEW} 府东村",
        "document": "韶府函18号",
    }
    return form | changes


def record(client: Client, **changes: str) -> str:
    answer = client.post("/divisions/changes/new/", typed(**changes), follow=True)
    return str(answer.content.decode())


def drop(client: Client, *rows: w.Row) -> str:
    file = SimpleUploadedFile("变更.xlsx", w.xlsx({"变更": [HEADINGS, *rows]}))
    return str(client.post("/divisions/changes/file/", {"file": file}, follow=True).content.decode())


def test_nothing_recorded_says_who_records_and_what_for(client: Client) -> None:
    text = client.get("/divisions/changes/").content.decode()

    assert "还没有登记过区划变更" in text
    assert "登记变更" in text


def test_a_merger_is_recorded_by_names_and_listed_with_both_sides(client: Client) -> None:
    text = record(client)

    assert "已登记区划变更 2 条" in text
    assert "陈江村村民委员会" in text
    assert "府东村" in text
    assert Division.objects.get(code=EAST).replaced_by_id == NEW


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"old": "西山村"}, "没有名为“西山村”的区划"),
        ({"old": "谷山村"}, "没有名为“谷山村”的区划"),
        ({"new": "府东村"}, "要写成代码、空格、名称"),
        ({"new": NEW}, "没有写名称"),
        ({"old": "371521100"}, "不在您的管辖范围内"),
        ({"new": f"{NEW} 府东村\n{TOWN}291 府西村"}, "请分次登记"),
        ({"day": "下月"}, "日期"),
        ({"document": ""}, "必填"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = client.post("/divisions/changes/new/", typed(**changes))

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not DivisionChange.objects.exists()


def test_a_file_is_taken_whole_or_its_wrong_rows_are_listed(client: Client) -> None:
    refused = drop(client, ("2026-11-01", "440204101777", "", NEW, "府东村", "韶府函18号"))
    taken = drop(client, ("2026-11-01", EAST, "", NEW, "府东村", "韶府函18号"))

    assert "第 2 行：没有代码为 440204101777 的区划" in refused
    assert "已登记区划变更 1 条" in taken


def test_the_template_is_a_file_the_page_takes(client: Client) -> None:
    content = client.get("/divisions/changes/file/template/").content
    answer = client.post("/divisions/changes/file/", {"file": SimpleUploadedFile("空.xlsx", content)})

    assert "文件里没有一行区划变更" in answer.content.decode()


def test_a_notice_is_taken_back_only_with_a_reason_and_stays_to_be_read(client: Client) -> None:
    record(client)
    address = f"/divisions/changes/{DivisionChange.objects.first().act}/take-back/"  # type: ignore[union-attr]

    client.post(address, {"reason": ""})
    standing = Division.objects.filter(code=NEW).exists()
    text = client.post(address, {"reason": "批复有误"}, follow=True).content.decode()

    assert standing
    assert "已撤销" in text
    assert "批复有误" in text
    assert not Division.objects.filter(code=NEW).exists()


def test_a_division_shows_how_it_came_to_be_and_what_became_of_it(client: Client) -> None:
    record(client)

    old, new = (client.get(f"/divisions/{code}/").content.decode() for code in (VILLAGE, NEW))

    assert "已于 2026-11-01 停用" in old
    assert "东山村民委员会" in new


@pytest.mark.parametrize("role", [Role.COUNTY_OFFICER, Role.SECURITY_ADMIN, Role.SUPERVISOR])
def test_only_a_system_administrator_changes_divisions(role: Role) -> None:
    other = browser_of(officer(role, COUNTY))

    assert [other.get(page).status_code for page in PAGES] == [403, 403, 403]
    assert "登记变更" not in other.get("/divisions/changes/").content.decode()


def test_a_notice_of_another_county_does_not_exist(client: Client) -> None:
    record(client)
    act = DivisionChange.objects.values_list("act", flat=True).first()
    stranger = browser_of(officer(Role.SYSTEM_ADMIN, "371521", username="beside"))

    assert stranger.post(f"/divisions/changes/{act}/take-back/", {"reason": "看看"}).status_code == 404
    assert "韶府函18号" not in stranger.get("/divisions/changes/").content.decode()
