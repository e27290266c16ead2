"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "monitoring.due_dates_filled": "补算办理期限",
    "monitoring.entry_assigned": "指派线索",
    "monitoring.entry_concluded": "线索结论",
    "monitoring.entry_regraded": "调整预警等级",
    "monitoring.entry_struck_off": "销号",
    "monitoring.entry_viewed": "查看线索",
    "monitoring.entry_visited": "登记走访",
    "monitoring.label_pinned": "加风险标签",
    "monitoring.ledger_exported": "导出台账",
    "monitoring.match_requested": "发起比对",
    "monitoring.measure_recorded": "登记帮扶措施",
    "monitoring.month_closed": "月结",
    "monitoring.month_compared": "比对完成",
    "monitoring.month_reported": "导出月报",
    "monitoring.month_returned": "退回月结",
    "monitoring.month_submitted": "提交月结",
    # as notices were settled before they moved to `notices`
    "monitoring.notice_settled": "处置提醒",
    "monitoring.part_submitted": "乡镇提交",
    "monitoring.pause_asked": "申请暂停计时",
    "monitoring.pause_decided": "批复暂停计时",
    "monitoring.people_exported": "导出月度名单",
    "monitoring.plan_set": "设定比对计划",
    "monitoring.risk_assessed": "风险评定",
    "monitoring.run_expired": "销毁过期比对留存",
    # as papers of rounds were recorded before they moved to `documents`
    "monitoring.screening_paper_opened": "打开排查材料",
    "monitoring.watch_exported": "导出备案监测名册",
    "monitoring.watch_begun": "列入备案监测",
    "monitoring.watch_ended": "移出备案监测",
}
SUBJECTS: Mapping[str, Text] = {
    "comparison_plan": "比对计划",
    # as ledgers were exported before every list went out as a table
    "ledger": "台账",
    "ledger_entry": "台账条目",
    "match_run": "比对",
    "month": "月份",
    "screening_paper": "排查材料",
}
