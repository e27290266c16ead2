import pytest
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(settings: Settings) -> User:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    division("440204101201")
    division("371521100")
    return officer(Role.COUNTY_OFFICER, "440204")


def test_at_first_the_posts_own_division_and_last_month_are_in_view(user: User) -> None:
    focus = browser_of(user).get("/me/").wsgi_request.focus  # type: ignore[attr-defined]

    assert (focus.region, focus.region_name, str(focus.period)) == ("440204", "浈江区", "2026-10")


def test_a_division_below_and_another_month_can_be_chosen(user: User) -> None:
    client = browser_of(user)

    answer = client.post("/focus/", {"region": "440204101", "period": "2026-08", "next": "/me/"})
    focus = client.get("/me/").wsgi_request.focus  # type: ignore[attr-defined]

    assert answer["Location"] == "/me/"
    assert (focus.region, str(focus.period), focus.scope.prefixes) == ("440204101", "2026-08", ("440204101",))


@pytest.mark.parametrize("region", ["371521", "371521100", "44", "4402", "440204999", "", "x"])
def test_a_division_outside_the_scope_is_like_one_that_does_not_exist(user: User, region: str) -> None:
    client = browser_of(user)

    chosen = client.post("/focus/", {"region": region})
    listed = client.get("/focus/regions/", {"under": region})

    assert chosen.status_code == 404
    assert listed.status_code == (200 if region == "440204999" else 404)
    assert client.get("/me/").wsgi_request.focus.region == "440204"  # type: ignore[attr-defined]


@pytest.mark.parametrize("period", ["2026-13", "next month", "2026"])
def test_a_month_that_is_none_is_refused(user: User, period: str) -> None:
    assert browser_of(user).post("/focus/", {"period": period}).status_code == 404


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "\\\\evil.example"])
def test_the_way_back_stays_here(user: User, elsewhere: str) -> None:
    answer = browser_of(user).post("/focus/", {"period": "2026-08", "next": elsewhere})

    assert answer["Location"] == "/"


def test_a_choice_does_not_outlive_the_post_it_was_made_in(user: User) -> None:
    client = browser_of(user)
    client.post("/focus/", {"region": "440204101"})
    user.posts.update(division=division("440204102"))

    assert client.get("/me/").wsgi_request.focus.region == "440204102"  # type: ignore[attr-defined]


def test_the_divisions_offered_end_at_the_scope(user: User) -> None:
    page = browser_of(user).get("/focus/regions/").content.decode()

    assert "新韶镇" in page
    assert "韶关市" not in page
    assert "阳谷县" not in page


def test_the_side_bar_shows_what_the_post_may_open(user: User) -> None:
    officers = browser_of(user).get("/me/").content.decode()
    admins = browser_of(officer(Role.SYSTEM_ADMIN)).get("/me/").content.decode()

    assert 'href="/users/"' not in officers
    assert 'href="/users/"' in admins
    assert 'href="/households/"' not in admins
