"""Filters and tags every template has without loading them: words for values, pieces of the UI kit."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import template
from django.contrib.staticfiles import finders
from django.core.paginator import Page
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from doudi.common import clock
from doudi.common.cards import card_address
from doudi.common.kit import TONES, Comparison, Equation, Happening, Progress, Step, ToDo, due_words
from doudi.common.once import FIELD
from doudi.common.places import places_of
from doudi.kernel import masking
from doudi.kernel.dates import Period
from doudi.kernel.money import yuan_text

register = template.Library()


@register.simple_tag
def asset(path: str) -> str:
    """Return a static file's address with its digest, so that a changed file is fetched again."""
    return f"{static(path)}?v={_digest(path)}"


@lru_cache(maxsize=64)
def _digest(path: str) -> str:
    found = finders.find(path)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if found else "0"


@register.simple_tag
def place_in_file(batch: object, row: int) -> object:
    """Return where a batch's row stands in its file, None when the batch is gone."""
    return places_of([(str(batch), row)]).get((str(batch), row))


@register.simple_tag
def card_page(kind: str, *keys: object) -> str:
    """Return where the card of a person or household is, or another page about it."""
    return card_address(kind, *keys)


# ---- words for values -------------------------------------------------------------------------------------
@register.filter
def count(value: int | str | None) -> str:
    """Write a number with its thousands apart: 12,345; what is not there stays blank."""
    return f"{value:,}" if isinstance(value, int) else ""


@register.filter
def yuan(fen: int | str | None) -> str:
    """Write integer fen as yuan: 123450 → 1,234.50."""
    return yuan_text(fen) if isinstance(fen, int) else ""


@register.filter
def period(value: Period | str | None) -> str:
    """Write a month: 2026-10 → 2026年10月."""
    if not value:
        return ""
    year, month = str(value).split("-")
    return f"{year}年{int(month)}月"


@register.filter
def day(value: date | None) -> str:
    """Write a date: 2026-03-01."""
    return f"{value:%Y-%m-%d}" if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment in Asia/Shanghai: 2026-03-01 09:00."""
    return "" if not value else f"{value.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


@register.filter
def masked_name(value: str | None) -> str:
    """Write a name so that only its bearer knows it."""
    return masking.mask_name(value) if value else ""


@register.filter
def masked_number(value: str | None) -> str:
    """Write an identity number with its middle hidden."""
    return masking.mask_number(value) if value else ""


@register.filter
def masked_phone(value: str | None) -> str:
    """Write a phone number with its middle hidden."""
    return masking.mask_phone(value) if value else ""


@register.filter
def masked_account(value: str | None) -> str:
    """Write a bank account by its last digits."""
    return masking.mask_account(value) if value else ""


@register.filter
def masked_address(value: str | None) -> str:
    """Write an address down to the village."""
    return masking.mask_address(value) if value else ""


# ---- pieces -----------------------------------------------------------------------------------------------
@register.inclusion_tag("common/kit/badge.html")
def status_badge(code: str, label: object = "", icon: str = "") -> Mapping[str, object]:
    """Draw a status in its colour; `label` is what Django's get_…_display gives."""
    return {"label": label or code, "tone": TONES.get(code, ""), "icon": icon}


@register.inclusion_tag("common/kit/badge.html")
def badge(label: object, tone: str = "", icon: str = "") -> Mapping[str, object]:
    """Draw a badge whose colour the page chooses: ok, busy, wait, warm, bad or none."""
    return {"label": label, "tone": tone, "icon": icon}


@register.inclusion_tag("common/kit/crumbs.html")
def crumbs(*parts: str) -> Mapping[str, object]:
    """Draw where we are: label, address, label, address, …, and last the label of this page."""
    pairs = [{"label": parts[i], "address": parts[i + 1]} for i in range(0, len(parts) - 1, 2)]
    return {"crumbs": [*pairs, {"label": parts[-1], "address": ""}]}


@register.inclusion_tag("common/kit/stat.html")
def stat_card(
    label: object,
    value: object,
    unit: str = "",
    note: object = "",
    icon: str = "",
    tone: str = "",
    address: str = "",
) -> Mapping[str, object]:
    """Draw one figure; whole numbers get their thousands apart."""
    shown = count(value) if isinstance(value, int) else value
    words = {"label": label, "value": shown, "unit": unit, "note": note}
    return {**words, "icon": icon, "tone": tone, "address": address}


@register.inclusion_tag("common/kit/equation.html")
def equation(
    equation: Equation, title: object, foot: object = "", action: object = "", address: str = ""
) -> Mapping[str, object]:
    """Draw the month's equation; `foot` is the sentence below it with a button to what comes next."""
    return {"equation": equation, "title": title, "foot": foot, "action": action, "address": address}


@register.inclusion_tag("common/kit/empty.html")
def empty_state(
    title: object,
    sentence: object = "",
    icon: str = "inbox",
    action: object = "",
    address: str = "",
    tone: str = "",
) -> Mapping[str, object]:
    """Say that there is nothing here, and what to do next."""
    return {
        "title": title, "sentence": sentence, "icon": icon, "action": action, "address": address, "tone": tone
    }  # fmt: skip


