"""Officers are trained and examined; without a pass a county may lock their approvals until they have one."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.documents.tests.files import scan
from doudi.rulebook.services.changes import ValueDraft, draft_change, submit_change
from doudi.rulebook.services.files import attach_file
from doudi.rulebook.services.studies import attach_study
from doudi.training.models import Course, Examination
from tests.county import COUNTY, EAST, WEST, County, logged_in

ON = {"is_on": "1", "reason": "县局要求先培训后审批"}


def hired(county: County, count: int, division: str = EAST) -> list[User]:
    """Return so many officers of a township."""
    return [
        county.hire(Role.TOWNSHIP_OFFICER, division, username=f"officer{division[-3:]}-{order}")
        for order in range(count)
    ]


def planned(office: Client, kind: str = "PLATFORM", title: str = "平台操作培训") -> Course:
    """Have the county plan a course."""
    said = {"kind": kind, "title": title, "hours": "8", "held_on": "2026-11-02"}
    assert office.post("/training/courses/new/", said).status_code == 302
    return Course.objects.latest("pk")


def recorded(office: Client, course: Course, scores: dict[User, int], taken_on: str = "2026-11-03") -> str:
    """Have the county record who came and what they scored; return the page."""
    typed = {f"score-{user.pk}": str(score) for user, score in scores.items()}
    said = {**typed, "present": [user.pk for user in scores], "taken_on": taken_on}
    return office.post(f"/training/courses/{course.pk}/", said, follow=True).content.decode()


def coverage(browser: Client) -> dict[str, list[str]]:
    """Return the rows of the coverage table: what stands in each place's line."""
    body = browser.get("/training/").content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<td.*?</td>", row, re.S) for row in body.split("</tr>")[:-1]]
    words = [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in row] for row in rows]
    return {row[0]: row[1:] for row in words}


def todos(browser: Client, badge: str) -> list[str]:
    """Return what waits on a home page under a badge."""
    return [str(each.title) for each in browser.get("/").context["todos"] if str(each.badge) == badge]


def proposed(county: County) -> str:
    """Have the county propose a value; return the address of the change that waits for approval."""
    by, at = county.people["county"], county.at
    draft = ValueDraft("dibao.standard_rural", date(2026, 12, 1), 800, "韶浈民〔2026〕9号", "第三条")
    change = draft_change(COUNTY, title="调标", reason="测试", value=draft, by=by, at=at)
    attach_file(change, kind="BASIS", name="测算.pdf", content=scan(), by=by, at=at)
    attach_study(change, households=0, leaving=0, lowered=0, entering=0, monthly_change_fen=0, by=by, at=at)
    submit_change(change, by=by, at=at)
    return f"/rules/changes/{change.pk}/"


def may_submit(browser: Client) -> bool:
    """Say whether a township's page of the month offers to submit it."""
    return 'data-dialog="submit-part"' in browser.get("/month/").content.decode()


@pytest.mark.clause("MS-2.10b")
def test_of_ten_officers_eight_pass_and_the_two_others_may_not_approve_until_they_do(
    county: County, capsys: pytest.CaptureFixture[str]
) -> None:
    team = [county.people["east"], *hired(county, 9)]
    team[8].name, team[9].name = "赵未考", "钱未过"
    User.objects.bulk_update(team, ["name"])
    office, review = logged_in(county.people["county"]), logged_in(county.people["review"])
    policy = planned(office, "POLICY", "社会救助政策")
    platform = planned(office)
    recorded(office, policy, dict.fromkeys([*team, county.people["review"]], 90))
    recorded(office, platform, dict.fromkeys(team[:8], 80) | {team[9]: 59, county.people["review"]: 40})

    assert coverage(office)["东河街道"] == [
        "10", "8", "80%", "赵未考：平台操作没有参加考试  钱未过：平台操作考试不合格（59 分）",
    ]  # fmt: skip
    trained, late, change = logged_in(team[0]), logged_in(team[9]), proposed(county)
    assert [may_submit(each) for each in (trained, late)] == [True, True]
    assert f"{change}approve/" in review.get(change).content.decode()

    office.post("/training/lock/", ON)
    assert [may_submit(each) for each in (trained, late)] == [True, False]
    assert late.post("/month/part/").status_code == 403
    assert f"{change}approve/" not in review.get(change).content.decode()
    assert review.post(f"{change}approve/").status_code == 404
    assert review.post("/month/close/").status_code == 403
    with pytest.raises(SystemExit):
        call_command("close_month", region=COUNTY, period="2026-10", by=county.people["review"].username)
    assert "因培训未合格被限制" in capsys.readouterr().err

    recorded(office, platform, {team[9]: 60, county.people["review"]: 75})
    assert may_submit(late)
    assert late.post("/month/part/").status_code == 302
    assert f"{change}approve/" in review.get(change).content.decode()
    assert review.post(f"{change}approve/").status_code == 302
    assert coverage(office)["东河街道"][:3] == ["10", "9", "90%"]


