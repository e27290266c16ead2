"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "circumstances.keep_bereaved": "管失独家庭档案",
    "circumstances.keep_care": "登记关爱对象、需求和家庭状况",
    "circumstances.keep_elders": "管五老名册",
    "circumstances.open_round": "发起村级排查",
}
