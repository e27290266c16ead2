"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "registry.change_household": "变动家庭",
    "registry.export_lists": "导出人员、家庭名单",
    "registry.keep_standing": "登记身份与认定",
    "registry.reveal_number": "查看完整身份证号",
    "registry.settle_person": "核定人员",
    "registry.view_household": "看家庭",
    "registry.view_person": "看人员",
}
