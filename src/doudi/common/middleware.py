"""Guards around every request: health for the watchdog, size limits, refusals said in Chinese."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, IntegrityError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
    UnreadablePostError,
)
from django.shortcuts import render

from doudi.common.access import OfficerRequest
from doudi.common.keys import KeysMissing, ring
from doudi.common.meanwhile import DoneMeanwhile, was_taken
from doudi.common.problems import Refusal

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Answer = Callable[[HttpRequest], HttpResponseBase]


def healthy(get_response: Answer) -> Answer:
    """Answer /healthz (the process lives) and /readyz (database and keys are there) before anything else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            return _ready()
        return get_response(request)

    return middleware


def _ready() -> JsonResponse:
    faults = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
    except DatabaseError:
        faults.append("数据库连不上或还没有建表。")
    try:
        ring()
    except KeysMissing:
        faults.append("密钥文件不在或读不出。")
    return JsonResponse(
        {"status": "unready" if faults else "ok", "faults": faults}, status=503 if faults else 200
    )


def refuse_large_bodies(get_response: Answer) -> Answer:
    """Answer 413 to a body over the limit before one byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = request.headers.get("Content-Length") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_BYTES:
            return render(request, "common/too_large.html", {"limit": settings.UPLOAD_BYTES}, status=413)
        return get_response(request)

    return middleware


def clean_words(get_response: Answer) -> Answer:
    """Take characters that no key can type out of what is asked and sent; answer 400 to an address with one.

    A database refuses some of them (NUL), and a search never finds anything with the others.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if CONTROL.search(request.path):
            return render(request, "common/odd_address.html", status=400)
        if CONTROL.search(unquote(request.META.get("QUERY_STRING", ""))):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and _is_odd(_sent(request)):
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _sent(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except UnreadablePostError:  # whoever sent it has gone
        return QueryDict()


def _is_odd(sent: QueryDict) -> bool:
    return any(CONTROL.search(value) for _, values in sent.lists() for value in values)


def _cleaned(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        clean.setlist(CONTROL.sub("", name), [CONTROL.sub("", value) for value in values])
    clean._mutable = False
    return clean


def forbid_storing(get_response: Answer) -> Answer:
    """Let no browser keep a page: at a counter the next person presses Back after the officer has left."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Cache-Control"] = "no-store, private"
        return response

    return middleware


class SayRefusals:
    """Turn a Refusal that no view caught into its sentence: a toast for htmx, else a page with a way back.

    What somebody else put down a moment earlier is refused too: nobody is shown a fault for it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: OfficerRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception to Django."""
        if isinstance(exception, IntegrityError) and was_taken(exception):
            exception = DoneMeanwhile()
        if not isinstance(exception, Refusal):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse(exception.as_json(), status=exception.status)
        if request.htmx:
            messages.error(request, exception.sentence)
            return render(request, "common/_toasts.html", status=exception.status)
        return render(request, "common/refused.html", {"refusal": exception}, status=exception.status)
