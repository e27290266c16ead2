"""The acts that may follow now, each with its form: what the page of an application offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms

from doudi.casework.forms import EnterForm, ExtendForm, OpinionForm, PostForm, RecordForm
from doudi.casework.rules.handling import Act as How
from doudi.casework.rules.handling import act_of, awaits_decision, ends_undecided, happen_next
from doudi.casework.selectors.extending import extensible, grounds_for, offered
from doudi.casework.selectors.progress import Progress
from doudi.casework.services.recording import event_words
from doudi.common import clock
from doudi.common.scope import Scope
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.regions.selectors import divisions_within
from doudi.regions.states import Level

PAGES: Mapping[How, str] = {
    How.PLAIN: "casework:record",
    How.OPINION: "casework:opinion",
    How.PUBLICITY: "casework:post",
}


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that may be done now: what it is called, where its form is sent, the form."""

    label: str
    page: str
    form: forms.Form
    is_main: bool


def next_acts(progress: Progress, wrong: Mapping[str, forms.Form]) -> list[Next]:
    """Return what may be done now, the usual thing first; a form filled in wrongly stands in its place."""
    found = [*_ways(progress, wrong), *_events(progress, wrong)]
    for number, one in enumerate(found):
        one.form.auto_id = f"next-{number}-%s"
    return [Next(one.label, one.page, one.form, is_main=not number) for number, one in enumerate(found)]


def _events(progress: Progress, wrong: Mapping[str, forms.Form]) -> Iterator[Next]:
    if awaits_decision(progress.place) or progress.is_withdrawn:
        return
    for event in happen_next(progress.place):
        how = act_of(event)
        if how in PAGES:
            yield Next(
                event_words((event,)), PAGES[how], wrong.get(event) or _form(progress, event, how), False
            )


def _form(progress: Progress, event: str, how: How) -> forms.Form:
    initial = {"event": event, "on": clock.today()}
    if how is How.OPINION:
        return OpinionForm(initial=initial, prefix=None)
    if how is How.PUBLICITY:
        return PostForm(villages_of(progress), initial={**initial, "village": progress.application.division})
    return RecordForm(initial=initial)


def villages_of(progress: Progress) -> list[tuple[str, str]]:
    """Return the villages in which an application may be posted."""
    town = Scope.of([progress.application.division[:TOWNSHIP_DIGITS]])
    return [(each.code, each.name) for each in divisions_within(town, level=Level.VILLAGE)]


def extend_form(progress: Progress, given: Mapping[str, str] | None = None) -> ExtendForm:
    """Return the form by which a clock is extended: the clocks that may be, the grounds of any of them."""
    found = extensible(progress, on=clock.today())
    grounds = {code: words for one in found for code, words in grounds_for(one).items()}
    return ExtendForm([(one.clock.name, offered(one)) for one in found], list(grounds.items()), given)


def _ways(progress: Progress, wrong: Mapping[str, forms.Form]) -> Iterator[Next]:
    for way in () if progress.is_withdrawn else progress.place.ways:
        if ends_undecided(way.step) or progress.place.step.grants:
            continue
        if way.is_open and (progress.place.events or not progress.place.step.marks):
            form = wrong.get(way.step.name) or EnterForm(initial={"step": way.step.name, "on": clock.today()})
            yield Next(f"进入“{way.step.label}”", "casework:enter", form, False)
