"""Shows the papers of a thing on its page, whichever module the page belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import template

from doudi.common import clock
from doudi.common.about import subject_seen
from doudi.common.access import OfficerRequest
from doudi.documents.forms import AttachmentForm
from doudi.documents.selectors import paper_lines

register = template.Library()


@register.inclusion_tag("documents/_papers.html", takes_context=True)
def papers_of(context: template.Context, kind: str, key: int) -> Mapping[str, object]:
    """Show the papers of a thing, and the form for another to whoever may add one."""
    request = cast(OfficerRequest, context["request"])
    if not request.access.may("documents.view_attachment"):
        return {"is_shown": False}
    may_attach = request.access.may("documents.attach")
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "is_shown": True,
        "kind": kind,
        "key": key,
        "lines": paper_lines(request.access, kind, str(key), on=clock.today()),
        "form": AttachmentForm(prefix=None),
        "may_attach": may_attach and subject_seen(request.access, kind, str(key), to_write=True) is not None,
    }
