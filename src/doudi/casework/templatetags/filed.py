"""Shows the applications that came out of a record on its page, and leads from it to the counter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import template

from doudi.casework.selectors.sources import filed_lines
from doudi.common.about import subject_seen
from doudi.common.access import OfficerRequest

register = template.Library()
VIEW, HANDLE = "casework.view", "casework.handle"


@register.inclusion_tag("casework/_filed.html", takes_context=True)
def applications_from(
    context: template.Context, kind: str, key: int, household: int | None
) -> Mapping[str, object]:
    """Show what was applied for because of a record; whoever may take applications goes on to the counter."""
    request = cast(OfficerRequest, context["request"])
    may_view, may_apply = request.access.may(VIEW), request.access.may(HANDLE)
    seen = subject_seen(request.access, kind, str(key))
    return {
        "is_shown": seen is not None and (may_view or may_apply),
        "lines": filed_lines(request.access.scope, kind, str(key)) if may_view else [],
        "household": household if may_apply else None,
        "source": f"{kind}:{key}",
    }
