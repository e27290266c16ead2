"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "jobs.retry_job": "重试后台任务",
    "jobs.view_jobs": "看后台任务",
}
