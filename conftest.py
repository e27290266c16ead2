"""Settings of every test in the repository."""

import pytest
from hypothesis import settings

# How long one example takes depends on who else uses the machine; what it does must not.
settings.register_profile("doudi", deadline=None, print_blob=True)
settings.load_profile("doudi")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_use_migrations: bool,
) -> None:
    """Take fresh tables from where they are kept; pytest-django asks for this before it makes them."""
    if django_db_use_migrations:
        # not before the settings are known
        from tools.devkit.prepared import keep_fresh_tables

        keep_fresh_tables()
