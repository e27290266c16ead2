"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

# an act keeps the name it has in the trail, which nobody can rewrite (ADR 0097)
ACTIONS: Mapping[str, Text] = {
    "monitoring.screening_closed": "排查结案",
    "monitoring.screening_compared": "排查比对",
    "monitoring.screening_concluded": "排查结论",
    "monitoring.screening_exported": "导出排查名单",
    "monitoring.screening_member_viewed": "查看排查对象",
    "monitoring.screening_opened": "开始排查",
}
SUBJECTS: Mapping[str, Text] = {
    "screening": "排查",
    "screening_member": "排查对象",
}
