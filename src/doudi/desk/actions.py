"""Puts the audit trail's action codes into words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "accounts.appointed": "任职",
    "accounts.locked_out": "账号锁定",
    "accounts.log_in_failed": "登录失败",
    "accounts.logged_in": "登录",
    "accounts.logged_out": "退出",
    "accounts.object_refused": "查看管辖外对象被拒",
    "accounts.password_changed": "改口令",
    "accounts.password_reset": "重置口令",
    "accounts.post_ended": "离任",
    "accounts.second_factor_bound": "绑定动态口令",
    "accounts.second_factor_unbound": "解除动态口令",
    "accounts.user_closed": "停用账号",
    "accounts.user_created": "新开账号",
    "accounts.user_opened": "启用账号",
    "exchange.batch_checked": "检查批次",
    "exchange.batch_published": "发布批次",
    "exchange.batch_recognised": "识别批次",
    "exchange.file_received": "接收文件",
    "exchange.file_refused": "退回文件",
    "exchange.mapping_confirmed": "确认列对照",
    "monitoring.entry_assigned": "指派线索",
    "monitoring.entry_concluded": "线索结论",
    "monitoring.entry_viewed": "查看线索",
    "monitoring.ledger_exported": "导出台账",
    "monitoring.match_requested": "发起比对",
    "monitoring.month_closed": "月结",
    "monitoring.month_compared": "比对完成",
    "monitoring.month_returned": "退回月结",
    "monitoring.month_submitted": "提交月结",
    "monitoring.risk_assessed": "风险评定",
    "registry.list_published": "名单入档",
    "registry.list_withdrawn": "名单撤回",
    "registry.month_locked": "封存月份",
    "registry.number_revealed": "查看完整身份证号",
}
