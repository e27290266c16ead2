"""Packs a trial's settings, puts them to use in a township, and goes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.rulebook.models import PilotPack, PilotUse
from doudi.rulebook.selectors.pilots import PROGRAMME, ordinary_process


class PackNamed(Refusal):
    """A trial of that name is there."""

    def __init__(self) -> None:
        super().__init__("本地已有同名的试点包。请换一个名称。", field="name")


class InUseAlready(Refusal):
    """The township works by a trial already."""

    def __init__(self) -> None:
        super().__init__("这个乡镇已在用一个试点包。要换，请先回退现在这个。", field="division")


class NotInUse(Refusal):
    """The trial is not in use there any more."""

    def __init__(self) -> None:
        super().__init__("这里已经回退过了。请刷新页面看最新情况。")


class ReasonMissing(Refusal):
    """Going back says why."""

    def __init__(self) -> None:
        super().__init__("请写明回退原因。", field="reason")


@transaction.atomic
def pack_pilot(
    region: str,
    *,
    name: str,
    origin: str,
    steps: Sequence[str],
    papers: Sequence[str],
    working_days: int,
    document: str,
    article: str,
    by: User,
    at: datetime,
) -> PilotPack:
    """Pack the settings a trial works with, so that other townships can take them over as they are."""
    if PilotPack.objects.filter(region=region, name=name.strip()).exists():
        raise PackNamed
    with refused_when_taken(PackNamed):
        pack = PilotPack.objects.create(
            region=region,
            name=name.strip(),
            programme=PROGRAMME,
            origin=origin,
            steps=list(steps),
            papers=list(papers),
            working_days=working_days,
            document=document.strip(),
            article=article.strip(),
            made_by=by,
            made_at=at,
        )
    _record("rulebook.pilot_packed", pack.pk, region, by=by, at=at, name=pack.name)
    return pack


@transaction.atomic
def start_pilot(pack: PilotPack, division: str, *, on: date, by: User, at: datetime) -> PilotUse:
    """Let a township work by a trial's settings from a day on; what held before is kept with it."""
    before = ordinary_process(division, on).as_json()
    try:
        with transaction.atomic():
            use = PilotUse.objects.create(
                pack=pack,
                division=division,
                programme=pack.programme,
                valid_from=on,
                before=before,
                started_by=by,
            )
    except IntegrityError as taken:
        raise InUseAlready from taken
    _record("rulebook.pilot_started", pack.pk, division, by=by, at=at, on=on)
    return use


@transaction.atomic
def end_pilot(use: PilotUse, *, on: date, reason: str, by: User, at: datetime) -> PilotUse:
    """Go back to what held before the trial; applications accepted meanwhile keep its settings."""
    use = PilotUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
    if use.valid_to is not None:
        raise NotInUse
    if not reason.strip():
        raise ReasonMissing
    use.valid_to, use.ended_by, use.end_reason = max(on, use.valid_from), by, reason.strip()
    use.save(update_fields=["valid_to", "ended_by", "end_reason"])
    _record("rulebook.pilot_ended", use.pack_id, use.division, by=by, at=at, on=on, reason=reason)
    return use


def _record(action: str, pack: int, division: str, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="pilot_pack",
        subject_id=str(pack),
        by=by,
        at=at,
        division=division,
        details=details,
    )
