"""Puts together what the page for trying a family shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from doudi.policy.asking import Asking, titled
from doudi.policy.book import Book
from doudi.policy.sheet import Sheet
from doudi.policy.stating import Wrong
from doudi.policy.writing import sheet_of
from doudi.regions.selectors import division_names
from doudi.studies.rules.family_fields import Block, Field, Sorting, blocks_of
from doudi.studies.rules.family_form import Family, askable, field_of, rows_of, stated
from doudi.studies.rules.trials import Question, Trial, facts_used, hints, tried, tried_all

MOST_ASKED = (
    "DIBAO",
    "DIBAO_SINGLE",
    "TEKUN",
    "NEAR_DIBAO",
    "RIGID_EXPENSE",
    "TEMPORARY_RELIEF",
    "DISABILITY_LIVING",
    "DISABILITY_NURSING",
    "ORPHAN",
    "UNATTENDED_CHILD",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a clerk asks: a family, a programme (empty: all of them), a region and a day.

    `rest_is_none` says that amounts and numbers left blank are nothing; else they are not known.
    """

    family: Family
    programme: str
    region: str
    on: date
    rest_is_none: bool = False


@dataclass(frozen=True, slots=True)
class ToAsk:
    """One question to the family, with the field that takes its answer."""

    asking: Asking
    title: str
    field: Field


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: trials, or mistakes by field; `more` are mistakes that belong to no field.

    `questions` are for the family, `lacking` are values of law the region has not set.
    """

    trials: Sequence[Trial] = ()
    wrongs: Mapping[str, str] | None = None
    more: Sequence[str] = ()
    sheet: Sheet | None = None
    questions: Sequence[ToAsk] = ()
    lacking: Sequence[Asking] = ()

    @property
    def trial(self) -> Trial:
        """The one trial of a question about one programme."""
        return self.trials[0]


def answered(book: Book, asked: Asked) -> Answer:
    """Answer a question, or say what was typed wrongly; nothing is stored."""
    read = stated(asked.family, book.facts, unknown_when_blank(book, asked))
    if read.wrongs:
        return Answer(wrongs=read.wrongs, more=_outside(book, asked, read.wrongs))
    question = Question(asked.region, asked.on, read.household, read.context)
    if not asked.programme:
        trials = tried_all(book, question)
        return Answer(trials, *(_by_field(_needed(trials))))
    trial = tried(book, asked.programme, question)
    if trial.assessment is None:
        return Answer([trial], *_by_field(trial.wrongs))
    sheet = replace(sheet_of(trial.assessment), distance=tuple(hints(trial.assessment)))
    questions = [_to_ask(book, one) for one in sheet.questions if not one.is_of_the_region]
    lacking = [one for one in sheet.questions if one.is_of_the_region]
    return Answer([trial], {}, (), sheet, questions, lacking)


def unknown_when_blank(book: Book, asked: Asked) -> frozenset[str]:
    """Return the facts whose blank field says nothing: those some programme asked about may look at."""
    if asked.rest_is_none:
        return frozenset()
    codes = [asked.programme] if asked.programme else list(book.programmes)
    return askable(book.facts[name] for name in facts_used(book, codes, asked.region, asked.on))


def _to_ask(book: Book, asking: Asking) -> ToAsk:
    name = field_of(f"{asking.place}.{asking.name}")
    return ToAsk(asking, titled(asking), Field(name, book.facts[asking.name], "", ""))


def _needed(trials: Sequence[Trial]) -> Sequence[Wrong]:
    """Return what no programme at all could do without: then the family itself is not told yet."""
    if any(trial.assessment for trial in trials):
        return ()
    return next((trial.wrongs for trial in trials if trial.wrongs), ())


def _by_field(wrongs: Sequence[Wrong]) -> tuple[Mapping[str, str], Sequence[str]]:
    fields = {field_of(wrong.place): wrong.reason for wrong in wrongs}
    more = [wrong.reason for wrong in wrongs if not field_of(wrong.place)]
    return {name: reason for name, reason in fields.items() if name}, more


def _outside(book: Book, asked: Asked, wrongs: Mapping[str, str]) -> Sequence[str]:
    """Return mistakes in rows that the page does not show."""
    shown = {
        f"{place}.{fact.name}" for entity, place, _ in rows_of(asked.family) for fact in book.facts.of(entity)
    }
    return [f"{name}：{reason}" for name, reason in wrongs.items() if name not in shown]


def form_blocks(
    book: Book, asked: Asked, wrongs: Mapping[str, str]
) -> tuple[Sequence[Block], Sequence[Block]]:
    """Return the cards of the form with the fields the chosen programme asks for."""
    codes = [asked.programme] if asked.programme else list(book.programmes)
    used = facts_used(book, codes, asked.region, asked.on)
    return blocks_of(asked.family, Sorting(book.facts, used, wrongs))


def region_choices(book: Book, own: str) -> Sequence[tuple[str, str]]:
    """Return the regions a family may be tried in: one's own first, then those with values of their own."""
    names = division_names([own])
    others = [(code, book.name_of(code)) for code in book.regions() if code != own]
    return [(own, f"{names.get(own, own)}（本地）"), *others]


def programme_choices(book: Book) -> Sequence[tuple[str, str]]:
    """Return the programmes by title, the ones most asked for first."""
    order = {code: place for place, code in enumerate(MOST_ASKED)}
    known = sorted(book.programmes.items(), key=lambda item: order.get(item[0], len(order)))
    return [(code, programme.title) for code, programme in known]
