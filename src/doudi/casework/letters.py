"""The papers this module issues from Word templates, with what each may say."""

from collections.abc import Mapping

from doudi.documents.rules.fields import Field, Fields

_TO = {
    "number": Field("文号", "阳民审核确认〔2026〕1号"),
    "addressee": Field("申请人姓名", "张某某"),
    "application": Field("受理编号", "371521-2026-00001"),
    "programme": Field("项目", "最低生活保障"),
}
_FROM = {
    "office": Field("作出决定的单位", "某某县民政局"),
    "day": Field("日期", "2026年11月3日"),
}
LETTERS: Mapping[str, Fields] = {
    "application_confirmation": {
        **_TO,
        "granted": Field("确认的内容", "自2026年12月起，每月1,000.00元。"),
        **_FROM,
    },
    "application_supplement": {
        "number": Field("文号", "阳民补正〔2026〕1号"),
        "addressee": Field("申请人姓名", "张某某"),
        "count": Field("缺几份", "2"),
        "missing": Field("缺的材料", "身份证和户口簿（张某）；残疾人证（李某）"),
        "office": Field("告知的单位", "某某县民政局"),
        "day": Field("日期", "2026年11月3日"),
    },
    "application_refusal": {
        **_TO,
        "grounds": Field("核算结果和依据", "家庭月人均收入820.00元，不低于当地标准700.00元（第十二条）。"),
        "reason": Field("理由", "家庭月人均收入超过当地标准。"),
        **_FROM,
    },
}
