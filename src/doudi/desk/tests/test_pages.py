import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.desk.views import errors

pytestmark = pytest.mark.django_db


def test_the_home_page_sends_nobody_to_the_log_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/login/?next=/"


@pytest.mark.parametrize("role", sorted(Role))
def test_every_role_has_a_home_page(role: Role) -> None:
    assert browser_of(officer(role, "440204")).get("/").status_code == 200


def test_a_missing_page_says_what_to_do() -> None:
    answer = browser_of(officer(Role.COUNTY_OFFICER, "440204")).get("/no/such/page/")

    assert answer.status_code == 404
    assert "不在您的管辖范围内" in answer.content.decode()


def test_a_server_error_is_said_without_the_database() -> None:
    answer = errors.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "数据没有改动" in answer.content.decode()


def test_a_form_left_open_too_long_is_not_taken(settings: Settings) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/login/", {"username": "limin", "password": "x"})

    assert answer.status_code == 403
    assert "放得太久" in answer.content.decode()


def test_the_style_page_shows_in_test_and_not_in_production(settings: Settings) -> None:
    client = browser_of(officer(Role.COUNTY_OFFICER, "440204"))

    shown = client.get("/style/?toasts=1").status_code
    settings.DOUDI_ENV = "production"

    assert shown == 200
    assert client.get("/style/").status_code == 404
