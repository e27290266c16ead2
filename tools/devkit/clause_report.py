"""Put the counted clauses and promises into words: docs/reference/clauses.md and the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from tools.devkit.clauses import (
    Item,
    figures,
    outcomes,
    promise_state,
    promise_summary,
    proven,
    read_clauses,
    read_promises,
    read_systems,
    shares,
    summary,
)
from tools.devkit.paths import ROOT

REPORT = ROOT / "docs" / "reference" / "clauses.md"
COUNTED = "条款 **{proven} / {total}**，机制与台账 **{systems_proven} / {systems_total}**。"
DOCUMENTS = {
    "QG": "泉港区十六条措施",
    "YG": "阳谷县",
    "ZJ": "浈江区",
    "MS": "芒市",
    "SX": "陕西省",
}


def promise_report() -> str:
    """Return the promises as a person reads them."""
    words = {"kept": "有测试守着", "violated": "测试没有通过", "untested": "还没有测试"}
    found, said = outcomes()["promise"], figures()
    told = [
        f"{p.name:4} {words[promise_state(found.get(p.name, []))]}{_counted(said.get(p.name))}　{p.text}"
        for p in read_promises()
    ]
    counted = promise_summary()
    return "\n".join(
        [*told, "守住 {kept}，违反 {violations}，还没有测试 {untested}，共 {total}。".format_map(counted)]
    )


def _counted(said: Mapping[str, int] | None) -> str:
    return "（违反 {violations} / {of}）".format_map(said) if said else ""


def report() -> str:
    """Return the report a person reads."""
    told = summary()
    found = outcomes()
    lines = [
        "# 条款与测试",
        "",
        "由 `python3 dev clauses` 写出。为一条条款而写、断言了它验收栏全部内容的测试通过了，它才算落实。",
        "",
        COUNTED.format_map(told),
        "",
    ]
    lines += _share_table("文件", shares(proven(read_clauses(), found["clause"]), read_clauses(), "document"))
    lines += _share_table("模块", shares(proven(read_clauses(), found["clause"]), read_clauses(), "module"))
    lines += _list("已落实的条款", proven(read_clauses(), found["clause"]))
    lines += _list("已落实的机制与台账", proven(read_systems(), found["system"]))
    return "\n".join(lines).rstrip() + "\n"


def _share_table(title: str, shares: Mapping[str, Mapping[str, int]]) -> list[str]:
    rows = [
        f"| {name}　{DOCUMENTS.get(name, '')} | {share['proven']} | {share['total']} |".replace("　 |", " |")
        for name, share in shares.items()
    ]
    return [f"## 按{title}", "", f"| {title} | 已落实 | 共 |", "| --- | ---: | ---: |", *rows, ""]


def _list(title: str, items: list[Item]) -> list[str]:
    rows = [f"| {item.name} | {item.module} | {item.text} |" for item in items] or ["| 无 | | |"]
    return [f"## {title}", "", "| 编号 | 模块 | 内容 |", "| --- | --- | --- |", *rows, ""]


def write_report() -> None:
    """Write the report when it says something new."""
    text = report()
    if not REPORT.exists() or REPORT.read_text(encoding="utf-8") != text:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(text, encoding="utf-8")
