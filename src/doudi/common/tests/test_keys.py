import json
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.common import keys
from doudi.common.secrets import signing_secret
from doudi.kernel.sealing import SealBroken, seal_text, unseal_text


def test_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path, settings: Settings) -> None:
    settings.DOUDI_KEYS = tmp_path / "keys"

    place = keys.make(settings.DOUDI_KEYS)

    assert oct(place.stat().st_mode & 0o777) == "0o600"
    assert oct(settings.DOUDI_KEYS.stat().st_mode & 0o777) == "0o700"
    with pytest.raises(keys.KeysExist, match="不会覆盖"):
        keys.make(settings.DOUDI_KEYS)


def test_without_keys_nothing_is_opened(tmp_path: Path, settings: Settings) -> None:
    settings.DOUDI_KEYS = tmp_path

    with pytest.raises(keys.KeysMissing, match="make_keys"):
        keys.ring()


@pytest.mark.parametrize("content", ["", "{}", '{"token": 1}', "\x00"])
def test_a_broken_key_file_is_refused(tmp_path: Path, settings: Settings, content: str) -> None:
    settings.DOUDI_KEYS = tmp_path
    (tmp_path / keys.FILE_NAME).write_text(content, encoding="ascii")

    with pytest.raises(keys.KeysMissing):
        keys.ring()


def test_another_installation_cannot_open_what_this_one_sealed(tmp_path: Path, settings: Settings) -> None:
    sealed = seal_text(keys.ring().seal, "陈江村 12 号")
    settings.DOUDI_KEYS = tmp_path
    keys.make(tmp_path)

    with pytest.raises(SealBroken):
        unseal_text(keys.ring().seals, sealed)


def test_the_command_refuses_to_replace_keys(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DOUDI_KEYS = tmp_path
    call_command("make_keys")

    with pytest.raises(SystemExit) as end:
        call_command("make_keys", json=True)
    shown = capsys.readouterr()

    assert end.value.code == 2
    assert json.loads(shown.out.splitlines()[-1])["refused"]["code"] == "KEYS_EXIST"
    assert "不会覆盖" in shown.err


def test_the_signing_secret_is_made_once(tmp_path: Path) -> None:
    first = signing_secret(tmp_path / "keys")

    assert signing_secret(tmp_path / "keys") == first
    assert len(first) > 50
    assert [place.name for place in (tmp_path / "keys").iterdir()] == ["secret"]
