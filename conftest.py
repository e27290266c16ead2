"""Settings of every test in the repository."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from doudi.reading import process

# How long one example takes depends on who else uses the machine; what it does must not.
settings.register_profile("doudi", deadline=None, print_blob=True)
settings.load_profile("doudi")

pytest_plugins = ("tools.devkit.figures",)

COLD = process.start


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


@pytest.fixture(scope="session", autouse=True)
def warm_reader() -> Iterator[None]:
    """Read files in a process that is loaded already; `cold_reader` starts one as an installation does."""
    from tools.devkit.warm_reader import WarmReader

    warm = WarmReader()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "start", warm.start)
        yield
    warm.close()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget figures kept between page loads: the rows of another test had the same keys."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="module")
def cold_reader(warm_reader: None) -> Iterator[None]:
    """Start the reading process as an installation does, for the tests that are about it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "start", COLD)
        yield
