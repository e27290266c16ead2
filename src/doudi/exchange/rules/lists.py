"""Make the lines of a programme's list out of a roster batch's rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from doudi.kernel.names import ReadName
from doudi.kernel.tokens import Token
from doudi.recognition.accounts import account_end
from doudi.recognition.people_names import usable_name
from doudi.recognition.sources import ListingRule, Source
from doudi.registry.rules.listing import ListedPerson

Row = Mapping[str, Any]
LONGEST_REMARK = 60
SAID_BEFORE = re.compile(r"(?:曾用名|曾用姓名|原姓名|原名|又名|别名|旧名)[为是:： ]*([^,，;；、\s为是:：]+)")
SEVERAL = re.compile(r"[,，;；、/]")


def listed_people(
    source: Source, rows: Iterator[tuple[Row, Row]], seal: Callable[[str], str]
) -> Iterator[ListedPerson]:
    """Yield a line for each programme a row names; `rows` pairs a batch's row with its sidecar.

    One row of the disability subsidies may stand on two lists, living and nursing. Which rows name one at all
    is told of whole columns by `recognition.listed`.
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
    if rule.unless_column and row.get(rule.unless_column) == rule.unless_is:
        return False
    return not rule.needs_amount or bool(row.get(rule.amount))


def _line(rule: ListingRule, row: Row, private: Row, sealed: str) -> ListedPerson:
    name = usable_name(private.get("name"))
    attributes = {name: _text(row[name]) for name in rule.attributes if row.get(name) is not None}
    return ListedPerson(
        row=row["row"],
        programme=rule.programme,
        token=Token(row["token_high"], row["token_low"]),
        sealed_number=sealed,
        name=name.normal if name else "",
        born_on=row["born_on"],
        sex=row["sex"],
        division=row["division"] or "",
        household_number=row.get("household_number") or "",
        relation=row.get("relation") or "",
        category=row.get(rule.category) or "" if rule.category else "",
        amount_fen=row.get(rule.amount) if rule.amount else None,
        account=_token(row, "account"),
        account_end=account_end(_said(row, private, "account")),
        started_on=row.get(rule.started),
        labour=row.get("labour") or "",
        stable_work=row.get("stable_work") or "",
        attributes=attributes | _remarks(name),
        former=_token(row, "former_number"),
        former_names=_former_names(name, _said(row, private, "former_name")),
    )


def _said(row: Row, private: Row, column: str) -> str | None:
    """Return a keyed column's text; None where it says no more than that there is none."""
    return private.get(column) if row.get(f"{column}_high") is not None else None


def _former_names(name: ReadName | None, written: str | None) -> tuple[str, ...]:
    """Return the names a person had before: in a column of their own, or in a remark beside the name."""
    remarks = (
        [found.group(1) for remark in name.remarks for found in SAID_BEFORE.finditer(remark)] if name else []
    )
    several = SEVERAL.split(written) if written else []
    read = [usable_name(each) for each in (*several, *remarks)]
    return tuple(dict.fromkeys(each.normal for each in read if each is not None))


def _remarks(name: ReadName | None) -> dict[str, str]:
    """Return what stood beside a name, to be kept and shown apart from it."""
    remarks = (
        "、".join(remark for remark in name.remarks if remark.isalnum() or len(remark) > 1) if name else ""
    )
    return {"name_remarks": remarks[:LONGEST_REMARK]} if remarks else {}


def _token(row: Row, column: str) -> Token | None:
    high, low = row.get(f"{column}_high"), row.get(f"{column}_low")
    return Token(high, low) if high is not None and low is not None else None


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
