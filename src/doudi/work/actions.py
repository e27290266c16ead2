"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "work.absence_ended": "登记返岗",
    "work.absence_recorded": "登记离岗",
    "work.handed_over": "移交离任的待办",
    "work.cancelled": "待办撤销",
    "work.due_days_fixed": "待办期限确定",
    "work.finished": "待办办结",
    "work.handed_out": "交办",
    "work.late_told": "超期上报",
    "work.pause_asked": "申请暂停计时",
    "work.pause_decided": "批复暂停计时",
    "work.redated": "改定待办期限",
    "work.undecided_told": "没有人能批，告知上一级",
    "work.started": "开始办理",
    "work.tasks_exported": "导出待办",
    "work.taken_back": "撤回交办或办结",
}
SUBJECTS: Mapping[str, Text] = {
    "clock_pause": "暂停计时",
    "absence": "离岗",
    "task": "待办",
}
