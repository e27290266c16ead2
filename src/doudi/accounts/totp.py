"""One-time codes by RFC 6238: six digits, thirty seconds, SHA-1, as every authenticator reads them."""

import base64
import secrets
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

DIGITS = 6
STEP_SECONDS = 30
SECRET_BYTES = 20
_TOLERANCE = 1


def new_secret() -> str:
    """Return a fresh secret in base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def code_at(secret: str, step: int) -> str:
    """Return the code of one time step."""
    # SHA-1 is what the authenticators speak; as a keyed code it is sound
    hotp = HOTP(_key(secret), DIGITS, SHA1(), enforce_key_length=False)  # noqa: S303
    return hotp.generate(step).decode("ascii")


def step_at(at: datetime) -> int:
    """Return the time step of a moment on the wall."""
    return int(at.timestamp()) // STEP_SECONDS


def matching_step(secret: str, code: str, *, at: datetime, after: int = 0) -> int | None:
    """Return the time step whose code this is, one step early or late allowed; None when it is none.

    A step at or before `after` has been used already and does not count again.
    """
    now = step_at(at)
    for step in range(now - _TOLERANCE, now + _TOLERANCE + 1):
        if step > after and secrets.compare_digest(code_at(secret, step), code.strip()):
            return step
    return None


def address_for(secret: str, *, username: str) -> str:
    """Return the address an authenticator takes the secret from."""
    return f"otpauth://totp/{quote('兜底')}:{quote(username)}?secret={secret}&issuer={quote('兜底')}"


def _key(secret: str) -> bytes:
    plain = secret.replace(" ", "").upper()
    return base64.b32decode(plain + "=" * (-len(plain) % 8))
