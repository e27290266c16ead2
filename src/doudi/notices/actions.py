"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "notices.notice_received": "签收提醒",
    "notices.notice_sent": "发通知",
    "notices.notice_settled": "处置提醒",
}
SUBJECTS: Mapping[str, Text] = {
    "notice": "提醒",
}
