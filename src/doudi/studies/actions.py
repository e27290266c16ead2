"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

# an act keeps the name it has in the trail, which nobody can rewrite (ADR 0097)
ACTIONS: Mapping[str, Text] = {
    "rulebook.difference_recorded": "登记地区差异",
    "rulebook.difference_settled": "处理地区差异",
    "rulebook.facts_recorded": "登记家庭情况表",
    "rulebook.facts_seen": "查看家庭情况表",
    "rulebook.losers_seen": "查看受损名单",
    "rulebook.recognitions_seen": "查看认定名单",
    "rulebook.sheet_kept": "存核算单",
    "rulebook.sheet_seen": "查看核算单",
    "rulebook.study_finished": "试算完成",
    "rulebook.study_requested": "发起试算",
    "rulebook.worksheet_changed": "修改测算表",
    "rulebook.worksheet_handed_in": "测算表报批",
    "rulebook.worksheet_issued": "测算表成文",
    "rulebook.worksheet_made": "新建测算表",
}
SUBJECTS: Mapping[str, Text] = {
    "area_difference": "城乡差异说明",
    "fact_sheet": "家庭情况表",
    "fact_sheets": "家庭情况表",
    "kept_sheet": "核算单",
    "recognition_review": "认定复核",
    "standard_worksheet": "测算表",
    "study_line": "试算明细",
    "what_if_study": "政策试算",
}
