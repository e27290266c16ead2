"""Put what the engine says in codes into the words an officer reads."""

from __future__ import annotations

import re
from collections.abc import Mapping

from doudi.kernel.money import yuan_text
from doudi.matching.catalogue import Rule
from doudi.matching.rule_file import Parameter
from doudi.matching.shapes import EMPTY, PARAMETERS_UNSET, Shapes, source_of_view, window_of_view

UNSAID = "未填"
# What a rule says of a figure that no list tells; it stands without the unit that follows the figure.
UNKNOWN = "UNKNOWN"
_UNTOLD = "未写明"
_FIGURE = re.compile(r"%\((\w+)\)s(元|个月)")
WINDOWS: Mapping[str, str] = {
    "": "",
    "_year": "（本年）",
    "_previous": "（上期）",
    "_last_year": "（上年）",
    "_ever": "（历期）",
}
_KINDS = {
    UNKNOWN: "残疾类别未写明",
    "1": "视力",
    "2": "听力",
    "3": "言语",
    "4": "肢体",
    "5": "智力",
    "6": "精神",
    "7": "多重",
}
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
    "relief": _YES_NO,
    "programme": _PROGRAMMES,
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
    "standing": {"SAID": "", "UNSAID": "（登记现状名单没有写明，待核）"},
    "aid": {"TEKUN": "特困供养", "DIBAO": "低保", "MONITORED": "监测对象", "NONE": "未在册"},
}


def sentence(rule: Rule, measures: Mapping[str, object]) -> str:
    """Say in one sentence what a rule found, from the measures of a finding."""
    said = _FIGURE.sub(lambda found: _without_unit(found, measures), rule.sentence)
    return said % {name: word(name, measures.get(name), rule.words.get(name, {})) for name in rule.measures}


def _without_unit(found: re.Match[str], measures: Mapping[str, object]) -> str:
    """Return a figure of the sentence with its unit, or alone where no list tells it."""
    name, unit = found.groups()
    return f"%({name})s" if measures.get(name) == UNKNOWN else f"%({name})s{unit}"


def word(measure: str, value: object, words: Mapping[str, str] | None = None) -> str:
    """Say one measure: fen as yuan, codes as Chinese, the rest as it is."""
    if value is None or value == "":
        return UNSAID
    if measure.endswith("_fen") and isinstance(value, int):
        return yuan_text(value)
    known = {UNKNOWN: _UNTOLD, **WORDS.get(measure, {}), **(words or {})}
    return known.get(str(value), str(value))


def shown(parameter: Parameter) -> str:
    """Say a parameter with its unit; fen are shown as yuan, an amount nobody has set as such."""
    if not parameter.unit.startswith("分"):
        return f"{parameter.value} {parameter.unit}"
    if parameter.value == 0:
        return "未设定"
    return f"{yuan_text(parameter.value)} 元{parameter.unit.removeprefix('分')}"


def view_title(view: str, shapes: Shapes) -> str:
    """Say which list of which months a view is."""
    code = source_of_view(view)
    return (shapes[code].title if code in shapes else code) + WINDOWS[window_of_view(view)]


def missing(skipped: str, shapes: Shapes) -> str:
    """Say why a rule was skipped, from its tally; empty when it was not."""
    if not skipped:
        return ""
    why, _, views = skipped.rpartition(":")
    if PARAMETERS_UNSET in (why, views):
        return "本地标准还没有设定"
    lists = "、".join(view_title(view, shapes) for view in views.split(","))
    return f"名单是空的：{lists}" if why == EMPTY else f"缺少：{lists}"
