"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "notices.delivery_recorded": "登记送达",
    "notices.letter_sent": "发出信函",
    "notices.letter_viewed": "查看信函",
    "notices.objection_taken": "登记异议",
    "notices.handover_made": "制作短信交送文件",
    "notices.handover_taken": "取短信交送文件",
    "notices.call_opened": "看电话号码打电话",
    "notices.message_moved": "登记消息结果",
    "notices.message_written": "提出短信或电话",
    "notices.notice_received": "签收提醒",
    "notices.notice_sent": "发通知",
    "notices.notice_settled": "处置提醒",
}
SUBJECTS: Mapping[str, Text] = {
    "letter": "信函",
    "message": "消息",
    "message_handover": "交送批次",
    "notice": "提醒",
}
