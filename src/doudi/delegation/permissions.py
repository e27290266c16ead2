"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "delegation.grant": "批准、收回权限下放",
    "delegation.propose": "提出权限下放",
    "delegation.view": "看权限下放，问谁有权",
}
