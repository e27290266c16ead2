"""Says where a page may lead that was told so from outside: into our own pages only."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def own_address(wanted: str, otherwise: str = "/") -> str:
    """Return an address of ours as it was asked for, or another one when it is none.

    It begins with one slash: a bare word would be taken for the name of a view, two slashes for a host.
    """
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else otherwise
