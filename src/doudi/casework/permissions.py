"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "casework.decide": "审核确认申请",
    "casework.export": "导出申请",
    "casework.handle": "受理申请、办理各环节",
    "casework.view": "看申请",
}
