"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "rulebook.article_put": "录入文件条款",
    "rulebook.breach_settled": "处理暂停期退出",
    "rulebook.breaches_listed": "查出暂停期退出",
    "rulebook.change_approved": "批准参数变更",
    "rulebook.change_drafted": "起草参数变更",
    "rulebook.change_proposed": "提交参数变更",
    "rulebook.change_rejected": "退回参数变更",
    "rulebook.change_withdrawn": "撤回参数变更",
    "rulebook.document_checked": "政策自查",
    "rulebook.document_corrected": "修改政策文件",
    "rulebook.document_filed": "登记政策文件",
    "rulebook.document_voided": "文件标为失效",
    "rulebook.duty_moved": "配套进度",
    "rulebook.duty_set": "列配套任务",
    "rulebook.exit_asked": "提出退出",
    "rulebook.exit_decided": "复核退出",
    "rulebook.exit_to_review": "退出转待复核",
    "rulebook.file_attached": "上传变更附件",
    "rulebook.file_opened": "打开变更附件",
    "rulebook.pilot_ended": "回退试点",
    "rulebook.pilot_packed": "打试点包",
    "rulebook.pilot_started": "启用试点",
    "rulebook.problem_raised": "登记政策问题",
    "rulebook.review_settled": "文件复核结论",
    "rulebook.study_attached": "附上影响试算",
    "rulebook.topic_decided": "议题结果",
    "rulebook.topic_raised": "归并议题",
    "rulebook.value_dropped": "删去变更值",
    "rulebook.value_put": "填写变更值",
}
SUBJECTS: Mapping[str, Text] = {
    "document_review": "文件复核",
    "exit_request": "退出申请",
    "freeze_breach": "违规退出",
    "parameter": "数值",
    "pilot_pack": "试点包",
    "pilot_use": "试点启用",
    "policy_document": "政策文件",
    "policy_duty": "制度任务",
    "policy_problem": "政策问题",
    "policy_topic": "政策议题",
    "programme": "救助项目",
    "procedure": "办理程序",
    "proposal": "参数变更",
}
