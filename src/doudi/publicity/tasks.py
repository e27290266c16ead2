"""What publicity says about the notices its tasks are about."""

from collections.abc import Mapping

from doudi.publicity.selectors.notices import SUBJECT, words_of
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {SUBJECT: TaskSubject(words_of, writes="publicity.post")}
