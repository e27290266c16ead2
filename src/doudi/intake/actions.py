"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "intake.alerts_answered": "导出预警反馈文件",
    "intake.alerts_taken": "接收省平台预警",
    "intake.check_cancelled": "撤销入户排查",
    "intake.check_concluded": "填排查结论",
    "intake.check_joined": "并入入户排查",
    "intake.check_opened": "派出入户排查",
    "intake.check_parted": "从入户排查分出",
    "intake.check_placed": "改派入户排查",
    "intake.check_visited": "记现场情况",
    "intake.check_viewed": "查看入户排查",
    "intake.checks_exported": "导出入户排查",
    "intake.lead_recorded": "登记线索",
    "intake.overdue_told": "告知到期未排查",
    "intake.people_searched": "登记线索时查人",
}
SUBJECTS: Mapping[str, Text] = {
    "alert_batch": "省平台预警批次",
    "home_check": "入户排查",
    "lead": "线索",
    "sign": "并入入户排查的预警或线索",
}
