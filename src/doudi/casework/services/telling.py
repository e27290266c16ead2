"""Tells the applicant what was decided: a numbered letter that says why, and how to object."""

from __future__ import annotations

import json

from doudi.casework.catalogue import title_of
from doudi.casework.models import Application, ApplicationRecord, Decision
from doudi.casework.rules.handling import TOWNSHIP
from doudi.casework.selectors.progress import progress_of
from doudi.casework.services.recording import Happening, correct, locked, record_act, take_place
from doudi.casework.states import SUBJECT, Verdict
from doudi.kernel.money import yuan_text
from doudi.notices.events import LetterDelivered
from doudi.notices.services.letters import Addressee, ToSend, office_of, send_letter
from doudi.policy.reopening import reopened
from doudi.procedures.shapes import ClockKind
from doudi.regions.selectors import division_names
from doudi.studies.models import KeptSheet
from doudi.studies.rules.sheets import refusals
from doudi.work.services.moves import Act

CONFIRMATION, REFUSAL = "application_confirmation", "application_refusal"
TOLD = "REJECTION_TOLD"
STREET = "街道"


def tell(decision: Decision, act: Act) -> None:
    """Send the applicant the letter of a decision, in the name of the office that took it."""
    application = decision.application
    filing = application.filing
    is_agreed = decision.verdict == Verdict.AGREE
    values = {
        "application": application.number,
        "programme": _what(application),
        "office": office_name(decision),
    }
    values |= {"granted": _granted(decision, act)} if is_agreed else _why(decision)
    assert act.by is not None  # noqa: S101 - a decision is somebody's
    wanted = ToSend(
        kind=CONFIRMATION if is_agreed else REFUSAL,
        key=f"decision:{decision.pk}",
        to=Addressee(filing.applicant.name, filing.division),
        values=values,
        subject=(SUBJECT, str(application.pk)),
        is_open_to_review=True,
    )
    send_letter(wanted, by=act.by, at=act.at)


def office_name(decision: Decision) -> str:
    """Return what the office that decided signs with."""
    if decision.office != TOWNSHIP:
        return office_of(decision.office_division)
    name = division_names([decision.office_division]).get(decision.office_division, "")
    return f"{name}办事处" if name.endswith(STREET) else f"{name}人民政府"


def _what(application: Application) -> str:
    title = title_of(application.programme)
    return f"{title}（{application.person.name}）" if application.person else title


def _granted(decision: Decision, act: Act) -> str:
    """Return what is granted from when; a recognition brings no money of its own."""
    progress = progress_of(decision.application, on=decision.decided_on)
    effect = next((one for one in progress.deadlines if one.clock.kind is ClockKind.EFFECT), None)
    since = f"自{effect.due.on.year}年{effect.due.on.month}月起，" if effect else ""
    if not decision.amount_fen:
        return f"{since}予以认定。" if since else "自作出决定之日起予以认定。"
    return f"{since}每月{yuan_text(decision.amount_fen)}元。"


def _why(decision: Decision) -> dict[str, str]:
    return {"grounds": grounds_of(decision.sheet), "reason": decision.reason}


def grounds_of(sheet: KeptSheet) -> str:
    """Return each condition a kept sheet finds not met, with its article, and how far that is."""
    opened = reopened(json.loads(sheet.sheet))
    found = refusals(opened)
    said = [one.text.rstrip("。") + (f"（{one.article}）" if one.article else "") for one in found]
    said += [one.rstrip("。") for one in opened.distance]
    return "；".join(said) + "。" if said else "核算结果是符合条件，不予确认的理由见下。"


def letter_delivered(event: LetterDelivered) -> None:
    """Record in its application that a refusal reached the applicant; a corrected delivery corrects it."""
    if event.subject_kind != SUBJECT or event.kind != REFUSAL:
        return
    application = locked(Application.objects.get(pk=event.subject_id))
    evidence = f"letter:{event.letter}"
    told = ApplicationRecord.objects.filter(
        application=application, name=TOLD, evidence=evidence, replaced_by__isnull=True
    ).first()
    if told is None:
        happening = Happening(TOLD, event.delivered_on, evidence=evidence)
        take_place(application, happening, Act(event.at))
    elif told.on != event.delivered_on:
        correct(told, on=event.delivered_on, act=Act(event.at))
        record_act("casework.corrected", application, Act(event.at), event=TOLD)
