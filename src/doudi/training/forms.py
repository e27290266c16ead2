"""Checks the shape of what officers type about training."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.training.states import CourseKind

LONGEST = 80


class CourseForm(forms.Form):
    """A course: kind, title, hours, day."""

    kind = forms.ChoiceField(label=_("类别"), choices=CourseKind)
    title = forms.CharField(label=_("课程"), max_length=LONGEST)
    hours = forms.IntegerField(label=_("学时"), min_value=1, max_value=200)
    held_on = forms.DateField(label=_("培训日"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
