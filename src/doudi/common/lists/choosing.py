"""Takes which rows of a list somebody chose: those ticked, or all that match – the ones that were seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from doudi.common.access import OfficerRequest
from doudi.common.lists.asking import Asked, asked_of
from doudi.common.lists.declaring import Listing
from doudi.common.problems import Refusal

AT_ONCE = 500
"""How many rows one act takes on at most."""


class ListChangedMeanwhile(Refusal):
    """What matches the filter is no longer what was seen when “all” was ticked."""

    def __init__(self) -> None:
        super().__init__(_("符合条件的在您看过之后变了，一件也没有办。请看过现在的列表再办。"))


class TooManyChosen(Refusal):
    """More rows are chosen than one act takes on."""

    def __init__(self) -> None:
        super().__init__(_("一次最多办 %(most)s 件，请先筛选，分几次办。") % {"most": AT_ONCE})


class NothingChosen(Refusal):
    """Nothing is ticked."""

    def __init__(self) -> None:
        super().__init__(_("请先勾选要办的。"))


def all_keys(asked: Asked) -> list[Any] | None:
    """Return the keys of all rows that match; None when there are more than one act takes on."""
    keys = list(asked.rows().order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    return keys if len(keys) <= AT_ONCE else None


def seen(keys: Sequence[Any]) -> str:
    """Return the mark of a set of rows: another set has another one."""
    return hashlib.sha256(",".join(str(key) for key in sorted(keys)).encode()).hexdigest()[:32]


def chosen_keys(request: OfficerRequest, listing: Listing) -> list[Any]:
    """Return the keys of the rows an act is about; refuse none, too many, and a set other than the one seen.

    Ticked keys come as they were sent: whether each lies within the reader's scope is the act's to ask.
    """
    if request.POST.get("all"):
        keys = all_keys(asked_of(request, listing))
        if keys is None:
            raise TooManyChosen
        if seen(keys) != request.POST.get("seen"):
            raise ListChangedMeanwhile
    else:
        sent = request.POST.getlist(listing.choose)
        keys = sorted({int(key) for key in sent if key.isascii() and key.isdigit() and len(key) < 19})
    if len(keys) > AT_ONCE:
        raise TooManyChosen
    if not keys:
        raise NothingChosen
    return keys
