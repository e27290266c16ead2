"""Says what a checked batch would be to the lists of its month, and whom publishing it would take off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.conf import settings
from django.db.models import Q, QuerySet

from doudi.exchange.catalogue import catalogue
from doudi.exchange.models import Batch
from doudi.exchange.rules.placing import (
    Likeness,
    Limits,
    Verdict,
    is_steep,
    limits_on,
    same_name,
    says_correction,
    verdict_of,
)
from doudi.exchange.selectors.contents import (
    Tokens,
    division_by_row,
    people_in,
    rows_in_common,
    tokens_in,
    townships_in,
    values_in,
)
from doudi.exchange.states import BatchState, Placing
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.recognition.sources import Keep, Kind
from doudi.registry.states import ONE_OFF

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A published list of the same source, region and month, and what the batch seems to be to it."""

    batch: Batch
    likeness: Likeness
    verdict: Verdict

    @property
    def sentence(self) -> str:
        """Say how many people the two share, and what follows from it."""
        alike = self.likeness
        return (
            f"同月已发布的“{self.batch.file_name}”有 {alike.theirs} 人，这一批有 {alike.mine} 人，"
            f"其中 {alike.common} 人两份都有（占人数少的一份的 {alike.people:.0f}%）。"
        )


@dataclass(frozen=True, slots=True)
class Place:
    """What a batch is among the lists of its month; `placing` is UNDECIDED where a person has to say."""

    placing: Placing
    replaces: Batch | None
    neighbours: Sequence[Neighbour]

    @property
    def open_questions(self) -> list[Neighbour]:
        """Return the lists about which a person has to say what the batch is to them."""
        return [each for each in self.neighbours if each.verdict != Verdict.BESIDE]

    @property
    def sentence(self) -> str:
        """Return in words what publishing will do with the lists of the month."""
        if self.replaces is not None:
            return f"发布后更正同月的“{self.replaces.file_name}”，那一批不再参与比对。"
        if self.placing == Placing.BESIDE:
            named = "、".join(f"“{each.batch.file_name}”" for each in self.neighbours)
            return f"发布后与同月的{named}并列，几份名单都算数。"
        return ""


def limits() -> Limits:
    """Return the limits of today's policies."""
    return limits_on(settings.DOUDI_POLICIES, date.max)


def lists_beside(batch: Batch) -> QuerySet[Batch]:
    """Return the other published lists of a batch's source, region and month, oldest first."""
    alike = Batch.objects.filter(
        source=batch.source, region=batch.region, period=batch.period, state=BatchState.PUBLISHED
    )
    return alike.exclude(pk=batch.pk).order_by("published_at", "pk")


def place_of(batch: Batch) -> Place:
    """Return what a checked batch is to its month's published lists: as a person said, else by content."""
    others = list(lists_beside(batch))
    neighbours = [_neighbour(batch, other) for other in others]
    if not others:
        return Place(Placing.FIRST, None, ())
    if batch.placing == Placing.BESIDE:
        return Place(Placing.BESIDE, None, neighbours)
    if batch.placing == Placing.REPLACES:
        chosen = next((other for other in others if other.pk == batch.replaces_id), None)
        return Place(Placing.REPLACES if chosen else Placing.UNDECIDED, chosen, neighbours)
    near = [each for each in neighbours if each.verdict != Verdict.BESIDE]
    if not near:
        return Place(Placing.BESIDE, None, neighbours)
    if len(near) == 1 and near[0].verdict == Verdict.REPLACES:
        return Place(Placing.REPLACES, near[0].batch, neighbours)
    return Place(Placing.UNDECIDED, None, neighbours)


def _neighbour(batch: Batch, other: Batch) -> Neighbour:
    likeness = _likeness(batch, other)
    return Neighbour(other, likeness, verdict_of(likeness, limits()))


def _likeness(batch: Batch, other: Batch) -> Likeness:
    mine, theirs = (people_in(each)[1] for each in (batch, other))
    here, there = (townships_in(each) for each in (batch, other))
    of_people = catalogue().source(batch.source).each == "person"
    return Likeness(
        common=int(np.isin(mine, theirs).sum()),
        mine=mine.size,
        theirs=theirs.size,
        same_layout=batch.guess.get("fingerprint", "") == other.guess.get("fingerprint", ""),
        same_townships=bool(here & there) or not (here and there),
        says_correction=says_correction(batch.file_name, other.file_name),
        same_name=same_name(batch.file_name, other.file_name),
        rows=None if of_people else rows_in_common(batch, other),
        apart=_are_apart(batch, other),
    )


