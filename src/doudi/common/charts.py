"""Options for charts, in ECharts' form: a ring of parts, bars by place, lines over time."""

from collections.abc import Mapping, Sequence
from typing import Any

_LINE, _INK = "#dfe6ee", "#56657a"


def ring(parts: Sequence[tuple[str, int]], *, unit: str) -> Mapping[str, Any]:
    """Return a ring of named parts with their numbers in the legend; six parts at most stay readable."""
    return {
        "tooltip": {"trigger": "item", "formatter": "{b}：{c} " + unit + "（{d}%）"},
        "legend": {
            "bottom": 0,
            "icon": "roundRect",
            "itemWidth": 10,
            "itemHeight": 10,
            "textStyle": {"color": _INK},
        },
        "series": [
            {
                "type": "pie",
                "radius": ["46%", "72%"],
                "center": ["50%", "42%"],
                "label": {"show": False},
                "itemStyle": {"borderColor": "#fff", "borderWidth": 2},
                "data": [{"name": name, "value": value} for name, value in parts],
            }
        ],
    }


def bars(parts: Sequence[tuple[str, int]], *, unit: str) -> Mapping[str, Any]:
    """Return lying bars, the first on top, with the number at the end of each."""
    return {
        "grid": {"left": 8, "right": 56, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item", "formatter": "{b}：{c} " + unit},
        "xAxis": {
            "type": "value",
            "splitLine": {"lineStyle": {"color": _LINE}},
            "axisLabel": {"show": False},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "axisLabel": {"color": _INK, "width": 168, "overflow": "break", "lineHeight": 15},
            "data": [name for name, _ in parts],
        },
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 18,
                "itemStyle": {"borderRadius": [0, 4, 4, 0]},
                "label": {"show": True, "position": "right", "color": _INK},
                "data": [value for _, value in parts],
            }
        ],
    }


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
