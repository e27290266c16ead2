"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "verification.answered": "登记核对答复",
    "verification.authorised": "登记核对授权",
    "verification.authority_viewed": "查看核对授权",
    "verification.disputed": "登记核对异议",
    "verification.dispute_settled": "登记异议复查结果",
    "verification.requested": "提请经济状况核对",
    "verification.reported": "出具核对报告",
    "verification.report_verified": "验证核对报告",
    "verification.started": "启动查询核对",
    "verification.viewed": "查看经济状况核对",
    "verification.withdrawn": "登记授权撤回",
}
SUBJECTS: Mapping[str, Text] = {
    "check_authorisation": "核对授权",
    "financial_check": "经济状况核对",
}
