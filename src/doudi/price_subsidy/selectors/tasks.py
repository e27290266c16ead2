"""Puts what the tasks of the price subsidy are about into words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from doudi.price_subsidy.models import PriceLaunch
from doudi.work.declaring import Words


def launch_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the suggestions of these keys are called, and their pages."""
    return {
        str(each.pk): Words(
            f"{each.period} {each.get_kind_display()}",
            reverse("price_subsidy:launch", args=(each.pk,)),
            note=f"应发 {each.people} 人 · {each.prepared_by.name}录入指数",
            badge=each.get_status_display(),
            way="看测算，批准或不批准",
        )
        for each in PriceLaunch.objects.filter(pk__in=keys).select_related("prepared_by")
    }
