"""The three exercises of CONTRIBUTING.md as somebody new does them: what is written, what is added where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.clauses.test_new_source import RULE, RULE_FILE, RULE_SQL, SOURCE_FILE


@dataclass(frozen=True)
class Exercise:
    """One thing to add: new files, and lines that come before an anchor in files that are there.

    `names` put words for the placeholders of the guide; `checks` are what `pytest` is asked in the copy.
    """

    section: str
    names: Mapping[str, str]
    new: Mapping[str, str]
    checks: tuple[str, ...]
    added: Mapping[str, tuple[str, str]] = field(default_factory=dict)


SOURCE = Exercise(
    section="Add a source",
    names={"code": "veteran"},
    new={"policies/sources/veteran.yaml": SOURCE_FILE},
    checks=("src/doudi/exchange/rules/tests/test_source_files.py", "tests/conventions/test_policies.py"),
)

_RULE_TEST = '''"""A dibao person who gets an allowance of the veterans' office is found, and nobody else."""

from __future__ import annotations

from doudi.matching.tests.county import County


def test_who_gets_an_allowance_is_found(county: County) -> None:
    county.listed("dibao", "veteran", amount_fen=1)
    county.listed("dibao", "neighbour", amount_fen=1)
    county.row("veteran", "veteran", veteran_kind="DISABLED", allowance_fen=98000)
    county.row("veteran", "stranger", veteran_kind="KIN", allowance_fen=1)

    assert county.found("veteran-on-aid") == {"veteran": {"veteran_kind": "DISABLED", "allowance_fen": 98000}}
'''
_MATCHING = "src/doudi/matching/tests"

A_RULE = Exercise(
    section="Add a match rule",
    names={"rule-id": RULE, "rule_id": "veteran_on_aid"},
    new={
        f"policies/matching/{RULE}.yaml": RULE_FILE.replace("clauses: []", "clauses: [YG-2.1.2h]"),
        f"policies/matching/{RULE}.sql": RULE_SQL,
        f"{_MATCHING}/test_veteran_on_aid.py": _RULE_TEST,
    },
    added={
        "docs/reference/warning-indicators.md": (
            "| 生存状态 |",
            "| 其他部门的待遇 | `veteran-on-aid` | — |\n",
        ),
        "tools/demo_county/tests/test_plants.py": ('    "account-changed",\n', '    "veteran-on-aid",\n'),
    },
    checks=(
        f"{_MATCHING}/test_veteran_on_aid.py",
        f"{_MATCHING}/test_catalogue.py",
        "tests/conventions/test_policies.py",
        "tests/conventions/test_warning_indicators.py",
        "tools/demo_county/tests/test_plants.py::"
        "test_every_comparison_rule_has_something_planted_or_is_named_as_having_nothing",
    ),
)

_SELECTOR = '''"""Answers whose number the lists give under several names."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from doudi.common.scope import Scope
from doudi.registry.models import IdentityQuestion, Person
from doudi.registry.selectors import people_within
from doudi.registry.states import QuestionKind, QuestionStatus


def people_with_a_shared_number(scope: Scope) -> QuerySet[Person]:
    """Return the people of a scope whose one number stands under several names and nobody has settled it."""
    asked = IdentityQuestion.objects.filter(person=OuterRef("pk"), status=QuestionStatus.OPEN)
    unsettled = asked.filter(kind=QuestionKind.SAME_NUMBER)
    return people_within(scope).filter(Exists(unsettled)).order_by("division", "id")
'''
_VIEW = '''"""Shows people who have one number under several names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from doudi.common.access import OfficerRequest, requires
from doudi.registry.selectors.shared_numbers import people_with_a_shared_number

MOST = 200


@requires("registry.view_shared_numbers")
def shared_numbers(request: OfficerRequest) -> HttpResponse:
    """List the people of the division in focus whose number somebody else has too."""
    found = people_with_a_shared_number(request.focus.scope)[:MOST]
    return render(request, "registry/shared_numbers.html", {"people": found})
'''
_TEMPLATE = """{% extends "common/base.html" %}
{% block title %}同号异名{% endblock %}
{% block heading %}同号异名{% endblock %}
{% block content %}
<div class="card">
{% if people %}<ul>{% for person in people %}<li>{{ person.name }}</li>{% endfor %}</ul>
{% else %}{% empty_state "没有同号异名的人" "每个号码只有一个姓名。" "circle-check" tone="ok" %}{% endif %}
</div>
{% endblock %}
"""
_PAGE_TEST = '''"""The page of people who share a number: who may open it, and whose people it shows."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import MONDAY, listed, listing

pytestmark = pytest.mark.django_db
PAGE = "/shared-numbers/"


@pytest.fixture(autouse=True)
def told(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    lines = [listed(1, "陈大文"), listed(1, "王五", row=2), listed(2, "李小兰", row=3)]
    apply_list(listing(lines), by=SYSTEM, at=MONDAY)


def test_the_county_sees_who_shares_a_number() -> None:
    shown = browser_of(officer(Role.COUNTY_OFFICER, "440204")).get(PAGE).content.decode()

    assert "陈大文" in shown
    assert "李小兰" not in shown


def test_another_county_sees_none_of_them_and_a_village_may_not_look() -> None:
    assert "陈大文" not in browser_of(officer(Role.COUNTY_OFFICER, "371521")).get(PAGE).content.decode()
    assert browser_of(officer(Role.VILLAGE_ASSISTANT, "440204101201")).get(PAGE).status_code == 403
'''
_REGISTRY = "src/doudi/registry"

A_PAGE = Exercise(
    section="Add a page",
    names={"module": "registry", "page": "shared_numbers"},
    new={
        f"{_REGISTRY}/selectors/shared_numbers.py": _SELECTOR,
        f"{_REGISTRY}/views/shared_numbers.py": _VIEW,
        f"{_REGISTRY}/templates/registry/shared_numbers.html": _TEMPLATE,
        f"{_REGISTRY}/tests/test_shared_numbers.py": _PAGE_TEST,
    },
    added={
        f"{_REGISTRY}/urls.py": (
            '    path("questions/", ',
            '    path("shared-numbers/", shared_numbers.shared_numbers, name="shared_numbers"),\n',
        ),
        f"{_REGISTRY}/permissions.py": (
            '    "registry.view_person"',
            '    "registry.view_shared_numbers": "看同号异名",\n',
        ),
        "policies/roles.yaml": ("      - registry.settle_person\n", "      - registry.view_shared_numbers\n"),
        "src/doudi/config/menu.py": (
            '            Item(_("人员"), "users"',
            '            Item(\n                _("同号异名"),\n                "copy",\n'
            '                "registry:shared_numbers",\n                "registry.view_shared_numbers",\n'
            '                ("/shared-numbers/",),\n            ),\n',
        ),
    },
    checks=(
        f"{_REGISTRY}/tests/test_shared_numbers.py",
        "src/doudi/accounts/tests/test_roles.py",
        "src/doudi/config/tests/test_routes.py",
        "src/doudi/config/tests/test_shell.py",
        "tests/conventions/test_actions.py",
        "tests/conventions/test_templates.py",
        "tests/conventions/test_glossary.py",
    ),
)
