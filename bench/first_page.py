"""Measure the first page of a fresh web process in CPU seconds.

    .venv/bin/python bench/first_page.py

A database in a temporary folder, one county officer, nothing listed yet: what is paid is imports, addresses,
the catalogue of sources and rules, and one page.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIMES = 3
MAKE = """
import django; django.setup()
from datetime import UTC, date, datetime
from django.core.management import call_command
call_command("make_keys", verbosity=0)
call_command("migrate", verbosity=0)
from doudi.accounts.roles import Role
from doudi.accounts.services import appoint, create_user
from doudi.audit.actors import SYSTEM
from doudi.regions.models import Division
at = datetime(2026, 11, 2, tzinfo=UTC)
for code, name, level in (("44", "省", "PROVINCE"), ("4402", "市", "CITY"), ("440204", "县", "COUNTY")):
    Division.objects.create(
        code=code, name=name, level=level, parent_id=code[:-2] or None, valid_from=date(2020, 1, 1)
    )
user = create_user(
    username="bench", name="测", password="Ceshi-2026-mima", by=SYSTEM, at=at, must_change=False
)
place = Division.objects.get(code="440204")
appoint(user, role=Role.COUNTY_OFFICER, division=place, by=SYSTEM, at=at, on=date(2020, 1, 1))
"""
SHOW = """
import time
import django; django.setup()
from django.test import Client
from doudi.accounts.models import User
started = time.process_time()
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(User.objects.get(username="bench"), backend="doudi.accounts.backends.PasswordBackend")
answers = []
for page in ("/ledger/", "/ledger/"):
    began = time.process_time()
    answers.append(client.get(page).status_code)
    print(page, answers[-1], f"{time.process_time() - began:.2f}")
print("process", f"{time.process_time():.2f}")
"""


def main() -> None:
    """Make a database once and show the first page a few times, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "doudi.config.settings",
            "DOUDI_ENV": "test",
            "DOUDI_DATA": f"{folder}/data",
            "DOUDI_KEYS": f"{folder}/keys",
            "PYTHONPATH": str(ROOT / "src"),
        }
        for name in ("data", "keys"):
            Path(folder, name).mkdir()
        for script in (MAKE, *[SHOW] * TIMES):
            subprocess.run([sys.executable, "-c", script], env=environment, check=True)


if __name__ == "__main__":
    main()
