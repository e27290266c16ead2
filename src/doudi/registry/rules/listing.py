"""Says what one month's list (名册) of a programme tells the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from doudi.kernel.dates import Period
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.kernel.tokens import Token


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One person on one programme's list; `row` is the row of the batch that says so.

    `amount_fen` is what the person gets this month; `sealed_number` is the identity number under seal.
    `account_end` are the account's last six digits; they are stored as keyed digests only.
    """

    row: int
    programme: str
    token: Token
    sealed_number: str
    name: str
    born_on: date
    sex: str
    division: str
    household_number: str = ""
    relation: str = ""
    category: str = ""
    amount_fen: int | None = None
    account: Token | None = None
    started_on: date | None = None
    labour: str = ""
    stable_work: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    account_end: str = field(default="", repr=False)
    former: Token | None = None
    former_names: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, int, int]:
        """Return what makes two rows the same line: programme and person."""
        return (self.programme, self.token.high, self.token.low)


@dataclass(frozen=True, slots=True)
class Listing:
    """All people one source lists in one region and month; whoever is not on it is off it.

    A list that is not whole is one of several parts: it speaks only for the townships its rows name.
    """

    source: str
    region: str
    period: Period
    batch: str
    people: Sequence[ListedPerson]
    whole: bool = True

    @property
    def townships(self) -> list[str]:
        """Return the townships that rows of a part name; none for a whole list."""
        named = {line.division[:TOWNSHIP_DIGITS] for line in self.people}
        return [] if self.whole else sorted(place for place in named if len(place) == TOWNSHIP_DIGITS)


WATCHED_CLASSES = frozenset({"UNSTABLE", "MARGINAL", "SUDDEN", "NOT_LIFTED"})
"""Classes of the poverty register that are monitored; families lifted out and stable are not."""

RISK_REMOVED = "REMOVED"
"""The class of a family whose risk was removed (风险消除): still on the register, no longer monitored."""


def class_in(line: ListedPerson, period: Period) -> str:
    """Return a line's category in a month: a risk removed by its end is no longer monitored."""
    removed_on = line.attributes.get("removed_on")
    # a row that gives no class but says that the risk is gone must not leave the last class standing
    if line.category not in {*WATCHED_CLASSES, ""}:
        return line.category
    if removed_on:
        return RISK_REMOVED if date.fromisoformat(removed_on) <= period.last_day else line.category
    return RISK_REMOVED if line.attributes.get("risk_removed") == "YES" else line.category


@dataclass(frozen=True, slots=True)
class ListEffect:
    """What publishing a list changed; listed = unchanged + opened + changed + repeated."""

    listed: int
    new_people: int
    opened: int
    changed: int
    closed: int
    unchanged: int
    repeated: int
    disputed: int
