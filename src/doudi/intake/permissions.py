"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "intake.export_checks": "导出入户排查",
    "intake.keep_checks": "登记线索、填排查结论",
    "intake.place_check": "改派入户排查、归并线索",
    "intake.view_checks": "看预警与线索",
}
