"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "verification.check": "查询核对、出具核对报告",
    "verification.request": "登记核对授权、提请核对、登记和复查异议",
    "verification.view": "看经济状况核对",
}
