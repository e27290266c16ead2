"""What monitoring says about the things its tasks are about."""

from collections.abc import Mapping
from datetime import datetime

from doudi.accounts.models import User
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.tasks import answers_of, ground_title, review_words, words_of
from doudi.monitoring.services.handling import ENTRY
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import REVIEW
from doudi.monitoring.services.taking_back import take_back_conclusion
from doudi.work.declaring import TaskSubject


def _conclude(key: str, outcome: str, reason: str, by: User, at: datetime) -> None:
    conclude_entry(LedgerEntry.objects.get(pk=key), outcome=outcome, reason=reason, by=by, at=at)


def _take_back(key: str, by: User, at: datetime) -> None:
    take_back_conclusion(LedgerEntry.objects.get(pk=key), by=by, at=at)


TASK_SUBJECTS: Mapping[str, TaskSubject] = {
    ENTRY: TaskSubject(
        words_of, ground_title, answers_of, _conclude, _take_back, "monitoring.conclude_entry"
    ),
    REVIEW: TaskSubject(review_words),
}
