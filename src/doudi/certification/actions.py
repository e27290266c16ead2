"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "certification.checked": "登记认定核查",
    "certification.decided": "审定认定意见",
    "certification.opened": "转入认定",
    "certification.proposed": "提出认定意见",
    "certification.viewed": "查看认定",
}
SUBJECTS: Mapping[str, Text] = {
    "certification": "认定办理",
    "certification_proposal": "认定意见",
    "recognition": "低收入认定",
}
