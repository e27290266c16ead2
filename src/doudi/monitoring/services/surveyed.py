"""Files the people whom townships' survey lists (摸排排查名单) name, so that a round can go through them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from doudi.common.keys import ring
from doudi.exchange.models import Batch
from doudi.exchange.selectors.merging import merged_lines, merged_lists
from doudi.exchange.states import BatchState
from doudi.kernel.dates import Period
from doudi.kernel.identity import born_on, sex_of
from doudi.kernel.sealing import seal_text
from doudi.kernel.tokens import token_of
from doudi.registry.models import Person
from doudi.registry.rules.listing import ListedPerson
from doudi.registry.services.people import file_people, take_turn

SURVEY = "survey"


def file_surveyed(region: str, period: str, *, at: datetime) -> Iterator[tuple[int, str]]:
    """Yield (person, division) for everyone the month's published survey lists name, filing strangers.

    A row without a usable number was sent back with its reason when the list was taken in.
    """
    batches = list(
        Batch.objects.filter(
            source=SURVEY, region__startswith=region, period=period, state=BatchState.PUBLISHED
        ).order_by("region", "pk")
    )
    if not batches:
        return
    take_turn()
    lines = merged_lines(merged_lists(batches).people, batches, Period.parse(period))
    listed = [
        ListedPerson(
            row=row,
            programme="",
            token=token_of(ring().token, line.number),
            sealed_number=seal_text(ring().seal, line.number),
            name=line.name.split("、")[0],
            born_on=born_on(line.number),
            sex=sex_of(line.number),
            division=line.division or region,
        )
        for row, line in enumerate(lines)
    ]
    people: dict[int, Person] = dict(file_people(listed, source=SURVEY, region=region, at=at).by_row)
    for line in listed:
        yield people[line.row].pk, line.division
