"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "rulebook.approve_change": "批准参数变更",
    "rulebook.ask_exit": "提出退出",
    "rulebook.decide_exit": "复核退出",
    "rulebook.keep_documents": "管政策文件",
    "rulebook.propose_change": "提出参数变更",
    "rulebook.view_rules": "看政策规则",
}
