"""The settings of a test run: its own data and keys in a temporary folder, nothing of the installation's."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="doudi-test-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["DOUDI_ENV"] = "test"
os.environ["DOUDI_DATA"] = str(_FOLDER / "data")
os.environ["DOUDI_KEYS"] = str(_FOLDER / "keys")
# a day whose clocks the published working days reach, whenever the tests run
os.environ["APP_CLOCK"] = "2026-11-23T09:00+08:00"
for _name in ("DOUDI_SECOND_FACTOR", "DOUDI_HTTPS", "DOUDI_IDLE_MINUTES"):
    os.environ.pop(_name, None)

from doudi.common import keys  # noqa: E402 - the environment comes first
from doudi.config.settings import *  # noqa: E402, F403
from doudi.config.settings import Q_CLUSTER  # noqa: E402

keys.make(_FOLDER / "keys")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
