"""What surrounds every page: the side bar, the posts to switch between, the division and month in focus."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse

from doudi.common import clock
from doudi.common.access import Access, OfficerRequest
from doudi.common.scope import Scope
from doudi.config.menu import MENU, Item
from doudi.kernel.dates import Period
from doudi.regions.selectors import division_names

Answer = Callable[[HttpRequest], HttpResponseBase]

REGION, PERIOD = "region", "period"
_QUICK_ITEMS = 4
_NEEDS_FOCUS = ("monitoring.view_results", "exchange.view_batches")
_PERIODS_OFFERED = 13


@dataclass(frozen=True)
class ShellFocus:
    """The division and month the person is looking at; both come from the session, checked each time."""

    access: Access
    chosen_region: str
    period: Period

    @cached_property
    def region(self) -> str:
        """The division chosen, or the post's own when nothing valid was chosen."""
        if self.chosen_region and self.access.scope.covers(self.chosen_region):
            return self.chosen_region
        return self.access.scope.prefixes[0] if self.access.scope.prefixes else ""

    @cached_property
    def region_name(self) -> str:
        """The division's name."""
        return division_names([self.region]).get(self.region, "") if self.region else ""

    @cached_property
    def scope(self) -> Scope:
        """The part of the scope inside the division in focus."""
        return self.access.scope.within(self.region)


def focus(
    get_response: Answer,
) -> Answer:
    """Set request.focus; the month is last month unless another was chosen."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        officer = cast(OfficerRequest, request)
        officer.focus = _focus_of(officer)
        return get_response(request)

    return middleware


def _focus_of(request: OfficerRequest) -> ShellFocus:
    return ShellFocus(
        access=request.access,
        chosen_region=request.session.get(REGION, ""),
        period=_period(request.session.get(PERIOD, "")),
    )


def _period(text: str) -> Period:
    return Period.parse(text) if text else Period.parse(f"{clock.today():%Y-%m}").previous()


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the side bar and the bar on top; nothing for somebody who is not logged in."""
    officer = cast(OfficerRequest, request)
    if not hasattr(request, "focus") or not officer.access.user.is_authenticated:
        return {"shell": None}
    return {"shell": {"access": officer.access, "focus": officer.focus, **_about(officer)}}


def _menu(request: OfficerRequest) -> list[dict[str, Any]]:
    groups = []
    for group in MENU:
        lines = [_line(item, request.path) for item in group.items if request.access.may(item.permission)]
        if shown := [line for line in lines if line["address"]]:
            groups.append({"label": group.label, "items": shown})
    return groups


def _line(item: Item, path: str) -> dict[str, Any]:
    active = any(path == prefix if prefix == "/" else path.startswith(prefix) for prefix in item.prefixes)
    return {"label": item.label, "icon": item.icon, "address": _address(item.page), "active": active}


def _address(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def _about(request: OfficerRequest) -> dict[str, Any]:
    groups = _menu(request)
    return {
        "menu": groups,
        "quick": _quick(groups),
        "periods": _periods(),
        "now": clock.now(),
        "has_focus": any(request.access.may(permission) for permission in _NEEDS_FOCUS),
    }


def _quick(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for group in groups for item in group["items"]][:_QUICK_ITEMS]


def _periods() -> list[Period]:
    periods = [Period.of(clock.today())]
    while len(periods) < _PERIODS_OFFERED:
        periods.append(periods[-1].previous())
    return periods
