"""Puts a month together as a report (月报): where everyone stands, what changed, what was found or lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from doudi.common import clock
from doudi.common.reports import Cell, Report, Section, Table
from doudi.common.scope import Scope
from doudi.exchange.selectors.batches import arrived_sources
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import rules
from doudi.monitoring.models import Month
from doudi.monitoring.rules.equation import Balance, Place, balance, balances
from doudi.monitoring.selectors.closing import Difference, difference, not_run
from doudi.monitoring.selectors.ledger import tallies
from doudi.monitoring.selectors.lines import because_words, standing_words
from doudi.monitoring.selectors.month import month_of, month_places
from doudi.monitoring.selectors.runs import comparison_is_current
from doudi.monitoring.states import MonthStatus, Standing
from doudi.regions.selectors import division_names, name_path
from doudi.registry.models import Person

TERMS = ("监测名单", "在享", "办理中", "其中待核查", "备案监测", "有理由排除", "未落实")
LISTED = (Standing.UNACCOUNTED, Standing.UNDERWAY, Standing.WATCHED, Standing.EXCLUDED)
"""Whom a report names: those in a programme stand in its own register."""
SIGN = ("制表", "审核", "复核月结", "日期")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is wanted: of which division and month, by whom, when.

    `trace` is printed on a copy; one that is issued has a number.
    """

    code: str
    period: Period
    made_by: str
    made_at: datetime
    trace: str = ""


def month_report(asked: Asked) -> Report:
    """Return the report of a county, township or village on one month.

    A closed month is told from its sealed list, an open one as it stands, and then the report says so.
    """
    county = asked.code[:6]
    everyone = month_places(county, asked.period)
    people = {person: place for person, place in everyone.items() if place.division.startswith(asked.code)}
    changed = difference(county, asked.period, everyone, asked.code)
    found = changed.changes
    moved = (place for pair in found.moved for place in pair)
    listed = (place for place in people.values() if place.standing in LISTED)
    named = _Named.of([*listed, *found.came, *found.went, *moved])
    month = month_of(county, asked.period)
    return Report(
        title=f"{name_path(asked.code)}低收入人口监测月报（{_month(asked.period)}）",
        made=_made(asked),
        warning=_warning(county, asked.period, month),
        signatures=SIGN,
        sections=(
            _overall(people, asked.code, month),
            _since(changed, named),
            _found(asked),
            _lists(asked),
            Section("五、附表", tables=tuple(_people_table(kind, people, named) for kind in LISTED)),
        ),
    )


def _month(period: Period) -> str:
    return f"{period.first_day:%Y年%-m月}"


def _made(asked: Asked) -> str:
    at = asked.made_at.astimezone(clock.SHANGHAI)
    trace = f"　流水号 {asked.trace}" if asked.trace else ""
    return f"月份 {asked.period}　制表人 {asked.made_by}　制表时间 {at:%Y-%m-%d %H:%M}{trace}"


def _warning(county: str, period: Period, month: Month | None) -> str:
    if month is not None and month.status == MonthStatus.CLOSED:
        return ""
    if not comparison_is_current(county, period):
        return "本月没有月结，也还没有按现有文件比对：监测对象都算未落实，不能作为正式数据上报。"
    return "本月还没有月结，数字还会变，不能作为正式数据上报。"


def _overall(people: Mapping[int, Place], code: str, month: Month | None) -> Section:
    total = balance(people.values())
    sign = "＝" if total.holds else "≠"
    equation = (
        f"监测名单 {total.monitored} 人 {sign} 在享 {total.aided} ＋ 办理中 {total.underway}"
        f"（其中待核查 {total.waiting}）＋ 备案监测 {total.watched} ＋ 有理由排除 {total.excluded}"
    )
    open_words = f"未落实 {total.unaccounted} 人，待核查 {total.waiting} 人。"
    verdict = "人人有着落。" if total.is_settled else open_words
    parts = balances(people.values(), digits={6: 9, 9: 12}.get(len(code), 12))
    names = division_names(parts)
    rows: list[Sequence[Cell]] = [
        (names.get(part, "区划未确定"), *_terms(one)) for part, one in parts.items()
    ]
    kind = "各村（居）" if len(code) >= 9 else "各乡镇（街道）"
    return Section(
        "一、总体情况",
        sentences=(f"{equation}；{verdict}", *_signed(month)),
        tables=(Table(kind, ("区划", *TERMS), rows, "本月监测名单是空的", ("合计", *_terms(total))),),
    )


def _terms(one: Balance) -> tuple[int, ...]:
    return (
        one.monitored,
        one.aided,
        one.underway,
        one.waiting,
        one.watched,
        one.excluded,
        one.unaccounted,
    )


