"""Keeps a fresh authenticator secret in the session, sealed, until its first code has been shown."""

from django.contrib.sessions.backends.base import SessionBase

from doudi.accounts import totp
from doudi.common.keys import ring
from doudi.kernel.sealing import seal_text, unseal_text

_ENTRY = "authenticator"
_BOUND = b"session.authenticator"


def secret_in(session: SessionBase) -> str:
    """Return the secret this session is binding, the same one until it is done."""
    sealed = session.get(_ENTRY)
    if sealed:
        return unseal_text(ring().seals, sealed, bound=_BOUND)
    secret = totp.new_secret()
    session[_ENTRY] = seal_text(ring().seal, secret, bound=_BOUND)
    return secret


def forget(session: SessionBase) -> None:
    """Take the secret out of the session."""
    session.pop(_ENTRY, None)


def in_fours(secret: str) -> str:
    """Return the secret as it is copied by hand."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
