"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "publicity.ended": "公示期满",
    "publicity.objected": "登记公示异议",
    "publicity.posted": "张贴公示",
    "publicity.printed": "打印公示单",
    "publicity.taken_down": "申请撤回，停止公示",
    "publicity.viewed": "查看公示",
}
SUBJECTS: Mapping[str, Text] = {
    "public_notice": "公示",
}
