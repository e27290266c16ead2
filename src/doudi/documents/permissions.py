"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "documents.approve_template": "批准文书模板",
    "documents.attach": "上传与撤回材料",
    "documents.propose_template": "提出文书模板",
    "documents.view_attachment": "打开材料",
    "documents.view_issued": "查看发出的文书",
}
