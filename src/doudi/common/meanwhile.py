"""Two officers do the same thing at one moment: the second is told what the first has done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from doudi.common.problems import Refusal

UNIQUE_VIOLATION = "23505"


class DoneMeanwhile(Refusal):
    """Somebody else put down the same thing a moment ago; nothing was put down twice."""

    def __init__(self) -> None:
        super().__init__(
            _("刚才已经有人办了同一件事，这一次没有重复登记。请返回上一页刷新，看已有的那一条。")
        )


@contextmanager
def refused_when_taken(refusal: Callable[[], Refusal]) -> Iterator[None]:
    """Raise a refusal where a row that may be there once was put down meanwhile.

    The check before a creation cannot see what another transaction has not committed yet; the constraint
    can. What the caller did before stays: only the creation is undone.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not was_taken(error):
            raise
        raise refusal() from error


def was_taken(error: IntegrityError) -> bool:
    """Say whether what was to be there once is there already, and not something else is wrong."""
    state = getattr(error.__cause__, "sqlstate", "")
    return state == UNIQUE_VIOLATION or str(error).startswith("UNIQUE constraint failed")
