"""Says in Chinese what went wrong and what to do."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.common.busy import is_busy

SOON = 60
"""After how many seconds it is worth trying again."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page or thing, in the same words whether it exists elsewhere or not."""
    return render(request, "desk/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the post in use does not open this page, and what to do."""
    return render(request, "desk/403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be read, or that the busy database could not keep the session."""
    if is_busy(exception):
        return busy(request)
    return render(request, "desk/400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, or that another act holds the database, without asking it for anything."""
    if is_busy(sys.exception()):
        return busy(request)
    return render(request, "desk/500.html", status=500)


def busy(request: HttpRequest) -> HttpResponse:
    """Say that somebody else's long act is being written, and when to try again."""
    answer = render(request, "desk/busy.html", status=503)
    answer["Retry-After"] = str(SOON)
    return answer


def csrf_failed(request: HttpRequest, reason: str = "", **_: object) -> HttpResponse:
    """Say that the form was open too long."""
    return render(request, "desk/csrf.html", status=403)
