"""What screenings say about the things their tasks are about; each is done on the round's own page."""

from collections.abc import Mapping

from doudi.screenings.selectors.tasks import people_words, round_words
from doudi.screenings.services.waiting import PEOPLE, ROUND
from doudi.work.declaring import TaskSubject

TASK_SUBJECTS: Mapping[str, TaskSubject] = {
    PEOPLE: TaskSubject(people_words, writes="monitoring.conclude_entry"),
    ROUND: TaskSubject(round_words, writes="monitoring.run_match"),
}
