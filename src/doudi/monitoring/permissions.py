"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "monitoring.answer_entry": "部门回填线索",
    "monitoring.close_month": "复核月结",
    "monitoring.conclude_entry": "办理线索",
    "monitoring.export_ledger": "导出台账",
    "monitoring.run_match": "运行比对",
    "monitoring.submit_month": "提交月结",
    "monitoring.submit_part": "乡镇提交",
    "monitoring.view_ledger": "看监测台账",
    "monitoring.view_results": "看比对结果",
}