def _signed(month: Month | None) -> Sequence[str]:
    if month is None:
        return ()
    said = []
    if month.submitted_by and month.submitted_at and month.status != MonthStatus.OPEN:
        said.append(f"提交：{month.submitted_by.name}，{_moment(month.submitted_at)}。")
    if month.closed_by and month.closed_at:
        said.append(f"复核月结：{month.closed_by.name}，{_moment(month.closed_at)}。")
    return said


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class _Named:
    """Names of people and of divisions, read once for the whole report."""

    people: Mapping[int, str]
    divisions: Mapping[str, str]

    @classmethod
    def of(cls, places: Iterable[Place]) -> _Named:
        shown = list(places)
        people = Person.objects.in_bulk({place.person for place in shown})
        codes = {code for place in shown for code in (place.division[:9], place.division)}
        return cls({pk: person.name for pk, person in people.items()}, division_names(codes))

    def line(self, place: Place) -> tuple[str, str, str]:
        """Return township, village and name."""
        village = self.divisions.get(place.division, "") if len(place.division) > 9 else ""
        return (
            self.divisions.get(place.division[:9], "区划未确定"),
            village,
            self.people.get(place.person, ""),
        )


def _since(changed: Difference, named: _Named) -> Section:
    heading = "二、与上月相比"
    if changed.before is None:
        return Section(heading, ("此前没有已月结的月份，无从对照。",))
    found = changed.changes
    moves = Counter(
        f"{Standing(old.standing).label}→{Standing(new.standing).label}" for old, new in found.moved
    )
    said = (
        f"与 {changed.before.period} 封存的名册相比：新增 {len(found.came)} 人，"
        f"移出 {len(found.went)} 人，变更 {len(found.moved)} 人"
    )
    detail = "、".join(f"{move} {count} 人" for move, count in sorted(moves.items()))
    rows = [
        *((*named.line(new), "新增", "", _stood(new)) for new in found.came),
        *((*named.line(old), "移出", _stood(old), "") for old in found.went),
        *((*named.line(new), "变更", _stood(old), _stood(new)) for old, new in found.moved),
    ]
    return Section(
        heading,
        (f"{said}{f'（{detail}）' if detail else ''}。",),
        (
            Table(
                "变动名单",
                ("乡镇（街道）", "村（居）", "姓名", "变化", "原来", "现在"),
                rows,
                "没有人新增、移出或变更。",
            ),
        ),
    )


def _stood(place: Place) -> str:
    return f"{standing_words(place)}：{because_words(place.because)}"


def _found(asked: Asked) -> Section:
    counted = tallies(Scope.of([asked.code]), asked.period, on=clock.today())
    rows: list[Sequence[Cell]] = [
        (rule.title, one.found, one.doubtful, one.concluded, one.waiting, one.overdue)
        for rule in rules()
        if (one := counted.get(rule.id)) is not None
    ]
    found = sum(one.found for one in counted.values())
    open_now = sum(one.waiting for one in counted.values())
    late = sum(one.overdue for one in counted.values())
    lacking = [(one.rule.title, one.why) for one in not_run(asked.code[:6], asked.period)]
    return Section(
        "三、比对发现和处置",
        (
            f"本月比对发现 {found} 条，还有 {open_now} 条没有结论，其中超期 {late} 条。",
            "比对结果只是线索，不直接作为停发、减发的依据。",
        ),
        (
            Table(
                "按规则",
                ("规则", "发现", "存疑", "已有结论", "没有结论", "超期"),
                rows,
                "本月没有发现",
            ),
            Table("没有比对的规则", ("规则", "原因"), lacking, "全部规则都已比对"),
        ),
    )


def _lists(asked: Asked) -> Section:
    sources = arrived_sources(Scope.of([asked.code[:6]]), asked.period)
    rows = [(one.title, one.provider, one.label, one.batch.rows_read if one.batch else 0) for one in sources]
    arrived = sum(1 for one in sources if one.state)
    said = f"{len(sources)} 类部门数据中收到 {arrived} 类，没有收到 {len(sources) - arrived} 类。"
    return Section(
        "四、部门数据",
        (said,),
        (Table("收到的文件", ("名单", "提供单位", "状态", "最近一份的行数"), rows),),
    )


def _people_table(kind: Standing, people: Mapping[int, Place], named: _Named) -> Table:
    inside = [place for place in people.values() if place.standing == kind]
    inside.sort(key=lambda place: (place.division, named.people.get(place.person, ""), place.person))
    in_hand = kind == Standing.UNDERWAY
    rows = [
        (*named.line(place), *((_looked(place),) if in_hand else ()), because_words(place.because))
        for place in inside
    ]
    more = ("进展",) if in_hand else ()
    return Table(str(kind.label), ("乡镇（街道）", "村（居）", "姓名", *more, "依据"), rows)


def _looked(place: Place) -> str:
    return "待核查" if place.is_waiting else "办理中"
