"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "publicity.post": "张贴公示、登记异议",
    "publicity.view": "看公示",
}
