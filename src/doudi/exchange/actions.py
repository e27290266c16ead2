"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "exchange.batch_checked": "检查批次",
    "exchange.batch_placed": "确认名单关系",
    "exchange.batch_published": "发布批次",
    "exchange.batch_recognised": "识别批次",
    "exchange.batch_restored": "恢复被更正的批次",
    "exchange.batch_superseded": "批次被更正",
    "exchange.batch_withdrawn": "撤回批次",
    "exchange.changes_viewed": "查看增减名单",
    "exchange.cooperation_agreed": "登记部门协作",
    "exchange.feedback_downloaded": "下载省级反馈",
    "exchange.feedback_received": "接收省级反馈",
    "exchange.feedback_submitted": "上报省级反馈",
    "exchange.feedback_verified": "核实省级反馈",
    "exchange.feedback_viewed": "查看省级反馈",
    "exchange.fields_confirmed": "确认字段变更",
    "exchange.fields_proposed": "提出字段变更",
    "exchange.file_received": "接收文件",
    "exchange.file_refused": "退回文件",
    "exchange.instructions_downloaded": "导出两补更新指令",
    "exchange.mapping_confirmed": "确认列对照",
    "exchange.merged_downloaded": "下载合并名单",
    "exchange.merged_viewed": "查看合并名单",
    "exchange.original_removed": "销毁过期原件",
    "exchange.problems_downloaded": "下载问题清单",
    "exchange.quality_downloaded": "下载数据质量清单",
    "exchange.returned_downloaded": "下载在享状态回送",
    "exchange.sharing_ended": "停止共享授权",
    "exchange.sharing_granted": "共享授权",
    "exchange.sharing_refused": "拒绝共享查询",
    "exchange.sharing_used": "使用共享数据",
    "exchange.state_returned": "回送在享状态",
    "exchange.subsidies_viewed": "查看两补数据质量",
    "exchange.subsidy_changes_downloaded": "导出两补停调清单",
}
SUBJECTS: Mapping[str, Text] = {
    "batch": "批次",
    "cooperation": "部门协作",
    "cooperation_change": "字段变更",
    "cooperation_return": "在享状态回送",
    "feedback_item": "反馈条目",
    "feedback_round": "省级反馈",
    "list": "名册",
    "sharing_grant": "共享授权",
}
