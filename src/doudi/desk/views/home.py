"""Shows the desk's home: the month's equation, what waits for the reader, what is due."""

from django.http import HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.charts import bars
from doudi.common.kit import steps_of
from doudi.desk.selectors import (
    STAGES,
    files_of,
    month_desk,
    months_missed,
    plans_behind,
    todos_of,
)
from doudi.exchange.states import BatchState

_LINES_SHOWN = 12


@requires("desk.view_home")
def home(request: OfficerRequest) -> HttpResponse:
    """Show the equation of the division and month in focus, and the reader's to-dos."""
    if not request.access.may("monitoring.view_ledger"):
        todos = todos_of(request.access, request.focus, None, on=clock.today())
        return render(request, "desk/home_without_cases.html", {"access": request.access, "todos": todos})
    today = clock.today()
    desk = month_desk(request.focus, on=today)
    files = files_of(request.access, request.focus)
    missing = [file for file in files if file.state != BatchState.PUBLISHED]
    may_end_month = any(request.access.may(f"monitoring.{step}_month") for step in ("submit", "close"))
    context = {
        "desk": desk,
        "lines": desk.lines[:_LINES_SHOWN] if desk else [],
        "stages": list(steps_of(STAGES, desk.stage if desk else 0, undone={0} if missing else ())),
        "todos": todos_of(request.access, request.focus, desk, on=today),
        "chart": bars(desk.by_rule, unit="条") if desk and desk.by_rule else None,
        "files": files,
        "missing": missing,
        "missed": months_missed(request.access, request.focus, on=today),
        "behind": plans_behind(request.access, request.focus, on=today),
        "arrived": len(files) - len(missing),
        "month_action": "去月结" if may_end_month else "看各级明细",
        "may_upload": request.access.may("exchange.upload_file"),
    }
    return render(request, "desk/home.html", context)
