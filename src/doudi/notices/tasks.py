"""What notices say about the letters their tasks are about."""

from collections.abc import Mapping

from doudi.notices.selectors.letters import SUBJECT, words_of
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {SUBJECT: TaskSubject(words_of, writes="notices.deliver_letter")}
