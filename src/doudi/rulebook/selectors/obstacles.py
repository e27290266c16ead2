"""Answers what stands in the way of a proposal: each obstacle is a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from doudi.formulas.nodes import Operation, ParameterReference, walk
from doudi.policy.book import Book, Chosen
from doudi.policy.limits import LimitBroken
from doudi.policy.saying import day_text
from doudi.rulebook.catalogue import book, overlay_of
from doudi.rulebook.models import Proposal, ProposalStudy, ProposedValue
from doudi.rulebook.rules.digests import digest_of
from doudi.rulebook.rules.overlap import Span, collision, first_meeting
from doudi.rulebook.rules.reach import programmes_touched
from doudi.rulebook.states import FileKind, ProposalStatus

BASIS_TOPICS = "rulebook.basis_topics"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something a proposal lacks; `key` names the kind, `about` the parameter."""

    key: str
    sentence: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Objector:
    """What a module above may have against a change; who is asked stands in `config/subscriptions.py`.

    `obstacles` keep a change from being decided, `why_above` says why the level above must decide, and
    `page` names the page (by a proposal's key) where what is asked for gets done.
    """

    obstacles: Callable[[Proposal, Sequence[ProposedValue]], Iterable[Obstacle]]
    why_above: Callable[[Proposal, Sequence[ProposedValue], date], str]
    page: str


def objectors() -> tuple[Objector, ...]:
    """Return everybody above who may object to a change."""
    asked: tuple[Objector, ...] = import_string(settings.OBJECTORS)
    return asked


def in_force(region: str, key: str, on: date, of: Book | None = None) -> Chosen | None:
    """Return what holds for a region on a day, inherited or its own."""
    return (of or book()).parameters(region, on).get(key)


def spans_of(region: str, key: str) -> tuple[Span, ...]:
    """Return the days a region's own approved and file values of a key hold."""
    return tuple(Span(one.begins, one.ends) for one in book().history(region, key))


def waiting_spans(value: ProposedValue) -> tuple[Span, ...]:
    """Return the days that other proposals for the same value, not decided on yet, ask for."""
    others = ProposedValue.objects.filter(
        region=value.region, key=value.key, stands=True, proposal__status=ProposalStatus.PROPOSED
    ).exclude(proposal=value.proposal_id)
    return tuple(Span(other.begins, other.ends) for other in others)


def overlap_of(value: ProposedValue) -> str:
    """Return why a value's days are taken and what to do; nothing if they are free."""
    new = Span(value.begins, value.ends)
    hit = collision(new, spans_of(value.region, value.key))
    if hit is not None:
        return _collision_sentence(hit.span, hit.end_by, hit.begin_at)
    met = first_meeting(new, waiting_spans(value))
    if met is not None:
        return (
            f"同一参数已有一件待批准的变更（{day_text(met.begins)}起），生效期重叠。"
            "请等那件处理完，或请提出人先撤回，再提这一件。"
        )
    return ""


def _collision_sentence(span: Span, end_by: date | None, begin_at: date | None) -> str:
    if end_by is not None:
        return (
            f"与{day_text(span.begins)}起的数值重叠。请把失效日填为{day_text(end_by)}或更早，"
            "或把生效日改到那之后。"
        )
    if begin_at is not None:
        return (
            f"与{day_text(span.begins)}至{day_text(begin_at)}（不含）的数值重叠，那一段已定有止日。"
            f"请把生效日改为{day_text(begin_at)}或以后。"
        )
    return f"{day_text(span.begins)}这一天已有数值开始生效，两个版本不能重叠。请换一个生效日。"


def limits_crossed(value: ProposedValue) -> list[LimitBroken]:
    """Return the lines of higher levels that a value would cross on its first day."""
    laid = book().with_values([overlay_of(value)])
    return [
        broken
        for broken in laid.problems(value.region, value.begins)
        if broken.region == value.region and value.key in {broken.key, broken.limit.other}
    ]


def refused_limit(value: ProposedValue) -> LimitBroken | None:
    """Return the first line that may not be crossed at all."""
    return next((broken for broken in limits_crossed(value) if broken.effect == "refuse"), None)


def limit_to_explain(value: ProposedValue) -> LimitBroken | None:
    """Return the first line that may be crossed only with an explanation, which is missing."""
    if value.explanation.strip():
        return None
    return next((broken for broken in limits_crossed(value) if broken.effect == "warn"), None)


