"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "accounts.grant_posts": "任命与离任",
    "accounts.manage_users": "看用户与岗位",
    "accounts.open_accounts": "开立与停用账号",
}