@pytest.mark.clause("SX-2.2.4.5")
def test_forty_of_fifty_came_who_failed_is_told_that_approvals_are_locked_and_a_refresher_is_due(
    county: County, settings: Settings
) -> None:
    team = [county.people[who] for who in ("east", "west", "county", "review")]
    team += [*hired(county, 30), *hired(county, 16, WEST)]
    office = logged_in(county.people["county"])
    course = planned(office)
    came = [each for each in team if each != county.people["county"]][:40]
    failed, passed = came[0], came[1:]
    recorded(office, course, {**dict.fromkeys(passed, 90), failed: 45})

    page = office.get(f"/training/courses/{course.pk}/").content.decode()
    assert "8 学时 · 应训 50 人，实训 40 人，参训率 80%" in page
    assert page.count("已签到") == 40
    assert todos(logged_in(failed), "审批锁定") == []

    office.post("/training/lock/", ON)
    told = todos(logged_in(failed), "审批锁定")
    assert told == ["审批权限已锁定：平台操作考试不合格（45 分）。补考合格即恢复"]
    assert todos(logged_in(passed[0]), "审批锁定") == []
    office.post("/training/lock/", {"is_on": "0", "reason": "月底集中办理，暂停限制"})
    assert todos(logged_in(failed), "审批锁定") == []
    assert may_submit(logged_in(failed))

    trained = logged_in(passed[0])
    assert "90 分，有效到 2027-11-03" in trained.get("/training/").content.decode()
    assert todos(trained, "复训") == []
    settings.APP_CLOCK = "frozen:2027-10-04T09:00+08:00"
    assert todos(logged_in(passed[0]), "复训") == ["参加复训：平台操作培训合格证到期"]
    settings.APP_CLOCK = "frozen:2027-11-04T09:00+08:00"
    again = logged_in(county.people["west"])
    assert "合格证到期（2027-11-03）" in again.get("/training/").content.decode()


def test_a_score_is_a_number_of_somebody_who_came_and_never_ones_own(county: County) -> None:
    office, east = logged_in(county.people["county"]), county.people["east"]
    course = planned(office)
    address = f"/training/courses/{course.pk}/"
    day = {"taken_on": "2026-11-03"}

    answers = [
        recorded(office, course, {county.people["county"]: 90}),
        office.post(address, {**day, f"score-{east.pk}": "90"}, follow=True).content.decode(),
        recorded(office, course, {east: 101}),
        recorded(office, course, {east: 90}, taken_on="2026-11-01"),
        office.post(
            address, {**day, "present": [east.pk], f"score-{east.pk}": "九十"}, follow=True
        ).content.decode(),
    ]

    sentences = ("另一位同事登记", "要先签到", "0 到 100 的整数", "不能早于培训日", "0 到 100 的整数")
    assert [said in page for said, page in zip(sentences, answers, strict=True)] == [True] * 5
    assert not Examination.objects.exists()


def test_before_any_course_was_held_nobody_is_called_qualified(county: County) -> None:
    page = logged_in(county.people["county"]).get("/training/").content.decode()

    assert "还没有办过培训" in page
    assert "100%" not in page


def test_a_township_sees_its_own_people_and_turns_no_lock(county: County) -> None:
    office, west = logged_in(county.people["county"]), logged_in(county.people["west"])
    course = planned(office)

    assert set(coverage(west)) == {"犁市镇"}
    assert [line.place for line in west.get(f"/training/courses/{course.pk}/").context["lines"]] == ["犁市镇"]
    assert west.post(f"/training/courses/{course.pk}/", {}).status_code == 403
    assert west.post("/training/lock/", ON).status_code == 403
    assert office.post("/training/lock/", {"is_on": "1", "reason": ""}, follow=True).context["lock"] is None
    foreign = Course.objects.create(
        region="371521", kind="POLICY", title="x", hours=1, held_on=date(2026, 11, 2),
        made_by=county.people["county"], made_at=county.at,
    )  # fmt: skip
    assert office.get(f"/training/courses/{foreign.pk}/").status_code == 404
