"""Answers which applications there are within a scope, and how tasks call them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.urls import reverse

from doudi.casework.catalogue import title_of
from doudi.casework.models import Application, Filing
from doudi.common.scope import Scope
from doudi.work.declaring import Words


def applications_within(scope: Scope) -> QuerySet[Application]:
    """Return the applications that belong to a scope or were received there, newest first."""
    return Application.objects.filter(scope.q("division") | scope.q("filing__place")).select_related(
        "standing", "filing__applicant", "filing__household", "person", "procedure"
    )


def filings_within(scope: Scope) -> QuerySet[Filing]:
    """Return the filings that belong to a scope or were received there, newest first."""
    found = Filing.objects.filter(scope.q("division") | scope.q("place")).order_by("-id")
    return found.select_related("household", "applicant", "filed_by")


def who(application: Application) -> str:
    """Return the name of whom an application is for."""
    return (application.person or application.filing.applicant).name


def words_of(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the applications of these keys are called among the tasks."""
    found = Application.objects.filter(pk__in=keys).select_related("filing__applicant", "person", "procedure")
    return {
        str(each.pk): Words(
            name=who(each),
            address=reverse("casework:application", args=(each.pk,)),
            note=f"{title_of(each.programme)} · {each.number}",
            home=f"{each.filing.applicant.name}家",
            way="打开申请，办下一步",
        )
        for each in found
    }
