"""Puts checks at home into lines of a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.common.scope import Scope
from doudi.intake.catalogue import alert_kinds, outcome_title, ways
from doudi.intake.models import HomeCheck, Sign
from doudi.intake.selectors.checks import names_of
from doudi.intake.selectors.families import families_within
from doudi.intake.states import CheckState, Mark
from doudi.regions.selectors import division_names


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as one line: whom, where, what told of it, which sides know of it, whose, until when."""

    pk: int
    name: str
    place: str
    alerts: int
    leads: int
    told: str
    mark: str
    owner: str
    due_on: date | None
    is_late: bool
    is_provisional: bool
    state: str
    outcome: str

    @property
    def mark_label(self) -> str:
        """Return the mark in words."""
        return str(Mark(self.mark).label) if self.mark else ""

    @property
    def state_label(self) -> str:
        """Return what became of the check in words."""
        return self.outcome or str(CheckState(self.state).label)


def marks_within(scope: Scope) -> Mapping[int, str]:
    """Return which sides know of the family of each check in a scope."""
    return {check.pk: family.mark() for family in families_within(scope) for check in family.checks}


def check_lines(checks: Collection[HomeCheck], marks: Mapping[int, str], *, on: date) -> Sequence[CheckLine]:
    """Return checks read by `checks_within` as lines."""
    names = names_of(checks)
    places = division_names(code for check in checks for code in (check.division[:9], check.division))
    return [
        CheckLine(
            pk=check.pk,
            name=names[check.pk],
            place=_place(check.division, places),
            alerts=sum(each.alert_id is not None for each in _signs(check)),
            leads=sum(each.lead_id is not None for each in _signs(check)),
            told="、".join(_told(_signs(check))),
            mark=marks.get(check.pk, ""),
            owner=check.task.owner.user.name if check.task and check.task.owner else "",
            due_on=check.task.due_on if check.task else None,
            is_late=_is_late(check, on),
            is_provisional=bool(check.task and check.task.is_provisional),
            state=check.state,
            outcome=outcome_title(check.outcome) if check.outcome else "",
        )
        for check in checks
    ]


def _signs(check: HomeCheck) -> list[Sign]:
    signs: list[Sign] = check.standing  # type: ignore[attr-defined]
    return signs


def _is_late(check: HomeCheck, on: date) -> bool:
    task = check.task
    is_due = task is not None and not task.is_provisional and task.due_on < on
    return is_due and check.state == CheckState.OPEN


def _told(signs: Collection[Sign]) -> list[str]:
    """Say what told of a family: rules of alerts, grounds of leads, each once."""
    alerts = [alert_kinds().get(each.alert.kind, each.alert.kind) for each in signs if each.alert]
    grounds = [ways().grounds.get(code, code) for each in signs if each.lead for code in each.lead.grounds]
    return list(dict.fromkeys([*alerts, *grounds]))


def _place(division: str, names: Mapping[str, str]) -> str:
    known = [names[code] for code in dict.fromkeys((division[:9], division)) if code in names]
    return " / ".join(known) if len(division) > 6 else "村还不清楚"
