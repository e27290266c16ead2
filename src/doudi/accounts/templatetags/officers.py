"""Says the name of the officer behind an account: no page shows what somebody logs in with."""

from django import template

from doudi.accounts.selectors import officer_name

register = template.Library()


@register.filter
def officer(account: str) -> str:
    """Return the name of who holds an account; the system's own acts are 系统."""
    return officer_name(account)
