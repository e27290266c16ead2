"""The pages of the price indices: who may open them, and what each act does."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.price_subsidy.models import PriceHolder, PriceIndex, PriceLaunch, PriceLine
from doudi.price_subsidy.tests.months import (
    LONG_AGO,
    approver,
    hired,
    keeper,
    person,
    rises,
)
from doudi.registry.models import Identity
from tests.county import logged_in

pytestmark = pytest.mark.django_db

CLOCK = "frozen:2026-11-02T09:00+08:00"
HEADINGS = ["月份", "居民消费价格涨幅（%）", "食品价格涨幅（%）", "公布日期", "来源文件"]
INDEX = {"period": "2020-03", "food": "11.5", "published_on": "2020-04-10", "document": "统计月报"}


@pytest.fixture(autouse=True)
def frozen(settings: Settings) -> None:
    """Stand still on a Monday in November 2026."""
    settings.APP_CLOCK = CLOCK


def page(browser: Client, name: str, *args: object) -> tuple[int, str]:
    answer = browser.get(reverse(f"price_subsidy:{name}", args=args))
    return answer.status_code, answer.content.decode()


def send(browser: Client, name: str, *args: object, **said: object) -> str:
    answer = browser.post(reverse(f"price_subsidy:{name}", args=args), said, follow=True)
    return answer.content.decode()


def table(*rows: list[str]) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("指数.xlsx", buffer.getvalue())


def test_an_index_is_typed_the_suggestion_approved_by_another_and_the_list_shown() -> None:
    person("DIBAO")
    clerk, chief = logged_in(keeper()), logged_in(approver())

    said = send(clerk, "record_index", **INDEX)
    launch = PriceLaunch.objects.get()
    too_early = send(clerk, "make_price_list", launch.pk)
    send(chief, "approve_launch", launch.pk, reason="同意启动")
    made = send(clerk, "make_price_list", launch.pk)
    status, people = page(clerk, "price_list", launch.pk)

    assert "有 1 条联动建议待审批" in said
    assert "还没有审批，不能生成发放名单" in too_early
    assert "发放名单已生成" in made
    assert (status, PriceLine.objects.count()) == (200, 1)
    assert "165.60" in people  # 720 × 11.5% × 2


def test_the_page_of_a_suggestion_shows_each_step_and_what_is_unverified() -> None:
    person("DIBAO")
    by = keeper()
    launch = rises("2020-03", by, food=1150)[0]

    status, text = page(logged_in(by), "launch", launch.pk)

    assert status == 200
    assert "82.80" in text
    assert "未核实" in text
    assert "要由另一位有审批权的同事处理" in text


def test_another_countys_suggestion_is_not_there_and_a_clerk_does_not_approve() -> None:
    person("DIBAO")
    launch = rises("2020-03", keeper(), food=1150)[0]
    stranger, clerk = logged_in(approver("350521")), logged_in(keeper())

    assert page(stranger, "launch", launch.pk)[0] == 404
    assert stranger.post(reverse("price_subsidy:approve_launch", args=[launch.pk])).status_code == 404
    assert clerk.post(reverse("price_subsidy:approve_launch", args=[launch.pk])).status_code == 404


def test_a_village_assistant_does_not_record_indices() -> None:
    village = logged_in(hired(Role.TOWNSHIP_OFFICER, "350505101"))

    assert page(village, "record_index")[0] == 403
    assert page(village, "indices")[0] == 200


def test_a_table_is_taken_whole() -> None:
    person("DIBAO")
    clerk = logged_in(keeper())

    said = send(
        clerk,
        "import_indices",
        file=table(
            ["2020-02", "5.2", "21.9", "2020-03-10", "月报"], ["2020-03", "4.3", "", "2020-04-10", "月报"]
        ),
    )

    assert "2 个月的指数已录入" in said
    assert PriceIndex.objects.count() == 2


@pytest.mark.clause("MS-2.2b")
def test_an_imported_index_over_the_line_suggests_one_below_does_not_and_nothing_is_paid_unapproved() -> None:
    person("DIBAO")
    clerk, chief = logged_in(keeper()), logged_in(approver())

    below = send(clerk, "import_indices", file=table(["2020-01", "3.4", "5.9", "2020-02-10", "月报"]))
    over = send(clerk, "import_indices", file=table(["2020-02", "5.2", "", "2020-03-10", "月报"]))
    launch = PriceLaunch.objects.get()
    refused = send(clerk, "make_price_list", launch.pk)
    unpaid = PriceLine.objects.count()
    send(chief, "approve_launch", launch.pk, reason="同意启动")
    send(clerk, "make_price_list", launch.pk)
    send(clerk, "import_indices", file=table(["2020-03", "1.0", "2.0", "2020-04-10", "月报"]))
    stop = PriceLaunch.objects.get(kind="STOP")
    send(chief, "approve_launch", stop.pk, reason="同意中止")

    kept = Entry.objects.filter(subject_type="price_launch").order_by("sequence")
    assert "没有新的联动建议" in below
    assert "有 1 条联动建议待审批" in over
    assert "还没有审批，不能生成发放名单" in refused
    assert (unpaid, PriceLine.objects.count()) == (0, 1)
    assert [entry.action.removeprefix("rulebook.") for entry in kept] == [
        "launch_suggested",
        "launch_approved",
        "price_list_made",
        "launch_suggested",
        "launch_approved",
    ]


def test_a_table_with_a_wrong_row_is_refused_with_the_row_and_nothing_is_taken() -> None:
    clerk = logged_in(keeper())
    rows = (
        ["2020-02", "5.2", "21.9", "2020-03-10", "月报"],
        ["2020年13月", "5.2", "", "2020-03-10", "月报"],
        ["2020-03", "涨了", "", "2019-01-01", ""],
        ["2020-02", "1", "", "2020-03-10", "月报"],
    )

    said = send(clerk, "import_indices", file=table(*rows))

    assert "第 3 行：月份“2020年13月”要写成 2026-10 这样" in said
    assert "第 4 行：居民消费价格涨幅“涨了”要写成 3.5 这样的百分数" in said
    assert "第 5 行：2020-02 在第 2 行已经有了" in said
    assert not PriceIndex.objects.exists()


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04broken"])
def test_what_is_no_table_of_indices_is_refused(content: bytes) -> None:
    clerk = logged_in(keeper())

    answer = clerk.post(
        reverse("price_subsidy:import_indices"), {"file": SimpleUploadedFile("指数.csv", content)}
    )

    assert answer.status_code in (400, 422)


def test_the_template_is_read_back() -> None:
    answer = logged_in(keeper()).get(reverse("price_subsidy:index_template"))

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_a_standing_is_recorded_by_number_and_ended() -> None:
    who, number = person(), "350505196005170023"
    clerk = logged_in(keeper())

    unknown = send(
        clerk, "holders", number=number, category="FIVE_ELDERS", valid_from="2026-01-01", document="名册"
    )
    holder = PriceHolder.objects.create(
        person=who,
        category="FIVE_ELDERS",
        valid_from=LONG_AGO,
        document="名册",
        recorded_by=keeper(),
        recorded_at="2026-11-01T00:00Z",
    )
    ended = send(clerk, "end_holder", holder.pk)

    assert "本地档案里没有这个身份证号" in unknown
    assert not Identity.objects.exists()
    assert "已终止" in ended
