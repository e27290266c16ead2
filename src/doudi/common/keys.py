"""The installation's key ring: one JSON file outside data and backups, read once per process."""

import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from doudi.common.problems import Refusal
from doudi.kernel.sealing import SealKey
from doudi.kernel.tokens import TokenKey

FILE_NAME = "keys.json"
KEY_BYTES = 16
DIGEST_BYTES = 32


class KeysMissing(Refusal):
    """The key folder has no usable key file; Doudi stops rather than work with another key."""

    status = 503

    def __init__(self, place: Path) -> None:
        super().__init__(
            _("密钥文件不在或读不出：%(place)s。新安装请运行 manage.py make_keys；旧系统请从密钥保管处取回。")
            % {"place": place}
        )


class KeysExist(Refusal):
    """A key file is there already; replacing it would make every sealed value unreadable."""

    def __init__(self, place: Path) -> None:
        super().__init__(_("密钥文件已在：%(place)s。不会覆盖；更换密钥请用 rotate_key。") % {"place": place})


@dataclass(frozen=True)
class KeyRing:
    """The keys in use: for tokens, for sealing (one writes, all read), for digests."""

    token: TokenKey
    seal: SealKey
    seals: tuple[SealKey, ...]
    digest: bytes


def ring() -> KeyRing:
    """Return the installation's keys; refuse when they are missing or unreadable."""
    return _read(settings.DOUDI_KEYS)


def make(folder: Path) -> Path:
    """Make a fresh key file that only its owner may read; refuse when there is one."""
    place = folder / FILE_NAME
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {
        "token": {"epoch": 1, "key": secrets.token_hex(KEY_BYTES)},
        "seal": {"current": "1", "keys": {"1": secrets.token_hex(KEY_BYTES)}},
        "digest": secrets.token_hex(DIGEST_BYTES),
    }
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeysExist(place) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(content, file, indent=1)
    _read.cache_clear()
    return place


@lru_cache(maxsize=4)
def _read(folder: Path) -> KeyRing:
    place = folder / FILE_NAME
    try:
        content = json.loads(place.read_text(encoding="ascii"))
        seals = {
            key_id: SealKey(bytes.fromhex(key), key_id) for key_id, key in content["seal"]["keys"].items()
        }
        return KeyRing(
            token=TokenKey(bytes.fromhex(content["token"]["key"]), content["token"]["epoch"]),
            seal=seals[content["seal"]["current"]],
            seals=tuple(seals.values()),
            digest=bytes.fromhex(content["digest"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeysMissing(place) from error