_NOTE_ICONS = {"ok": "circle-check", "wait": "alert-triangle", "bad": "alert-circle", "": "info-circle"}


@register.inclusion_tag("common/kit/note.html")
def note(sentence: object, tone: str = "", icon: str = "") -> Mapping[str, object]:
    """Draw a sentence the reader must not miss."""
    return {"sentence": sentence, "tone": tone, "icon": icon or _NOTE_ICONS.get(tone, "info-circle")}


@register.inclusion_tag("common/kit/progress.html")
def progress(job: Progress) -> Mapping[str, object]:
    """Draw a job's progress, asking again every second until it is over."""
    return {"job": job}


@register.inclusion_tag("common/kit/drop_zone.html")
def drop_zone(name: str, title: object, hint: object) -> Mapping[str, object]:
    """Draw the place to drop files, inside a multipart form; the keyboard can use it too."""
    return {"name": name, "title": title, "hint": hint}


@register.inclusion_tag("common/kit/comparison.html")
def comparison(comparison: Comparison) -> Mapping[str, object]:
    """Draw two records side by side with what differs marked."""
    return {"comparison": comparison}


@register.inclusion_tag("common/kit/timeline.html")
def timeline(steps: Iterable[Happening]) -> Mapping[str, object]:
    """Draw what happened, in order."""
    return {"steps": steps}


@register.inclusion_tag("common/kit/steps.html")
def steps(steps: Iterable[Step]) -> Mapping[str, object]:
    """Draw the stages of a process and where we are."""
    return {"steps": steps}


@register.inclusion_tag("common/kit/todo.html")
def todo_list(todos: Iterable[ToDo]) -> Mapping[str, object]:
    """Draw what waits for the reader."""
    return {"todos": todos}


@register.inclusion_tag("common/kit/chart.html")
def chart(id: str, option: Mapping[str, Any], label: str) -> Mapping[str, object]:
    """Draw an ECharts chart from its option; `label` says in words what it shows."""
    return {"id": id, "option": option, "label": label}


@register.simple_tag(takes_context=True)
def once(context: template.Context) -> str:
    """Draw the hidden key of a form: what is sent twice is done once; a form shown again keeps its key."""
    request = context.get("request")
    key = (request.POST.get(FIELD) if request else "") or uuid4()
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key)


@register.inclusion_tag("common/kit/confirm.html", takes_context=True)
def confirm(
    context: template.Context,
    id: str,
    title: object,
    sentence: object,
    address: str,
    action: object,
    reason: object = "",
    tone: str = "",
) -> Mapping[str, object]:
    """Draw the question before something is done; a button with data-dialog="<id>" opens it.

    With `reason` it asks for one under that label and posts it as `reason`.
    """
    return {
        "id": id, "title": title, "sentence": sentence, "address": address, "action": action,
        "reason": reason,
        "tone": tone, "icon": "alert-triangle" if tone == "bad" else "help-circle",
        "csrf_token": context.get("csrf_token"), "request": context.get("request"),
    }  # fmt: skip


@register.inclusion_tag("common/kit/filter_select.html")
def filter_select(
    name: str,
    label: object,
    choices: Iterable[tuple[str, object]],
    chosen: str = "",
    every: object = _("全部"),
) -> Mapping[str, object]:
    """Draw one choice of a filter bar."""
    return {"name": name, "label": label, "choices": choices, "chosen": chosen, "every": every}


@register.inclusion_tag("common/kit/due.html")
def due(on: date | None, today: date | None = None) -> Mapping[str, object]:
    """Say how long there is until a day; red when it has passed."""
    label, tone = due_words(on, today=today or clock.today())
    return {"label": label, "tone": tone}


# ---- tables -----------------------------------------------------------------------------------------------
@register.inclusion_tag("common/kit/heading.html", takes_context=True)
def heading(context: template.Context, label: object, key: str, css: str = "") -> Mapping[str, object]:
    """Draw a heading that sorts by `?sort=key`, then by `-key`; the view decides what it knows."""
    query = context["request"].GET.copy()
    now = query.get("sort", "")
    query["sort"] = f"-{key}" if now == key else key
    query.pop("page", None)
    sort = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {"label": label, "address": f"?{query.urlencode()}", "sort": sort, "tone": css}


@register.inclusion_tag("common/kit/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any], unit: str = "条") -> Mapping[str, object]:
    """Draw how many there are and the way to the other pages, keeping the filters."""
    query = context["request"].GET.copy()
    return {"page": page, "unit": unit, "steps": [_step(number, page, query) for number in _numbers(page)]}


def _numbers(page: Page[Any]) -> list[int | str]:
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    before: list[int | str] = ["<"] if page.has_previous() else []
    after: list[int | str] = [">"] if page.has_next() else []
    return [*before, *elided, *after]


def _step(number: int | str, page: Page[Any], query: QueryDict) -> Mapping[str, object]:
    arrows = {"<": (page.number - 1, "‹", _("上一页")), ">": (page.number + 1, "›", _("下一页"))}
    if isinstance(number, str) and number not in arrows:
        return {"gap": True}
    target, label, hint = arrows[number] if isinstance(number, str) else (number, str(number), "")
    query["page"] = str(target)
    return {"here": number == page.number, "label": label, "hint": hint, "address": f"?{query.urlencode()}"}
