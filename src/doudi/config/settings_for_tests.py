"""The settings of a test run: its own data and keys in a temporary folder, nothing of the installation's."""

import os
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="doudi-test-"))
os.environ["DOUDI_ENV"] = "test"
os.environ["DOUDI_DATA"] = str(_FOLDER / "data")
os.environ["DOUDI_KEYS"] = str(_FOLDER / "keys")
os.environ.pop("APP_CLOCK", None)

from doudi.common import keys  # noqa: E402 - the environment comes first
from doudi.config.settings import *  # noqa: E402, F403

keys.make(_FOLDER / "keys")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
Q_CLUSTER = {"name": "test", "orm": "default", "sync": True}
