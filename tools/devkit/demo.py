"""Fill the demo county, and serve: web and worker together, both stopped by one Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from tools.devkit.console import StepFailed, run, say, step
from tools.devkit.paths import MANAGE, PYTHON, ROOT, SOURCE

FIRST_PORT = 8000
PORTS_TRIED = 20
SECONDS_TO_STOP = 10
# Due dates are never guessed: past this day ten working days run beyond the published calendar, so the demo's
# clock starts earlier. Move both when the calendar package brings the next year.
CALENDAR_REACHES = date(2026, 12, 10)
DEMO_CLOCK = "2026-11-23T09:00+08:00"
AGAIN = "请看上面的提示；改好后重新运行同一条命令，已完成的步骤不会重做。"


def variables(environment: str) -> dict[str, str]:
    """Return the process's variables, with ours filled in where the person gave none."""
    wanted = {"DOUDI_ENV": environment, "DOUDI_LOG_LEVEL": "WARNING"}
    if environment == "demo" and date.today() > CALENDAR_REACHES:  # noqa: DTZ011, TID251 -- the wall's day
        wanted["APP_CLOCK"] = DEMO_CLOCK
    given = {name for name in wanted if os.environ.get(name, "").strip()}
    return {**os.environ, **{name: value for name, value in wanted.items() if name not in given}}


def manage(*arguments: str, extra: Mapping[str, str], title: str) -> None:
    """Run one manage.py command as a step of its own."""
    with step(title):
        run([PYTHON, MANAGE, *arguments], extra=extra, otherwise=f"“{title}”没有成功。{AGAIN}")


def prepare(environment: Mapping[str, str]) -> None:
    """Make the keys if there are none, and bring the tables up to date."""
    if not _keys_exist(environment):
        manage("make_keys", extra=environment, title="生成密钥（只此一次）")
    manage("migrate", "--noinput", "-v0", extra=environment, title="建表")


def seed(environment: Mapping[str, str]) -> None:
    """Load the demo county; its command prints the accounts and, per rule, planted, found and false."""
    with step("装入演示县（浈江区）：造文件、入库、比对"):
        ended = subprocess.run([PYTHON, MANAGE, "seed_demo"], cwd=ROOT, env=dict(environment), check=False)
        if ended.returncode:
            raise StepFailed(f"装入演示县没有成功。{AGAIN}")


def _keys_exist(environment: Mapping[str, str]) -> bool:
    asked = subprocess.run(
        [PYTHON, "-c", "from doudi.config import env; print(env.path('DOUDI_KEYS') / 'keys.json')"],
        env={**environment, "PYTHONPATH": os.fspath(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise StepFailed(asked.stderr.strip().splitlines()[-1])
    return Path(asked.stdout.strip()).exists()


def serve(environment: Mapping[str, str], port: int | None) -> None:
    """Serve until Ctrl-C; when one of the two programs ends by itself, stop the other and say so."""
    chosen = _free_port() if port is None else _unused(port)
    manage(
        "collectstatic", "--noinput", "-v0", "-i", "china-division", extra=environment, title="收集网页文件"
    )
    programs = {"网页": _start_web(environment, chosen), "后台任务": _start_worker(environment)}
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _wait_until_it_answers(chosen, programs["网页"])
        say(f"\n  打开浏览器：http://127.0.0.1:{chosen}/      按 Ctrl-C 停止\n")
        _wait_for_the_first_to_end(programs)
    except KeyboardInterrupt:
        say("\n正在停止 …")
    finally:
        _stop(programs.values())
    say("已停止。")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _start_web(environment: Mapping[str, str], port: int) -> subprocess.Popen[bytes]:
    command = [
        os.fspath(PYTHON), "-m", "gunicorn", "doudi.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120",
        "--log-level", "warning",
    ]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT, env=dict(environment), start_new_session=True)


def _start_worker(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [os.fspath(PYTHON), os.fspath(MANAGE), "qcluster"]
    return subprocess.Popen(
        command, cwd=ROOT, env=dict(environment), start_new_session=True, stdout=subprocess.DEVNULL
    )


def _wait_until_it_answers(port: int, web: subprocess.Popen[bytes]) -> None:
    with step("启动网页与后台任务"):
        while not _answers(port):
            if web.poll() is not None:
                raise StepFailed(f"网页没有启动。{AGAIN}")
            time.sleep(0.2)


def _wait_for_the_first_to_end(programs: Mapping[str, subprocess.Popen[bytes]]) -> None:
    while True:
        for name, program in programs.items():
            if program.poll() is not None:
                raise StepFailed(
                    f"“{name}”程序意外结束（{program.returncode}），已全部停下。请看上面的输出。"
                )
        time.sleep(0.5)


def _stop(programs: Collection[subprocess.Popen[bytes]]) -> None:
    running = [program for program in programs if program.poll() is None]
    for program in running:
        os.killpg(program.pid, signal.SIGTERM)
    for program in running:
        try:
            program.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _unused(port: int) -> int:
    if _answers(port):
        raise StepFailed(f"端口 {port} 有别的程序在用。请用 --port 换一个，或不写 --port，自动找空闲的。")
    return port


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if not _answers(port):
            return port
        say(f"  端口 {port} 有别的程序在用，换下一个。")
    raise StepFailed(f"{FIRST_PORT} 起的 {PORTS_TRIED} 个端口都被占用。请用 --port 指定一个空闲端口。")
