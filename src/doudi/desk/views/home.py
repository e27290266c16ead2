"""Shows the desk's home: the month's equation, what waits for the reader, what is due."""

from django.http import HttpResponse
from django.shortcuts import render

from doudi.common.access import OfficerRequest, requires


@requires("desk.view_home")
def home(request: OfficerRequest) -> HttpResponse:
    """Show the equation of the division and month in focus, and the reader's to-dos."""
    return render(request, "desk/home.html", {"equation": None})
