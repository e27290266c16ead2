"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "desk.table_exported": "导出表格",
    "registry.household_viewed": "查看家庭卡",
    "registry.person_viewed": "查看人员卡",
}
SUBJECTS: Mapping[str, Text] = {}
