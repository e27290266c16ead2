"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

# an act keeps the name it has in the trail, which nobody can rewrite (ADR 0097)
ACTIONS: Mapping[str, Text] = {
    "rulebook.index_recorded": "登记价格指数",
    "rulebook.index_replaced": "更正价格指数",
    "rulebook.launch_approved": "批准价格补贴",
    "rulebook.launch_rejected": "退回价格补贴",
    "rulebook.launch_replaced": "重拟价格补贴",
    "rulebook.launch_suggested": "提出价格补贴",
    "rulebook.price_list_made": "生成补贴名单",
    "rulebook.price_list_seen": "查看补贴名单",
    "rulebook.standing_ended": "终止补贴身份",
    "rulebook.standing_recorded": "登记补贴身份",
}
SUBJECTS: Mapping[str, Text] = {
    "price_holder": "补贴对象登记",
    "price_index": "物价指数",
    "price_launch": "价格补贴启动",
}
