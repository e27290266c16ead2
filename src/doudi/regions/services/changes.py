"""Records what became of divisions, and takes it back while nothing stands on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError, Q

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.events import publish
from doudi.common.problems import Refusal
from doudi.common.rows import save_rows
from doudi.common.scope import Scope
from doudi.kernel.divisions import level_of, parent_code
from doudi.regions.events import DivisionsTakenBack
from doudi.regions.models import Division, DivisionChange
from doudi.regions.rules.changes import Draft, Fault, Known, plan_of
from doudi.regions.selectors.history import live_changes
from doudi.regions.services.divisions import kind_of
from doudi.regions.states import ChangeKind, Level

MOST_SHOWN = 20


class ChangesRefused(Refusal):
    """Some rows of a notice cannot be; none was recorded."""

    status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        lines = [f"第 {fault.row} 行：{fault.sentence}" for fault in faults[:MOST_SHOWN]]
        more = [f"另有 {len(faults) - MOST_SHOWN} 处。"] if len(faults) > MOST_SHOWN else []
        head = f"有 {len(faults)} 处不能登记，整份都没有登记。请改好后重新提交。"
        super().__init__("\n".join([head, *lines, *more]), row=faults[0].row)
        self.faults = tuple(faults)


class ChangeUnknown(Refusal):
    """There is no such act, or it was taken back."""

    def __init__(self) -> None:
        super().__init__("没有这次区划变更，或已经撤销。请刷新页面看最新情况。")


class ChangeStoodOn(Refusal):
    """Something stands on the change, so that it cannot be taken back."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}，这次变更不能撤销。确需改正的，请按新的生效日期再登记一次变更。")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an act recorded: rows said and divisions below that went along."""

    act: uuid.UUID
    said: int
    followed: int

    @property
    def sentence(self) -> str:
        """Return what to tell whoever recorded it."""
        along = f"，随上级一起变更 {self.followed} 个" if self.followed else ""
        return f"已登记区划变更 {self.said} 条{along}。旧名称、旧代码从生效日起都指向新区划。"


@transaction.atomic
def record_changes(
    drafts: Iterable[Draft], *, by: Actor, at: datetime, scope: Scope | None = None
) -> Recorded:
    """Record a notice of changes, all its rows or none; what lies below a changed division goes along.

    Codes that are new come into being on the day, codes that are gone end on it. Whose records lie where
    before the day is left as it was.
    """
    wanted = list(drafts)
    plan = plan_of(wanted, _known(wanted), today=at.date())
    faults = [*plan.faults, *_outside(wanted, scope or Scope.everything()), *_recorded_before(wanted)]
    if faults:
        raise ChangesRefused(sorted(faults, key=lambda fault: fault.row))
    act = uuid.uuid4()
    _change_divisions(plan.changes)
    DivisionChange.objects.bulk_create(
        [_change(draft, act, by=by, at=at) for draft in plan.changes], batch_size=500
    )
    followed = sum(draft.follows for draft in plan.changes)
    _record("regions.divisions_changed", act, plan.changes, by=by, at=at)
    return Recorded(act, len(plan.changes) - followed, followed)


def _known(drafts: Sequence[Draft]) -> dict[str, Known]:
    """Return every division the rows touch, all below them, and those above them; locked for this act."""
    codes = {code for draft in drafts for code in (draft.old, draft.new) if code}
    wanted = Q(code__in=codes | {code[:length] for code in codes for length in (4, 6, 9)})
    for draft in drafts:
        wanted |= Q(code__startswith=draft.old) if draft.old else Q()
        wanted |= Q(code__startswith=draft.new) if draft.new else Q()
    rows = Division.objects.select_for_update(of=("self",)).filter(wanted).order_by("code")
    return {row.code: Known(row.name, row.valid_from, row.valid_to) for row in rows}


def _outside(drafts: Sequence[Draft], scope: Scope) -> list[Fault]:
    return [
        Fault(draft.row, f"{code} 不在您的管辖范围内。请由管辖它的系统管理员登记。")
        for draft in drafts
        for code in dict.fromkeys((draft.old, draft.new))
        if code and not scope.covers(code)
    ]


def _recorded_before(drafts: Sequence[Draft]) -> list[Fault]:
    known = set(
        live_changes()
        .filter(old_code__in=[draft.old for draft in drafts])
        .values_list("old_code", "new_code", "day")
    )
    return [
        Fault(draft.row, "这条变更已经登记过。请删去这一行。")
        for draft in drafts
        if (draft.old, draft.new, draft.day) in known
    ]


def _change_divisions(changes: Sequence[Draft]) -> None:
    """Bring the tree in line: new codes come into being, renamed ones are renamed, the gone end."""
    Division.objects.bulk_create(_new_divisions(changes), batch_size=500)
    gone = _gone(changes)
    ended = list(Division.objects.filter(code__in=gone))
    for division in ended:
        division.valid_to, became = gone[division.code]
        division.replaced_by_id = next(iter(became)) if len(became) == 1 else None
    save_rows(ended, ["valid_to", "replaced_by"], recorded_as="regions.divisions_changed")
    names = {draft.new: draft.new_name for draft in changes if draft.kind == ChangeKind.RENAMED}
    renamed = list(Division.objects.filter(code__in=names))
    for division in renamed:
        division.name = names[division.code]
    save_rows(renamed, ["name"], recorded_as="regions.divisions_changed")


def _gone(changes: Sequence[Draft]) -> dict[str, tuple[date, set[str]]]:
    """Return the codes that end, each with the day and what it becomes."""
    targets: dict[tuple[str, date], set[str]] = {}
    for draft in changes:
        targets.setdefault((draft.old, draft.day), set()).add(draft.new)
    return {code: (day, became) for (code, day), became in targets.items() if code not in became}


def _new_divisions(changes: Sequence[Draft]) -> list[Division]:
    made: dict[str, Division] = {}
    for draft in changes:
        if draft.is_new and draft.new not in made:
            level = Level(level_of(draft.new))
            made[draft.new] = Division(
                code=draft.new,
                name=draft.new_name,
                level=level,
                kind=kind_of(draft.new, draft.new_name, level),
                parent_id=parent_code(draft.new) or None,
                valid_from=draft.day,
            )
    return [made[code] for code in sorted(made, key=lambda code: (len(code), code))]


def _change(draft: Draft, act: uuid.UUID, *, by: Actor, at: datetime) -> DivisionChange:
    return DivisionChange(
        act=act,
        kind=draft.kind,
        day=draft.day,
        old_code=draft.old,
        old_name=draft.old_name,
        new_code=draft.new,
        new_name=draft.new_name,
        follows=draft.follows,
        is_new=draft.is_new,
        document=draft.document,
        recorded_by=by.username,
        recorded_at=at,
    )


@transaction.atomic
def take_changes_back(
    act: uuid.UUID, *, by: Actor, at: datetime, reason: str, scope: Scope | None = None
) -> int:
    """Take a notice back as if it had not been recorded; the rows stay, marked with who and why.

    Refused once anything stands on it: a later change, a file, people, posts or records in the new divisions.
    """
    changes = list(live_changes().select_for_update().filter(act=act))
    held = scope or Scope.everything()
    if not changes or not all(held.covers(c) for row in changes for c in (row.old_code, row.new_code)):
        raise ChangeUnknown
    _check_later(act, changes)
    made = tuple(sorted({change.new_code for change in changes if change.is_new}, key=len, reverse=True))
    publish(DivisionsTakenBack(made))
    _restore(changes)
    _remove(made)
    for change in changes:
        change.voided_by, change.voided_at, change.void_reason = by.username, at, reason
    save_rows(changes, ["voided_by", "voided_at", "void_reason"], recorded_as="regions.changes_taken_back")
    _record("regions.changes_taken_back", act, changes, by=by, at=at, reason=reason)
    return len(changes)


def _check_later(act: uuid.UUID, changes: Sequence[DivisionChange]) -> None:
    touched = {code for change in changes for code in (change.old_code, change.new_code)}
    first = min(change.day for change in changes)
    later = live_changes().exclude(act=act).filter(day__gte=first)
    if later.filter(Q(old_code__in=touched) | Q(new_code__in=touched)).exists():
        raise ChangeStoodOn("之后又登记过这些区划的变更")


def _restore(changes: Sequence[DivisionChange]) -> None:
    # several days of one act: the earliest name is the one that stood before
    names = {
        change.old_code: change.old_name
        for change in sorted(changes, key=lambda change: change.day, reverse=True)
        if change.kind == ChangeKind.RENAMED
    }
    rows = list(Division.objects.filter(code__in={change.old_code for change in changes}))
    for division in rows:
        division.valid_to, division.replaced_by_id = None, None
        division.name = names.get(division.code, division.name)
    save_rows(rows, ["valid_to", "replaced_by", "name"], recorded_as="regions.changes_taken_back")


def _remove(codes: Sequence[str]) -> None:
    try:
        for code in codes:
            Division.objects.filter(code=code).delete()
    except ProtectedError as error:
        raise ChangeStoodOn("已有岗位、站点或其他登记用到新区划") from error


def _record(
    action: str,
    act: uuid.UUID,
    changes: Sequence[Draft] | Sequence[DivisionChange],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    audit.record(
        action,
        subject_type="division_change",
        subject_id=str(act),
        by=by,
        at=at,
        reason=reason,
        details={"changes": len(changes), "days": sorted({_day(change) for change in changes})},
    )


def _day(change: Draft | DivisionChange) -> date:
    return change.day
