"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "training.keep_training": "办培训、登成绩",
    "training.view_training": "看业务培训",
}