def lacks_basis(proposal: Proposal, values: Sequence[ProposedValue], *, on: date) -> bool:
    """Say whether the region asks for a calculation that nobody has attached."""
    asked = in_force(proposal.region, BASIS_TOPICS, on)
    topics = set(asked.value) if asked and isinstance(asked.value, tuple) else set()
    if not any(value.key.partition(".")[0].upper() in topics for value in values):
        return False
    return not proposal.files.filter(kind=FileKind.BASIS).exists()


def replaces(value: ProposedValue) -> Chosen | None:
    """Return the value that families live by now and that a proposal would replace; None for a new one."""
    return in_force(value.region, value.key, value.begins)


def needs_study(values: Sequence[ProposedValue]) -> bool:
    """Say whether a change touches amounts people get now, so that its effect must be looked at first."""
    known = book()
    changed = [
        value.key
        for value in values
        if value.key in known.definitions
        and known.definitions[value.key].use == "calculation"
        and (replaces(value) is not None or _matters_unset(known, value.key))
    ]
    return bool(programmes_touched(known, changed))


def _matters_unset(known: Book, key: str) -> bool:
    """Say whether a rule asks if a value is set at all, so that a first value changes what people get."""
    steps = (step for programme in known.programmes.values() for step in programme.steps.values())
    nodes = (node for step in steps for node in walk(step.node))
    return any(isinstance(node, Operation) and node.op == "is_set" and _names(node, key) for node in nodes)


def _names(node: Operation, key: str) -> bool:
    return any(isinstance(part, ParameterReference) and part.key == key for part in node.parts)


def values_digest(values: Sequence[ProposedValue]) -> str:
    """Return what tells whether a study was made of exactly these values."""
    ordered = sorted(values, key=lambda value: (value.key, value.begins))
    return digest_of((v.region, v.key, v.begins, v.ends, v.written, v.unit) for v in ordered)


def fresh_study(proposal: Proposal, values: Sequence[ProposedValue]) -> ProposalStudy | None:
    """Return the latest study made of the values as they stand."""
    return proposal.studies.filter(digest=values_digest(values)).first()


def obstacles(proposal: Proposal, *, on: date) -> list[Obstacle]:
    """Return everything a proposal still lacks before it can be submitted or approved."""
    values = list(proposal.values.all())
    if not values:
        return [Obstacle("VALUES", "还没有填数值。请点“添一项”填写要变更的参数。")]
    return [*_of_values(values), *_of_proposal(proposal, values, on=on)]


def _of_values(values: Sequence[ProposedValue]) -> Iterator[Obstacle]:
    definitions = book().definitions
    for value in values:
        if value.key not in definitions:
            yield Obstacle("GONE", f"参数 {value.key} 已不在规则文件里，请删去这一项。", value.key)
            continue
        label = definitions[value.key].label
        if taken := overlap_of(value):
            yield Obstacle("OVERLAP", f"{label}：{taken}", value.key)
        if broken := refused_limit(value):
            yield Obstacle("LIMIT", f"{broken.text}。请改到允许的范围内。", value.key)
        if broken := limit_to_explain(value):
            yield Obstacle("EXPLANATION", f"{broken.text}。请在这一项写明与上级不一致的说明。", value.key)


def _of_proposal(proposal: Proposal, values: Sequence[ProposedValue], *, on: date) -> Iterator[Obstacle]:
    if any(value.begins < on for value in values) and not proposal.retroactive_reason.strip():
        yield Obstacle(
            "RETROACTIVE",
            "生效日早于今天，会追溯已经过去的日子。请改为今天或以后；确需追溯的，勾选“追溯生效”并写明理由。",
        )
    if lacks_basis(proposal, values, on=on):
        yield Obstacle("BASIS", "没有测算依据附件，这一版不能生效。请在“附件”里上传测算依据。")
    for objector in objectors():
        yield from objector.obstacles(proposal, values)


def why_above(proposal: Proposal, *, on: date) -> str:
    """Return why somebody of the level above must approve; nothing if a reviewer of the region may."""
    values = list(proposal.values.all())
    if not values:
        return ""
    reasons = (objector.why_above(proposal, values, on) for objector in objectors())
    return next((reason for reason in reasons if reason), "")
