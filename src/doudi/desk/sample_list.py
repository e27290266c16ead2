"""A list of the kit for the style page: the divisions the reader may see, which are no secret."""

from __future__ import annotations

from django import forms

from doudi.common.forms import DateInput
from doudi.common.lists.declaring import Cell, Column, Filter, Group, Listing, Mark, flag
from doudi.common.lists.ordering import by_code_point, by_rank
from doudi.regions.models import Division
from doudi.regions.states import Level

SAMPLE = Listing(
    code="style",
    title="区划",
    unit="个",
    page="desk:style",
    rows=lambda reader: Division.objects.filter(reader.scope.q("code")),
    lines=lambda rows, _reader: list(rows),
    columns=(
        Column("name", "名称", lambda line: line.name, sort=(by_code_point("name"),)),
        Column("code", "代码", lambda line: line.code, sort=("code",), css="num"),
        Column(
            "level",
            "层级",
            lambda line: line.get_level_display(),
            lambda line: Cell(marks=(Mark(line.get_level_display(), "busy"),)),
            sort=(by_rank("level", Level.values),),
        ),
        Column("since", "启用", lambda line: line.valid_from, sort=("valid_from",), on_phone=False),
    ),
    order="code",
    filters=(
        Filter(
            "level",
            "层级",
            lambda _reader: Level.choices,
            lambda rows, level, _reader: rows.filter(level=level),
        ),
        flag("ended", "已停用", lambda rows, _reader: rows.filter(valid_to__isnull=False)),
    ),
    groups=(Group("level", "按层级", ("level",), lambda line: line.get_level_display()),),
    choose="division",
)


class SampleActForm(forms.Form):
    """What an act on the chosen rows asks for."""

    on = forms.DateField(label="日期", widget=DateInput())
