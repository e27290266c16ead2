"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "jobs.list_exported": "导出后台任务",
    "jobs.retried": "重试后台任务",
}
SUBJECTS: Mapping[str, Text] = {
    "job": "后台任务",
}
