"""Divisions with the people who work there."""

from datetime import UTC, date, datetime

from django.test import Client

from doudi.accounts import services
from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.audit.actors import SYSTEM
from doudi.config.made_up import made_up_number
from doudi.regions.models import Division

MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
LONG_AGO = date(2024, 1, 1)
PASSWORD = "roof-over-every-head"
BACKEND = "doudi.accounts.backends.PasswordBackend"
CODES = {
    "44": ("广东省", "PROVINCE"),
    "4402": ("韶关市", "CITY"),
    "440204": ("浈江区", "COUNTY"),
    "440204101": ("新韶镇", "TOWNSHIP"),
    "440204102": ("乐园镇", "TOWNSHIP"),
    "440204101201": ("陈江村村民委员会", "VILLAGE"),
    "350505": ("泉港区", "COUNTY"),
    "371521": ("阳谷县", "COUNTY"),
    "371521100": ("博济桥街道", "TOWNSHIP"),
}
_ABOVE = {"4402": "44", "440204": "4402", "440204101": "440204", "440204102": "440204"} | {
    "440204101201": "440204101",
    "371521100": "371521",
}


def division(code: str) -> Division:
    """Return a division together with those above it."""
    name, level = CODES[code]
    above = division(_ABOVE[code]) if code in _ABOVE else None
    made, _ = Division.objects.get_or_create(
        code=code, defaults={"name": name, "level": level, "parent": above, "valid_from": date(2023, 6, 30)}
    )
    return made


def officer(role: Role, code: str = "", *, username: str = "", name: str = "李敏") -> User:
    """Return a person who holds one post since long ago and has a password of their own."""
    user = services.create_user(
        username=username or f"{role.lower().replace('_', '-')}.{code or 'all'}",
        name=name,
        password=PASSWORD,
        number=made_up_number(User.objects.count()),
        by=SYSTEM,
        at=MONDAY,
        must_change=False,
    )
    place = division(code) if code else None
    services.appoint(user, role=role, division=place, by=SYSTEM, at=MONDAY, on=LONG_AGO)
    return user


def browser_of(user: User) -> Client:
    """Return a browser in which this person is logged in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
