"""What the price subsidy says about the things its tasks are about."""

from collections.abc import Mapping

from doudi.price_subsidy.selectors.tasks import launch_words
from doudi.price_subsidy.services.waiting import LAUNCH
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {LAUNCH: TaskSubject(launch_words)}
