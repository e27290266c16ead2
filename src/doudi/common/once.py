"""Lets an act that is sent twice be done once: a double click, a lost answer, a client that tries again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django import forms
from django.db import connection
from django.http import HttpRequest, QueryDict

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
