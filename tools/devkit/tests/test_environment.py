"""Set-up does what is missing and nothing else, whatever an interrupted run left behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools.devkit import environment, frontend
from tools.devkit.console import StepFailed
from tools.devkit.paths import ROOT


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Point set-up at an empty folder; return the list of what it does there."""
    venv = tmp_path / ".venv"
    (tmp_path / "requirements.lock").write_text("django==5.2 \\\n    --hash=sha256:0\n", encoding="utf-8")
    places = {
        "BUILD": tmp_path / "build",
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "LOCK": tmp_path / "requirements.lock",
        "MADE": venv / "made",
        "INSTALLING": venv / "installing",
        "STAMP": venv / "stamp",
    }
    for name, place in places.items():
        monkeypatch.setattr(environment, name, place)
    steps: list[str] = []
    monkeypatch.setattr(environment, "run", lambda command, **_: steps.append(_what(command, venv)))
    monkeypatch.setattr(environment, "_is_sound", lambda: (venv / "made").exists())
    monkeypatch.setattr(environment, "_remove_what_is_not_locked", lambda _: None)
    monkeypatch.setattr(frontend, "fetch", lambda: steps.append("frontend"))
    return steps


def _what(command: Sequence[object], venv: Path) -> str:
    made = "venv" in map(str, command)
    if made:
        (venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True, exist_ok=True)
        (venv / "installing").unlink(missing_ok=True)
        (venv / "stamp").unlink(missing_ok=True)
    return "venv" if made else "packages"


def test_the_first_run_does_everything(done: list[str]) -> None:
    environment.set_up()

    assert done == ["venv", "packages", "frontend"]


def test_the_second_run_installs_nothing_again(done: list[str]) -> None:
    environment.set_up()
    done.clear()

    environment.set_up()

    assert done == ["frontend"]


def test_a_changed_lock_is_installed_into_the_same_environment(done: list[str], tmp_path: Path) -> None:
    environment.set_up()
    done.clear()

    (tmp_path / "requirements.lock").write_text("django==5.3 \\\n    --hash=sha256:0\n", encoding="utf-8")
    environment.set_up()

    assert done == ["packages", "frontend"]


def test_an_interrupted_installation_starts_afresh(done: list[str]) -> None:
    environment.set_up()
    done.clear()

    environment.INSTALLING.touch()
    environment.set_up()

    assert done == ["venv", "packages", "frontend"]


def test_without_the_right_to_install_the_person_gets_the_line_to_run(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(StepFailed, match="sudo apt-get install -y --no-install-recommends python3-venv"):
        environment.set_up()


def test_our_sources_are_on_the_path(done: list[str], tmp_path: Path) -> None:
    environment.set_up()

    link = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages" / "doudi.pth"
    assert link.read_text(encoding="utf-8").splitlines()[0].endswith("/src")


def test_a_copied_environment_starts_its_own_python(done: list[str], tmp_path: Path) -> None:
    environment.set_up()
    programs = tmp_path / ".venv" / "bin"
    (programs / "__pycache__").mkdir(parents=True)
    (programs / "mypy").write_text("#!/elsewhere/.venv/bin/python3\nimport mypy\n", encoding="utf-8")
    (programs / "ruff").write_bytes(b"\x7fELF\x00")

    environment.set_up()

    assert (programs / "mypy").read_text() == f"#!{tmp_path}/.venv/bin/python3\nimport mypy\n"
    assert (programs / "ruff").read_bytes() == b"\x7fELF\x00"


def test_the_commands_start_before_anything_is_installed() -> None:
    bare = [sys.executable, "-S", "-c", "from tools.devkit.cli import main"]

    begun = subprocess.run(bare, cwd=ROOT, capture_output=True, text=True, check=False)

    assert begun.stderr == ""
    assert begun.returncode == 0
