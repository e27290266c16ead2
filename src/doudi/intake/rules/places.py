"""Say to which place a check is sent when somebody is registered in one place and lives in another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A place as a list or a file says it: a code, '' for unknown; or known to lie outside the county."""

    code: str = ""
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a check goes: `to` a division of the county, '' where it is none of the county's.

    `told` is the other place in the county that hears of it.
    """

    to: str
    told: str = ""


def sent_to(region: str, *, home: Said, hukou: Said, to_residence: bool) -> Sent:
    """Return where a check goes; the other place is asked where the first one is unknown or elsewhere.

    What lies nowhere in the county, and is known to, is not the county's; what nobody knows stays with the
    county, which finds the village.
    """
    first, second = (home, hukou) if to_residence else (hukou, home)
    if first.code:
        return Sent(first.code, second.code if _apart(first.code, second.code) else "")
    if second.code:
        return Sent(second.code)
    if first.is_elsewhere or second.is_elsewhere:
        return Sent("")
    return Sent(region)


def _apart(one: str, other: str) -> bool:
    """Say whether two places are known to be two: neither lies in the other."""
    return bool(other) and not one.startswith(other) and not other.startswith(one)
