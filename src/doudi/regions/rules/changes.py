"""Judge changes of divisions (区划变更) before they are recorded: each wrong row with its sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from doudi.kernel.divisions import NotADivision, level_of, parent_code
from doudi.kernel.words import DivisionLevel

LEVELS = frozenset({DivisionLevel.COUNTY, DivisionLevel.TOWNSHIP, DivisionLevel.VILLAGE})
OFFICES = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|委员会|办事处)$")
KINDS = re.compile(r"(?:社区|街道|村|镇|乡|区|县|市)$")
MOST_NAMED = 5
LONGEST_NAME, LONGEST_DOCUMENT = 60, 120
MERGED, SPLIT, MOVED, RENAMED = "MERGED", "SPLIT", "MOVED", "RENAMED"


@dataclass(frozen=True, slots=True)
class Draft:
    """One row of a notice: from a day on, the old code goes on as the new one; names may be left out."""

    row: int
    day: date
    old: str
    new: str
    document: str
    old_name: str = ""
    new_name: str = ""
    kind: str = ""
    follows: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A division as it stands: its name and its days."""

    name: str
    valid_from: date
    valid_to: date | None = None

    def stands_on(self, day: date) -> bool:
        """Say whether it stands on a day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be recorded, and what to do about it."""

    row: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be recorded, in order, or the faults that forbid it."""

    changes: Sequence[Draft]
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class _Day:
    """The rows of one day against the divisions as they stand before it."""

    day: date
    drafts: Sequence[Draft]
    known: Mapping[str, Known]
    today: date

    def targets(self, old: str) -> set[str]:
        return {draft.new for draft in self.drafts if draft.old == old}

    def origins(self, new: str) -> set[str]:
        return {draft.old for draft in self.drafts if draft.new == new}

    def ends(self, code: str) -> bool:
        targets = self.targets(code)
        return bool(targets) and code not in targets


def plan_of(drafts: Iterable[Draft], known: Mapping[str, Known], *, today: date) -> Plan:
    """Return all changes day by day, with the divisions below that go along, or what is wrong with them.

    Later days are judged against what earlier days of the same notice leave behind.
    """
    standing = dict(known)
    by_day: defaultdict[date, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_day[draft.day].append(draft)
    changes: list[Draft] = []
    faults: list[Fault] = []
    for day in sorted(by_day):
        done, wrong = _one_day(_Day(day, _named(by_day[day], standing), standing, today))
        changes += done
        faults += wrong
        _apply(done, standing)
    return Plan(() if faults else changes, sorted(faults, key=lambda fault: fault.row))


def _one_day(at: _Day) -> tuple[list[Draft], list[Fault]]:
    faults = [Fault(draft.row, sentence) for draft in at.drafts if (sentence := _wrong(draft, at))]
    if faults:
        return [], faults
    followers, faults = _followers(at)
    whole = replace(at, drafts=[*at.drafts, *followers])
    ordered = sorted(whole.drafts, key=lambda draft: (len(draft.new), draft.row))
    return [
        replace(draft, kind=_kind(draft, whole), is_new=draft.new not in at.known) for draft in ordered
    ], [*faults]


def _named(drafts: Iterable[Draft], known: Mapping[str, Known]) -> list[Draft]:
    """Fill in the names that were left out where they are known, as they are known."""
    listed = list(drafts)
    given = {draft.new: draft.new_name for draft in listed if draft.new_name}
    return [
        replace(
            draft,
            old_name=draft.old_name or (known[draft.old].name if draft.old in known else ""),
            new_name=draft.new_name or given.get(draft.new, "") or _name(known, draft.new),
        )
        for draft in listed
    ]


def _name(known: Mapping[str, Known], code: str) -> str:
    return known[code].name if code in known else ""


def _kind(draft: Draft, at: _Day) -> str:
    if len(at.targets(draft.old)) > 1:
        return SPLIT
    if draft.old == draft.new:
        return RENAMED
    return MERGED if draft.new in at.known or len(at.origins(draft.new)) > 1 else MOVED


def _wrong(draft: Draft, at: _Day) -> str:
    """Return the first thing that is wrong with a row; '' when nothing is."""
    return next((sentence for check in CHECKS if (sentence := check(draft, at))), "")


def _codes_are_codes(draft: Draft, at: _Day) -> str:
    for code in (draft.old, draft.new):
        if _level(code) not in LEVELS:
            return f"“{code}”不是县、乡、村的区划代码。请填 6 位、9 位或 12 位数字代码。"
    if _level(draft.old) != _level(draft.new):
        return f"{draft.old} 与 {draft.new} 不是同一层级。请填同一层级的两个代码。"
    return "" if draft.document else "没有写依据文件。请填批复或公告的名称、文号。"


def _level(code: str) -> str:
    try:
        return level_of(code)
    except NotADivision:
        return ""


def _old_stands(draft: Draft, at: _Day) -> str:
    old = at.known.get(draft.old)
    if old is None:
        return f"没有代码为 {draft.old} 的区划。请核对原区划代码。"
    if old.valid_to is not None:
        return f"{draft.old}（{old.name}）已于 {old.valid_to} 停用。请填现在使用的代码。"
    if old.valid_from >= at.day:
        return f"{draft.old}（{old.name}）{old.valid_from} 才启用，不能在 {at.day} 变更。请核对生效日期。"
    return (
        "" if same_place_name(draft.old_name, old.name) else _other_name(draft.old, old.name, draft.old_name)
    )


def _other_name(code: str, known: str, said: str) -> str:
    return f"代码 {code} 现在的名称是“{known}”，不是“{said}”。请核对代码和名称。"


def _new_fits(draft: Draft, at: _Day) -> str:
    if draft.old == draft.new:
        return _renamed(draft, at)
    new = at.known.get(draft.new)
    if new is None:
        return _new_can_be(draft, at)
    if not new.stands_on(at.day):
        return f"{draft.new}（{new.name}）在 {at.day} 不在使用。请填变更后使用的代码。"
    if at.ends(draft.new):
        return f"{draft.new}（{new.name}）同一天也被撤并。请直接写明 {draft.old} 最后并入哪一个。"
    return (
        "" if same_place_name(draft.new_name, new.name) else _other_name(draft.new, new.name, draft.new_name)
    )


def _renamed(draft: Draft, at: _Day) -> str:
    if len(at.targets(draft.old)) > 1:
        return ""
    if draft.new_name == at.known[draft.old].name:
        return f"{draft.old} 的新旧名称一样，没有变更。请填新名称，或删去这一行。"
    return "更名要到生效当天或以后登记，现在登记会提前改名。" if at.day > at.today else ""


def _new_can_be(draft: Draft, at: _Day) -> str:
    if not draft.new_name:
        return f"{draft.new} 是新代码，没有写名称。请填新区划名称。"
    names = {other.new_name for other in at.drafts if other.new == draft.new}
    if len(names) > 1:
        return f"新代码 {draft.new} 有 {len(names)} 个不同的名称。请统一名称。"
    above = parent_code(draft.new)
    made = any(other.new == above for other in at.drafts)
    standing = above in at.known and at.known[above].stands_on(at.day) and not at.ends(above)
    return "" if made or standing else f"{draft.new} 的上级 {above} 不存在或已停用。请核对新代码。"


def _said_once(draft: Draft, at: _Day) -> str:
    same = [other for other in at.drafts if (other.old, other.new) == (draft.old, draft.new)]
    return "" if same[0] is draft else f"与第 {same[0].row} 行重复。请删去一行。"


def _texts_fit(draft: Draft, at: _Day) -> str:
    if len(draft.document) > LONGEST_DOCUMENT:
        return f"依据文件超过 {LONGEST_DOCUMENT} 个字。请只写名称和文号。"
    if len(draft.new_name) > LONGEST_NAME or len(draft.old_name) > LONGEST_NAME:
        return f"区划名称超过 {LONGEST_NAME} 个字。请只写名称。"
    if draft.new_name and not any("\u4e00" <= letter <= "\u9fff" for letter in draft.new_name):
        return f"“{draft.new_name}”不像区划名称。请填新区划的名称。"
    return ""


CHECKS: Sequence[Callable[[Draft, _Day], str]] = (
    _codes_are_codes,
    _texts_fit,
    _old_stands,
    _new_fits,
    _said_once,
)


def same_place_name(one: str, other: str) -> bool:
    """Say whether two names mean one place: the office's words do not count."""
    return not one or one == other or _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return KINDS.sub("", OFFICES.sub("", name)) or name


