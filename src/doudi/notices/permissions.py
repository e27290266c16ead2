"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "notices.deliver_letter": "登记送达与异议",
    "notices.hand_over_messages": "制作和取短信交送文件、登记运营商回执",
    "notices.send_notice": "发通知",
    "notices.settle_notice": "处置提醒",
    "notices.view_letter": "看发给居民的信函",
    "notices.view_notice": "看预警与提醒",
    "notices.write_letter": "给居民写信函",
}
