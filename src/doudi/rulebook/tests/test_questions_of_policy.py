"""Problems of one kind become one question of policy, and the question ends in a new rule or in a reason."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from doudi.accounts.tests.factories import browser_of
from doudi.rulebook.models import PolicyProblem, PolicyTopic, Proposal
from doudi.rulebook.tests.rules import ARTICLE, COUNTY, DOCUMENT, proposer, reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
PLACES = ("新韶", "乐园", "犁市")
KEY = "dibao.publicity_days"


def address(name: str, *args: object) -> str:
    return reverse(f"rulebook:{name}", args=args)


def marked(client: Client, *titles: str) -> list[int]:
    """Write problems down on the page, marked as needing policy, and return their keys."""
    for title in titles:
        given = {"title": title, "source": "督导检查", "needs_policy": "on"}
        client.post(address("create_problem"), given)
    return [problem.pk for problem in PolicyProblem.objects.filter(title__in=titles)]


def gathered(client: Client, title: str, problems: list[int]) -> PolicyTopic:
    given = {"title": title, "advice": f"{title}：建议放宽", "problems": problems}
    client.post(address("gather_problems"), given)
    return PolicyTopic.objects.get(title=title)


def topics(client: Client) -> str:
    """Return the part of the page that lists the questions."""
    return client.get(address("problems")).content.decode().split("问题清单")[0]


def proposed(client: Client) -> Proposal:
    """Propose more days of publicity on the pages."""
    typed = {"title": "延长公示", "reason": "各镇反映", "value": "10", "begins": "2027-01-01"}
    where = f"{address('create_change')}?region={COUNTY}&key={KEY}"
    assert client.post(where, typed | {"document": DOCUMENT, "article": ARTICLE}).status_code == 302
    change = Proposal.objects.get()
    client.post(address("submit_change", change.pk))
    return change


@pytest.mark.clause("YG-3.4b")
def test_three_like_problems_are_one_question_that_leads_to_a_new_rule_and_one_declined_says_why() -> None:
    client, decider = browser_of(proposer()), browser_of(reviewer())
    problems = marked(client, *(f"公示太短（{place}）" for place in PLACES))
    topic = gathered(client, "公示天数", problems)

    assert (len(problems), topics(client).count('data-label="议题"')) == (3, 1)
    assert ">3</td>" in topics(client)
    assert "公示天数：建议放宽" in topics(client)

    change = proposed(client)
    for refused in ({}, {"proposal": change.pk}):
        told = client.post(address("adopt_topic", topic.pk), refused, follow=True).content.decode()
        assert "采纳要关联到已批准的参数变更" in told
        assert "已采纳" not in topics(client)
    decider.post(address("approve_change", change.pk))
    client.post(address("adopt_topic", topic.pk), {"proposal": change.pk})

    line = topics(client)
    assert ["已采纳" in line, "延长公示</a>，2027-01-01起用" in line] == [True, True]
    assert f'href="{address("change", change.pk)}"' in line
    assert "已批准" in client.get(address("change", change.pk)).content.decode()
    rule = client.get(f"{address('value', KEY)}?region={COUNTY}").content.decode()
    assert ["2027-01-01" in rule, "10天" in rule, DOCUMENT in rule] == [True, True, True]

    other = gathered(client, "车辆认定", marked(client, "车辆认定偏严"))
    told = client.post(address("decline_topic", other.pk), {"reason": "  "}, follow=True).content.decode()
    assert "未采纳必须写明理由" in told
    assert "填结果" in topics(client)
    client.post(address("decline_topic", other.pk), {"reason": "上级文件有明确规定"})
    line = topics(client)
    assert ["未采纳" in line, "上级文件有明确规定" in line, "填结果" in line] == [True, True, False]
