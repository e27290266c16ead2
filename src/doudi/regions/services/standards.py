"""Sets a place's own standards and takes in the monthly figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.audit.services import record
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.regions.models import Division, Figure, Standard, TownshipProfile
from doudi.regions.selectors.standards import LEVEL_OF_FIGURE, general
from doudi.regions.states import FigureKind, Level, StandardKey


class FloorOutOfRange(Refusal):
    """A township's floor lies between the lowest and the highest number the document allows."""

    def __init__(self, lowest: int, highest: int) -> None:
        super().__init__(
            f"乡镇经办人员下限只能在 {lowest} 至 {highest} 人之间。请改填 {lowest} 至 {highest} 的整数。",
            field="value",
        )


class StandardAlreadySet(Refusal):
    """Another number for the same place, standard and day."""

    def __init__(self) -> None:
        super().__init__("这个区划从这一天起已经登记过这项标准。请改用另一个起用日。", field="valid_from")


class FigureLineWrong(Refusal):
    """A pasted line that is not a division with a number."""


@transaction.atomic
def set_standard(
    division: Division,
    key: StandardKey,
    *,
    value: int,
    valid_from: date,
    document: str,
    by: Actor,
    at: datetime,
) -> Standard:
    """Set a place's own standard from a day on; it covers everything below the place."""
    limits = general()
    if key == StandardKey.STAFF_FLOOR and not limits.lowest <= value <= limits.highest:
        raise FloorOutOfRange(limits.lowest, limits.highest)
    if Standard.objects.filter(division=division, key=key, valid_from=valid_from).exists():
        raise StandardAlreadySet()
    with refused_when_taken(StandardAlreadySet):
        standard = Standard.objects.create(
            division=division, key=key, value=value, valid_from=valid_from, document=document
        )
    details = {"key": key, "value": value, "valid_from": valid_from, "document": document}
    record("regions.standard_set", subject_type="standard", subject_id=str(standard.pk), by=by, at=at,
           division=division.code, details=details)  # fmt: skip
    return standard


@dataclass(frozen=True, slots=True)
class Counted:
    """One pasted or counted number."""

    code: str
    value: int


def read_lines(text: str) -> list[Counted]:
    """Read pasted lines of a division code and a number, apart by tab, comma or blank.

    Raises FigureLineWrong with the line's number.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.replace(",", " ").replace("，", " ").split()
        if not parts:
            continue
        if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
            sentence = f"第 {number} 行看不懂，应为“区划代码 数值”两列，例如“440204102 60”。"
            raise FigureLineWrong(sentence, field="lines", row=number)
        found.append(Counted(parts[0], int(parts[1])))
    return found


@transaction.atomic
def record_figures(
    kind: FigureKind,
    period: Period,
    counted: Sequence[Counted],
    *,
    source: str,
    scope: Scope,
    by: Actor,
    at: datetime,
) -> int:
    """Take in one month's numbers, replacing those counted before; all or none.

    Upper modules that count for themselves call this too, with what they counted as `source`.
    """
    level = LEVEL_OF_FIGURE[kind]
    wanted = {each.code for each in counted}
    known = set(
        Division.objects.filter(scope.q("code"), code__in=wanted, level=level).values_list("code", flat=True)
    )
    if unknown := sorted(wanted - known):
        place = "村（居）" if level == Level.VILLAGE else "乡镇（街道）"
        sentence = f"代码 {unknown[0]} 不是您管辖的{place}。{kind.label}按{place}登记，请改正后重新提交。"
        raise FigureLineWrong(sentence, field="lines")
    for each in counted:
        Figure.objects.update_or_create(
            division_id=each.code, kind=kind, period=str(period),
            defaults={"value": each.value, "source": source},
        )  # fmt: skip
    record("regions.figures_recorded", subject_type="figure", subject_id=f"{kind}/{period}", by=by, at=at,
           division=scope.prefixes[0] if scope.prefixes else "",
           details={"source": source, "values": {each.code: each.value for each in counted}})  # fmt: skip
    return len(counted)


@transaction.atomic
def keep_profile(
    division: Division, *, windows: int, posts: int, equipment: str, by: Actor, at: datetime
) -> TownshipProfile:
    """Keep what a township has to work with: windows, posts and equipment (乡镇能力档案)."""
    profile, _ = TownshipProfile.objects.update_or_create(
        division=division, defaults={"windows": windows, "posts": posts, "equipment": equipment}
    )
    record("regions.profile_kept", subject_type="township", subject_id=division.code, by=by, at=at,
           division=division.code,
           details={"windows": windows, "posts": posts, "equipment": equipment})  # fmt: skip
    return profile
