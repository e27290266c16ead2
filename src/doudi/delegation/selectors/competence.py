"""Answers who is competent now: one office for a matter, and the posts that act for it (谁有权)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doudi.accounts.models import Post
from doudi.accounts.selectors import posts_covering
from doudi.common.problems import Refusal
from doudi.delegation.rules.competence import Competence, Question, competent
from doudi.delegation.selectors.rights import rights_of
from doudi.delegation.states import OFFICE_POSTS
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.procedures.deciders import Decider, DeciderUnknown, decider_of
from doudi.procedures.handing import hands_down
from doudi.procedures.inheriting import NoProcedureYet
from doudi.regions.selectors import division_exists
from doudi.rulebook.catalogue import book, procedures


class QuestionRefused(Refusal):
    """Who is competent cannot be said: the place, programme, day or amount is wrong or missing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who decides a matter, and the posts that may do so on the day; none where the office has none here."""

    question: Question
    title: str
    competence: Competence
    posts: tuple[Post, ...]


def who_is_competent(question: Question) -> Answer:
    """Return the one office that decides a matter; raises QuestionRefused where that cannot be said."""
    _check(question)
    rules, values = procedures(), book()
    township = question.region[:TOWNSHIP_DIGITS]
    rights = rights_of(township, programme=question.programme, matter=question.matter)
    try:
        found = competent(rules, values, question, rights)
    except DeciderUnknown as unknown:
        raise QuestionRefused(str(unknown), field="amount") from None
    except NoProcedureYet as early:
        raise QuestionRefused(f"{early}请检查受理日。", field="accepted_on") from None
    return Answer(
        question,
        rules.programme(question.programme).title,
        found,
        posts_of_office(found.decider.office, township, on=question.on),
    )


def _check(question: Question) -> None:
    rules = procedures()
    if question.programme not in rules.programmes:
        known = "、".join(f"{one.code}（{one.title}）" for one in rules.programmes.values())
        raise QuestionRefused(f"没有“{question.programme}”的办理程序。有的是：{known}。", field="programme")
    if question.matter not in rules.vocabulary.matters:
        known = "、".join(f"{code}（{label}）" for code, label in rules.vocabulary.matters.items())
        raise QuestionRefused(f"没有“{question.matter}”这个事项。有的是：{known}。", field="matter")
    if len(question.region) < TOWNSHIP_DIGITS or not division_exists(question.region[:TOWNSHIP_DIGITS]):
        raise QuestionRefused("请给出家庭所在乡镇（街道）或村的区划代码（9 位或 12 位）。", field="region")
    if question.accepted_on > question.on:
        raise QuestionRefused("受理日不能晚于决定日。请检查两个日期。", field="accepted_on")
    # a negative part would bring the whole below a limit
    if (question.fen is not None and question.fen < 0) or question.earlier_fen < 0:
        raise QuestionRefused("金额不能是负数。", field="amount")


def posts_of_office(office: str, township: str, *, on: date) -> tuple[Post, ...]:
    """Return the posts that act for an office at a place on a day."""
    return tuple(
        post
        for role, digits in OFFICE_POSTS.get(office, ())
        for post in posts_covering(township, role, on)
        if len(post.division_id or "") == digits
    )


def handed_down_to_all(county: str, *, on: date) -> list[tuple[str, Decider]]:
    """Return what the county's documents hand down to every township on a day, each with its line."""
    found = []
    for programme, matter, *names in matters_handed_down():
        try:
            decider = decider_of(
                procedures(), book(), programme=programme, region=county, on=on, matter=matter, fen=0
            )
        except (DeciderUnknown, NoProcedureYet):
            continue
        if decider.handed_down:
            found.append((" · ".join(names), decider))
    return found


def matters_handed_down() -> list[tuple[str, str, str, str]]:
    """Return what may be handed down at all: programme and matter, each with what it is called."""
    rules = procedures()
    found = {
        (programme.code, rule.matter): (programme.title, rules.vocabulary.matters[rule.matter])
        for programme in rules.programmes.values()
        for parts in programme.parts.values()
        for part in parts
        for rule in part.deciders
        if hands_down(rule, rules.vocabulary)
    }
    return [(*key, *names) for key, names in sorted(found.items())]
