"""Options for the charts the house uses, in ECharts' form: a ring of parts, bars by place."""

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
