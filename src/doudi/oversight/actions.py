"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "oversight.figures_exported": "导出指标",
    "oversight.figures_kept": "月结时留存指标",
    "oversight.inquiry_sent": "发核查函",
}
SUBJECTS: Mapping[str, Text] = {}
