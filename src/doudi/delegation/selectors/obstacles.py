"""Answers what stands against handing a decision down: the law, another right, a place, a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from doudi.common.scope import Scope
from doudi.delegation.models import Delegation
from doudi.delegation.rules.holding import Held
from doudi.delegation.selectors.rights import held_by, places_within
from doudi.kernel.money import yuan_text
from doudi.procedures.deciders import Decider, DeciderUnknown, decider_of
from doudi.procedures.handing import Handing, Right, may_be_handed_down
from doudi.procedures.shapes import Citation
from doudi.regions.selectors import division_names, offices_below
from doudi.regions.states import Level
from doudi.rulebook.catalogue import book, procedures

AREAS = ("URBAN", "RURAL")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands against a delegation, with the way out, and the field it is about."""

    sentence: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody proposes to hand down; `valid_to` is the first day that no longer counts."""

    county: str
    programme: str
    matter: str
    townships: tuple[str, ...]
    limit_fen: int | None
    valid_from: date
    valid_to: date | None
    document: str
    article: str


def draft_of(delegation: Delegation) -> Draft:
    """Return what a delegation proposes."""
    return Draft(
        county=delegation.county,
        programme=delegation.programme,
        matter=delegation.matter,
        townships=tuple(place.township for place in delegation.places.all()),
        limit_fen=delegation.limit_fen,
        valid_from=delegation.valid_from,
        valid_to=delegation.valid_to,
        document=delegation.document,
        article=delegation.article,
    )


def obstacles(wanted: Draft, *, on: date) -> Iterator[Obstacle]:
    """Yield what stands against a delegation that is proposed or granted on a day."""
    yield from _of_text(wanted, on)
    yield from _of_places(wanted, on)
    begins = max(on, wanted.valid_from)
    yield from _of_law(wanted, begins)
    yield from _of_other_rights(wanted, begins)


def _of_text(wanted: Draft, on: date) -> Iterator[Obstacle]:
    if not wanted.document.strip() or not wanted.article.strip():
        yield Obstacle("请写明县里决定下放的文件文号和条款。", "document")
    if wanted.valid_to is not None and wanted.valid_to <= max(on, wanted.valid_from):
        yield Obstacle("终止日要晚于起始日和今天。", "valid_to")
    if wanted.limit_fen is not None and wanted.limit_fen <= 0:
        yield Obstacle("金额上限要大于 0；不设上限请留空。", "limit")


def _of_places(wanted: Draft, on: date) -> Iterator[Obstacle]:
    if not wanted.townships:
        yield Obstacle("请至少选一个乡镇（街道）。", "townships")
    known = offices_below(wanted.county, on=on).filter(level=Level.TOWNSHIP)
    if set(wanted.townships) - set(known.values_list("code", flat=True)):
        yield Obstacle("只能下放给本县现有的乡镇（街道）。请重新选择。", "townships")


def _of_law(wanted: Draft, on: date) -> Iterator[Obstacle]:
    rules = procedures()
    allowed = may_be_handed_down(
        rules, programme=wanted.programme, region=wanted.county, on=on, matter=wanted.matter
    )
    if allowed is None:
        yield Obstacle("法规没有允许把这一事项下放到乡镇（街道），只能由规定的一级决定。", "matter")
        return
    if allowed.by_amount and wanted.limit_fen is None:
        yield Obstacle("法规只允许把金额较小的委托给乡镇（街道），请写明金额上限。", "limit")
        return
    if general := _decided(wanted, on, fen=0, handing=None):
        paper = f"{general.citation.document}{general.citation.article}"
        yield Obstacle(
            f"{paper}已经把这一事项下放给全县各乡镇（街道），不用再单独下放。"
            "要分乡镇下放，先在“参数变更”里把全县下放改为否。"
        )
        return
    limit = wanted.limit_fen
    right = Handing(Right(limit, Citation(wanted.document, wanted.article, verified=True)))
    if limit is not None and _decided(wanted, on, fen=limit, handing=right) is None:
        narrower = _decided(wanted, on, fen=0, handing=right)
        most = f"（{yuan_text(narrower.up_to)} 元）" if narrower and narrower.up_to is not None else ""
        yield Obstacle(f"金额上限超过了当地规定乡镇（街道）可以审批的限额{most}，请改小。", "limit")


def _decided(wanted: Draft, on: date, *, fen: int, handing: Handing | None) -> Decider | None:
    """Return by which line a township would decide an amount in some kind of area; nothing if by none."""
    for area in AREAS:
        try:
            found = decider_of(
                procedures(),
                book(),
                programme=wanted.programme,
                region=wanted.county,
                on=on,
                matter=wanted.matter,
                fen=fen,
                area=area,
                handing=handing,
            )
        except DeciderUnknown:
            continue
        if found.handed_down:
            return found
    return None


def _of_other_rights(wanted: Draft, on: date) -> Iterator[Obstacle]:
    others = places_within(Scope.of([wanted.county])).filter(
        township__in=wanted.townships,
        delegation__programme=wanted.programme,
        delegation__matter=wanted.matter,
    )
    standing = [(place, held) for place in others if (held := held_by(place)) is not None]
    clashing = [(place, held) for place, held in standing if _overlap(held, on, wanted.valid_to)]
    names = division_names(place.township for place, _ in clashing)
    for place, held in clashing:
        until = f"至 {held.ends - timedelta(days=1)}" if held.ends else "，没有期限"
        yield Obstacle(
            f"{names.get(place.township, place.township)}已由{held.paper.document}下放同一事项"
            f"（{held.begins} 起{until}）。请先收回，或改起始日。",
            "townships",
        )


def _overlap(held: Held, begins: date, ends: date | None) -> bool:
    return (held.ends is None or begins < held.ends) and (ends is None or held.begins < ends)
