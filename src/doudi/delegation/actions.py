"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "delegation.granted": "批准权限下放",
    "delegation.proposed": "提出权限下放",
    "delegation.refused": "不批准权限下放",
    "delegation.table_exported": "导出权限下放清单",
    "delegation.withdrawn": "收回权限",
}
SUBJECTS: Mapping[str, Text] = {
    "delegation": "权限下放",
    "delegated_place": "下放的乡镇",
}
