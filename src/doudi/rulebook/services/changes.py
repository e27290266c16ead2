"""Drafts a region's own change of parameters, submits it and takes it back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from doudi.accounts.deciding import are_one_person
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.policy.definitions import Definition
from doudi.policy.values import NotWholeFen, ValueWrong, parse_value
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal, ProposedValue, RegionTurn
from doudi.rulebook.rules.sameness import is_same_value
from doudi.rulebook.selectors.authority import PROPOSE, posts_for
from doudi.rulebook.selectors.obstacles import (
    limit_to_explain,
    obstacles,
    overlap_of,
    refused_limit,
    replaces,
)
from doudi.rulebook.services.waiting import approval_not_wanted, ask_for_approval
from doudi.rulebook.states import ProposalStatus, check_move


class NoRightThere(Refusal):
    """A person holds no post that proposes changes for a region."""

    def __init__(self) -> None:
        super().__init__("您的岗位不能提出这个地区的参数变更。请由该地区的县级经办、县级复核或上级督导提出。")


class NotTheDraftsOwner(Refusal):
    """Only whoever drafted a proposal may change it."""

    def __init__(self) -> None:
        super().__init__("只有提出人自己能改这件变更。要改，请联系提出人；或另提一件。")


class DraftClosed(Refusal):
    """A proposal that was submitted is not changed any more."""

    def __init__(self) -> None:
        super().__init__("这件变更已经提交，不能再改。请先撤回，再另提一件。")


class ParameterUnknown(Refusal):
    """No file defines the parameter."""

    def __init__(self) -> None:
        super().__init__("规则文件里没有这个参数。请从“参数表”里选一项再点“提出变更”。", field="key")


class ValueNotReadable(Refusal):
    """A value is not what its parameter asks for."""

    def __init__(self, definition: Definition, *, divided: bool = False) -> None:
        why = "的写法读不懂。请照表格里的格式填写完整。"
        if divided:
            why = "是照数发的，按年的金额折到每月不是整分。请按文件写明的每月金额填写。"
        super().__init__(f"“{definition.label}”{why}", field="value")


class NothingChanges(Refusal):
    """The value is the one that holds anyway."""

    def __init__(self, label: str) -> None:
        super().__init__(f"“{label}”填的就是当日现行的数值，没有变化，不用提。", field="value")


class DaysTaken(Refusal):
    """Another version holds in the days of the value."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="begins")


class LineCrossed(Refusal):
    """A value crosses a line that a higher level has drawn."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text}。上级底线不能突破，请改到允许的范围内再保存。", field="value")


class ExplanationMissing(Refusal):
    """A value is narrower than the higher level's and nobody says why."""

    def __init__(self, text: str) -> None:
        super().__init__(f"与上级规定冲突：{text}。确需这样定的，请写明说明后再保存。", field="explanation")


class NotReady(Refusal):
    """A proposal still lacks something."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """One value as somebody filled it in."""

    key: str
    begins: date
    written: Any
    document: str
    article: str
    ends: date | None = None
    unit: str = ""
    note: str = ""
    explanation: str = ""


@transaction.atomic
def draft_change(
    region: str, *, title: str, reason: str, value: ValueDraft, by: User, at: datetime
) -> Proposal:
    """Draft a change with its first value; nothing waits for anybody until it is submitted."""
    _check_right(by, region, on=at.date())
    proposal = Proposal.objects.create(
        region=region, title=title.strip(), reason=reason.strip(), proposed_by=by, drafted_at=at
    )
    _keep(proposal, ProposedValue(proposal=proposal, region=region), value)
    _record("rulebook.change_drafted", proposal, by=by, at=at, reason=reason, key=value.key)
    return proposal


@transaction.atomic
def put_value(
    proposal: Proposal, value: ValueDraft, *, by: User, at: datetime, replacing: int | None = None
) -> None:
    """Add a value to a draft, or put it in the place of one of the draft's own."""
    proposal = _own_draft(proposal, by)
    row = proposal.values.filter(pk=replacing).first() if replacing else None
    _keep(proposal, row or ProposedValue(proposal=proposal, region=proposal.region), value)
    _record("rulebook.value_put", proposal, by=by, at=at, key=value.key, value=value.written)


@transaction.atomic
def drop_value(proposal: Proposal, pk: int, *, by: User, at: datetime) -> None:
    """Take a value out of a draft."""
    proposal = _own_draft(proposal, by)
    value = proposal.values.get(pk=pk)
    value.delete()
    _record("rulebook.value_dropped", proposal, by=by, at=at, key=value.key)


