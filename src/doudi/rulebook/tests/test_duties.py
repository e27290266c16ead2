"""What superior documents ask for, which is lacking or late, and problems that become questions of policy."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.regions.models import Organisation
from doudi.rulebook.models import PolicyDocument, PolicyDuty, PolicyProblem, PolicyTopic
from doudi.rulebook.selectors.duties import duties_within, is_late, matrix, offices_waiting
from doudi.rulebook.services import duties
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.services.documents import DocumentFacts, register_document
from doudi.rulebook.services.duties import (
    adopt_topic,
    advance_duty,
    decline_topic,
    gather_problems,
    raise_problem,
    set_duty,
)
from doudi.rulebook.states import DutyStatus, TopicResult
from doudi.rulebook.tests.rules import COUNTY, MONDAY, TODAY, proposer, reviewer, submitted, value
from doudi.work.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
HERE = Scope.of([COUNTY])
THEMES = ("最低生活保障", "分散供养特困人员照料", "农村留守老年人", "事实无人抚养儿童")


def filed(number: str, region: str = COUNTY) -> PolicyDocument:
    facts = DocumentFacts(number=number, title=f"关于{number}的通知", issuer="民政局", region=region)
    return register_document(facts, by=SYSTEM, at=MONDAY)


def wanted(theme: str, by: User, *, due_on: date | None = None, office: str = "救助科") -> PolicyDuty:
    return set_duty(
        COUNTY,
        theme=theme,
        superior=filed(f"上级·{theme}", "4402"),
        office=office,
        due_on=due_on,
        points=["明确对象", "明确标准"],
        by=by,
        at=MONDAY,
    )


def issued(duty: PolicyDuty, by: User) -> PolicyDuty:
    advance_duty(duty, on=date(2026, 5, 6), by=by, at=MONDAY)
    advance_duty(duty, on=date(2026, 5, 11), by=by, at=MONDAY)
    local = filed(f"本级·{duty.theme}")
    return advance_duty(duty, on=date(2026, 5, 20), local=local, by=by, at=MONDAY)


def duties_page(client: Client) -> str:
    return client.get(reverse("rulebook:duties")).content.decode()


def test_a_lacking_document_is_an_empty_cell_and_a_to_do_until_it_is_there() -> None:
    by = proposer()
    client = browser_of(by)
    set_down = [wanted(theme, by) for theme in THEMES[:3]]
    [issued(duty, by) for duty in set_down]
    lacking = wanted(THEMES[3], by, office="儿童福利科")

    table = matrix(duties_within(HERE))
    assert (len(table.rows), table.gaps, table.percent) == (4, 1, 75)
    assert offices_waiting(HERE) == [("儿童福利科", 1)]
    said = duties_page(client)
    assert said.count("缺配套<br>") == 1
    assert "还要出台 1 份配套文件" in said
    assert [text in said for text in ("本级·最低生活保障", "2026-05-20", "救助科")] == [True, True, True]

    issued(lacking, by)

    assert matrix(duties_within(HERE)).percent == 100
    assert offices_waiting(HERE) == []
    assert "缺配套<br>" not in duties_page(client)


def member_of(section: str, code: str = COUNTY) -> User:
    """Return an officer whom the security administrator put into a section of the county's bureau."""
    someone = officer(Role.COUNTY_OFFICER, code, username=f"of-{Organisation.objects.count()}")
    security = User.objects.filter(posts__role=Role.SECURITY_ADMIN).first() or officer(Role.SECURITY_ADMIN)
    client, post = browser_of(security), someone.posts.get()
    client.post(reverse("accounts:sections"), {"division": code, "name": section})
    key = Organisation.objects.get(name=section, kind="SECTION").pk
    client.post(reverse("accounts:place_post", args=[someone.pk, post.pk]), {"section": key})
    return someone


def through_the_screen(client: Client, theme: str, section: str) -> PolicyDuty:
    """Register the superior document and set down the duty as an officer types it."""
    upper = {"number": f"韶民〔2026〕{len(theme)}号", "title": theme, "issuer": "市民政局", "region": "4402"}
    client.post(reverse("rulebook:register_document"), upper | {"issued_on": "2026-03-02"})
    superior = PolicyDocument.objects.get(title=theme)
    typed = {"theme": theme, "superior": superior.pk, "office": section, "due_on": "2026-12-31"}
    client.post(reverse("rulebook:create_duty"), typed)
    return PolicyDuty.objects.get(theme=theme)


