"""Returns the number people are known by, of many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from doudi.registry.models import Identity


def newest_numbers(people: Iterable[int]) -> Mapping[int, str]:
    """Return, by person, the number that stands; whoever has none is left out."""
    rows = Identity.objects.filter(person__in=set(people)).order_by("-standing", "-id")
    return dict(rows.values_list("person_id", "number"))
