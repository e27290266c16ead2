"""Say an expression in Chinese, once with the names of its parts and once with their values.

低保标准 × 保障人数 − 家庭月收入
632.00 × 3 − 1,894.00
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from doudi.formulas.nodes import (
    Aggregate,
    Literal,
    Node,
    Operation,
    ParameterReference,
    Reference,
)

Namer = Callable[[Node], str]

# how tightly an operator binds; what binds less stands in brackets
_STRENGTH: Mapping[str, int] = {
    "if": 0,
    "or": 1,
    "and": 2,
    "not": 3,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in"), 4),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
}
_SIGNS: Mapping[str, str] = {
    "+": " + ",
    "-": " − ",
    "*": " × ",
    "/": " ÷ ",
    "and": "，且",
    "or": "，或",
    "<": "低于",
    "<=": "不高于",
    ">": "高于",
    ">=": "不低于",
    "==": "为",
    "!=": "不为",
    "in": "属于",
}
GATHERED: Mapping[str, str] = {
    "sum": "各人合计",
    "count": "人数",
    "any": "有人",
    "all": "人人",
    "highest": "各人最高",
    "lowest": "各人最低",
}
_CALLED: Mapping[str, str] = {
    "min": "取小（%s）",
    "max": "取大（%s）",
    "age": "%s至今周岁",
    "months_since": "%s至今满月数",
    "months_between": "%s之间满月数",
    "days_since": "%s至今天数",
    "days_between": "%s之间天数",
    "month_index": "%s所在月",
    "known": "填有%s",
    "is_set": "本地设有%s",
    "birthday": "%s周年日",
    "months_later": "%s个月届满日",
    "rounded": "%s",
    "tier": "按%s分档",
    "banded": "按%s分段计算",
    "lookup": "查%s",
    "listed": "列入%s",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts expressions into words; `name` says what a fact, step, parameter or value is called here."""

    name: Namer
    gathered: Callable[[Aggregate], str | None] = lambda node: None

    def say(self, node: Node, strength: int = -1) -> str:
        """Return the expression in words, in brackets when its surroundings bind more tightly."""
        if isinstance(node, Literal | Reference | ParameterReference):
            return self.name(node)
        if isinstance(node, Aggregate):
            return self.gathered(node) or f"{GATHERED[node.op]}（{self.say(node.body)}）"
        own = _STRENGTH.get(node.op, 9)
        text = self._operation(node, own)
        return f"（{text}）" if own < strength or (own == strength and own in (0, 4)) else text

    def _operation(self, node: Operation, own: int) -> str:
        if node.op == "if":
            condition, first, second = (self.say(part, 0) for part in node.parts)
            return f"若{condition}，取{first}，否则取{second}"
        if node.op == "not":
            return f"不符合“{self.say(node.parts[0])}”"
        if node.op in _SIGNS:
            return self._joined(node, own)
        if node.op == "max" and (guarded := _guarded(node)) is not None:
            other, least = guarded
            return self.say(other, own) if least == 1 else f"（{self.say(other)}，不足0按0）"
        if node.op in ("tier", "banded", "lookup", "listed"):
            table, *entries = (self.say(part) for part in node.parts)
            return f"{'、'.join(entries)}{_CALLED[node.op] % f'《{table}》'}"
        if node.op == "rounded":
            amount, rule = node.parts
            return f"{self.say(amount)}（{self.say(rule)}）"
        return _CALLED[node.op] % "、".join(self.say(part) for part in self._spoken(node))

    def _joined(self, node: Operation, own: int) -> str:
        if node.op == "-" and isinstance(node.parts[0], Literal) and node.parts[0].value == 0:
            return f"−{self.say(node.parts[1], own + 1)}"
        if node.op == "in":
            return f"{self.say(node.parts[0], own)}{_SIGNS['in']}{self.say(node.parts[1])}"
        last = own + 1 if node.op in ("-", "/") else own
        texts = [self.say(part, own if place == 0 else last) for place, part in enumerate(node.parts)]
        return _SIGNS[node.op].join(texts)

    @staticmethod
    def _spoken(node: Operation) -> tuple[Node, ...]:
        """Return the parts one says: an age is always counted to the day of the assessment."""
        if node.op in ("age", "months_since", "days_since"):
            return node.parts[:1]
        return node.parts


def _guarded(node: Operation) -> tuple[Node, int] | None:
    """Return what max(…, 0) or max(…, 1) guards and from what: people do not say such guards aloud."""
    if len(node.parts) == 2:
        for place, part in enumerate(node.parts):
            if isinstance(part, Literal) and not part.key and part.value in (0, 1):
                return node.parts[1 - place], part.value
    return None
