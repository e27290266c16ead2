"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "casework.applied": "登记申请",
    "casework.corrected": "更正办理记录",
    "casework.decided": "作出审核确认决定",
    "casework.entered": "进入下一环节",
    "casework.extended": "延长办理期限",
    "casework.opinion_given": "提出审核意见",
    "casework.family_searched": "在受理台查找家庭",
    "casework.family_viewed": "查看家庭可以申请什么",
    "casework.filing_viewed": "查看申请材料",
    "casework.missing_told": "一次性告知缺的材料",
    "casework.paper_kept": "收下申请材料",
    "casework.recorded": "记办理情况",
    "casework.sent_back": "退回申请",
    "casework.viewed": "查看申请",
    "casework.withdrawn": "申请人撤回申请",
    "casework.exported": "导出申请",
}
SUBJECTS: Mapping[str, Text] = {
    "application": "申请",
    "filing": "申请登记",
}
