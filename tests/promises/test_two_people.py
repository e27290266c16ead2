"""P10: nobody makes and checks the same thing, with one account or with two, wherever two people decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

import doudi
from doudi.accounts.deciding import PersonUnknown
from doudi.accounts.models import User
from doudi.common.problems import Refusal
from tests.promises.decisions import PLACES, Decide, Waiting
from tools.devkit.figures import Figures

ALLOWED, ONE_PERSON, UNKNOWN = "allowed", "one person", "unknown"
SOURCE = Path(doudi.__file__).parent


def apart(maker: User, checker: User) -> User:
    """Leave two accounts of two people."""
    return checker


def the_same(maker: User, checker: User) -> User:
    """Let the maker decide with the account it was made with."""
    return maker


def second_account(maker: User, checker: User) -> User:
    """Let both accounts be opened with one identity number."""
    checker.person_key = maker.person_key
    return checker


def one_phone(maker: User, checker: User) -> User:
    """Let both accounts have one phone, whatever their numbers."""
    maker.phone = checker.phone = "13800000001"
    return checker


def one_phone_unknown(maker: User, checker: User) -> User:
    """Let both have one phone and no number."""
    maker.person_key = checker.person_key = ""
    return one_phone(maker, checker)


def maker_unknown(maker: User, checker: User) -> User:
    """Let nobody know who made it."""
    maker.person_key = ""
    return checker


def checker_unknown(maker: User, checker: User) -> User:
    """Let nobody know who decides."""
    checker.person_key = ""
    return checker


def both_unknown(maker: User, checker: User) -> User:
    """Let nobody know either."""
    maker.person_key = ""
    return checker_unknown(maker, checker)


PAIRS: Mapping[Callable[[User, User], User], str] = {
    apart: ALLOWED,
    the_same: ONE_PERSON,
    second_account: ONE_PERSON,
    one_phone: ONE_PERSON,
    one_phone_unknown: ONE_PERSON,
    maker_unknown: UNKNOWN,
    checker_unknown: UNKNOWN,
    both_unknown: UNKNOWN,
}


def answer_to(pair: Callable[[User, User], User], waiting: Waiting, decide: Decide) -> str:
    """Return how a decision by one pair of accounts ended; nothing of it stays."""
    with transaction.atomic():
        maker, checker = (User.objects.get(pk=each.pk) for each in (waiting.maker, waiting.checker))
        who = pair(maker, checker)
        for each in (maker, checker):
            each.save(update_fields=["phone", "person_key"])
        try:
            decide(who)
            said = ALLOWED
        except PersonUnknown:
            said = UNKNOWN
        except Refusal:
            said = ONE_PERSON
        transaction.set_rollback(True)
    return said


@pytest.mark.django_db
@pytest.mark.promise("P10")
@pytest.mark.parametrize("place", PLACES)
def test_no_pair_of_accounts_of_one_person_decides_what_one_of_them_made(
    place: str, settings: Settings, tmp_path: Path, figures: Figures
) -> None:
    waiting = PLACES[place](settings, tmp_path)
    answers = {
        (way, pair.__name__): (answer_to(pair, waiting, decide), expected)
        for way, decide in waiting.ways.items()
        for pair, expected in PAIRS.items()
    }
    wrong = {key: answer for key, answer in answers.items() if answer[0] != answer[1]}
    figures.say(violations=len(wrong), of=len(answers), places=1, ways=len(waiting.ways), pairs=len(PAIRS))

    assert wrong == {}


def test_every_place_where_two_people_decide_is_among_those_that_are_tried() -> None:
    calls = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "/tests/" not in path.as_posix()
        and re.search(r"^ +check_second\(", path.read_text(), re.MULTILINE)
    }

    assert calls == set(PLACES)
