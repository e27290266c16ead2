"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

ACTIONS: Mapping[str, Text] = {
    "regions.changes_taken_back": "撤销区划变更",
    "regions.contact_read": "查看联系电话",
    "regions.divisions_changed": "登记区划变更",
    "regions.facility_opened": "变更设施开放",
    "regions.facility_registered": "登记设施",
    "regions.figures_recorded": "登记月度数",
    "regions.leader_appointed": "登记负责人",
    "regions.leader_left": "负责人离任",
    "regions.point_closed": "撤并站点",
    "regions.point_opened": "设立站点",
    "regions.point_running": "登记站点运行",
    "regions.problem_closed": "办结责任事项",
    "regions.problem_raised": "登记责任事项",
    "regions.profile_kept": "登记乡镇能力",
    "regions.reporting_joined": "加入报送单位",
    "regions.reporting_left": "退出报送单位",
    "regions.reporting_opened": "设立报送单位",
    "regions.standard_set": "设定本地标准",
    "regions.table_exported": "导出表格",
    "regions.unit_entered": "登记单位",
    "regions.work_handed_over": "交接工作",
    "regions.worker_engaged": "登记协理员",
    "regions.worker_left": "协理员离任",
}
SUBJECTS: Mapping[str, Text] = {
    "county": "县区",
    "division": "区划",
    "division_change": "区划变更",
    "facility": "设施",
    "figure": "月度数",
    "leader": "负责人",
    "member": "报送成员",
    "office": "部门",
    "point": "服务站点",
    "problem": "责任事项",
    "region": "地区",
    "service_point": "服务站点",
    "standard": "本地标准",
    "township": "乡镇",
    "unit": "责任单位",
}
