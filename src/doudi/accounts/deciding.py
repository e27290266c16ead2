"""The four eyes of every decision: another natural person decides, on exactly what the first one saw.

One person with two accounts is one person. Who somebody is, is known by the identity number an account was
opened with; where it is not known of both, nobody can say that they are two, and nothing is decided.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from doudi.accounts.models import User
from doudi.common.problems import Refusal


class PersonUnknown(Refusal):
    """An account's identity number is not registered, so nobody can say that two people decide."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”的账号还没有登记身份证号，认不出提出的人和决定的人是不是同一个人。"
            "请系统管理员在“用户与岗位”登记后再办。"
        )


def are_one_person(one: User, other: User) -> bool | None:
    """Say whether two accounts are one natural person's; None when an identity number is missing.

    The same account or the same phone is one person's, whatever else is unknown.
    """
    if one.pk == other.pk or (one.phone and one.phone == other.phone):
        return True
    if not one.person_key or not other.person_key:
        return None
    return one.person_key == other.person_key


def check_second(first: User, second: User, *, otherwise: Callable[[], Refusal]) -> None:
    """Raise `otherwise` when both are one person, and PersonUnknown when that cannot be told."""
    is_one = are_one_person(first, second)
    if is_one:
        raise otherwise()
    if is_one is None:
        raise PersonUnknown(next(each.name for each in (first, second) if not each.person_key))


def digest_of(seen: object) -> str:
    """Return the digest of what is decided on: 64 hexadecimal digits, the same for equal JSON values."""
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def check_unchanged(then: str, now: str, *, otherwise: Callable[[], Refusal]) -> None:
    """Raise `otherwise` when what the first person saw is no longer what the second decides on."""
    if then != now:
        raise otherwise()
