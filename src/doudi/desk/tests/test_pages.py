import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError
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


def locked() -> OperationalError:
    return OperationalError("database is locked")


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_busy_database_is_no_fault(monkeypatch: pytest.MonkeyPatch, *, wrapped: bool) -> None:
    browser = browser_of(officer(Role.COUNTY_OFFICER, "440204"))

    def fail(*_: object, **__: object) -> None:
        try:
            raise locked()
        except OperationalError as error:
            if not wrapped:
                raise
            raise RuntimeError("while writing") from error

    browser.raise_request_exception = False
    monkeypatch.setattr("doudi.desk.views.home.render", fail)

    answer = browser.get("/")

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "数据没有改动" in answer.content.decode()


def test_a_session_that_could_not_be_kept_is_said_as_busy() -> None:
    try:
        try:
            raise locked()
        except OperationalError:
            raise SessionInterrupted("the session was deleted")  # noqa: B904 - as Django does
    except SessionInterrupted as exception:
        answer = errors.bad_request(RequestFactory().get("/"), exception)

    assert answer.status_code == 503


def test_another_fault_of_the_database_stays_a_fault() -> None:
    def fail() -> None:
        raise OperationalError("no such table: person")

    try:
        fail()
    except OperationalError:
        answer = errors.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
