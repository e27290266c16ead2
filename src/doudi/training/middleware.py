"""Takes the approvals out of the access of whoever has not passed, where the county says so."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponseBase

from doudi.accounts.access import PostAccess
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.training.selectors import locked_for

Answer = Callable[[HttpRequest], HttpResponseBase]


def lock(get_response: Answer) -> Answer:
    """Narrow request.access by what is locked; pages then neither offer it nor take it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        officer = cast(OfficerRequest, request)
        found = cast(PostAccess, officer.access)
        if found.post is not None:
            officer.access = replace(found, locked=locked_for(found.post, clock.today()))
        return get_response(request)

    return middleware
