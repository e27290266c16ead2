"""Read what happened to a case: events with their days, each known to the programme, none twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from doudi.procedures.checking import clocks_of, events_of
from doudi.procedures.shapes import Programme, Vocabulary

EXTENDED = "EXTENDED"
MOST_EVENTS = 2000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HERE = timezone(timedelta(hours=8))  # business dates are those of Shanghai
_KEYS = ("event", "on", "at", "clock", "ground")


class EventWrong(Exception):
    """An event of a case cannot be taken; `row` counts from 1."""

    def __init__(self, row: int, key: str, reason: str) -> None:
        self.row = row
        self.key = _printable(key)
        self.reason = _printable(reason)
        super().__init__(f"第 {row} 条事件：{self.reason}")


def _printable(text: str) -> str:
    """Return a text a terminal can print: half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, on a day; `at` is the moment where the hour is known.

    An extension (EXTENDED) names its clock and its ground.
    """

    name: str
    on: date
    at: datetime | None = None
    clock: str = ""
    ground: str = ""

    @property
    def start(self) -> date | datetime:
        """The moment if it is known, else the day."""
        return self.at or self.on


def read_events(said: object, programme: Programme, vocabulary: Vocabulary, *, on: date) -> tuple[Event, ...]:
    """Return the events of a case in the order of time, or raise EventWrong at the first that is wrong."""
    if not isinstance(said, list):
        raise EventWrong(1, "events", "要是事件的列表。")
    if len(said) > MOST_EVENTS:
        raise EventWrong(MOST_EVENTS + 1, "events", f"一个案子最多 {MOST_EVENTS} 条事件。")
    events: dict[Event, int] = {}
    for row, one in enumerate(said, start=1):
        event = _event(row, one, programme, vocabulary, on)
        if event in events:
            raise EventWrong(row, "event", f"与第 {events[event]} 条重复。")
        events[event] = row
    return in_order(tuple(events))


def in_order(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events in the order of their days, and of their moments within a day."""
    return tuple(sorted(events, key=lambda one: (one.on, one.at.isoformat() if one.at else "")))


def _event(row: int, said: object, programme: Programme, vocabulary: Vocabulary, on: date) -> Event:
    if not isinstance(said, Mapping):
        raise EventWrong(row, "event", "不是一个对象。")
    for key in said:
        if key not in _KEYS:
            raise EventWrong(row, str(key), f"没有“{key}”这一项，只有 {'、'.join(_KEYS)}。")
    name = _text(row, said, "event")
    _check_name(row, name, programme, vocabulary)
    at = _moment(row, said)
    day = at.date() if at else _day(row, _text(row, said, "on"))
    if at and "on" in said and _day(row, _text(row, said, "on")) != day:
        raise EventWrong(row, "on", "on 与 at 不是同一天。")
    if day > on and name not in vocabulary.planned:
        raise EventWrong(row, "on", f"{day} 晚于 --on 的 {on}，还没有发生。")
    clock, ground = _text(row, said, "clock"), _text(row, said, "ground")
    _check_extension(row, Event(name, day, at, clock, ground), programme, vocabulary)
    return Event(name, day, at, clock, ground)


def _check_extension(row: int, event: Event, programme: Programme, vocabulary: Vocabulary) -> None:
    if (event.name == EXTENDED) != bool(event.clock):
        raise EventWrong(row, "clock", "延长（EXTENDED）要写明是哪个期限，别的事件不写。")
    if event.clock and event.clock not in (known := clocks_of(programme)):
        raise EventWrong(
            row, "clock", f"{programme.title}没有“{event.clock}”这个期限。有的是：{_listed(known)}。"
        )
    if event.ground and event.ground not in vocabulary.grounds:
        grounds = _listed(vocabulary.grounds)
        raise EventWrong(row, "ground", f"没有“{event.ground}”这种延长情形。有的是：{grounds}。")


def _check_name(row: int, name: str, programme: Programme, vocabulary: Vocabulary) -> None:
    known = events_of(programme)
    if name != EXTENDED and name not in known:
        words = {code: label for code, label in vocabulary.events.items() if code in known}
        raise EventWrong(row, "event", f"{programme.title}没有“{name}”这个事件。有的是：{_listed(words)}。")


def _listed(words: Mapping[str, str]) -> str:
    return "、".join(f"{code}（{label}）" for code, label in words.items())


def _text(row: int, said: Mapping[str, object], key: str) -> str:
    value = said.get(key, "")
    if not isinstance(value, str):
        raise EventWrong(row, key, f"{key} 要写成文字。")
    return value


def _day(row: int, text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise EventWrong(row, "on", f"“{text}”不是日期。请写成 2026-03-01。")


def _moment(row: int, said: Mapping[str, object]) -> datetime | None:
    text = _text(row, said, "at")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(_HERE).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise EventWrong(row, "at", f"“{text}”不是时刻。请写成 2026-03-01T09:30。") from None
