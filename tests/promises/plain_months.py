"""What a month must say, worked out from a diary of what people did: no table of the product is read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar

from doudi.kernel.dates import Period
from doudi.monitoring.rules.equation import Place
from tests.county import name
from tests.promises.two_counties import Sent

CALENDAR_ENDS = date(2026, 12, 29)
REASON = 4
EXCLUDES, SETS_GOING = {"INELIGIBLE", "MISTAKEN"}, {"ENROLLED_DIBAO", "ENROLLED_TEKUN", "REFERRED"}


@dataclass(frozen=True)
class Answer:
    """What an officer answered about somebody, and on which day."""

    county: str
    order: int
    outcome: str
    reason: str
    officer: int
    on: date


@dataclass
class Diary:
    """Everything people did, in order; lists are those that stand now."""

    lists: Mapping[tuple[str, str, Period], Sent]
    answers: list[Answer] = field(default_factory=list)
    taken_back: list[Answer] = field(default_factory=list)
    seen_on_aid: set[tuple[str, int]] = field(default_factory=set)
    compared: dict[tuple[str, Period], tuple[object, ...]] = field(default_factory=dict)
    done: dict[int, date] = field(default_factory=dict)
    announced: bool = False

    def listed(self, county: str, source: str, month: Period) -> frozenset[int]:
        """Return whom the newest list up to a month names."""
        known = [key for key in self.lists if key[:2] == (county, source) and key[2] <= month]
        return frozenset(self.lists[max(known, key=lambda key: key[2])].lives) if known else frozenset()

    def on_aid(self, county: str, month: Period) -> frozenset[int]:
        """Return who gets aid in a month."""
        return self.listed(county, "dibao", month) | self.listed(county, "tekun", month)

    def to_look_for(self, county: str, month: Period) -> frozenset[int]:
        """Return who is monitored and gets nothing: each of them must be accounted for."""
        return self.listed(county, "poverty_register", month) - self.on_aid(county, month)

    def files(self, county: str, month: Period) -> tuple[object, ...]:
        """Return the lists a comparison of a month would read now."""
        return tuple(
            sorted(sent.batch.pk for key, sent in self.lists.items() if _is_read(key, county, month))
        )

    def last_answer(self, county: str, order: int) -> Answer | None:
        """Return the newest answer about somebody that still stands."""
        mine = [each for each in self.answers if (each.county, each.order) == (county, order)]
        return mine[-1] if mine else None

    def is_current(self, county: str, month: Period) -> bool:
        """Say whether a month was compared with exactly the lists that stand now."""
        return self.compared.get((county, month)) == self.files(county, month)

    def unanswered(self, county: str, month: Period) -> list[int]:
        """Return whom nobody has answered for in a month that would be green."""
        looked_for = self.to_look_for(county, month)
        return [
            order
            for order in sorted(looked_for)
            if not self.last_answer(county, order) and (county, order) not in self.seen_on_aid
        ]

    def is_worked(self, day: date) -> bool:
        """Say whether a day is worked, or supposed to be before its notice."""
        if day > CALENDAR_ENDS:
            in_advance = self.announced and day == date(2027, 1, 9)
            return in_advance or (day.weekday() < 5 and (day.month, day.day) != (1, 1))
        return bool(chinese_calendar.is_workday(day))

    def due(self, start: date, amount: int) -> tuple[date, bool]:
        """Count working days one by one; say whether a day on the way was only supposed."""
        day, guessed = start, False
        while amount:
            day += timedelta(days=1)
            guessed |= day > CALENDAR_ENDS and not self.announced
            amount -= self.is_worked(day)
        return day, guessed


def _is_read(key: tuple[str, str, Period], county: str, month: Period) -> bool:
    return key[0] == county and key[2] <= month


def wrong_places(
    diary: Diary, county: str, month: Period, places: Mapping[int, Place], names: Mapping[int, str]
) -> list[object]:
    """Return what a month says of people that the diary does not bear out."""
    order_of = {name(order): order for order in range(1000)}
    said = {order_of[names[key]]: place for key, place in places.items()}
    missing = diary.on_aid(county, month) | diary.listed(county, "poverty_register", month)
    return [
        *(("not on the list", order) for order in sorted(missing - set(said))),
        *(fault for order, place in said.items() for fault in _fault(diary, county, month, order, place)),
    ]


def _fault(diary: Diary, county: str, month: Period, order: int, place: Place) -> Iterable[object]:
    """Yield what is wrong with one person's place; nothing where the diary bears it out."""
    answer, is_aided = diary.last_answer(county, order), order in diary.on_aid(county, month)
    watched = [each for each in (*diary.answers, *diary.taken_back) if each.outcome == "WATCH"]
    borne_out = {
        "AIDED": is_aided,
        "EXCLUDED": answer is not None and answer.outcome in EXCLUDES and len(answer.reason) >= REASON,
        "WATCHED": any((each.county, each.order) == (county, order) for each in watched),
        "UNDERWAY": place.is_waiting
        or (answer is not None and answer.outcome in SETS_GOING)
        or (county, order) in diary.seen_on_aid,
        "UNACCOUNTED": True,
    }
    if is_aided != (place.standing == "AIDED") or not borne_out[place.standing]:
        yield (county, str(month), order, place, answer)
