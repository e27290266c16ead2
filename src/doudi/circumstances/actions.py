"""The acts of this module in the audit trail, and what they are about, in words."""

from collections.abc import Mapping

from doudi.common.kit import Text

# an act keeps the name it has in the trail, which nobody can rewrite (ADR 0097)
ACTIONS: Mapping[str, Text] = {
    "registry.aid_recorded": "登记部门救助",
    "registry.aid_taken_back": "撤销部门救助",
    "registry.bereavement_closed": "撤下失独家庭档案",
    "registry.bereavement_filed": "建立失独家庭档案",
    "registry.bereavement_viewed": "查看失独家庭档案",
    "registry.care_checked": "核实关爱档案",
    "registry.care_entered": "登记关爱对象",
    "registry.care_left": "移出关爱对象",
    "registry.care_viewed": "查看关爱档案",
    "registry.condition_recorded": "登记家庭状况",
    "registry.elder_died": "登记五老去世",
    "registry.elder_received": "登记五老领取",
    "registry.elder_recognised": "列入五老名册",
    "registry.epidemic_surveyed": "登记疫情排查",
    "registry.guarantee_set": "登记三保障",
    "registry.need_ended": "办结需求",
    "registry.need_recorded": "登记需求",
    "registry.need_started": "发起救助",
    "registry.review_period_set": "设定复核周期",
    "registry.round_opened": "发起排查",
    "registry.villages_confirmed": "村级确认排查",
}
SUBJECTS: Mapping[str, Text] = {
    "aid_given": "部门救助",
    "bereaved_family": "失独家庭档案",
    "care_record": "关爱档案",
    "care_round": "摸排",
    "elder": "五老",
    "need": "需求",
}
