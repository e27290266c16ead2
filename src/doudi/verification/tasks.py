"""What verification says about the checks its tasks are about."""

from collections.abc import Mapping

from doudi.verification.selectors.checks import words_of
from doudi.verification.states import SUBJECT
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {SUBJECT: TaskSubject(words_of, writes="verification.request")}
