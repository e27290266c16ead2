"""Declares the lists of people and of households, whose rows lead to their cards."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from doudi.common.lists.declaring import (
    SCREEN,
    SHEET,
    Cell,
    Column,
    Filter,
    Listing,
    Mark,
    Search,
)
from doudi.common.lists.ordering import by_code_point
from doudi.regions.selectors.filtering import place_filter
from doudi.registry.models import HouseholdMember
from doudi.registry.selectors import households_within, people_within, valid_enrolments
from doudi.registry.selectors.finding import find_people, households_of
from doudi.registry.selectors.lists import HouseholdLine, PersonLine, household_lines, person_lines
from doudi.registry.states import Programme, Sex


def _on(programme: str) -> Any:  # noqa: ANN401 - rows of enrolments
    return valid_enrolments().filter(programme=programme, valid_to__isnull=True)


def _programmes(line: PersonLine | HouseholdLine) -> Cell:
    marks = [Mark(each, "busy") for each in line.programmes]
    return Cell("" if marks else "无", marks=marks)


def _home(line: PersonLine) -> Cell:
    if line.household is None:
        return Cell("—")
    return Cell("家庭卡", address=reverse("desk:household", args=(line.household,)))


def _living() -> Subquery:
    """Return how many live in a household, to order by: only then is it counted."""
    members = HouseholdMember.objects.filter(household=OuterRef("pk"), valid_to__isnull=True)
    return Subquery(members.order_by().values("household").annotate(many=Count("pk")).values("many"))


WHERE = "镇街 / 村居"
HINT = "姓名 / 首字母 / 证件号码 / 户编号 / 账号"

PEOPLE = Listing(
    code="people",
    title="人员",
    unit="人",
    page="desk:people",
    row_page="desk:person",
    rows=lambda reader: people_within(reader.scope),
    lines=lambda people, reader: person_lines(people, on=reader.today),
    columns=(
        Column(
            "name",
            "姓名",
            lambda line: line.name,
            sort=(by_code_point("initials"), by_code_point("name")),
            css="d-nowrap",
        ),
        Column("sex", "性别", lambda line: line.sex, sort=(by_code_point("sex"),), width=6),
        Column("age", "年龄", lambda line: line.age, css="num", width=6),
        Column("born", "出生日期", lambda line: line.born_on, sort=("born_on",), css="d-nowrap"),
        Column("number", "证件号码", lambda line: line.number, css="d-nowrap", width=22),
        Column("place", WHERE, lambda line: line.place, sort=("division",), width=30),
        Column("programmes", "在册", lambda line: "、".join(line.programmes), _programmes, width=24),
        Column("home", "家庭", lambda line: line.household, _home, on=SCREEN, css="d-no-print d-nowrap"),
        Column("card", "家庭卡编号", lambda line: line.household, on=SHEET),
    ),
    order="place",
    filters=(
        Filter(
            "programme",
            "救助项目",
            lambda _reader: Programme.choices,
            lambda people, code, _reader: people.filter(pk__in=_on(code).values("person_id")),
        ),
        place_filter(),
        Filter("sex", "性别", lambda _reader: Sex.choices, lambda rows, code, _reader: rows.filter(sex=code)),
    ),
    search=Search(
        "q",
        "查找",
        HINT,
        lambda people, text, reader: people.filter(
            pk__in=find_people(text, scope=reader.scope).order_by().values("pk")
        ),
    ),
    export_page="desk:people_export",
    export="registry.export_lists",
    action="registry.table_exported",
    sheet_title=lambda reader: f"{reader.region_name}在档人员",
)

HOUSEHOLDS = Listing(
    code="households",
    title="家庭",
    unit="户",
    page="desk:households",
    row_page="desk:household",
    rows=lambda reader: households_within(reader.scope),
    lines=lambda homes, _reader: household_lines(list(homes)),
    columns=(
        Column(
            "head",
            "户主",
            lambda line: line.head or "（无在户成员）",
            sort=(by_code_point("head__initials"), by_code_point("head__name")),
            css="d-nowrap",
        ),
        Column("size", "人口", lambda line: line.size, sort=(_living(),), css="num", width=6),
        Column("place", WHERE, lambda line: line.place, sort=("division",), width=30),
        Column("programmes", "在册项目", lambda line: "、".join(line.programmes), _programmes, width=30),
        Column("card", "家庭卡编号", lambda line: line.pk, on=SHEET),
    ),
    order="place",
    filters=(
        Filter(
            "programme",
            "救助项目",
            lambda _reader: Programme.choices,
            lambda homes, code, _reader: homes.filter(pk__in=_on(code).values("household_id")),
        ),
        place_filter(),
    ),
    search=Search(
        "q",
        "查找",
        HINT,
        lambda homes, text, reader: homes.filter(
            pk__in=households_of(text, scope=reader.scope).order_by().values("pk")
        ),
    ),
    export_page="desk:households_export",
    export="registry.export_lists",
    action="registry.table_exported",
    sheet_title=lambda reader: f"{reader.region_name}家庭",
)
