"""Every address of the house; each module brings its own under the root."""

import logging
from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

SCREENS = ("accounts", "registry", "exchange", "monitoring", "desk")


def _built(module: str) -> bool:
    """Say whether a module's screens are there yet; only while the house is being built."""
    try:
        import_module(f"doudi.{module}.urls")
    except ImportError as error:
        logging.getLogger(__name__).warning("%s is not built yet: %s", module, error)
        return False
    return True


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"doudi.{module}.urls")) for module in SCREENS if _built(module)
]

handler400 = "doudi.desk.views.errors.bad_request"
handler403 = "doudi.desk.views.errors.forbidden"
handler404 = "doudi.desk.views.errors.not_found"
handler500 = "doudi.desk.views.errors.server_error"