def _are_apart(batch: Batch, other: Batch) -> bool:
    """Say whether the lists are each of a kind of their own, as their names and titles say: 公安, 殡仪馆."""
    source = catalogue().source(batch.source)
    kinds = [column.name for column in source.columns if column.from_sheet and column.keep == Keep.PARQUET]
    said = [(values_in(batch, name), values_in(other, name)) for name in kinds]
    if source.spread:
        amounts = source.spread.into.values()
        said.append(
            (
                {name for name in amounts if values_in(batch, name)},
                {name for name in amounts if values_in(other, name)},
            )
        )
    return any(mine and theirs and not mine & theirs for mine, theirs in said)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Whom publishing a roster would take off: `closing` of the `before` people of the lists before it.

    `waiting` are people of last month's other lists, of which this month has none yet; `elsewhere` those of
    the closing who live in townships the batch does not name.
    """

    before: int
    closing: int
    elsewhere: int
    waiting: int
    lists_waiting: Sequence[str]
    since: str
    is_steep: bool

    @property
    def sentence(self) -> str:
        """Return the numbers in a sentence."""
        share = round(PERCENT * self.closing / self.before) if self.before else 0
        said = f"将终止 {self.closing} 人，占{self.since} {self.before} 人的 {share}%。"
        if self.elsewhere:
            said += f"其中 {self.elsewhere} 人所在的乡镇这份名单一个人也没有，可能只是部分乡镇的名单。"
        return said + self.waiting_sentence

    @property
    def waiting_sentence(self) -> str:
        """Say which of last month's lists this month still lacks."""
        if not self.waiting:
            return ""
        named = "、".join(f"“{name}”" for name in self.lists_waiting)
        return f"上月的{named}（{self.waiting} 人）本月还没有收到，这些人等那份名单来了再定。"


NOBODY_LEAVES = Leaving(0, 0, 0, 0, (), "", is_steep=False)


def leaving_of(batch: Batch, place: Place) -> Leaving:
    """Return whom publishing a batch in this place would take off its programme's list.

    Nobody leaves a list of one-off grants: next month's list is of other grants.
    """
    if not _keeps_people(batch):
        return NOBODY_LEAVES
    earlier = lists_before(batch, place)
    if not earlier:
        return NOBODY_LEAVES
    now = tokens_in([batch, *_lists_of_the_county(batch, place)])
    present, waiting = _told_apart(earlier, now)
    before = _people_within(present, batch.region)
    gone = before[~np.isin(before, now)]
    elsewhere = _elsewhere(batch, present, gone)
    counted = gone.size - elsewhere if batch.is_part else gone.size
    return Leaving(
        before=before.size,
        closing=counted,
        elsewhere=0 if batch.is_part else elsewhere,
        waiting=tokens_in(waiting).size,
        lists_waiting=[each.file_name for each in waiting],
        since="被更正的一批" if earlier[0].period == batch.period else "上一次名单",
        is_steep=is_steep(counted, before.size, limits()),
    )


def _keeps_people(batch: Batch) -> bool:
    source = catalogue().source(batch.source)
    lasting = any(rule.programme not in ONE_OFF for rule in source.listing)
    return source.kind == Kind.ROSTER and lasting


def lists_before(batch: Batch, place: Place) -> list[Batch]:
    """Return the published lists of the last month before a batch that speak for its region or a part of it.

    Where there are none, the one that it corrects.
    """
    around = Q(region__startswith=batch.region) | Q(region__in=[batch.region[:at] for at in (2, 4, 6, 9)])
    alike = Batch.objects.filter(around, source=batch.source, state=BatchState.PUBLISHED)
    earlier = alike.filter(period__lt=batch.period).order_by("-period", "published_at")
    newest = earlier.values_list("period", flat=True).first()
    if newest is not None:
        return list(earlier.filter(period=newest))
    return [place.replaces] if place.replaces else []


def _lists_of_the_county(batch: Batch, place: Place) -> list[Batch]:
    """Return the month's other lists of the county, on which somebody may stand who has only moved."""
    alike = Batch.objects.filter(source=batch.source, period=batch.period, state=BatchState.PUBLISHED)
    beside = alike.filter(region__startswith=batch.region[:COUNTY_DIGITS]).exclude(pk=batch.pk)
    return [each for each in beside if each != place.replaces]


def _people_within(batches: Sequence[Batch], region: str) -> Tokens:
    """Return the people of lists, of those of a wider region only who live in the region."""
    narrow = [each for each in batches if each.region.startswith(region)]
    wide = [each for each in batches if each not in narrow]
    found = [tokens_in(narrow), *(_living(each, lambda place: place.startswith(region)) for each in wide)]
    return np.unique(np.concatenate(found))


def _told_apart(earlier: Sequence[Batch], now: Tokens) -> tuple[list[Batch], list[Batch]]:
    """Return which of several earlier lists this month has a list for, and which not yet."""
    if len(earlier) == 1:
        return list(earlier), []
    present = [each for each in earlier if _share(each, now) > limits().strangers]
    return present, [each for each in earlier if each not in present]


def _share(batch: Batch, now: Tokens) -> float:
    tokens = people_in(batch)[1]
    return PERCENT * np.isin(tokens, now).sum() / tokens.size if tokens.size else PERCENT


def _elsewhere(batch: Batch, earlier: Iterable[Batch], gone: Tokens) -> int:
    """Return how many of those who are gone lived in townships that the batch does not name at all."""
    named = townships_in(batch)
    if not named or not len(gone):
        return 0
    found = [
        _living(each, lambda place: bool(place) and place[:TOWNSHIP_DIGITS] not in named) for each in earlier
    ]
    outside = np.unique(np.concatenate(found))
    return int(np.isin(outside, gone).sum())


def _living(batch: Batch, lives: Callable[[str], bool]) -> Tokens:
    """Return the people of a list who live where is asked for."""
    rows, tokens = people_in(batch)
    places = division_by_row(batch)
    return np.asarray(tokens[np.array([lives(places[int(row)]) for row in rows], bool)])


def is_one_of_several(batch: Batch, leaving: Leaving) -> bool:
    """Say whether a batch is a part of its month's list, so that it speaks only for its own townships.

    Beside other lists it is not: the lists of a month speak together, as soon as none is missing.
    """
    return batch.is_part or leaving.waiting > 0