@transaction.atomic
def submit_change(
    proposal: Proposal, *, by: User, at: datetime, retroactive: bool = False, retroactive_reason: str = ""
) -> Proposal:
    """Submit a draft for approval; from now on its days are taken.

    A first day that has passed needs the flag and the reason, both: nothing reaches back by accident.
    """
    proposal = locked(proposal)
    check_move(ProposalStatus(proposal.status), ProposalStatus.PROPOSED)
    if not are_one_person(proposal.proposed_by, by):
        raise NotTheDraftsOwner
    _check_right(by, proposal.region, on=at.date())
    proposal.retroactive_reason = retroactive_reason.strip() if retroactive else ""
    if lacking := obstacles(proposal, on=at.date()):
        raise NotReady([one.sentence for one in lacking])
    proposal.is_retroactive = any(value.begins < at.date() for value in proposal.values.all())
    proposal.status, proposal.proposed_at = ProposalStatus.PROPOSED, at
    proposal.save(update_fields=["status", "proposed_at", "is_retroactive", "retroactive_reason"])
    _occupy(proposal, stands=True)
    _record("rulebook.change_proposed", proposal, by=by, at=at, reason=proposal.retroactive_reason)
    ask_for_approval(proposal, by=by, at=at)
    return proposal


@transaction.atomic
def withdraw_change(proposal: Proposal, *, reason: str, by: User, at: datetime) -> Proposal:
    """Take back a draft or a proposal nobody has decided on, with the reason."""
    proposal = locked(proposal)
    check_move(ProposalStatus(proposal.status), ProposalStatus.WITHDRAWN)
    if not are_one_person(proposal.proposed_by, by):
        raise NotTheDraftsOwner
    close(proposal, ProposalStatus.WITHDRAWN, reason=reason, at=at)
    _record("rulebook.change_withdrawn", proposal, by=by, at=at, reason=reason)
    approval_not_wanted(proposal, by=by, at=at)
    return proposal


def locked(proposal: Proposal) -> Proposal:
    """Take the region's turn, then the proposal as it stands now."""
    RegionTurn.objects.get_or_create(region=proposal.region)
    RegionTurn.objects.select_for_update().get(region=proposal.region)
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def close(proposal: Proposal, status: ProposalStatus, *, reason: str, at: datetime) -> None:
    """Put an end to a proposal that will not hold, and free its days."""
    if not reason.strip():
        raise ReasonMissing
    proposal.status, proposal.decision_reason, proposal.decided_at = status, reason.strip(), at
    proposal.save(update_fields=["status", "decision_reason", "decided_at", "decided_by"])
    _occupy(proposal, stands=False)


class ReasonMissing(Refusal):
    """An end needs its reason."""

    def __init__(self) -> None:
        super().__init__("请写明理由，提出人和以后的检查都要看。", field="reason")


def _occupy(proposal: Proposal, *, stands: bool) -> None:
    for value in proposal.values.all():
        value.stands = stands
        value.save(update_fields=["stands"])


def _own_draft(proposal: Proposal, by: User) -> Proposal:
    proposal = locked(proposal)
    if proposal.status != ProposalStatus.DRAFT:
        raise DraftClosed
    if not are_one_person(proposal.proposed_by, by):
        raise NotTheDraftsOwner
    return proposal


def _check_right(by: User, region: str, *, on: date) -> None:
    if not posts_for(by, PROPOSE, region, on=on):
        raise NoRightThere


def _keep(proposal: Proposal, row: ProposedValue, value: ValueDraft) -> None:
    """Fill a row with what was typed, refuse what can never hold, and save it."""
    definition = book().definitions.get(value.key)
    if definition is None:
        raise ParameterUnknown
    for field in fields(value):
        setattr(row, field.name, getattr(value, field.name))
    if row.ends is not None and row.ends <= row.begins:
        raise DaysTaken("失效日要晚于生效日。请改正失效日，一直有效的留空。")
    if proposal.values.filter(key=row.key, begins=row.begins).exclude(pk=row.pk).exists():
        raise DaysTaken("这件变更里已有同一参数、同一生效日的数值。请改那一项，或换一个生效日。")
    _check_value(row, definition)
    row.save()


def _check_value(row: ProposedValue, definition: Definition) -> None:
    try:
        new = parse_value(definition, row.written, row.unit)
    except NotWholeFen as wrong:
        raise ValueNotReadable(definition, divided=True) from wrong
    except (ValueWrong, TypeError) as wrong:
        raise ValueNotReadable(definition) from wrong
    if taken := overlap_of(row):
        raise DaysTaken(taken)
    old = replaces(row)
    if old is not None and old.region == row.region and is_same_value(old.value, new):
        raise NothingChanges(definition.label)
    if broken := refused_limit(row):
        raise LineCrossed(broken.text)
    if broken := limit_to_explain(row):
        raise ExplanationMissing(broken.text)


def _record(
    action: str, proposal: Proposal, *, by: User, at: datetime, reason: str = "", **details: object
) -> None:
    audit.record(
        action,
        subject_type="proposal",
        subject_id=str(proposal.pk),
        by=by,
        at=at,
        division=proposal.region,
        reason=reason,
        details=details,
    )
