"""Whose disability subsidy stops or is set anew, from which month, and the file that goes back."""

from __future__ import annotations

import io
from datetime import date

import pytest
import yaml
from django.test import Client
from python_calamine import CalamineWorkbook

from doudi.audit.models import Entry
from doudi.registry.models import Enrolment
from tests.clauses.conftest import Policies
from tests.county import County, logged_in, name, number, person

PAGE = "/quality/subsidies/changes/"


def paid(order: int, level: str = "二级", **facts: object) -> dict[str, object]:
    return person(order, 残疾类别="肢体", 残疾等级=level, 重度残疾人护理补贴="240", **facts)


def held(order: int, level: str = "二级", **facts: object) -> dict[str, object]:
    return person(order, 残疾类别="肢体", 残疾等级=level, **facts)


def lines(client: Client) -> list[tuple[str, str, str, str]]:
    """Return who is listed: name, change, cause and month."""
    rows = client.get(PAGE).context["rows"]
    return sorted(
        (each_person.name, each.change, cause, str(each.month or "")) for each, cause, each_person, _ in rows
    )


def sheet(client: Client) -> list[list[object]]:
    answer = client.get(f"{PAGE}sheet/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def send_october(county: County) -> None:
    """Publish six who are paid, five of them with something that changes what they get."""
    county.send("disability_subsidy", [paid(order) for order in range(1, 7)])
    gone = {"证件状态": "注销", "注销日期": "2026-10-12"}
    county.send(
        "disability_certificate",
        [
            held(1, **gone, 注销原因="到期未换"),
            held(2, **gone, 注销原因="迁出"),
            held(3, "三级", 证件状态="有效", 发证日期="2026-10-20"),
            held(5, 证件状态="有效", 发证日期="2020-01-01"),
            held(6, 证件状态="注销"),
        ],
    )
    county.send("cremation", [person(4, 死亡日期="2026-09-30", 火化日期="2026-10-02")])


@pytest.mark.clause("ZJ-2.5.1a")
def test_this_months_invalid_certificates_put_their_holders_on_the_list_with_the_month_and_the_file_goes_back(
    county: County, policies: Policies
) -> None:
    send_october(county)
    desk = logged_in(county.people["county"])
    assert lines(desk) == sorted(
        [
            (name(1), "停发", "残疾人证失效", "2026-11"),
            (name(2), "停发", "迁出", "2026-11"),
            (name(3), "调整", "残疾等级变化", "2026-11"),
            (name(4), "停发", "死亡", "2026-10"),
            (name(6), "停发", "残疾人证失效", ""),
        ]
    )
    page = desk.get(PAGE).content.decode()
    assert "由2级变为3级" in page
    assert "名单没有写明，待核实" in page
    assert number(1) not in page
    assert Enrolment.objects.filter(voided_at__isnull=True, valid_to__isnull=True).count() == 6

    path = policies.folder / "exchange" / "subsidy_changes.yaml"
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    headings = [column["heading"] for column in said["template"]["columns"]]
    rows = sheet(desk)
    assert rows[0] == headings
    back = {str(row[1]): row for row in rows[1:]}
    assert len(back) == 5
    assert back[number(1)][5:] == [
        "重度残疾人护理补贴", "停发", "残疾人证失效（残联名单写明）", "2026-10-12", "2026-11",
    ]  # fmt: skip
    assert Entry.objects.filter(action="exchange.subsidy_changes_downloaded").count() == 1

    # the other system's template has other columns in another order
    said["template"]["columns"] = [
        {"field": "number", "heading": "公民身份号码"},
        {"field": "month", "heading": "停发年月"},
    ]
    path.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    assert sheet(desk)[:2] == [["公民身份号码", "停发年月"], [number(1), "2026-11"]]


def test_who_is_paid_on_after_the_month_is_told_with_the_months(county: County) -> None:
    county.send("disability_subsidy", [paid(1)])
    county.send("cremation", [person(1, 死亡日期="2026-07-30")])
    ((_, _, _, beyond),) = logged_in(county.people["county"]).get(PAGE).context["rows"]
    assert beyond == 3


def test_a_list_of_nobody_says_so_and_a_township_sees_its_own(county: County) -> None:
    county.send("disability_subsidy", [paid(1)])
    desk = logged_in(county.people["county"])
    assert "没有要停发或调整的人" in desk.get(PAGE).content.decode()
    county.send("cremation", [person(1, 死亡日期=str(date(2026, 10, 3)))])
    assert len(lines(desk)) == 1
    assert lines(logged_in(county.people["west"])) == []
