"""Chart options for lines over time, in ECharts' form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_LINE, _INK = "#dfe6ee", "#56657a"


def lines(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[str | None]]],
    *,
    marks: Sequence[tuple[str, str]] = (),
    unit: str = "",
    stepped: bool = False,
) -> Mapping[str, Any]:
    """Return lines over labels; `marks` are level lines with their name, drawn on the first series.

    Values are texts of exact numbers: the browser draws them, nobody computes with them.
    """
    drawn = [_drawn(name, values, stepped=stepped) for name, values in series]
    if marks and drawn:
        drawn[0]["markLine"] = _mark_lines(marks)
    return {
        "grid": {"left": 8, "right": 24, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "itemWidth": 14, "itemHeight": 8, "textStyle": {"color": _INK}},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(labels), "axisLabel": {"color": _INK}},
        "yAxis": {
            "type": "value",
            "scale": True,
            "axisLabel": {"color": _INK, "formatter": "{value}" + unit},
            "splitLine": {"lineStyle": {"color": _LINE}},
        },
        "series": drawn,
    }


def _drawn(name: str, values: Sequence[str | None], *, stepped: bool) -> dict[str, Any]:
    return {
        "name": name,
        "type": "line",
        "step": "end" if stepped else False,
        "symbolSize": 7,
        "connectNulls": False,
        "data": list(values),
    }


def _mark_lines(marks: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    return {
        "symbol": "none",
        "lineStyle": {"type": "dashed"},
        "label": {"formatter": "{b}", "position": "insideStartTop"},
        "data": [{"name": name, "yAxis": value} for name, value in marks],
    }
