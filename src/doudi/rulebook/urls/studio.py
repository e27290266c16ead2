"""The addresses of trying a family, families' facts and what-if studies."""

from django.urls import URLPattern, path

from doudi.rulebook.views import trying

urlpatterns: list[URLPattern] = [
    path("rules/try/", trying.try_family, name="try_family"),
    path("rules/try/resident/", trying.resident, name="try_resident"),
    path("rules/try/clerk/", trying.clerk, name="try_clerk"),
]
