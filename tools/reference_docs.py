"""Write the part of docs/reference that the code already says; with --check, only compare.

python3 dev docs                       write
python3 -m tools.reference_docs --check        exit 1 when a file is out of date
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import django

from doudi.matching.catalogue import Rule
from tools.devkit.paths import ROOT

FOLDER = ROOT / "docs" / "reference"
MADE_BY = "本页由 `python3 dev docs` 按代码写出，请不要手改。"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def page(title: str, *parts: str) -> str:
    """Return one page."""
    return "\n".join([f"# {title}\n", MADE_BY, "", *parts]).rstrip() + "\n"


def environment() -> str:
    """Return the table of environment variables."""
    from doudi.config.env import VARIABLES

    rows = [
        (f"`{v.name}`", v.help, f"`{v.default}`" if v.default else "（空）", _by_environment(v.by_env))
        for v in VARIABLES
    ]
    return page("环境变量", table(["变量", "用途", "默认", "按 DOUDI_ENV 不同的默认"], rows))


def _by_environment(pairs: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"{name}：`{value}`" for name, value in pairs)


def permissions() -> str:
    """Return which role may do what."""
    from doudi.accounts.roles import granted
    from doudi.common.declared import declared

    held, words = granted(), declared("permissions", "PERMISSIONS")
    rows = [
        (words[name], f"`{name}`", *("✓" if name in held[role] else "" for role in held))
        for name in sorted(words)
    ]
    told = "权限由各模块的 `permissions.py` 声明，分给哪种岗位写在 `policies/roles.yaml`。"
    return page("岗位与权限", told, "", table(["权限", "标识符", *(str(role.label) for role in held)], rows))


def data_dictionary() -> str:
    """Return every table and field."""
    from django.apps import apps

    ours = [model for model in apps.get_models() if model.__module__.startswith("doudi.")]
    parts = []
    for model in ours:
        told = (model.__doc__ or "").strip().splitlines()[0]
        rows = [_field_row(field) for field in model._meta.local_fields]
        title = f"## {model._meta.verbose_name}　`{model._meta.db_table}`"
        parts += [title, "", told, "", table(["字段", "名称", "类型", "可空", "说明"], rows)]
    return page("数据字典", *parts)


def _field_row(field: object) -> tuple[object, ...]:
    from django.db.models import Field

    assert isinstance(field, Field)  # noqa: S101 - tells the type checker what local_fields holds
    kind = type(field).__name__.removesuffix("Field")
    size = f"({field.max_length})" if field.max_length else ""
    return f"`{field.column}`", field.verbose_name, kind + size, "是" if field.null else "", field.help_text


def match_rules() -> str:
    """Return the match rules by group, with the lists and the documents each rests on."""
    from doudi.exchange.catalogue import shapes
    from doudi.matching.catalogue import load
    from doudi.matching.rule_file import GROUPS

    rules = load(ROOT / "policies" / "matching", shapes())
    told = "四类是西安市低收入人口监测预警指标的分法；西安公布了分类和项数，没有公布逐项名称。"
    parts = [told + f"本系统现有 {len(rules)} 条规则，只收我们的来源答得出的。", ""]
    for group, name in GROUPS.items():
        rows = [_rule_row(rule) for rule in rules if rule.group == group]
        heads = ["规则", "编号", "缺一不可的名单", "有则用的名单", "依据", "数"]
        parts += [f"## {name}（{len(rows)} 条）", "", table(heads, rows)]
    return page("比对规则一览", *parts)


def _rule_row(rule: Rule) -> tuple[object, ...]:
    from doudi.exchange.catalogue import shapes
    from doudi.matching.wording import view_title

    cited = [f"{one.document} {one.article}".strip() + _unread(one.verified) for one in rule.basis]
    values = [f"{one.title}{_unread(one.verified)}" for one in rule.parameters.values()]
    needs, uses = (
        "、".join(view_title(view, shapes()) for view in views) for views in (rule.needs, rule.uses)
    )
    return rule.title, f"`{rule.id}`", needs, uses or "—", "；".join(cited), "、".join(values) or "—"


def _unread(verified: bool) -> str:
    return "" if verified else "（未核实）"


def deadlines() -> str:
    """Return every statutory clock and decider, numbered."""
    from tools.deadline_docs import written

    return page("法定期限与由谁决定", *written(table))


def modules() -> str:
    """Return the modules, what each is for and what it imports."""
    from tools.module_docs import written

    return page("模块与引用", *written(table))


def policy_files() -> str:
    """Return every kind of policy file with its keys."""
    from tools.policy_kinds import written

    return page("政策文件写什么", *written(table))


PAGES: Mapping[str, Callable[[], str]] = {
    "environment.md": environment,
    "permissions.md": permissions,
    "data-dictionary.md": data_dictionary,
    "match-rules.md": match_rules,
    "deadlines.md": deadlines,
    "modules.md": modules,
    "policy-files.md": policy_files,
}


def out_of_date(folder: Path = FOLDER) -> list[str]:
    """Return the pages whose file does not say what the code says."""
    wanted = {name: write() for name, write in PAGES.items()}
    return [name for name, text in wanted.items() if _read(folder / name) != text]


def _read(place: Path) -> str:
    return place.read_text(encoding="utf-8") if place.exists() else ""


def main(arguments: Sequence[str]) -> int:
    """Write or compare; return 1 when --check finds a difference."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.config.settings")
    django.setup()
    stale = out_of_date()
    if "--check" in arguments:
        print("\n".join(f"docs/reference/{name} 过期了。" for name in stale))
        return 1 if stale else 0
    for name in stale:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"写了 docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
