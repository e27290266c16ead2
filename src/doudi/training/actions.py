"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "training.course_planned": "安排培训",
    "training.results_recorded": "登记签到和成绩",
    "training.lock_set": "开关审批限制",
}
SUBJECTS: Mapping[str, Text] = {
    "training_course": "培训课程",
    "training_lock": "审批限制",
}
