"""The commands of `python3 dev`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence

from tools.devkit import clause_report, clauses, demo, environment, gates, lock, suite
from tools.devkit.console import StepFailed, say, say_duration
from tools.devkit.paths import BUILD, MANAGE, PYTHON, ROOT

ABOUT = "兜底 Doudi：一条命令装好、演示、检查。需要的东西第一次会自动取来，以后不再重做。"


def main(arguments: Sequence[str]) -> int:
    """Do what the person asked; return the exit code."""
    # what follows `manage` is not ours to read, options included
    taken, given = (1, arguments[1:]) if arguments[:1] == ["manage"] else (len(arguments), [])
    asked = _parser().parse_args(arguments[:taken], argparse.Namespace(given=given))
    os.chdir(ROOT)
    try:
        environment.set_up()
        job: Callable[[argparse.Namespace], int] = asked.job
        return job(asked)
    except StepFailed as failure:
        say(f"\n✘ {failure}")
        return 1
    except KeyboardInterrupt:
        say("\n已中断。重新运行同一条命令会接着做，已完成的步骤不会重做。")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 dev", description=ABOUT)
    commands = parser.add_subparsers(metavar="命令", required=True)

    found = _command(commands, "demo", _demo, "装好，装入演示县，启动网页")
    found.add_argument("--no-serve", action="store_true", help="打印结果就结束，不启动网页")
    found.add_argument("--port", type=int, help="网页端口（默认从 8000 起找空闲的）")

    found = _command(commands, "serve", _serve, "启动网页与后台任务（不装演示数据）")
    found.add_argument("--port", type=int, help="网页端口（默认从 8000 起找空闲的）")

    _command(
        commands,
        "test",
        _test,
        "全部检查；测试在 SQLite 上跑全部，在 PostgreSQL 上跑会有差别的；与持续集成相同",
    )
    found = _command(commands, "check", _check, "全部检查，再在 SQLite 上测试")
    found.add_argument(
        "--fast", action="store_true", help="三分钟以内：只跑离改动最近的测试和一组固定的核心测试"
    )

    found = _command(commands, "clauses", _clauses, "数一数有多少条款已被测试证明")
    found.add_argument("--json", action="store_true", help="输出 JSON")
    found = _command(commands, "promises", _promises, "数一数有多少承诺有测试守着")
    found.add_argument("--json", action="store_true", help="输出 JSON")

    _command(commands, "docs", _docs, "按代码重写 docs/reference 里的表")
    _command(commands, "lock", _lock, "重新锁定软件包版本")
    _command(commands, "manage", _manage, "用装好的环境运行 manage.py，后面的参数原样交给它")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    job: Callable[[argparse.Namespace], int],
    told: str,
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=told, description=told)
    made.set_defaults(job=job)
    return made


def _demo(asked: argparse.Namespace) -> int:
    started = time.monotonic()
    variables = demo.variables("demo")
    demo.prepare(variables)
    demo.seed(variables)
    say_duration("演示准备", started)
    if not asked.no_serve:
        demo.serve(variables, asked.port)
    return 0


def _serve(asked: argparse.Namespace) -> int:
    variables = demo.variables("development")
    demo.prepare(variables)
    demo.serve(variables, asked.port)
    return 0


def _check(asked: argparse.Namespace) -> int:
    started = time.monotonic()
    gates.pass_gates()
    if asked.fast:
        suite.run_nearest()
    else:
        suite.run_on_sqlite()
    say_duration("检查", started)
    return 0


def _test(_: argparse.Namespace) -> int:
    gates.pass_gates()
    suite.run_everything()
    clause_report.write_report()
    return 0


def _clauses(asked: argparse.Namespace) -> int:
    return _counted(clauses.summary, clause_report.report, as_json=asked.json)


def _promises(asked: argparse.Namespace) -> int:
    return _counted(clauses.promise_summary, clause_report.promise_report, as_json=asked.json)


def _counted(told: Callable[[], object], words: Callable[[], str], *, as_json: bool) -> int:
    failure = None
    if not clauses.proofs_are_current():
        try:
            suite.run_marked()
        except StepFailed as failed:
            failure = failed
    clause_report.write_report()
    result = told()
    (BUILD / "clauses.json").write_text(json.dumps(clauses.summary(), ensure_ascii=False), encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1) if as_json else words())
    if failure:
        say("有标了条款的测试没有通过，它们的条款没有计入。")
    return 0


def _docs(_: argparse.Namespace) -> int:
    gates.write_documents()
    return 0


def _lock(_: argparse.Namespace) -> int:
    lock.lock()
    environment.set_up()
    return 0


def _manage(asked: argparse.Namespace) -> int:
    sys.stdout.flush()
    os.execv(PYTHON, [os.fspath(PYTHON), os.fspath(MANAGE), *asked.given])  # noqa: S606 - no shell is wanted
