"""Says what papers and notices may be about: each module declares its things, the assembly collects them.

A module that keeps something about things above it knows a kind and a key; whether a reader may see the
thing is asked here and answered by the module that owns it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from doudi.common.access import Access
from doudi.common.kit import Text
from doudi.common.scope import Scope


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of thing with papers; `find` names the selector of those a scope covers, each with a division.

    `page` is the address by name, `sees` and `writes` the permissions to look at and to add to one.
    """

    code: str
    title: Text
    find: str
    page: str
    sees: str
    writes: str


@cache
def subject_kinds() -> Mapping[str, SubjectKind]:
    """Return the kinds of things by code."""
    return {kind.code: kind for kind in import_string(settings.SUBJECT_KINDS)}


def subject_seen(access: Access, kind: str, key: str, *, to_write: bool = False) -> Any:  # noqa: ANN401
    """Return the thing if the reader may see it, or add to it; else None, as for one that is not there."""
    known = subject_kinds().get(kind)
    if known is None or not access.may(known.writes if to_write else known.sees) or not key.isdigit():
        return None
    find: Callable[[Scope], QuerySet[Any]] = import_string(known.find)
    return find(access.scope).filter(pk=int(key)).first()


def address_of(kind: str, key: str) -> str:
    """Return where a thing is shown."""
    return reverse(subject_kinds()[kind].page, args=[int(key)])
