"""Takes what a person is held to be: a poverty class, a low-income recognition."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.cards import card_address
from doudi.common.forms import told
from doudi.registry.forms import PovertyForm, RecognitionForm
from doudi.registry.models import Person
from doudi.registry.selectors import people_within
from doudi.registry.services.standing import recognise, set_poverty_status


def _act(
    request: OfficerRequest, pk: int, form: forms.Form, act: Callable[[Person], object], done: str
) -> HttpResponse:
    shown = get_object_or_404(people_within(request.access.scope), pk=pk)
    told(request, lambda: act(shown), done, form=form)
    return redirect(card_address("person", pk))


@requires("registry.keep_standing", verbs=("POST",), object_kind="person", id_parameter="pk")
def poverty(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a poverty class."""
    form = PovertyForm(request.POST)
    return _act(
        request,
        pk,
        form,
        lambda shown: set_poverty_status(shown, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "扶贫身份已登记，以前的保留备查。",
    )


@requires("registry.keep_standing", verbs=("POST",), object_kind="person", id_parameter="pk")
def recognition(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a low-income recognition."""
    form = RecognitionForm(request.POST)
    return _act(
        request,
        pk,
        form,
        lambda shown: recognise(shown, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "认定已登记，分层自动更新。",
    )
