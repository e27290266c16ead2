"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "documents.attachment_added": "上传材料",
    "documents.attachment_opened": "打开材料",
    "documents.attachment_withdrawn": "撤回材料",
    "documents.paper_issued": "签发文书",
    "documents.paper_opened": "打开发出的文书",
    "documents.template_approved": "批准文书模板",
    "documents.template_proposed": "提出文书模板",
    "documents.template_refused": "不批准文书模板",
}
SUBJECTS: Mapping[str, Text] = {
    "attachment": "材料",
    "issued_paper": "发出的文书",
    "paper_subject": "所附对象",
    "paper_kind": "文书种类",
    "paper_template": "文书模板",
}
