"""Checks the shape of a rise typed in percent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doudi.rulebook.rules.rises import NotARise, points_of


class RiseField(forms.CharField):
    """A rise against the same month of the year before, in percent; becomes hundredths of a percent."""

    def __init__(self, *, label: Any) -> None:  # noqa: ANN401 - a lazy label
        super().__init__(
            label=label, required=False, max_length=8, widget=forms.TextInput({"inputmode": "decimal"})
        )

    def clean(self, value: Any) -> int | None:  # noqa: ANN401 - Django's own type
        """Return the points, or nothing where nothing is typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return points_of(text)
        except NotARise as error:
            raise ValidationError(_("请写成 3.5 这样的百分数，下降写负数，最多两位小数。")) from error
