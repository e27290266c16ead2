"""Lists with plausible people on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from doudi.common.keys import ring
from doudi.kernel.dates import Period
from doudi.kernel.identity import born_on, check_digit, sex_of
from doudi.kernel.sealing import seal_text
from doudi.kernel.tokens import token_of
from doudi.registry.rules.listing import ListedPerson, Listing

COUNTY = "440204"
VILLAGE = "440204102200"
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
OCTOBER = Period.parse("2026-10")


def number(order: int, born: date = date(1960, 5, 17)) -> str:
    """Return the number of a made-up person of the county."""
    first17 = f"{COUNTY}{born:%Y%m%d}{order:03d}"
    return first17 + check_digit(first17)


def listed(order: int, name: str = "陈大文", **facts: Any) -> ListedPerson:
    """Return a line of a dibao list; `order` makes the person."""
    identity = number(order, facts.pop("born", date(1960, 5, 17)))
    line: dict[str, Any] = {
        "row": order,
        "programme": "DIBAO",
        "token": token_of(ring().token, identity),
        "sealed_number": seal_text(ring().seal, identity),
        "name": name,
        "born_on": born_on(identity),
        "sex": sex_of(identity),
        "division": VILLAGE,
        "category": "RURAL",
        "amount_fen": 45000,
    }
    return ListedPerson(**line | facts)


def listing(
    people: Sequence[ListedPerson],
    *,
    batch: int = 1,
    period: Period = OCTOBER,
    source: str = "dibao",
    region: str = COUNTY,
) -> Listing:
    """Return a list of one month; `batch` numbers the file."""
    return Listing(
        source=source,
        region=region,
        period=period,
        batch=f"00000000-0000-4000-8000-{batch:012d}",
        people=people,
    )
