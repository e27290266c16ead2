import pytest
from django.test import Client

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import LONG_AGO, browser_of, division, officer
from doudi.config.made_up import made_up_number

pytestmark = pytest.mark.django_db
CASE_ROLES = sorted(set(Role) - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
POSTED = ("posts/", "password/", "authenticator/", "active/")


@pytest.fixture
def target() -> User:
    return officer(Role.TOWNSHIP_OFFICER, "440204101", username="zhangwei", name="张伟")


@pytest.mark.parametrize("page", ["/users/", "/users/new/", "/me/", "/users/1/"])
def test_nobody_gets_in_without_a_log_in(page: str, client: Client) -> None:
    assert client.get(page)["Location"] == f"/login/?next={page}"


@pytest.mark.parametrize("role", CASE_ROLES)
def test_who_handles_cases_sees_no_users(role: Role, target: User) -> None:
    client = browser_of(officer(role, "440204", username="somebody"))

    assert client.get("/users/").status_code == 403
    assert client.get(f"/users/{target.pk}/").status_code == 404


@pytest.mark.parametrize("part", POSTED)
@pytest.mark.parametrize("role", CASE_ROLES)
def test_who_handles_cases_changes_no_users(role: Role, part: str, target: User) -> None:
    client = browser_of(officer(role, "440204", username="somebody"))

    answer = client.post(f"/users/{target.pk}/{part}", {"reason": "x"})
    nobody = client.post(f"/users/999999/{part}", {"reason": "x"})

    assert (answer.status_code, answer.content) == (404, nobody.content)


def test_an_administrator_of_a_county_does_not_find_users_of_another(target: User) -> None:
    client = browser_of(officer(Role.SYSTEM_ADMIN, "371521"))

    foreign, missing = client.get(f"/users/{target.pk}/"), client.get("/users/999999/")

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert "zhangwei" not in client.get("/users/").content.decode()


def test_the_system_administrator_opens_an_account_with_a_password_shown_once() -> None:
    client = browser_of(officer(Role.SYSTEM_ADMIN))

    answer = client.post("/users/new/", {"username": "wangfang", "name": "王芳", "number": made_up_number(7)})
    made = User.objects.get(username="wangfang")

    assert made.check_password(answer.context["fresh"])
    assert made.must_change_password
    assert not made.posts.exists()


def test_the_security_administrator_gives_and_ends_a_post(target: User) -> None:
    client = browser_of(officer(Role.SECURITY_ADMIN))
    division("440204102")

    client.post(
        f"/users/{target.pk}/posts/",
        {"role": "TOWNSHIP_OFFICER", "division": "440204102", "valid_from": "2026-11-01"},
    )
    post = target.posts.get(division_id="440204102")
    client.post(f"/users/{target.pk}/posts/{post.pk}/end/", {"reason": "调岗"})
    post.refresh_from_db()

    assert post.valid_to is not None


def test_the_system_administrator_gives_no_posts(target: User) -> None:
    client = browser_of(officer(Role.SYSTEM_ADMIN))

    answer = client.post(f"/users/{target.pk}/posts/", {"role": "COUNTY_OFFICER", "division": "440204"})

    assert answer.status_code == 404
    assert target.posts.count() == 1


def test_an_act_on_an_account_needs_a_reason(target: User) -> None:
    client = browser_of(officer(Role.SYSTEM_ADMIN))

    answer = client.post(f"/users/{target.pk}/active/", {"reason": " "})
    target.refresh_from_db()

    assert answer.status_code == 409
    assert "理由" in answer.content.decode()
    assert target.is_active


def test_a_person_with_two_posts_switches_between_them(target: User) -> None:
    second = Post.objects.create(
        user=target, role=Role.VILLAGE_ASSISTANT, division=division("440204101201"), valid_from=LONG_AGO
    )
    client = browser_of(target)

    before = client.get("/me/").context["access"]
    client.post("/me/post/", {"post": second.pk})
    after = client.get("/me/").context["access"]

    assert (before.post.role, before.scope.prefixes) == (Role.TOWNSHIP_OFFICER, ("440204101",))
    assert (after.post.role, after.scope.prefixes) == (Role.VILLAGE_ASSISTANT, ("440204101201",))


def test_nobody_uses_a_post_of_another(target: User) -> None:
    foreign = officer(Role.COUNTY_REVIEWER, "440204").posts.get()

    assert browser_of(target).post("/me/post/", {"post": foreign.pk}).status_code == 404


def test_without_a_post_in_force_nothing_is_open(target: User) -> None:
    target.posts.all().delete()
    client = browser_of(target)

    assert client.get("/").status_code == 403
    assert "没有在任岗位" in client.get("/me/").content.decode()


@pytest.mark.parametrize("page", ["/me/", "/me/password/", "/me/authenticator/"])
def test_ones_own_pages_are_there(page: str, target: User) -> None:
    assert browser_of(target).get(page).status_code == 200
