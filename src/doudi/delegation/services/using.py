"""Holds who is competent while somebody decides, so that a right withdrawn meanwhile is not used."""

from __future__ import annotations

from doudi.accounts.models import User
from doudi.common.problems import Refusal
from doudi.delegation.rules.competence import Question
from doudi.delegation.selectors.competence import Answer, who_is_competent
from doudi.delegation.services.turns import take_turn


class NotCompetent(Refusal):
    """The person holds no post of the office that decides this matter on this day."""

    def __init__(self, office: str, basis: str) -> None:
        super().__init__(f"这件事由{office}决定（{basis}），您的岗位无权决定。请转给有权的一级办理。")


def hold_competence(question: Question, *, by: User) -> Answer:
    """Return who is competent, within the transaction of the decision that `by` takes; refuse anybody else.

    Until that transaction ends no right of the county is granted or taken back.
    """
    take_turn(question.county)
    answer = who_is_competent(question)
    if all(post.user_id != by.pk for post in answer.posts):
        decider = answer.competence.decider
        raise NotCompetent(decider.label, f"{decider.citation.document}{decider.citation.article}")
    return answer
