"""Puts what the tasks of delegation are about into words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from doudi.delegation.models import Delegation
from doudi.delegation.selectors.listing import what_of
from doudi.rulebook.selectors.places import region_title
from doudi.work.declaring import Words


def delegation_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the delegations of these keys are called, and their pages."""
    return {
        str(each.pk): Words(
            what_of(each.programme, each.matter),
            reverse("delegation:delegation", args=(each.pk,)),
            note=f"{region_title(each.county)} · {each.proposed_by.name}提出",
            badge="待批准",
            way="看内容，批准或不批准",
        )
        for each in Delegation.objects.filter(pk__in=keys).select_related("proposed_by")
    }
