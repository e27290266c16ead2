"""Checks the shape of what officers type about a what-if study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.policy.book import Book
from doudi.rulebook.forms.changes import ValueForm, day_field, initial_from
from doudi.rulebook.rules.reach import programmes_touched

MOST_CHANGES = 10


class StudyForm(forms.Form):
    """What a study is called and for which day it is made."""

    title = forms.CharField(label=_("名称"), max_length=100, help_text=_("例如 城市低保标准提到 800 元。"))
    on = day_field(_("测算日"), help_text=_("按这一天的规定和标准计算。"))


class WhatIfValueForm(ValueForm):
    """A parameter's value to be tried; it needs no document, since nothing takes effect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("begins", "ends", "document", "article", "explanation", "note"):
            del self.fields[name]

    def change(self) -> Mapping[str, Any]:
        """Return the value as a study keeps it."""
        typed = self.cleaned_data
        return {"key": self.definition.key, "value": typed["written"], "unit": typed.get("unit", "")}


def value_forms(
    rules: Book,
    region: str,
    on: date,
    keys: Sequence[str],
    data: Mapping[str, Any] | None,
) -> list[WhatIfValueForm]:
    """Return a form for each parameter chosen, showing the value in force until another is typed."""
    held = rules.parameters(region, on)
    made = []
    for key in keys:
        definition = rules.definitions[key]
        prefix = key.replace(".", "-")
        # a parameter chosen just now has nothing typed yet
        typed = data if data and any(name.startswith(f"{prefix}-") for name in data) else None
        initial = initial_from(definition, held.get(key))
        made.append(WhatIfValueForm(typed, definition=definition, prefix=prefix, initial=initial))
    return made


def parameter_choices(rules: Book, taken: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the parameters that some programme's rules name, by topic, without those taken."""
    used = {key for each in rules.programmes.values() for key in each.parameters}
    topics: dict[str, list[tuple[str, str]]] = {}
    for key, definition in rules.definitions.items():
        if key in used and key not in taken:
            topics.setdefault(definition.topic_title, []).append((key, definition.label))
    return list(topics.items())


def titles_touched(rules: Book, keys: Sequence[str]) -> list[str]:
    """Return the titles of the programmes that changes of these parameters touch."""
    return [rules.programmes[code].title for code in programmes_touched(rules, keys)]
