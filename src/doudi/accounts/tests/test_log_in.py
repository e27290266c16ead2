from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from pytest_django import Settings

from doudi.accounts import services, totp
from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, PASSWORD, browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common import clock

pytestmark = pytest.mark.django_db
LOG_IN = "/login/"


@pytest.fixture
def user() -> User:
    return officer(Role.COUNTY_OFFICER, "440204", username="limin")


def enter(client: Client, password: str = PASSWORD, username: str = "limin") -> int:
    return client.post(LOG_IN, {"username": username, "password": password}).status_code


def code_now(user: User, steps: int = 0) -> str:
    return totp.code_at(user.totp_secret, totp.step_at(clock.real_now()) + steps)


def bound(user: User) -> User:
    user.totp_secret = totp.new_secret()
    user.save()
    return user


def test_the_right_password_opens_the_door_and_is_noted(user: User, client: Client) -> None:
    answer = client.post("/login/?next=/me/", {"username": " LiMin ", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert Entry.objects.filter(action="accounts.logged_in", actor="limin").count() == 1


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "javascript:alert(1)",
    "word",
    "accounts:me",
    "../me",
    "\x00",
]


@pytest.mark.both
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_log_in_leads_nowhere_else(user: User, client: Client, elsewhere: str) -> None:
    answer = client.post(LOG_IN, {"username": "limin", "password": PASSWORD, "next": elsewhere})

    assert answer["Location"] == "/"
    assert client.get("/login/", {"next": elsewhere})["Location"] == "/"


def test_leaving_asks_the_browser_to_forget_the_pages(user: User, client: Client) -> None:
    client.force_login(user, backend="doudi.accounts.backends.PasswordBackend")

    assert client.post("/logout/")["Clear-Site-Data"] == '"cache"'


def test_a_wrong_password_and_an_unknown_name_read_the_same(user: User, client: Client) -> None:
    wrong = client.post(LOG_IN, {"username": "limin", "password": "no-such-thing"})
    unknown = client.post(LOG_IN, {"username": "wangwu", "password": "no-such-thing"})

    assert wrong.status_code == unknown.status_code == 400
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_five_wrong_passwords_lock_the_account_from_every_place(user: User, client: Client) -> None:
    tries = [enter(Client(REMOTE_ADDR=f"10.0.0.{place}"), "wrong-password") for place in range(5)]

    answer = client.post(LOG_IN, {"username": "limin", "password": PASSWORD})

    assert tries == [400, 400, 400, 400, 429]
    assert answer.status_code == 429
    assert "账号已锁定" in answer.content.decode()
    assert Entry.objects.filter(action="accounts.locked_out").exists()


def test_a_number_typed_as_user_name_is_kept_nowhere(client: Client) -> None:
    status = enter(client, "wrong-password", username="440204199001011234")

    assert status == 400
    assert not AccessAttempt.objects.exists()


def test_a_reset_lifts_the_lock(user: User, client: Client) -> None:
    _ = [enter(client, "wrong-password") for _ in range(5)]

    fresh = services.reset_password(user, by=SYSTEM, at=MONDAY, reason="忘记")

    assert enter(client, fresh) == 302


def test_a_closed_account_does_not_come_in_and_is_out_at_once(user: User, client: Client) -> None:
    inside = browser_of(user)
    services.set_active(user, is_active=False, by=SYSTEM, at=MONDAY, reason="离职")

    assert enter(client) == 400
    assert inside.get("/me/").status_code == 302


def test_who_has_an_authenticator_needs_its_code(user: User, client: Client) -> None:
    bound(user)

    answer = client.post(LOG_IN, {"username": "limin", "password": PASSWORD, "next": "/me/"})
    before = client.get("/me/").status_code
    after = client.post(answer["Location"], {"code": code_now(user)})

    assert answer["Location"] == "/login/code/"
    assert before == 302
    assert after["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


def test_the_code_page_is_closed_without_the_password(user: User, client: Client) -> None:
    bound(user)

    answer = client.post("/login/code/", {"code": code_now(user)})

    assert answer["Location"] == LOG_IN


def test_wrong_codes_lock_the_account_too(user: User, client: Client) -> None:
    bound(user)
    enter(client)

    tries = [client.post("/login/code/", {"code": "000000"}).status_code for _ in range(5)]

    assert tries[0] == 400
    assert client.post("/login/code/", {"code": code_now(user)}).status_code == 429


def test_where_a_second_factor_is_required_one_is_bound_first(
    user: User, client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "required"

    answer = client.post(LOG_IN, {"username": "limin", "password": PASSWORD})
    page = client.get(answer["Location"])
    secret = page.context["secret"].replace(" ", "")
    kept = str(dict(client.session))
    done = client.post(answer["Location"], {"code": totp.code_at(secret, totp.step_at(clock.real_now()))})

    assert "sm4$" in kept
    assert secret not in kept
    assert answer["Location"] == "/login/bind/"
    assert done["Location"] == "/"
    assert User.objects.get().has_second_factor


def test_the_secret_of_an_authenticator_is_sealed_in_the_database(user: User) -> None:
    bound(user)

    stored = User.objects.values_list("totp_secret", flat=True).get()

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT totp_secret FROM accounts_user")
        raw = cursor.fetchone()[0]
    assert stored == user.totp_secret
    assert raw.startswith("sm4$")
    assert user.totp_secret not in raw


def test_a_temporary_password_opens_only_its_own_change(user: User, client: Client) -> None:
    fresh = services.reset_password(user, by=SYSTEM, at=MONDAY, reason="忘记")
    enter(client, fresh)

    detour = client.get("/")
    changed = client.post(
        "/me/password/", {"old": fresh, "new": "another-long-phrase", "again": "another-long-phrase"}
    )

    assert detour["Location"] == "/me/password/"
    assert changed["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


def test_who_walks_away_is_logged_out(user: User, settings: Settings) -> None:
    client = browser_of(user)
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    assert client.get("/me/").status_code == 200

    settings.APP_CLOCK = "frozen:2026-11-02T09:29+08:00"
    still_here = client.get("/me/").status_code
    settings.APP_CLOCK = "frozen:2026-11-02T10:00+08:00"
    gone = client.get("/me/")

    assert still_here == 200
    assert gone["Location"] == "/login/?next=/me/"
    assert "自动退出" in client.get(gone["Location"]).content.decode()


def test_a_link_does_not_log_anybody_out(user: User) -> None:
    client = browser_of(user)

    client.get("/logout/")
    after_link = client.get("/me/").status_code
    client.post("/logout/")

    assert after_link == 200
    assert client.get("/me/").status_code == 302


def test_changing_the_password_ends_the_other_sessions(user: User) -> None:
    here, elsewhere = browser_of(user), browser_of(user)

    here.post(
        "/me/password/", {"old": PASSWORD, "new": "another-long-phrase", "again": "another-long-phrase"}
    )

    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


def test_a_half_log_in_does_not_last(
    user: User, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound(user)
    enter(client)
    later = clock.real_now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    assert client.get("/login/code/")["Location"] == LOG_IN
