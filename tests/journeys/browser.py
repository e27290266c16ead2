"""Drives the machine's own Chromium over its debugging pipe: open, click, look, go back as a person does."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
PATIENCE = 60.0
SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """One page of a browser; every call waits for its answer."""

    def __init__(self, to: int, back: int) -> None:
        self.to, self.back = to, back
        self.rest, self.count, self.session = b"", 0, ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Call a method of the browser; return what it answers."""
        self.count += 1
        message: dict[str, object] = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != self.count:
            pass
        return dict(answer["result"])

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            self.rest += os.read(self.back, 1 << 20)
        message, _, self.rest = self.rest.partition(b"\0")
        return dict(json.loads(message))

    def value(self, script: str) -> Any:  # noqa: ANN401 – whatever the script gives
        """Return what a script of the page gives."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def wait(self, script: str) -> None:
        """Wait until a script of the page gives something true."""
        end = time.monotonic() + PATIENCE
        while not self.value(script):
            assert time.monotonic() < end, f"{script}: {self.text()[:200]}"
            time.sleep(0.1)

    def open(self, address: str) -> None:
        """Open an address and wait until it is there."""
        self.call("Page.navigate", url=address)
        self.wait(f"document.readyState === 'complete' && location.href.startsWith({json.dumps(address)})")

    def text(self) -> str:
        """Return what can be read on the page."""
        return str(self.value("document.body ? document.body.innerText : ''"))


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Start a Chromium of its own, with its back-forward cache as it comes."""
    (there, to), (back, here) = os.pipe(), os.pipe()
    command = f'exec "{CHROMIUM}" {" ".join(SWITCHES)} --user-data-dir="{folder}" 3<&{there} 4>&{here}'
    with subprocess.Popen(
        ["/bin/bash", "-c", command],
        pass_fds=(there, here),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(there)
        os.close(here)
        try:
            yield Browser(to, back)
        finally:
            process.terminate()
            os.close(to)
            os.close(back)