def issued_on_the_screen(client: Client, duty: PolicyDuty, number: str) -> None:
    """Register the county's own document and take the duty through its steps."""
    own = {"number": number, "title": f"浈江区{duty.theme}办法", "issuer": "区民政局", "region": COUNTY}
    client.post(reverse("rulebook:register_document"), own | {"issued_on": "2026-10-20"})
    local, page = PolicyDocument.objects.get(number=number), reverse("rulebook:advance_duty", args=[duty.pk])
    for day in ("2026-10-12", "2026-10-16"):
        client.post(page, {"on": day})
    client.post(page, {"on": "2026-10-20", "local": local.pk})


@pytest.mark.clause("YG-2.1.1b")
def test_a_hole_in_the_matrix_is_a_task_of_the_responsible_section_until_it_is_filled() -> None:
    client = browser_of(proposer())
    child, aid = member_of("儿童福利科"), member_of("社会救助科")
    duties_set = [
        through_the_screen(client, theme, "儿童福利科" if theme == THEMES[3] else "社会救助科")
        for theme in THEMES
    ]
    for number, duty in enumerate(duties_set[:3], start=21):
        issued_on_the_screen(client, duty, f"韶浈民〔2026〕{number}号")

    said = duties_page(client)
    assert (said.count("缺配套<br>"), matrix(duties_within(HERE)).percent) == (1, 75)
    assert ["韶浈民〔2026〕21号" in said, "2026-10-20" in said, "社会救助科" in said] == [True] * 3
    mine = [browser_of(each).get("/tasks/?whose=mine").content.decode() for each in (child, aid)]
    assert ["事实无人抚养儿童" in text for text in mine] == [True, False]
    assert "出台配套文件：事实无人抚养儿童" in browser_of(child).get("/").content.decode()
    assert browser_of(aid).get("/tasks/?whose=mine").context["lines"] == []

    issued_on_the_screen(client, duties_set[3], "韶浈民〔2026〕24号")

    said = duties_page(client)
    assert ("缺配套<br>" in said, matrix(duties_within(HERE)).percent) == (False, 100)
    assert "事实无人抚养儿童" not in browser_of(child).get("/tasks/?whose=mine").content.decode()
    task = Task.objects.get(subject_id=str(duties_set[3].pk), kind="policy_duty")
    assert (task.state, task.result, task.office and task.office.name) == ("FINISHED", "ISSUED", "儿童福利科")


def test_a_section_nobody_works_in_leaves_its_task_in_nobodys_hands() -> None:
    by = proposer()
    wanted("低保", by, office="社会救助科")
    listed = browser_of(by).get("/tasks/?whose=nobody").content.decode()
    assert ("社会救助科" in listed, "不在岗" in listed) == (True, True)

    member_of("社会救助科")
    assert browser_of(by).get("/tasks/?whose=nobody").context["lines"] == []


@pytest.mark.clause("YG-2.2.1a")
def test_a_superior_document_without_a_local_one_is_undone_and_late_after_its_day(
    settings: Settings,
) -> None:
    by = proposer()
    client = browser_of(by)
    duty = wanted("低保办法配套", by, due_on=date(2026, 11, 22))

    assert "未完成" in duties_page(client)
    assert "关于上级·低保办法配套的通知" in duties_page(client)
    assert "明确标准" in duties_page(client)
    assert [is_late(duty, date(2026, 11, day)) for day in (22, 23)] == [False, True]
    settings.APP_CLOCK = "frozen:2026-11-23T10:00+08:00"
    client = browser_of(by)
    assert "1 项配套过了出台期限还没有印发" in duties_page(client)

    steps = [advance_duty(duty, on=TODAY, by=by, at=MONDAY).status for _ in range(2)]
    assert steps == [DutyStatus.DRAFTED, DutyStatus.COUNTERSIGNED]
    with pytest.raises(duties.LocalDocumentMissing, match="印发要选本级文件"):
        advance_duty(duty, on=TODAY, by=by, at=MONDAY)
    done = advance_duty(duty, on=TODAY, local=filed("韶浈民〔2026〕12号"), by=by, at=MONDAY)

    assert done.status == DutyStatus.ISSUED
    assert not is_late(done, date(2027, 1, 1))
    assert "韶浈民〔2026〕12号" in duties_page(client)
    with pytest.raises(duties.DutyDone):
        advance_duty(duty, on=TODAY, by=by, at=MONDAY)


