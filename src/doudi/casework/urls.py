"""Addresses of applications."""

from django.urls import path

from doudi.casework.views import acts, applications, counter, papers

app_name = "casework"
urlpatterns = [
    path("apply/", counter.counter, name="counter"),
    path("apply/of/<int:pk>/", counter.apply, name="apply"),
    path("filings/<int:pk>/", papers.filing, name="filing"),
    path("filings/<int:pk>/papers/", papers.take, name="take_papers"),
    path("filings/<int:pk>/relist/", papers.look_again, name="relist"),
    path("filings/<int:pk>/missing/", papers.tell, name="tell_missing"),
    path("applications/", applications.applications, name="applications"),
    path("applications/export/", applications.export, name="export"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/record/", acts.record, name="record"),
    path("applications/<int:pk>/enter/", acts.enter, name="enter"),
    path("applications/<int:pk>/check/", acts.request_check, name="check"),
    path("applications/<int:pk>/opinion/", acts.give_opinion, name="opinion"),
    path("applications/<int:pk>/post/", acts.post, name="post"),
    path("applications/<int:pk>/decide/", acts.decide, name="decide"),
    path("applications/<int:pk>/extend/", acts.extend, name="extend"),
    path("applications/<int:pk>/send-back/", acts.send_back, name="send_back"),
    path("applications/<int:pk>/withdraw/", acts.withdraw, name="withdraw"),
]
