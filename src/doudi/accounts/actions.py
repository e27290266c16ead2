"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "accounts.appointed": "任职",
    "accounts.locked_out": "账号锁定",
    "accounts.log_in_failed": "登录失败",
    "accounts.logged_in": "登录",
    "accounts.logged_out": "退出",
    "accounts.number_registered": "登记身份证号",
    "accounts.object_refused": "查看管辖外对象被拒",
    "accounts.password_changed": "改口令",
    "accounts.password_reset": "重置口令",
    "accounts.post_ended": "离任",
    "accounts.post_placed": "定责任科室",
    "accounts.second_factor_bound": "绑定动态口令",
    "accounts.second_factor_unbound": "解除动态口令",
    "accounts.user_closed": "停用账号",
    "accounts.user_created": "新开账号",
    "accounts.user_opened": "启用账号",
}
SUBJECTS: Mapping[str, Text] = {
    "accounts.user": "账号",
    "assignment": "任职",
    "post": "岗位",
    "user": "账号",
}
