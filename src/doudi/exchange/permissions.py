"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "exchange.grant_sharing": "批准部门共享",
    "exchange.publish_batch": "确认与发布文件",
    "exchange.upload_file": "上传文件",
    "exchange.use_sharing": "使用共享数据",
    "exchange.view_batches": "看数据批次",
    "exchange.view_quality": "看数据质量",
}
