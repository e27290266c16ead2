"""What a procedure is made of, as its file says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from doudi.kernel.counting import Unit

UNIT_LABELS = {
    Unit.HOURS: "小时",
    Unit.DAYS: "天",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.MONTHS_BEFORE: "个月以前",
    Unit.MONTH_START: "个月后的1日",
    Unit.MONTH_END: "个月后的月末",
    Unit.DAY_OF_MONTH: "日",
    Unit.DAY_OF_YEAR: "",
    Unit.DATE: "",
}
FIXED = (
    *(Unit.MONTHS_BEFORE, Unit.MONTH_START, Unit.MONTH_END),
    *(Unit.DAY_OF_MONTH, Unit.DAY_OF_YEAR, Unit.DATE),
)


AREAS = ("URBAN", "RURAL")


class ClockKind(StrEnum):
    """What a clock's last day means."""

    DEADLINE = "DEADLINE"
    WAIT = "WAIT"
    EFFECT = "EFFECT"
    VALIDITY = "VALIDITY"
    CYCLE = "CYCLE"


KIND_LABELS = {
    ClockKind.DEADLINE: "限期",
    ClockKind.WAIT: "须满",
    ClockKind.EFFECT: "生效",
    ClockKind.VALIDITY: "有效期",
    ClockKind.CYCLE: "周期",
}


class Binding(StrEnum):
    """Which day's version a clock follows: the application's acceptance, or its own start."""

    APPLICATION = "APPLICATION"
    START = "START"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value stands; one that nobody checked against the original is not verified (未核实)."""

    document: str
    article: str
    verified: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A value written in the file with its citation, or the key of the parameter that holds it.

    `cell` is the row of a parameter that is a table.
    """

    fixed: object = None
    citation: Citation | None = None
    key: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A clock or decider that stands only where a parameter has a value."""

    key: str
    value: object


@dataclass(frozen=True, slots=True)
class Extension:
    """To what a clock may be extended, counted from the same start, and on which grounds (empty: any)."""

    amount: Source
    grounds: Source


@dataclass(frozen=True, slots=True)
class Interval:
    """The two events between which a clock stands still."""

    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One statutory clock (期限): from a start event so much, until one of its stop events."""

    name: str
    label: str
    step: str
    kind: ClockKind
    binding: Binding
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    unit: Unit
    amount: Source
    months: tuple[int, ...] = ()
    when: tuple[Condition, ...] = ()
    extension: Extension | None = None
    pauses: tuple[Interval, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step (环节): whose it is, which events it leaves, and what may follow.

    `ways` says of each step that may follow which of this step's events it waits for.
    """

    name: str
    label: str
    office: str
    marks: tuple[str, ...]
    follow: tuple[str, ...]
    citation: Citation
    must: bool = False
    grants: bool = False
    decides: str = ""
    papers: Source | None = None
    ways: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeciderRule:
    """One line of who decides a matter (谁确认); the first line that applies answers.

    `up_to` is the largest amount in fen, `above` the one it must exceed; with `times` – a parameter in fen by
    area (URBAN, RURAL) – either is that many times the household's. `unless` is a parameter left unset.
    """

    name: str
    matter: str
    office: Source
    citation: Citation
    when: tuple[Condition, ...] = ()
    up_to: Source | None = None
    above: Source | None = None
    times: Mapping[str, str] = field(default_factory=dict)
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Publicity:
    """Whether the result is shown in the village (公示), and which fields may stand there."""

    held: bool
    again_after_objection: bool
    fields: Source
    citation: Citation


@dataclass(frozen=True, slots=True)
class Differing:
    """Steps that different natural persons must do (经办与审核分开)."""

    steps: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Sampling:
    """What the deciding office always visits itself (必查); the share it visits is a term of its step."""

    always: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Part:
    """What one region says of a procedure from a day until another (exclusive).

    `terms` are, step by step, the parameters that say how the step is done (办事规定).
    """

    file: str
    place: str
    region: str
    name: str
    begins: date
    ends: date | None
    basis: Citation
    steps: Mapping[str, Step] = field(default_factory=dict)
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    deciders: tuple[DeciderRule, ...] = ()
    publicity: Publicity | None = None
    differing: tuple[Differing, ...] = ()
    sampling: Sampling | None = None
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leaves_out: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether a day lies in the part's time."""
        return self.begins <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme's procedure in all regions: parts by region in the order of time."""

    code: str
    title: str
    bound_by: str
    outside: tuple[str, ...]
    parts: Mapping[str, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The codes procedures may use, each with what an officer reads.

    `planned` events are known before their day: a certificate's expiry, an eighteenth birthday.
    `handing_down` are the parameters by which a county hands decisions down to all its townships (权限下放).
    """

    offices: Mapping[str, str]
    events: Mapping[str, str]
    grounds: Mapping[str, str]
    matters: Mapping[str, str]
    papers: Mapping[str, str]
    fields: Mapping[str, str]
    samples: Mapping[str, str]
    planned: tuple[str, ...] = ()
    handing_down: tuple[str, ...] = ()
    rest_days: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Procedure:
    """What holds for one region on one day, after inheritance."""

    code: str
    title: str
    region: str
    version: date
    basis: Citation
    steps: Mapping[str, Step]
    clocks: Mapping[str, Clock]
    set_by: Mapping[str, str]
    deciders: tuple[DeciderRule, ...]
    publicity: Publicity
    differing: tuple[Differing, ...]
    sampling: Sampling | None
    terms: Mapping[str, tuple[str, ...]]
