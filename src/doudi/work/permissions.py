"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "work.export_tasks": "导出待办",
    "work.grant_pause": "批复暂停计时",
    "work.hand_out": "交办",
    "work.view_tasks": "看待办",
}