def _followers(at: _Day) -> tuple[list[Draft], list[Fault]]:
    """Return the changes of what lies below the changed: under the new code with the same last digits.

    Where the digits are taken, or the parent was shared out, the notice must say where each goes.
    """
    found: list[Draft] = []
    faults: list[Fault] = []
    waiting = [draft for draft in at.drafts if at.ends(draft.old)]
    for draft in waiting:
        below = [code for code in _children(draft.old, at) if not at.targets(code)]
        if len(at.targets(draft.old)) > 1:
            faults += _undecided(draft, below, at)
            continue
        taken = [code for code in below if draft.new + code[len(draft.old) :] in at.known]
        faults += [_taken(draft, code, at) for code in taken]
        more = [_follow(draft, code, at) for code in below if code not in taken]
        found += more
        waiting += more
    return found, faults


def _children(code: str, at: _Day) -> Iterator[str]:
    for each, known in at.known.items():
        if parent_code(each) == code and known.stands_on(at.day):
            yield each


def _follow(draft: Draft, code: str, at: _Day) -> Draft:
    name = at.known[code].name
    new = draft.new + code[len(draft.old) :]
    return replace(draft, old=code, new=new, old_name=name, new_name=name, follows=True)


def _undecided(draft: Draft, below: Sequence[str], at: _Day) -> list[Fault]:
    if not below:
        return []
    named = "、".join(f"{code}（{at.known[code].name}）" for code in below[:MOST_NAMED])
    more = f"等 {len(below)} 个" if len(below) > MOST_NAMED else ""
    return [Fault(draft.row, f"{draft.old} 拆分后，{named}{more}归哪一边没有写明。请逐个补一行。")]


def _taken(draft: Draft, code: str, at: _Day) -> Fault:
    new = draft.new + code[len(draft.old) :]
    return Fault(
        draft.row,
        f"{code}（{at.known[code].name}）随 {draft.old} 并入后的代码 {new} 已被“{at.known[new].name}”占用。"
        "请为它单列一行，写明新代码。",
    )


def _apply(changes: Iterable[Draft], standing: dict[str, Known]) -> None:
    done = list(changes)
    for draft in done:
        if draft.kind == RENAMED:
            standing[draft.new] = replace(standing[draft.new], name=draft.new_name)
        elif draft.new not in standing:
            standing[draft.new] = Known(draft.new_name, draft.day)
    kept = {draft.old for draft in done if draft.old == draft.new}
    for draft in done:
        if draft.old not in kept:
            standing[draft.old] = replace(standing[draft.old], valid_to=draft.day)
