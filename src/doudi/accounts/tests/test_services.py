import pytest
from django.template import Context, Template

from doudi.accounts import selectors, services, totp
from doudi.accounts.models import Post
from doudi.accounts.roles import ADMINISTRATORS, OPEN_TO_ADMINISTRATORS, Role, granted, permissions_of
from doudi.accounts.tests.factories import LONG_AGO, MONDAY, PASSWORD, division, officer
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.scope import Scope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "username", ["Z", "张伟", "a b", "13800138000", "li13800138000", "u440204199001011234", "-x1"]
)
def test_a_user_name_is_plain_and_holds_no_personal_number(username: str) -> None:
    with pytest.raises(services.UsernameNotAllowed):
        services.create_user(username=username, name="张伟", password=PASSWORD, by=SYSTEM, at=MONDAY)


def test_a_user_name_is_given_once() -> None:
    officer(Role.COUNTY_OFFICER, "440204", username="limin")

    with pytest.raises(services.UsernameNotAllowed, match="已有人用"):
        services.create_user(username="LiMin", name="李敏", password=PASSWORD, by=SYSTEM, at=MONDAY)


def test_a_page_names_who_acted_and_never_what_somebody_logs_in_with() -> None:
    user = officer(Role.COUNTY_OFFICER, "440204", username="limin")

    told = Template("{{ one|officer }}、{{ two|officer }}、{{ three|officer }}、{{ four|officer }}").render(
        Context({"one": "limin", "two": SYSTEM.username, "three": "left-long-ago", "four": ""})
    )

    assert told == f"{user.name}、系统、已不在册的账号、"


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(services.PasswordTooWeak):
        services.create_user(username="limin", name="李敏", password=password, by=SYSTEM, at=MONDAY)


@pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("second", sorted(Role))
def test_an_administrator_holds_no_other_post(first: Role, second: Role) -> None:
    user = officer(first)
    other = set() if first == second else {second}

    refused = set()
    try:
        services.appoint(
            user, role=second, division=division("440204"), by=SYSTEM, at=MONDAY, on=MONDAY.date()
        )
    except services.AdministratorsStaySeparate:
        refused.add(second)

    assert refused == other
    assert selectors.administrators_not_separate(on=MONDAY.date()) == []


def test_who_handles_cases_becomes_no_administrator() -> None:
    user = officer(Role.COUNTY_OFFICER, "440204")

    with pytest.raises(services.AdministratorsStaySeparate, match="三个人"):
        services.appoint(user, role=Role.AUDIT_ADMIN, division=None, by=SYSTEM, at=MONDAY, on=MONDAY.date())


def test_an_administrator_may_change_trade_after_the_post_has_ended() -> None:
    user = officer(Role.SYSTEM_ADMIN)
    services.end_post(user.posts.get(), by=SYSTEM, at=MONDAY, on=MONDAY.date(), reason="调岗")

    services.appoint(
        user, role=Role.COUNTY_OFFICER, division=division("440204"), by=SYSTEM, at=MONDAY, on=MONDAY.date()
    )

    assert [post.role for post in selectors.posts_of(user, on=MONDAY.date())] == [Role.COUNTY_OFFICER]


def test_planted_administrators_who_are_not_separate_are_found() -> None:
    user = officer(Role.SYSTEM_ADMIN)
    Post.objects.create(user=user, role=Role.COUNTY_OFFICER, division=division("440204"), valid_from=LONG_AGO)

    assert selectors.administrators_not_separate(on=MONDAY.date()) == [user]


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_no_administrator_reads_cases(role: Role) -> None:
    modules = {permission.split(".")[0] for permission in permissions_of(role)}

    assert modules <= set(OPEN_TO_ADMINISTRATORS)


def test_opening_accounts_and_giving_posts_are_two_hands() -> None:
    both = {"accounts.open_accounts", "accounts.grant_posts"}

    assert [role for role, held in granted().items() if both <= held] == []


