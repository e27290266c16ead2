"""Puts figures, divisions and months into one long table, for workbooks and the command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from doudi.common.figures import Figure, figures
from doudi.kernel.shares import Share
from doudi.oversight.rules.leaves import inside, total
from doudi.oversight.selectors.figures import County
from doudi.regions.selectors import divisions_below

HEADINGS = ("指标", "单位", "区划代码", "区划", "月份", "口径", "分子", "分母", "数值")
NOW, KEPT = "现在", "月结时"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: of which figure, division and month, counted now or kept at the closing."""

    key: str
    figure: Figure
    code: str
    period: str
    is_kept: bool
    share: Share

    @property
    def text(self) -> str:
        """Return the value in words."""
        return self.figure.text(self.share)


def values_of(county: County, code: str) -> Iterator[Value]:
    """Yield every figure of a division and of all below it: as kept month by month, then as counted now."""
    codes = list(divisions_below(code).values_list("code", flat=True))
    for key in county.now:
        for division in (one for one in codes if len(one) <= figures()[key].deepest):
            yield from _values(county, key, division)


def _values(county: County, key: str, division: str) -> Iterator[Value]:
    figure = figures()[key]
    for month in county.months:
        if key in month.figures:
            share = total(inside(month.figures[key], division))
            yield Value(key, figure, division, month.period, is_kept=True, share=share)
    share = total(inside(county.now[key], division))
    yield Value(key, figure, division, str(county.asked.period), is_kept=False, share=share)


def sheet_rows(county: County, code: str) -> Sequence[Sequence[object]]:
    """Return the values as rows of a workbook, each division with its name."""
    names: Mapping[str, str] = dict(divisions_below(code).values_list("code", "name"))
    return [
        (
            str(value.figure.title),
            str(value.figure.unit),
            value.code,
            names[value.code],
            value.period,
            KEPT if value.is_kept else NOW,
            value.share.above,
            _below(value),
            value.text if value.figure.is_share else value.share.above,
        )
        for value in values_of(county, code)
    ]


def _below(value: Value) -> object:
    """Return the whole of a share; a count has none, and one nobody knows is not nought."""
    if not value.figure.is_share:
        return ""
    return "缺分母" if value.share.below is None else value.share.below
