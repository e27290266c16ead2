"""Addresses of papers."""

from django.urls import path

from doudi.documents.views import papers, templates

app_name = "documents"
urlpatterns = [
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/file/", papers.hand_out, name="file"),
    path("papers/<int:pk>/withdraw/", papers.withdraw, name="withdraw"),
    path("papers/issued/", papers.issued, name="issued"),
    path("papers/issued/<int:pk>/", papers.hand_out_issued, name="issued_file"),
    path("papers/templates/", templates.kinds, name="templates"),
    path("papers/templates/<slug:kind>/", templates.kind, name="template_kind"),
    path("papers/templates/<slug:kind>/<slug:form>/", templates.standing, name="standing_template"),
    path("papers/proposed/<int:pk>/<slug:form>/", templates.proposed, name="proposed_template"),
    path("papers/proposed/<int:pk>/decide/<slug:answer>/", templates.decide, name="decide_template"),
    path("papers/about/<slug:kind>/<int:key>/", papers.add, name="attach"),
]