def test_nobody_appoints_or_dismisses_themselves() -> None:
    user = officer(Role.SECURITY_ADMIN)

    with pytest.raises(services.OwnPost):
        services.appoint(user, role=Role.SECURITY_ADMIN, division=None, by=user, at=MONDAY, on=MONDAY.date())
    with pytest.raises(services.OwnPost):
        services.end_post(user.posts.get(), by=user, at=MONDAY, on=MONDAY.date(), reason="x")
    with pytest.raises(services.OwnPost):
        services.set_active(user, is_active=False, by=user, at=MONDAY, reason="x")


def test_a_post_that_handles_cases_needs_a_region() -> None:
    user = officer(Role.COUNTY_OFFICER, "440204")

    with pytest.raises(services.RegionMissing):
        services.appoint(
            user, role=Role.TOWNSHIP_OFFICER, division=None, by=SYSTEM, at=MONDAY, on=MONDAY.date()
        )


def test_every_change_of_an_account_has_its_audit_entry() -> None:
    user = officer(Role.COUNTY_OFFICER, "440204")
    services.change_password(user, old=PASSWORD, new="another-long-phrase", at=MONDAY)
    services.reset_password(user, by=SYSTEM, at=MONDAY, reason="忘记")
    services.set_active(user, is_active=False, by=SYSTEM, at=MONDAY, reason="离职")
    services.end_post(user.posts.get(), by=SYSTEM, at=MONDAY, on=MONDAY.date(), reason="离职")

    actions = list(
        Entry.objects.filter(subject_id=str(user.pk)).order_by("pk").values_list("action", flat=True)
    )

    assert sorted(actions) == sorted(
        [
            "accounts.user_created",
            "accounts.appointed",
            "accounts.password_changed",
            "accounts.password_reset",
            "accounts.user_closed",
            "accounts.post_ended",
        ]
    )


def test_a_reset_gives_a_random_password_that_must_be_changed() -> None:
    user = officer(Role.COUNTY_OFFICER, "440204")

    fresh = services.reset_password(user, by=SYSTEM, at=MONDAY, reason="忘记")

    assert user.check_password(fresh)
    assert user.must_change_password
    assert fresh != services.reset_password(user, by=SYSTEM, at=MONDAY, reason="忘记")


def test_posts_covering_a_village_come_nearest_first() -> None:
    officer(Role.TOWNSHIP_OFFICER, "440204101", username="near")
    officer(Role.TOWNSHIP_OFFICER, "440204102", username="beside")
    far = officer(Role.COUNTY_OFFICER, "440204", username="far")
    services.appoint(
        far, role=Role.TOWNSHIP_OFFICER, division=division("440204"), by=SYSTEM, at=MONDAY, on=LONG_AGO
    )

    posts = selectors.posts_covering("440204101201", Role.TOWNSHIP_OFFICER, MONDAY.date())

    assert [post.user.username for post in posts] == ["near", "far"]


def test_users_are_seen_inside_the_scope_only() -> None:
    ours = officer(Role.COUNTY_OFFICER, "440204")
    officer(Role.COUNTY_OFFICER, "371521")

    assert list(selectors.users_within(Scope.of(["4402"]))) == [ours]


def test_a_one_time_code_opens_the_door_once() -> None:
    user = officer(Role.COUNTY_OFFICER, "440204")
    secret = totp.new_secret()
    first, second = (totp.code_at(secret, totp.step_at(MONDAY) + step) for step in (0, 1))
    services.bind_second_factor(user, secret=secret, code=first, real_at=MONDAY, at=MONDAY)

    with pytest.raises(services.WrongCode):
        services.use_code(user, code=first, real_at=MONDAY)
    assert services.use_code(user, code=second, real_at=MONDAY).pk == user.pk


def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B, cut to six digits: the secret is "12345678901234567890"
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert [totp.code_at(secret, at // 30) for at in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]
