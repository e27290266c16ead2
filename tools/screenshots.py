"""Takes the README's pictures from a fresh demo county.

    python3 -m venv build/browser
    build/browser/bin/pip install --require-hashes -r requirements-browser.lock
    build/browser/bin/python -m tools.screenshots          (needs Debian's chromium)

Everything the pictures show is made up on the spot; nothing of the installation beside it is read.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"
PICTURES = ROOT / "docs" / "images"
PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"
WIDE, PHONE = (1440, 900), (390, 844)
PASSWORD = "Yanshi-2026-kouling"  # noqa: S105 -- set on accounts that live for a minute
SHOTS = (
    ("home", "/", WIDE),
    ("batches", "/batches/", WIDE),
    ("results", "/results/", WIDE),
    ("ledger", "/ledger/", WIDE),
    ("month", "/month/", WIDE),
    ("values", "/rules/values/", WIDE),
    ("rule", "/rules/programmes/DIBAO/", WIDE),
    ("phone", "/", PHONE),
)
_MIDDLE_OF_A_MONTH = "2026-11-16T09:00+08:00"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


def main() -> None:
    """Load the demo county into a temporary folder, serve it, take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="doudi-pictures-"))
    try:
        environment = {
            **os.environ,
            "DOUDI_ENV": "demo",
            "DOUDI_DATA": str(folder / "data"),
            "DOUDI_KEYS": str(folder / "keys"),
            "APP_CLOCK": _MIDDLE_OF_A_MONTH,
        }
        password = _load(environment, folder)
        with _served(environment), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=list(QUIET)
            )
            _take(browser, password)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(environment: Mapping[str, str], folder: Path) -> str:
    manage = [str(PYTHON), str(ROOT / "manage.py")]
    subprocess.run([*manage, "make_keys"], check=True, env=environment, stdout=subprocess.DEVNULL)
    subprocess.run([*manage, "migrate", "-v0"], check=True, env=environment)
    print("装入演示县 …")
    done = subprocess.run(
        [*manage, "seed_demo", "--json", "--out", str(folder / "files")],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return str(next(each["password"] for each in answer["accounts"] if each["username"].startswith("county")))


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[None]:
    server = subprocess.Popen(
        [str(PYTHON), str(ROOT / "manage.py"), "runserver", f"127.0.0.1:{PORT}", "--noreload"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait()
        yield
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    for _ in range(60):
        try:
            socket.create_connection(("127.0.0.1", PORT), timeout=1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("网站没有起来。")


def _take(browser: Browser, password: str) -> None:
    page = browser.new_context(viewport=_viewport(WIDE), locale="zh-CN").new_page()
    page.goto(f"{SITE}/login/")
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / "log-in.png")
    _log_in(page, password)
    for name, address, size in SHOTS:
        page.set_viewport_size(_viewport(size))
        page.goto(SITE + address)
        page.wait_for_timeout(600)
        page.screenshot(path=PICTURES / f"{name}.png")
        print(f"docs/images/{name}.png")
    _take_entry(page)
    _take_trial(page)
    _take_study(page)


def _take_trial(page: Page) -> None:
    """Try a family of one and show what the rules say of it."""
    page.goto(f"{SITE}/rules/try/")
    page.select_option('select[name$="area_kind"]', "RURAL")
    page.fill('input[name$="born_on"]', "1960-05-17")
    page.fill('input[name$="wages_fen"]', "600")
    page.click('button:has-text("试算") >> nth=-1')
    page.wait_for_timeout(800)
    page.locator(".s-verdict").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.s-verdict').scrollIntoView({block: 'start'}); scrollBy(0, -90)")
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / "trial.png")
    print("docs/images/trial.png")


def _take_study(page: Page) -> None:
    page.goto(f"{SITE}/rules/studies/")
    page.click("a.d-row-link >> nth=0")
    page.wait_for_timeout(800)
    page.screenshot(path=PICTURES / "study.png")
    print("docs/images/study.png")


def _take_entry(page: Page) -> None:
    page.set_viewport_size(_viewport(WIDE))
    page.goto(f"{SITE}/results/dead-but-listed/")
    page.click("a.d-row-link >> nth=0")
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / "entry.png")
    print("docs/images/entry.png")


def _log_in(page: Page, password: str) -> None:
    page.fill("input[name=username]", "county440204")
    page.fill("input[type=password]", password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if "password" in page.url:
        for position, box in enumerate(page.query_selector_all("input[type=password]")):
            box.fill(PASSWORD if position else password)
        with page.expect_navigation():
            page.keyboard.press("Enter")


def _viewport(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


if __name__ == "__main__":
    main()
