"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "documents.attachment_added": "上传材料",
    "documents.attachment_opened": "打开材料",
    "documents.attachment_withdrawn": "撤回材料",
}
SUBJECTS: Mapping[str, Text] = {
    "attachment": "材料",
    "paper_subject": "所附对象",
}
