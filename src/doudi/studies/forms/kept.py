"""Checks the shape of what an officer asks to be computed and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.rulebook.forms.changes import day_field


class KeepSheetForm(forms.Form):
    """A programme, and the day whose rules hold."""

    programme = forms.ChoiceField(label=_("救助项目"))
    on = day_field(_("核定日"))

    def __init__(self, *args: Any, programmes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = list(programmes)  # type: ignore[attr-defined]
        self.fields["on"].help_text = _("按受理日填写：受理那天有效的规则管这一件。")