def test_the_same_theme_of_a_document_is_set_once() -> None:
    by = proposer()
    duty = wanted("低保", by)
    with pytest.raises(duties.DutyAlreadySet):
        set_duty(
            COUNTY, theme="低保", superior=duty.superior, office="x", due_on=None, points=[], by=by, at=MONDAY
        )


def found(title: str, by: User, *, needs_policy: bool = True) -> PolicyProblem:
    return raise_problem(COUNTY, title=title, source="督导检查", needs_policy=needs_policy, by=by, at=MONDAY)


def test_like_problems_become_one_question_that_is_adopted_with_a_change_or_declined_with_a_reason() -> None:
    by, decider = proposer(), reviewer()
    problems = [found(f"渐退期偏短（{place}）", by) for place in ("新韶", "乐园", "犁市")]
    topic = gather_problems(
        COUNTY, title="渐退期长短", advice="延长到十二个月", problems=problems, by=by, at=MONDAY
    )

    assert PolicyTopic.objects.count() == 1
    assert topic.problems.count() == 3
    with pytest.raises(duties.ChangeMissing):
        adopt_topic(topic, proposal=None, by=by, at=MONDAY)
    change = approve_change(submitted(by, value(10, key="dibao.publicity_days")), by=decider, at=MONDAY)
    adopted = adopt_topic(topic, proposal=change, by=by, at=MONDAY)
    assert (adopted.result, adopted.proposal) == (TopicResult.ADOPTED, change)
    assert adopted.advice == "延长到十二个月"

    other = gather_problems(
        COUNTY, title="车辆认定", advice="放宽", problems=[found("车辆", by)], by=by, at=MONDAY
    )
    with pytest.raises(duties.WhyNotMissing, match="未采纳必须写明理由"):
        decline_topic(other, reason=" ", by=by, at=MONDAY)
    declined = decline_topic(other, reason="上级文件有明确规定", by=by, at=MONDAY)
    assert (declined.result, declined.reason) == (TopicResult.DECLINED, "上级文件有明确规定")
    with pytest.raises(duties.TopicClosed):
        decline_topic(other, reason="再想想", by=by, at=MONDAY)

    said = browser_of(by).get(reverse("rulebook:problems")).content.decode()
    assert [text in said for text in ("渐退期长短", "已采纳", "调整标准", "上级文件有明确规定")] == [True] * 4


def test_a_problem_belongs_to_one_question() -> None:
    by = proposer()
    problem = found("车辆", by)
    gather_problems(COUNTY, title="一", advice="x", problems=[problem], by=by, at=MONDAY)

    with pytest.raises(duties.NothingGathered):
        gather_problems(COUNTY, title="二", advice="x", problems=[problem], by=by, at=MONDAY)


def test_the_pages_take_duties_problems_and_topics() -> None:
    by = proposer()
    client, superior = browser_of(by), filed("市文", "4402")
    typed = {"theme": "低保", "superior": superior.pk, "office": "救助科", "due_on": "2026-12-31"}
    client.post(reverse("rulebook:create_duty"), typed | {"points": "一\n二"})
    duty = PolicyDuty.objects.get()
    client.post(reverse("rulebook:advance_duty", args=[duty.pk]), {"on": "2026-11-20"})
    client.post(reverse("rulebook:create_problem"), {"title": "车辆", "source": "座谈", "needs_policy": "on"})
    problem = PolicyProblem.objects.get()
    client.post(
        reverse("rulebook:gather_problems"), {"title": "车辆", "advice": "放宽", "problems": [problem.pk]}
    )
    topic = PolicyTopic.objects.get()
    client.post(reverse("rulebook:decline_topic", args=[topic.pk]), {"reason": "无依据"})

    duty.refresh_from_db()
    topic.refresh_from_db()
    assert (duty.status, duty.points.count(), topic.result) == ("DRAFTED", 2, "DECLINED")
    stranger = browser_of(proposer("371521"))
    assert (
        stranger.post(reverse("rulebook:advance_duty", args=[duty.pk]), {"on": "2026-11-20"}).status_code
        == 404
    )
    assert (
        stranger.post(reverse("rulebook:decline_topic", args=[topic.pk]), {"reason": "x"}).status_code == 404
    )


def test_the_library_is_searched_by_number_however_it_is_written() -> None:
    filed("阳民发〔2020〕4号")
    client = browser_of(proposer())

    answer = client.get(f"{reverse('rulebook:documents')}?{urlencode({'q': '阳民发[2020]4号'})}")

    assert "关于阳民发〔2020〕4号的通知" in answer.content.decode()
