"""Addresses of oversight."""

from django.urls import path

from doudi.oversight.views import figures, inquiries, keeping, payments

app_name = "oversight"
urlpatterns = [
    path("indicators/", figures.indicators, name="indicators"),
    path("indicators/<slug:key>/", figures.indicator, name="indicator"),
    path("indicators/<slug:key>/behind/", figures.behind, name="behind"),
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/<slug:code>/", inquiries.inquiry, name="inquiry"),
    path("results/payments/", payments.payments, name="payments"),
    path("timeliness/", keeping.timely, name="timeliness"),
    path("funnel/", keeping.steps, name="funnel"),
]
