"""What the rulebook says about the things its tasks are about; each is decided on its own page."""

from collections.abc import Mapping

from doudi.rulebook.selectors.tasks import breach_words, duty_words, exit_words, proposal_words, review_words
from doudi.rulebook.services.waiting import BREACH, DUTY, EXIT, KEEP_DOCUMENTS, PROPOSAL, REVIEW
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {
    PROPOSAL: TaskSubject(proposal_words),
    EXIT: TaskSubject(exit_words),
    BREACH: TaskSubject(breach_words),
    DUTY: TaskSubject(duty_words, writes=KEEP_DOCUMENTS),
    REVIEW: TaskSubject(review_words),
}
