"""The papers this module issues from Word templates, with what each may say."""

from collections.abc import Mapping

from doudi.documents.rules.fields import Field, Fields

LETTERS: Mapping[str, Fields] = {
    "resident_letter": {
        "number": Field("文号", "阳民告知〔2026〕1号"),
        "addressee": Field("收信人", "张某某"),
        "title": Field("标题", "关于补充材料的告知书"),
        "body": Field("正文", "请于一个月内到所在乡镇补交残疾人证复印件。"),
        "office": Field("发信单位", "某某县民政局"),
        "day": Field("日期", "2026年11月3日"),
    },
}
