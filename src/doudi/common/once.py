"""Lets an act that is sent twice be done once: a double click, a lost answer, a client that tries again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4

from django import forms
from django.db import connection, transaction
from django.http import HttpRequest, QueryDict

from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.meanwhile import refused_when_taken
from doudi.common.models import DoneOnce
from doudi.common.problems import Refusal
from doudi.common.rows import NotInOneTransaction

FIELD = "once"
HEADER = "Idempotency-Key"


class DoneBefore(Refusal):
    """The same act was sent before and is done."""

    def __init__(self) -> None:
        super().__init__("这一次刚才已经登记好了，没有重复登记。要再登记一次，请重新打开页面填写。")


class KeyNotReadable(Refusal):
    """What should be a key is none, so nobody could tell a second sending from a first."""

    def __init__(self) -> None:
        super().__init__("办理键不是有效的 UUID。请重新打开页面再办。", field=FIELD)


class OnceField(forms.UUIDField):
    """A hidden key drawn when a form is shown; a form shown again after a mistake keeps its key."""

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4, widget=forms.HiddenInput())


def posted(request: HttpRequest) -> QueryDict:
    """Return what was posted; a client that keeps its own keys names one in the header instead."""
    if request.method != "POST" or HEADER not in request.headers:
        return request.POST
    given = request.POST.copy()
    given[FIELD] = request.headers[HEADER]
    return given


def key_of(request: HttpRequest) -> UUID | None:
    """Return the key a request was sent with, in its header or its form; None of one that has none."""
    written = posted(request).get(FIELD)
    try:
        return UUID(written) if written else None
    except ValueError as error:
        raise KeyNotReadable from error


@contextmanager
def once(request: OfficerRequest) -> Iterator[None]:
    """Let what is done inside be done once for the key the request was sent with, in one transaction.

    Raises DoneBefore when it is done already: the page then answers as it did the first time.
    """
    with transaction.atomic():
        claim(_scope(request), key_of(request), by=request.access.user.pk, at=clock.now())
        yield


def is_done(request: OfficerRequest) -> bool:
    """Say whether a request is sent again that is done: what it was about may be out of sight by now."""
    key, by = key_of(request), request.access.user.pk
    return key is not None and DoneOnce.objects.filter(scope=_scope(request), by=by, key=key).exists()


def _scope(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else request.path


def claim(scope: str, key: UUID | None, *, by: int, at: datetime) -> None:
    """Claim an act within its transaction; refused when the same key of the same person was claimed before.

    Two at one moment: the second waits for the first. An act that fails gives its key back. Without a key an
    act is done as often as it is sent.
    """
    if not connection.in_atomic_block:
        raise NotInOneTransaction(scope)
    if key is None:
        return
    with refused_when_taken(DoneBefore):
        DoneOnce.objects.create(scope=scope, by=by, key=key, at=at)
