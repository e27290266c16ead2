"""The papers this module issues from Word templates, with what each may say."""

from collections.abc import Mapping

from doudi.documents.rules.fields import Field, Fields

_TO = {
    "number": Field("文号", "阳民认定〔2026〕1号"),
    "addressee": Field("本人姓名", "张某某"),
    "category": Field("认定类别", "刚性支出困难家庭"),
}
_FROM = {
    "reason": Field("理由", "家庭必需支出超过收入，入户核实属实。"),
    "office": Field("认定单位", "某某县民政局"),
    "day": Field("日期", "2026年11月3日"),
}
LETTERS: Mapping[str, Fields] = {
    "certification_certificate": {
        **_TO,
        "begins": Field("有效期起", "2026年11月3日"),
        "ends": Field("有效期止", "2027年11月2日"),
        **_FROM,
    },
    "certification_refusal": {**_TO, **_FROM},
    "certification_exit": {
        **_TO,
        "certificate": Field("认定书文号", "阳民认定〔2025〕1号"),
        "ends": Field("退出日", "2026年12月1日"),
        **_FROM,
    },
}
