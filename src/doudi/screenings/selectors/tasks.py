"""Puts what the tasks of rounds are about into words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from doudi.screenings.models import Screening
from doudi.screenings.selectors.rounds import members_to_conclude, waiting_members
from doudi.work.declaring import Words


def people_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the townships' parts of rounds are called, with how many people wait, and their pages."""
    pairs = {key: key.split(":") for key in keys}
    found = Screening.objects.filter(pk__in={pk for pk, _ in pairs.values()})
    rounds = {str(each.pk): each for each in found}
    return {
        key: Words(
            _name(rounds[pk]),
            f"{reverse('screenings:screening', args=(pk,))}?township={township}&waiting=1",
            note=f"还有 {_left(rounds[pk], township)} 人没有结论",
            way="逐人填结论",
        )
        for key, (pk, township) in pairs.items()
        if pk in rounds
    }


def round_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how rounds are called, with how many people are not done, and their pages."""
    return {
        str(each.pk): Words(
            _name(each),
            reverse("screenings:screening", args=(each.pk,)),
            note=f"还有 {waiting_members(each).count()} 人没有办完",
            badge=each.get_status_display(),
            way="看进度，办完后结案",
        )
        for each in Screening.objects.filter(pk__in=keys)
    }


def _name(screening: Screening) -> str:
    return f"{screening.get_kind_display()} {screening.period}"


def _left(screening: Screening, township: str) -> int:
    return members_to_conclude(screening).filter(division__startswith=township).count()
