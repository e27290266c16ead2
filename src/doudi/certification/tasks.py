"""What certification says about the people its tasks are about."""

from collections.abc import Mapping, Sequence

from doudi.certification.selectors.certifications import SUBJECT, words_of
from doudi.certification.selectors.recognitions import RECOGNITION, recognition_words
from doudi.certification.services.by_hand import LAPSES, let_lapse
from doudi.common.kit import Text
from doudi.work.declaring import TaskSubject


def _answers(_ground: str) -> Sequence[tuple[str, Text]]:
    return ((LAPSES, "到期不再续"),)


TASK_SUBJECTS: Mapping[str, TaskSubject] = {
    SUBJECT: TaskSubject(words_of, writes="certification.check"),
    RECOGNITION: TaskSubject(
        recognition_words, answers=_answers, answer=let_lapse, writes="registry.keep_standing"
    ),
}
