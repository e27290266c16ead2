"""What the pieces of the UI kit are made of: plain values that a view prepares and a template draws."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

BAR_WIDTH = 1000
_SOON_DAYS = 3
_VISIBLE = 6  # a single person among thousands must still be seen in the bar

# ok green, busy blue, wait amber, warm orange, bad red, else grey: the one place that decides
_BY_TONE = {
    "ok": "PUBLISHED CLEAN DONE CONCLUDED CLOSED ACTIVE ENROLLED AIDED ENROLLED_DIBAO ENROLLED_TEKUN "
    "RELIEF_GRANTED CORRECTED",
    "busy": "RECOGNISING CHECKING PUBLISHING RUNNING ASSIGNED IN_PROGRESS UNDERWAY REFERRED",
    "wait": "RECOGNISED CHECKED QUARANTINED REPAIRED WARNING YELLOW WAITING OPEN SUBMITTED WATCHED WATCH LOW",
    "warm": "ORANGE RETURNED HOLD MEDIUM",
    "bad": "REFUSED FAILED REJECTED ERROR RED STOPPED OVERDUE LOCKED UNRESOLVED UNACCOUNTED HIGH",
}
TONES: Mapping[str, str] = {code: tone for tone, codes in _BY_TONE.items() for code in codes.split()}


@dataclass(frozen=True)
class Term:
    """One term of the equation; `address` leads to the people in it."""

    key: str
    label: Text
    count: int
    sign: str = ""
    note: Text = ""
    address: str = ""


@dataclass(frozen=True)
class Equation:
    """监测名单 = 在享 + 办理中 + 备案监测 + 有理由排除 + 未落实, for one division and month.

    `addresses` maps listed, enrolled, progress, watched, excluded, unresolved to the pages behind the terms.
    """

    listed: int
    enrolled: int
    progress: int
    watched: int
    excluded: int
    unresolved: int
    addresses: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    """How many of `progress` were handed to somebody who has not looked at them yet."""
    is_compared: bool = True
    """Whether the month was compared with all that is published; before that nobody's place is known."""

    @property
    def is_settled(self) -> bool:
        """Say whether everyone is accounted for and looked at in a compared month: only this is green."""
        return self.is_compared and not self.is_open and not self.waiting

    @property
    def is_open(self) -> bool:
        """Say whether somebody is unaccounted for, or the sides differ: either must be seen at once."""
        return self.unresolved > 0 or not self.balances

    @property
    def balances(self) -> bool:
        """Say whether both sides are equal."""
        return self.gap == 0

    @property
    def gap(self) -> int:
        """Return by how many people the two sides differ."""
        right = self.enrolled + self.progress + self.watched + self.excluded + self.unresolved
        return abs(self.listed - right)

    @property
    def terms(self) -> Sequence[Term]:
        """Return the six terms in the order they are read."""
        unresolved_note = self._unresolved_note()
        progress_note = self._share(self.progress)
        if self.waiting:
            progress_note = _("待核查 %(waiting)s，已办 %(at_work)s") % {
                "waiting": self.waiting,
                "at_work": self.progress - self.waiting,
            }
        parts = (
            ("listed", _("监测名单"), self.listed, "", _("本月应管人数")),
            ("enrolled", _("在享"), self.enrolled, "=", self._share(self.enrolled)),
            ("progress", _("办理中"), self.progress, "+", progress_note),
            ("watched", _("备案监测"), self.watched, "+", self._share(self.watched)),
            ("excluded", _("有理由排除"), self.excluded, "+", self._share(self.excluded)),
            ("unresolved", _("未落实"), self.unresolved, "+", unresolved_note),
        )
        return [
            Term(key, label, count, sign, note, self.addresses.get(key, ""))
            for key, label, count, sign, note in parts
        ]

    @property
    def sentence(self) -> str:
        """Return the equation in words, for those who hear the page."""
        return "，".join(f"{term.label} {term.count} 人" for term in self.terms)

    @property
    def bar(self) -> Sequence[Mapping[str, object]]:
        """Return the pieces of the bar; a term that is not empty is never too thin to see."""
        shown = [term for term in self.terms[1:] if term.count]
        total = sum(term.count for term in shown) or 1
        raw = [max(_VISIBLE, term.count * BAR_WIDTH // total) for term in shown]
        scale = BAR_WIDTH / (sum(raw) or 1)
        pieces: list[Mapping[str, object]] = []
        start = 0
        for term, width in zip(shown, raw, strict=True):
            scaled = round(width * scale)
            pieces.append(
                {"key": term.key, "label": term.label, "count": term.count, "start": start, "width": scaled}
            )
            start += scaled
        return pieces

    def _unresolved_note(self) -> Text:
        if not self.is_compared:
            return _("比对后才知道")
        if self.unresolved:
            return _("必须为 0，请逐人落实")
        return _("都已交办，还没核查完") if self.waiting else _("一个不漏")

    def _share(self, count: int) -> str:
        if not self.listed or not count:
            return "—"
        permille = count * 1000 // self.listed
        if permille == 0:
            return "不足 0.1%"
        return f"占 {permille // 10}.{permille % 10}%"


@dataclass(frozen=True)
class Progress:
    """How far a job is; while it is not over the page asks `address` again every second."""

    label: Text
    done: int
    total: int
    address: str = ""
    is_over: bool = False
    tone: str = ""
    sentence: Text = ""


@dataclass(frozen=True)
class Pair:
    """One line of two records side by side."""

    label: Text
    left: str
    right: str
    differs: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two records about one subject, each with where it comes from; neither is right by itself."""

    left: Text
    right: Text
    rows: Sequence[Pair]
    left_source: Text = ""
    right_source: Text = ""


@dataclass(frozen=True)
class Happening:
    """One step of a timeline."""

    at: datetime
    title: Text
    by: str = ""
    text: Text = ""
    tone: str = ""


@dataclass(frozen=True)
class Step:
    """One stage of a process; state is "is-done", "is-here" or ""."""

    label: Text
    state: str = ""


@dataclass(frozen=True)
class ToDo:
    """Something that waits for the person who looks: what, where, until when."""

    title: Text
    address: str
    note: Text = ""
    badge: Text = ""
    tone: str = ""
    due: Text = ""
    due_tone: str = ""


def due_words(on: date | None, *, today: date) -> tuple[Text, str]:
    """Say how long there is until a day, and in which tone."""
    if on is None:
        return "", ""
    left = (on - today).days
    if left < 0:
        return _("已逾期 %(days)s 天") % {"days": -left}, "bad"
    if left == 0:
        return _("今天到期"), "bad"
    return _("还有 %(days)s 天") % {"days": left}, "wait" if left <= _SOON_DAYS else ""


def steps_of(labels: Sequence[Text], here: int, *, undone: Collection[int] = ()) -> Iterator[Step]:
    """Yield the stages with those before `here` done, but for those left `undone`; counting starts at 0."""
    for position, label in enumerate(labels):
        is_done = position < here and position not in undone
        state = "is-done" if is_done else "is-here" if position == here else ""
        yield Step(label, state)
