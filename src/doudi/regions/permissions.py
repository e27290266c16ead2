"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "regions.change_divisions": "登记区划变更",
    "regions.manage_workforce": "管基层力量",
    "regions.view_divisions": "看区划与基层力量",
}
