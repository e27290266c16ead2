"""Asks for what-if studies and runs them; formal data are only read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.book import Book
from doudi.policy.definitions import Definition
from doudi.policy.families import FamiliesWrong
from doudi.policy.stating import Wrong, wrongs_of
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal
from doudi.rulebook.rules.reach import programmes_touched
from doudi.rulebook.services.studies import attach_study
from doudi.rulebook.states import ProposalStatus
from doudi.studies.models import StudyLine, WhatIfStudy
from doudi.studies.rules.simulation import Changed, Compared, Scene, Tally, Told, compared, facts_of_scene
from doudi.studies.selectors.studies import fingerprint_of, scene_of, sheets_of_region, told_families
from doudi.studies.states import Effect, StudyStatus

AT_ONCE = 1000
BY_MONTH = "/月"


class NothingChanged(Refusal):
    """A study changes something."""

    def __init__(self) -> None:
        super().__init__("还没有选要试改的参数。请至少选一个参数并填上试改后的数值。", field="changes")


class NoFamilies(Refusal):
    """A study needs families with facts."""

    def __init__(self) -> None:
        super().__init__("这个地区还没有家庭情况表，没法试算。请先在“家庭情况表”里下载表样、填好导入。")


class NoProgrammeTouched(Refusal):
    """No programme's rules name what is changed."""

    def __init__(self) -> None:
        super().__init__("试改的参数不影响任何项目的资格和金额，不用试算。")


@transaction.atomic
def request_study(
    *,
    region: str,
    on: date,
    title: str,
    changes: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
    proposal: Proposal | None = None,
) -> WhatIfStudy:
    """Ask for a study of changed values; a worker runs it."""
    if not changes:
        raise NothingChanged
    touched = programmes_touched(book(), [each["key"] for each in changes])
    if not touched:
        raise NoProgrammeTouched
    families = sheets_of_region(region).count()
    if not families:
        raise NoFamilies
    study = WhatIfStudy.objects.create(
        region=region,
        on=on,
        title=title,
        changes=list(changes),
        programmes=touched,
        proposal=proposal,
        total=families,
        requested_by=by,
        requested_at=at,
    )
    _record("rulebook.study_requested", study, by=by, at=at, changes=list(changes))
    return study


def request_study_of(proposal: Proposal, *, by: User, at: datetime) -> WhatIfStudy:
    """Ask for a study of a proposal, for the day on which all its values hold."""
    values = list(proposal.values.order_by("begins", "id"))
    if not values:
        raise NothingChanged
    return request_study(
        region=proposal.region,
        on=max(value.begins for value in values),
        title=proposal.title,
        changes=[{"key": each.key, "value": each.written, "unit": each.unit} for each in values],
        by=by,
        at=at,
        proposal=proposal,
    )


def run_study(study: WhatIfStudy, *, by: User, at: datetime) -> WhatIfStudy:
    """Run a study; what stops it is told on the study. Running it again replaces its result."""
    study.status, study.done, study.problem = StudyStatus.RUNNING, 0, ""
    study.save(update_fields=["status", "done", "problem"])
    try:
        scene = scene_of(study)
        families = list(told_families(sheets_of_region(study.region)))
        found, left_out = _compared(study, scene, families)
    except (PolicyBroken, KeyError, ValueError):
        study.status = StudyStatus.FAILED
        study.problem = "试改的数值与规则合不上。请检查数值后重新提交。"
        study.save(update_fields=["status", "problem"])
        return study
    return _finish(study, found, left_out, len(families) - left_out, by=by, at=at)


def _compared(study: WhatIfStudy, scene: Scene, families: list[Told]) -> tuple[list[Compared], int]:
    """Compare the families, and say how many are left out since their facts no longer fit."""
    try:
        return compared(scene, families, tell=lambda done: _tell(study, done)), 0
    except FamiliesWrong:
        left_out = len(families)
    fitting = [each for each in families if not _wrongs(scene, each)]
    return compared(scene, fitting, tell=lambda done: _tell(study, done)), left_out - len(fitting)


def _wrongs(scene: Scene, family: Told) -> Sequence[Wrong]:
    wanted = facts_of_scene(scene, family.division[:COUNTY_DIGITS])
    return wrongs_of(scene.base.facts, wanted, scene.on, family.household)


def _tell(study: WhatIfStudy, done: int) -> None:
    study.done = done
    study.save(update_fields=["done"])


