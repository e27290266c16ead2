"""Says the name of the officer behind an account: no page shows what somebody logs in with."""

from django import template

from doudi.accounts.models import User

register = template.Library()


@register.filter
def officer(account: str) -> str:
    """Return the name of who holds an account; what is no account, such as the clock, stays as it is."""
    return User.objects.filter(username=account).values_list("name", flat=True).first() or account
