"""What certification says about the people its tasks are about."""

from collections.abc import Mapping

from doudi.certification.selectors.certifications import SUBJECT, words_of
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {SUBJECT: TaskSubject(words_of, writes="certification.check")}
