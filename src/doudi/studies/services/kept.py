"""Makes computation sheets for registered families and keeps them; a kept sheet is only ever read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from cryptography.hazmat.primitives import hashes, hmac
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.asking import Asking, asked_words, questions_of
from doudi.policy.assessment import FactsWrong, assess
from doudi.policy.recomputing import faults_of
from doudi.policy.sheet import Sheet
from doudi.policy.writing import sheet_of
from doudi.registry.models import Household
from doudi.rulebook.catalogue import book
from doudi.studies.models import FactSheet, KeptSheet
from doudi.studies.rules.trials import hints


class NothingToCompute(Refusal):
    """A sheet cannot be made: no facts, no rule, or a value the region has not set."""


@transaction.atomic
def keep_sheet(household: Household, programme: str, *, on: date, by: Actor, at: datetime) -> KeptSheet:
    """Compute a family's entitlement by the rules of a day and keep the sheet (核算并存档).

    The facts are those on record; the rules are those of `on`, as approved by `at`.
    """
    facts = FactSheet.objects.filter(household=household, superseded_at__isnull=True).first()
    if facts is None:
        raise NothingToCompute(_("这户人还没有家庭情况表，先在“家庭情况表”里填报。"))
    rules = book(at)
    if programme not in rules.programmes:
        raise NothingToCompute(_("没有这个救助项目。"))
    try:
        found = assess(rules, programme, facts.division[:COUNTY_DIGITS], on, json.loads(facts.facts))
    except FactsWrong as error:
        raise NothingToCompute(str(error)) from error
    if not found.is_given:
        raise NothingToCompute(_still_to_ask(questions_of(found)))
    sheet = replace(sheet_of(found), distance=tuple(hints(found, of_refused=True)))
    if sheet.groundless:
        raise NothingToCompute(_without_grounds(sheet))
    content = json.dumps(sheet.as_json(), ensure_ascii=False, sort_keys=True)
    kept = KeptSheet.objects.create(
        household=household,
        facts=facts,
        division=facts.division,
        programme=programme,
        title=rules.programmes[programme].title,
        on=on,
        eligible=found.eligible,
        amount_fen=found.amount,
        sheet=content,
        digest=digest_of_sheet(content),
        made_by=by.username,
        made_at=at,
    )
    _record("rulebook.sheet_kept", kept, by=by, at=at)
    return kept


def _still_to_ask(questions: Sequence[Asking]) -> str:
    """Return what has to be asked first, and where the answers go: the rules or the family's facts."""
    asked = asked_words(questions)
    if all(one.is_of_the_region for one in questions):
        return _("%(asked)s按当地文件登记到参数表后再核算存档。") % {"asked": asked}
    return _("%(asked)s问清并记进家庭情况表（本地规定登记到参数表）后再核算存档。") % {"asked": asked}


def _without_grounds(sheet: Sheet) -> str:
    """Return which values no document says: nobody is decided on by them."""
    names = "、".join(f"“{one.label}”" for one in sheet.groundless)
    return _("%(names)s没有文件依据，只能试算，不能核算存档。请先在参数表按当地文件登记这 %(count)d 项。") % {
        "names": names,
        "count": len(sheet.groundless),
    }


def digest_of_sheet(content: str) -> str:
    """Return a keyed digest of a sheet, from which nobody can guess what a family stated."""
    digest = hmac.HMAC(ring().digest, hashes.SM3())
    digest.update(content.encode())
    return digest.finalize().hex()


def faults_in(kept: KeptSheet) -> list[str]:
    """Return what is wrong with a kept sheet: changed since, not recomputing, or not what its row says."""
    faults = [] if digest_of_sheet(kept.sheet) == kept.digest else [str(_("核算单内容与存档时的摘要不符"))]
    sheet = json.loads(kept.sheet)
    faults += faults_of(sheet)
    if sum(verdict["amount"] for verdict in sheet["verdicts"]) != kept.amount_fen:
        faults.append(str(_("核算单金额与登记金额不符")))
    return faults


def record_sheet_seen(kept: KeptSheet, *, by: Actor, at: datetime) -> None:
    """Write down that somebody opened a family's sheet."""
    _record("rulebook.sheet_seen", kept, by=by, at=at)


def _record(action: str, kept: KeptSheet, *, by: Actor, at: datetime) -> None:
    audit.record(
        action,
        subject_type="kept_sheet",
        subject_id=str(kept.pk),
        by=by,
        at=at,
        division=kept.division,
        details={"programme": kept.programme, "on": kept.on.isoformat(), "digest": kept.digest},
    )
