"""Every address of the house; each module brings its own under the root."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

SCREENS = ("accounts", "registry", "exchange", "monitoring", "desk")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"doudi.{module}.urls"))
    for module in SCREENS
    if find_spec(f"doudi.{module}") and find_spec(f"doudi.{module}.urls")
]

handler400 = "doudi.desk.views.bad_request"
handler403 = "doudi.desk.views.forbidden"
handler404 = "doudi.desk.views.not_found"
handler500 = "doudi.desk.views.server_error"
