"""Answers whom a list touches who is not on it: those it ends, and those whose start it bounds."""

from __future__ import annotations

from django.db.models import Q

from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.registry.models import Enrolment, ListPublication
from doudi.registry.rules.lines import PublishedList, first_day


def people_touched(said_by: PublishedList) -> set[int]:
    """Return the people whose spells a list's coming or going may change though no row of it names them.

    They stood on a list of the source up to the month, or came onto one after it.
    """
    begins = first_day(said_by.period)
    region = said_by.region
    wider = [region[:digits] for digits in range(2, len(region) + 1)]
    lists = ListPublication.objects.filter(Q(region__startswith=region[:COUNTY_DIGITS]) | Q(region__in=wider))
    stood = Q(valid_from__lt=begins) & (Q(valid_to__isnull=True) | Q(valid_to__gte=begins))
    came_later = Q(opened_by__period__gt=said_by.period)
    programmes = Enrolment.objects.filter(opened_by__in=lists.filter(source=said_by.source))
    spells = Enrolment.objects.filter(
        stood | came_later,
        opened_by__in=lists,
        programme__in=list(programmes.values_list("programme", flat=True).distinct()),
        voided_at__isnull=True,
    )
    return set(spells.values_list("person_id", flat=True))
