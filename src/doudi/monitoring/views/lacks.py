"""Says what a rule lacked to be compared, each with the page where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from doudi.common.access import OfficerRequest
from doudi.exchange.catalogue import shapes
from doudi.matching.catalogue import Rule
from doudi.matching.shapes import EMPTY, PARAMETERS_UNSET, source_of_view
from doudi.matching.wording import view_title


@dataclass(frozen=True, slots=True)
class Lack:
    """One list or number that is missing or empty, and where to go for it."""

    text: str
    address: str = ""


def lacks_of(request: OfficerRequest, rule: Rule, skipped: str, empty: str) -> list[Lack]:
    """Return what stood in a rule's way, or which of its lists held nobody; nothing when it ran in full."""
    why, _, named = skipped.rpartition(":")
    if why == PARAMETERS_UNSET or named == PARAMETERS_UNSET:
        return [_number(request, rule, name) for name in named.split(",") if name in rule.parameters] or [
            Lack("本地标准还没有设定")
        ]
    nobody = named if why == EMPTY else empty
    if nobody:
        return [_list(request, view, "名单是空的") for view in nobody.split(",")]
    return [_list(request, view, "缺少") for view in named.split(",") if view]


def _list(request: OfficerRequest, view: str, why: str) -> Lack:
    address = ""
    if request.access.may("exchange.view_batches"):
        wanted = urlencode({"months": "all", "source": source_of_view(view)})
        address = f"{reverse('exchange:batches')}?{wanted}"
    return Lack(f"{why}：{view_title(view, shapes())}", address)


def _number(request: OfficerRequest, rule: Rule, name: str) -> Lack:
    parameter = rule.parameters[name]
    address = ""
    if parameter.source and request.access.may("rulebook.view_rules"):
        region = urlencode({"region": request.focus.region[:6]})
        address = f"{reverse('rulebook:value', args=[parameter.source])}?{region}"
    return Lack(f"本地标准还没有设定：{parameter.title}", address)
