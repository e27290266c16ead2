"""Keeps what the accounts of a list end in, as keyed digests."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from doudi.common.inserting import insert_rows
from doudi.common.keys import ring
from doudi.kernel.tokens import Token, digest_tokens
from doudi.registry.models import AccountEnd
from doudi.registry.rules.listing import ListedPerson
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.finding import END, END_LENGTHS


def keep_account_ends(people: Iterable[ListedPerson]) -> None:
    """Keep the ends of accounts that no list gave before."""
    ends = {line.account: line.account_end for line in people if line.account and line.account_end}
    known = {
        Token(*each)
        for part in chunks({account.low for account in ends})
        for each in AccountEnd.objects.filter(account_low__in=part).values_list("account_high", "account_low")
    }
    new = {account: end for account, end in ends.items() if account not in known}
    digests = [
        digest_tokens(ring().token, END, pa.array([end[-length:] for end in new.values()], pa.string()))[0]
        for length in END_LENGTHS
    ]
    columns = zip(*(column.to_pylist() for column in digests), strict=True)
    insert_rows(
        AccountEnd(
            account_high=account.high,
            account_low=account.low,
            **dict(zip(("last_4", "last_5", "last_6"), last, strict=True)),
        )
        for account, last in zip(new, columns, strict=True)
    )
