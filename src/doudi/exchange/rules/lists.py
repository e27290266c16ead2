"""Make the lines of a programme's list out of a roster batch's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from doudi.exchange.rules.sources import ListingRule, Source
from doudi.kernel.tokens import Token
from doudi.registry.rules.listing import ListedPerson

Row = Mapping[str, Any]


def listed_people(
    source: Source, rows: Iterator[tuple[Row, Row]], seal: Callable[[str], str]
) -> Iterator[ListedPerson]:
    """Yield a line for each programme a row names; `rows` pairs a batch's row with its sidecar.

    One row of the disability subsidies may stand on two lists, living and nursing.
    """
    for row, private in rows:
        sealed = ""
        for rule in source.listing:
            if not _applies(rule, row):
                continue
            sealed = sealed or seal(private["number"])
            yield _line(rule, row, private, sealed)


def _applies(rule: ListingRule, row: Row) -> bool:
    if rule.when_column and row.get(rule.when_column) != rule.when_is:
        return False
    return not rule.needs_amount or bool(row.get(rule.amount))


def _line(rule: ListingRule, row: Row, private: Row, sealed: str) -> ListedPerson:
    return ListedPerson(
        row=row["row"],
        programme=rule.programme,
        token=Token(row["token_high"], row["token_low"]),
        sealed_number=sealed,
        name=_name(private.get("name")),
        born_on=row["born_on"],
        sex=row["sex"],
        division=row["division"] or "",
        household_number=row.get("household_number") or "",
        relation=row.get("relation") or "",
        category=row.get(rule.category) or "" if rule.category else "",
        amount_fen=row.get(rule.amount) if rule.amount else None,
        account=_account(row),
        started_on=row.get(rule.started),
        labour=row.get("labour") or "",
        stable_work=row.get("stable_work") or "",
        attributes={name: _text(row[name]) for name in rule.attributes if row.get(name) is not None},
    )


def _name(written: str | None) -> str:
    """Return a name as people write it: spread letters (张  三) drawn together, Latin words left apart."""
    parts = (written or "").split()
    return (" " if any(part.isascii() for part in parts) else "").join(parts)


def _account(row: Row) -> Token | None:
    high, low = row.get("account_high"), row.get("account_low")
    return Token(high, low) if high is not None and low is not None else None


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
