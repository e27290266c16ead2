"""What casework says about the applications its tasks are about."""

from collections.abc import Mapping

from doudi.casework.selectors.applications import words_of
from doudi.casework.states import SUBJECT
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {SUBJECT: TaskSubject(words_of, writes="casework.handle")}
