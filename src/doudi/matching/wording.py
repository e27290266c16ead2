"""Put what the engine says in codes into the words an officer reads."""

from __future__ import annotations

from collections.abc import Mapping

from doudi.kernel.money import yuan_text
from doudi.matching.catalogue import Parameter, Rule
from doudi.matching.shapes import PARAMETERS_UNSET, source_of_view, window_of_view

UNSAID = "未填"
SOURCES: Mapping[str, str] = {
    "dibao": "低保在享",
    "tekun": "特困在享",
    "temporary_relief": "临时救助",
    "disability_subsidy": "残疾人两项补贴发放",
    "poverty_register": "建档立卡与监测对象",
    "orphan": "孤儿和事实无人抚养儿童",
    "disability_certificate": "残疾人证",
    "medical_selfpay": "医保个人自付",
    "cremation": "死亡火化",
    "social_insurance": "社会保险",
    "vehicle": "机动车",
    "real_estate": "不动产",
    "company": "市场主体",
    "housing_fund": "住房公积金",
    "student": "学籍",
    "employment": "就业失业",
}
WINDOWS: Mapping[str, str] = {"": "", "_year": "（本年）", "_previous": "（上期）", "_last_year": "（上年）"}
_KINDS = {"1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重"}
_LEVELS = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
_YES_NO = {"YES": "有", "NO": "无"}
_PROGRAMMES = {
    "DIBAO": "低保",
    "TEKUN": "特困供养",
    "TEMPORARY_RELIEF": "临时救助",
    "ORPHAN": "孤儿保障",
    "UNATTENDED_CHILD": "事实无人抚养儿童保障",
    "POVERTY_REGISTER": "建档立卡与监测",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "monitor_class": {
        "UNSTABLE": "脱贫不稳定",
        "MARGINAL": "边缘易致贫",
        "SUDDEN": "突发严重困难",
        "NOT_LIFTED": "未脱贫",
        "LIFTED": "脱贫户",
    },
    "relief": _YES_NO,
    "stable_work": _YES_NO,
    "labour": {"ABLE": "有劳动能力", "PARTIAL": "部分丧失劳动能力", "NONE": "无劳动能力"},
    "programme": _PROGRAMMES,
    "list": SOURCES,
    "disability_kind": _KINDS,
    "listed_kind": _KINDS,
    "certificate_kind": _KINDS,
    "disability_level": _LEVELS,
    "listed_level": _LEVELS,
    "certificate_level": _LEVELS,
    "certificate_status": {"EXPIRED": "已过期", "CANCELLED": "已注销"},
    "missing": {"LIVING": "困难残疾人生活补贴", "NURSING": "重度残疾人护理补贴", "BOTH": "两项补贴"},
    "component": {"LIVING": "困难残疾人生活补贴", "NURSING": "重度残疾人护理补贴"},
    "reason": {
        "AGE": "年满六十周岁",
        "MINOR": "未满十六周岁",
        "DISABILITY": "符合条件的残疾类别和等级",
        "LABOUR": "名册记为无劳动能力",
    },
    "category": {"TEKUN": "特困人员", "DIBAO": "低保对象", "MONITORED": "监测对象", "OTHERS": "其他人员"},
    "causes": {
        "EXPENSE": "刚性支出超过上年收入",
        "INCOME": "收入骤减",
        "BOTH": "刚性支出超过上年收入、收入骤减",
    },
    "aid": {"TEKUN": "特困供养", "DIBAO": "低保", "MONITORED": "监测对象", "NONE": "未在册"},
}


def sentence(rule: Rule, measures: Mapping[str, object]) -> str:
    """Say in one sentence what a rule found, from the measures of a finding."""
    return rule.sentence % {name: word(name, measures.get(name)) for name in rule.measures}


def word(measure: str, value: object) -> str:
    """Say one measure: fen as yuan, codes as Chinese, the rest as it is."""
    if value is None or value == "":
        return UNSAID
    if measure.endswith("_fen") and isinstance(value, int):
        return yuan_text(value)
    return WORDS.get(measure, {}).get(str(value), str(value))


def shown(parameter: Parameter) -> str:
    """Say a parameter with its unit; fen are shown as yuan, an amount nobody has set as such."""
    if not parameter.unit.startswith("分"):
        return f"{parameter.value} {parameter.unit}"
    if parameter.value == 0:
        return "未设定"
    return f"{yuan_text(parameter.value)} 元{parameter.unit.removeprefix('分')}"


def missing(skipped: str) -> str:
    """Say why a rule was skipped, from its tally; empty when it was not."""
    if skipped == PARAMETERS_UNSET:
        return "本地标准还没有设定"
    if not skipped:
        return ""
    lists = (SOURCES[source_of_view(view)] + WINDOWS[window_of_view(view)] for view in skipped.split(","))
    return f"缺少：{'、'.join(lists)}"
