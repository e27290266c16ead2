"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {}
SUBJECTS: Mapping[str, Text] = {
    "table": "表格",
}
