"""Guards around every request: health for the watchdog, size limits, refusals said in Chinese."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from doudi.common.access import OfficerRequest
from doudi.common.keys import KeysMissing, ring
from doudi.common.problems import Refusal

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


class SayRefusals:
    """Turn a Refusal that no view caught into its sentence: a toast for htmx, else a page with a way back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: OfficerRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception to Django."""
        if not isinstance(exception, Refusal):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse(exception.as_json(), status=exception.status)
        if request.htmx:
            messages.error(request, exception.sentence)
            return render(request, "common/_toasts.html", status=exception.status)
        return render(request, "common/refused.html", {"refusal": exception}, status=exception.status)
