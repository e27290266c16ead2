"""What delegation says about the things its tasks are about."""

from collections.abc import Mapping

from doudi.delegation.selectors.tasks import delegation_words
from doudi.delegation.services.waiting import DELEGATION
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {DELEGATION: TaskSubject(delegation_words)}
