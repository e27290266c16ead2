"""The figures this module answers for: how many of the lists a month needs have come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse

from doudi.common.figures import Asked, Counted, Figure, Line
from doudi.common.scope import Scope
from doudi.exchange.selectors.batches import Arrived, arrived_sources
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS


def _sources(region: str, period: Period) -> list[Arrived]:
    return arrived_sources(Scope.of([region]), period)


def _files(asked: Asked) -> Iterator[Counted]:
    for source in asked.once(_sources):
        yield Counted(asked.region, source.code, int(bool(source.state)), 1)


def _files_in_words(asked: Asked, _keys: Collection[str]) -> Mapping[str, Line]:
    return {
        source.code: Line(source.title, reverse("exchange:batches"), f"{source.provider}：{source.label}")
        for source in asked.once(_sources)
    }


FIGURES: Mapping[str, Figure] = {
    "files_arrived": Figure(
        title="部门数据到数率",
        counts="当月收到了文件的名单",
        over="部门数据目录里的全部名单",
        unit="类",
        source="陕民发〔2022〕23号 二（四）3",
        order=80,
        permission="exchange.view_batches",
        count=_files,
        lines=_files_in_words,
        deepest=COUNTY_DIGITS,
    ),
}
