"""The figures this module answers for: the month's equation, who is settled, what is done in time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from django.db.models import QuerySet

from doudi.common.figures import Asked, Counted, Figure, Line
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.monitoring.rules.equation import Place
from doudi.monitoring.selectors.ledger import month_tasks
from doudi.monitoring.selectors.lines import because_words, standing_words
from doudi.monitoring.selectors.month import month_places
from doudi.monitoring.selectors.tasks import words_of
from doudi.monitoring.states import Standing
from doudi.registry.figures import people_in_words
from doudi.work.models import Task
from doudi.work.rules.keeping import JUDGED, Kept
from doudi.work.selectors.keeping import judged


def _people(is_counted: Callable[[Place], bool], *, of_all: bool = False) -> Callable[..., Iterator[Counted]]:
    """Return how people of the monitored list are counted, by their place; of all of it for a share."""

    def count(asked: Asked) -> Iterator[Counted]:
        for place in asked.once(month_places).values():
            above = int(is_counted(place))
            if above or of_all:
                yield Counted(place.division, str(place.person), above, int(of_all))

    return count


def _people_in_words(asked: Asked, keys: Collection[str]) -> Mapping[str, Line]:
    places = asked.once(month_places)
    notes = {
        key: f"{standing_words(places[int(key)])}：{because_words(places[int(key)].because)}" for key in keys
    }
    return people_in_words(keys, notes)


def _judged(region: str, period: Period) -> QuerySet[Task]:
    return month_tasks(Scope.of([region]), period)


def _tasks(above: Kept, *below: Kept) -> Callable[[Asked], Iterator[Counted]]:
    """Return how a month's checks are counted that kept their day in one way, of those that did in some."""

    def count(asked: Asked) -> Iterator[Counted]:
        for division, entry, kept in judged(asked.once(_judged), on=asked.on):
            if kept == above or kept in below:
                yield Counted(division, entry, int(kept == above), int(kept in below))

    return count


def _entries_in_words(_asked: Asked, keys: Collection[str]) -> Mapping[str, Line]:
    return {key: Line(said.name, said.address, said.note) for key, said in words_of(keys).items()}


_ALL = "监测名单上的人"
_EQUATION = "浈江区社会救助兜底脱贫行动实施方案（三）"
_KEEPING = "陕民发〔2022〕23号 二（四）3"


def _of_people(
    order: int, title: str, counts: str, is_counted: Callable[[Place], bool], over: str = ""
) -> Figure:
    """Return a count of people of the monitored list, or their share of it."""
    count = _people(is_counted, of_all=bool(over))
    may = "monitoring.view_results"
    return Figure(title, counts, over, "人", _EQUATION, order, may, count, _people_in_words)


def _of_tasks(order: int, title: str, counts: str, over: str, *kinds: Kept) -> Figure:
    """Return a count of a month's checks, or their share."""
    may = "monitoring.view_ledger"
    return Figure(title, counts, over, "件", _KEEPING, order, may, _tasks(*kinds), _entries_in_words)


def _stands(standing: Standing) -> Callable[[Place], bool]:
    return lambda place: place.standing == standing


FIGURES: Mapping[str, Figure] = {
    "listed": _of_people(10, "监测名单", "本月应管的人，每人只算一次", lambda place: True),
    "aided": _of_people(11, "在享", "监测名单上当月享受任何一项救助的人", _stands(Standing.AIDED)),
    "underway": _of_people(
        12, "办理中", "已交办或已启动救助的人，含还没有人看过的", _stands(Standing.UNDERWAY)
    ),
    "waiting": _of_people(13, "其中待核查", "已交办、还没有人看过的人", lambda place: place.is_waiting),
    "watched": _of_people(14, "备案监测", "登记备案、定期复核的人", _stands(Standing.WATCHED)),
    "excluded": _of_people(15, "有理由排除", "核实过、写明理由不纳入的人", _stands(Standing.EXCLUDED)),
    "unaccounted": _of_people(
        16, "未落实", "没有归到以上任何一类的人，必须为 0", _stands(Standing.UNACCOUNTED)
    ),
    "settled": _of_people(20, "落实率", "已有着落、并且有人看过的人", lambda place: place.is_settled, _ALL),
    "aided_share": _of_people(21, "在享占比", "当月享受任何一项救助的人", _stands(Standing.AIDED), _ALL),
    "in_time": _of_tasks(
        30,
        "核查及时率",
        "按期办结的核查",
        "已办结的和已超期的核查；没到期的、期限暂定的不算",
        *(Kept.IN_TIME, *JUDGED),
    ),
    "overdue": _of_tasks(31, "超期未办结", "过了期限还没有结论的核查；期限暂定的不算", "", Kept.OVERDUE),
}
