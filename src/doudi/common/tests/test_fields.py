import pytest
from django.core.exceptions import FieldError
from django.db import connection

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.kernel.sealing import SealBroken

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def raw(column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM accounts_user")  # noqa: S608 - the test names the column
        return str(cursor.fetchone()[0])


def test_a_sealed_value_comes_back_and_is_not_in_the_database() -> None:
    user = officer(Role.COUNTY_OFFICER, "440204")
    user.phone = "13800138000"
    user.save()

    assert User.objects.get().phone == "13800138000"
    assert "13800138000" not in raw("phone")
    assert raw("phone").startswith("sm4$")


def test_a_sealed_value_moved_to_another_column_stays_shut() -> None:
    user = officer(Role.COUNTY_OFFICER, "440204")
    user.phone = "13800138000"
    user.save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET totp_secret = phone")

    with pytest.raises(SealBroken):
        User.objects.get()


def test_a_sealed_value_cannot_be_searched() -> None:
    with pytest.raises(FieldError, match="use its token"):
        User.objects.filter(phone="13800138000").exists()


def test_a_blank_stays_blank() -> None:
    officer(Role.COUNTY_OFFICER, "440204")

    assert raw("phone") == ""
    assert User.objects.filter(phone__isnull=False).count() == 1
