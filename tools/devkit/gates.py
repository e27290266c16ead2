"""The gates of `dev check`, in their order; the first that fails ends the check."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.devkit.console import run, step
from tools.devkit.paths import MANAGE, PYTHON, SOURCE
from tools.devkit.suite import in_test_mode

LINT_IMPORTS = (
    "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
)
REFERENCE = [os.fspath(PYTHON), "-m", "tools.reference_docs"]


@dataclass(frozen=True)
class Gate:
    """One check: what it is called, what it runs, and what to do when it fails."""

    title: str
    command: Sequence[str]
    remedy: str
    extra: Mapping[str, str] = field(default_factory=dict)


def gates() -> list[Gate]:
    """Return every gate before the tests, in order."""
    python = os.fspath(PYTHON)
    manage = [python, os.fspath(MANAGE)]
    test = in_test_mode()
    return [
        Gate("排版", [python, "-m", "ruff", "format", "--check", "-q"], "运行 .venv/bin/ruff format。"),
        Gate("静态检查", [python, "-m", "ruff", "check", "-q"], "按上面的提示修改。"),
        Gate(
            "分层", [python, "-c", LINT_IMPORTS], "按上面的提示移动引用。", {"PYTHONPATH": os.fspath(SOURCE)}
        ),
        Gate("类型", [python, "-m", "mypy"], "补上或改正类型标注。", test),
        Gate("篇幅与环", [python, "-m", "tools.style_gate"], "拆小，或去掉环。"),
        Gate("框架自检", [*manage, "check", "--fail-level", "WARNING"], "按上面的提示修改。", test),
        Gate(
            "迁移齐全",
            [*manage, "makemigrations", "--check", "--dry-run"],
            "运行 python3 dev manage makemigrations 模块 -n 名字 --no-header。",
            test,
        ),
        Gate("生成的文档", [*REFERENCE, "--check"], "运行 python3 dev docs，看过改动后提交。", test),
    ]


def pass_gates() -> None:
    """Run the gates one after another; raise StepFailed at the first that does not pass."""
    for gate in gates():
        with step(gate.title):
            run(
                gate.command,
                otherwise=f"“{gate.title}”没有通过。{gate.remedy}",
                extra=gate.extra,
                quiet=True,
            )


def write_documents() -> None:
    """Write the generated part of docs/reference anew."""
    with step("按代码重写 docs/reference"):
        run(REFERENCE, otherwise="没有写成，见上面的提示。", extra=in_test_mode(), quiet=True)