@transaction.atomic
def _finish(
    study: WhatIfStudy, found: Sequence[Compared], left_out: int, families: int, *, by: User, at: datetime
) -> WhatIfStudy:
    study.lines.all().delete()
    changed = [each for one in found for each in one.changed]
    StudyLine.objects.bulk_create((_line(study, each) for each in changed), batch_size=AT_ONCE)
    rules = book(at)
    names = rules.definitions
    whole = _whole([one for one in found if _is_standing(rules, one.programme)])
    study.tally = {
        "families": families,
        "left_out": left_out,
        "programmes": {one.programme: _tally(one, names) for one in found},
        **whole,
    }
    study.status, study.finished_at, study.done = StudyStatus.DONE, at, study.total
    study.fingerprint = fingerprint_of(study)
    study.save(update_fields=["tally", "status", "finished_at", "done", "fingerprint"])
    _record("rulebook.study_finished", study, by=by, at=at, **whole)
    _hand_in(study, by=by, at=at)
    return study


def _line(study: WhatIfStudy, each: Changed) -> StudyLine:
    return StudyLine(
        study=study,
        sheet_id=int(each.family.key),
        programme=each.programme,
        member=each.member,
        division=each.family.division,
        effect=Effect(each.effect),
        before_fen=each.before_fen,
        after_fen=each.after_fen,
    )


def _tally(one: Compared, names: Mapping[str, Definition]) -> Mapping[str, Any]:
    towns = {code: asdict(tally) for code, tally in one.towns.items()}
    lacking = one.lacking(names)
    return {
        "by_person": one.by_person,
        "lacking": lacking if one.is_left_out else "",
        "unset": lacking,
        "towns": {} if one.is_left_out else towns,
    }


def _is_standing(rules: Book, code: str) -> bool:
    """Tell whether a programme goes on month by month: what is given once nobody has, nor loses."""
    programme = rules.programmes[code]
    return programme.steps[programme.outcome.amount].unit.endswith(BY_MONTH)


def _whole(found: Sequence[Compared]) -> Mapping[str, int]:
    """Return the totals over all programmes, a family that merely changes its layer counted once.

    Who leaves dibao and is then recognised as near dibao has lost, and nobody was won; who is recognised no
    more because dibao takes the family in has lost nothing.
    """
    paying = [one for one in found if _pays(one)]
    won, lost = (_families(paying, effect) for effect in (Effect.IN, Effect.OUT))
    whole = Tally()
    for one in found:
        whole.add(one.total)
        if not _pays(one):
            whole.leaving -= len([each for each in _touched(one, Effect.OUT) if each in won])
            whole.entering -= len([each for each in _touched(one, Effect.IN) if each in lost])
    return {
        "aided": whole.before,
        "leaving": whole.leaving,
        "lowered": whole.lowered,
        "entering": whole.entering,
        "waiting": whole.waiting,
        "raised": whole.raised,
        "more_fen": whole.more_fen,
    }


def _pays(one: Compared) -> bool:
    """Tell whether a programme gives money; the others recognise a family's standing."""
    return bool(one.total.before_fen or one.total.after_fen)


def _touched(one: Compared, effect: Effect) -> list[str]:
    return [each.family.key for each in one.changed if each.effect == effect]


def _families(programmes: Sequence[Compared], effect: Effect) -> frozenset[str]:
    return frozenset(key for one in programmes for key in _touched(one, effect))


def _hand_in(study: WhatIfStudy, *, by: User, at: datetime) -> None:
    """Attach the totals to the proposal the study is of, while it is not decided."""
    proposal = study.proposal
    if proposal is None or proposal.status not in (ProposalStatus.DRAFT, ProposalStatus.PROPOSED):
        return
    attach_study(
        proposal,
        households=study.tally["aided"],
        leaving=study.tally["leaving"],
        lowered=study.tally["lowered"],
        entering=study.tally["entering"],
        waiting=study.tally["waiting"],
        monthly_change_fen=study.tally["more_fen"],
        study=str(study.pk),
        by=by,
        at=at,
    )


def record_losers_seen(study: WhatIfStudy, *, by: User, at: datetime, rows: int, how: str) -> None:
    """Write down that somebody looked at the names of those who would lose."""
    _record("rulebook.losers_seen", study, by=by, at=at, rows=rows, how=how)


def _record(action: str, study: WhatIfStudy, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="what_if_study",
        subject_id=str(study.pk),
        by=by,
        at=at,
        division=study.region,
        details=details,
    )
