"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "registry.enrolment_reopened": "恢复在册",
    "registry.household_act_undone": "撤销家庭变动",
    "registry.household_changed": "变动家庭",
    "registry.list_published": "名单入档",
    "registry.list_withdrawn": "名单撤回",
    "registry.month_locked": "封存月份",
    "registry.number_revealed": "查看完整身份证号",
    "registry.poverty_status_set": "登记扶贫身份",
    "registry.question_settled": "核定人员",
    "registry.question_viewed": "查看人员待核",
    "registry.recognition_ended": "退出低收入认定",
    "registry.recognised": "低收入认定",
    "registry.settlement_undone": "撤销人员核定",
    "registry.table_exported": "导出档案表格",
}
SUBJECTS: Mapping[str, Text] = {
    "enrolment": "在册记录",
    "household": "家庭",
    "household_act": "家庭变动",
    "identity_question": "人员待核",
    "person": "人员",
}
