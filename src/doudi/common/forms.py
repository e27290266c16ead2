"""Forms in the look of the house: Django's forms with one renderer, nothing to repeat per field."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from doudi.common.problems import Refusal


class Renderer(TemplatesSetting):
    """Draw every form from the kit's templates; `widgets/attrs.html` there gives inputs their class."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"


class DateInput(forms.DateInput):
    """The browser's own date picker, which reads and writes ISO dates only."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Make the one call; a refusal becomes the form's error in its own words."""
    try:
        act()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def told(
    request: HttpRequest, act: Callable[[], object], done: str, *, form: forms.Form | None = None
) -> bool:
    """Make the one call and tell how it went: what is wrong with the form, the refusal, or what is done.

    For an act on a page that is shown again by a redirect; the call may read what the form cleaned.
    """
    if form is not None and not form.is_valid():
        messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
        return False
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, done)
    return True


def first_error(form: forms.Form) -> str:
    """Return what is wrong with a form in one sentence, naming the field."""
    for field, lines in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        return f"{label}：{lines[0]}" if label else str(lines[0])
    return ""
