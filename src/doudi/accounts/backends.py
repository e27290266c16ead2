"""Checks a user name and password."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from doudi.accounts.models import User


class PasswordBackend(BaseBackend):
    """Log in with user name and password; an unknown name costs the same time as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **kwargs: object
    ) -> User | None:
        """Return the user whose password this is, unless the account is closed."""
        user = User.objects.filter(username=username.strip().lower()).first()
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Return the user of a session; a closed account has none."""
        return User.objects.filter(pk=user_id, is_active=True).first()
