"""Takes what a person is held to be on the poverty side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.cards import card_address
from doudi.common.forms import told
from doudi.registry.forms import PovertyForm
from doudi.registry.selectors import people_within
from doudi.registry.services.standing import set_poverty_status


@requires("registry.keep_standing", verbs=("POST",), object_kind="person", id_parameter="pk")
def poverty(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a poverty class."""
    shown, form = get_object_or_404(people_within(request.access.scope), pk=pk), PovertyForm(request.POST)
    told(
        request,
        lambda: set_poverty_status(shown, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "扶贫身份已登记，以前的保留备查。",
        form=form,
    )
    return redirect(card_address("person", pk))
