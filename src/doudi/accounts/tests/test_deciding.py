"""One person is one person, however many accounts; nobody decides who cannot be told from who asked."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.test import Client

from doudi.accounts import services
from doudi.accounts.deciding import PersonUnknown, are_one_person, check_second, check_unchanged, digest_of
from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, PASSWORD, browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.problems import Refusal
from doudi.config.made_up import made_up_number

pytestmark = pytest.mark.django_db
MINE, YOURS = made_up_number(5), made_up_number(6)


class Same(Refusal):
    """Both are one person."""

    def __init__(self) -> None:
        super().__init__("同一个人")


class Changed(Refusal):
    """It is no longer what it was."""

    def __init__(self) -> None:
        super().__init__("变了")


def account(username: str, number: str = "", phone: str = "") -> User:
    return services.create_user(
        username=username, name="李敏", password=PASSWORD, number=number, phone=phone, by=SYSTEM, at=MONDAY
    )


def test_two_accounts_of_one_number_are_one_person_however_the_number_is_written() -> None:
    one, other = account("limin", MINE), account("limin.2", f" {MINE[:6]} {MINE[6:].lower()}")
    stranger = account("zhang", YOURS)

    assert are_one_person(one, one) is True
    assert are_one_person(one, other) is True
    assert are_one_person(one, stranger) is False
    with pytest.raises(Same):
        check_second(one, other, otherwise=Same)
    check_second(one, stranger, otherwise=Same)


def test_who_is_not_known_decides_nothing_and_is_no_excuse_for_oneself() -> None:
    known, unknown = account("limin", MINE), account("wang")

    assert are_one_person(known, unknown) is None
    for first, second in ((known, unknown), (unknown, known)):
        with pytest.raises(PersonUnknown, match="还没有登记身份证号"):
            check_second(first, second, otherwise=Same)
    with pytest.raises(Same):
        check_second(unknown, unknown, otherwise=Same)
    assert are_one_person(account("a1", phone="13800000001"), account("a2", phone="13800000001")) is True


@pytest.mark.parametrize("wrong", ["123", f"{MINE[:17]}{'0' if MINE[17] != '0' else '1'}", "440204", "待定"])
def test_a_number_that_is_none_opens_no_account(wrong: str) -> None:
    with pytest.raises(services.NumberNotValid, match="身份证号不对"):
        account("limin", wrong)
    assert not User.objects.filter(username="limin").exists()


def test_a_number_is_sealed_shown_nowhere_and_changed_with_a_reason_only() -> None:
    admin = officer(Role.SYSTEM_ADMIN)
    user = account("limin")
    client = browser_of(admin)
    page = client.get(f"/users/{user.pk}/").content.decode()
    assert "没有登记" in page

    assert client.post(f"/users/{user.pk}/number/", {"number": "440204"}).status_code == 400
    assert client.post(f"/users/{user.pk}/number/", {"number": MINE}).status_code == 302
    user.refresh_from_db()
    assert user.number == MINE
    assert MINE not in client.get(f"/users/{user.pk}/").content.decode()
    again = client.post(f"/users/{user.pk}/number/", {"number": YOURS})
    assert again.status_code == 400
    assert "要改请写明理由" in again.content.decode()
    assert (
        client.post(f"/users/{user.pk}/number/", {"number": YOURS, "reason": "登记时录错"}).status_code == 302
    )

    told = Entry.objects.filter(action="accounts.number_registered", subject_id=str(user.pk))
    assert told.count() == 2
    assert all(MINE not in entry.details and YOURS not in entry.details for entry in told)
    guard = browser_of(officer(Role.SECURITY_ADMIN))
    assert guard.post(f"/users/{user.pk}/number/", {"number": MINE, "reason": "试"}).status_code == 404


def test_the_command_reads_the_number_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    account("limin")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{MINE}\n"))
    call_command("register_number", "limin")
    assert User.objects.get(username="limin").number == MINE
    for asked, told in ((["limin"], "--reason"), (["nobody"], "没有用户 nobody")):
        with pytest.raises(SystemExit):
            call_command("register_number", *asked)
        assert told in capsys.readouterr().err


def test_the_form_opens_no_account_without_a_number() -> None:
    client: Client = browser_of(officer(Role.SYSTEM_ADMIN))

    assert client.post("/users/new/", {"username": "chen", "name": "陈"}).status_code == 400
    assert client.post("/users/new/", {"username": "chen", "name": "陈", "number": MINE}).status_code == 200
    assert User.objects.get(username="chen").person_key


def test_what_is_decided_on_is_what_was_seen() -> None:
    seen = {"people": [1, 2], "at": MONDAY}

    assert digest_of(seen) == digest_of({"at": MONDAY, "people": [1, 2]})
    check_unchanged(digest_of(seen), digest_of(dict(seen)), otherwise=Changed)
    with pytest.raises(Changed):
        check_unchanged(digest_of(seen), digest_of({**seen, "people": [2, 1]}), otherwise=Changed)
