"""Puts what the tasks of the rulebook are about into words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from doudi.rulebook.models import DocumentReview, ExitRequest, FreezeBreach, PolicyDuty, Proposal
from doudi.rulebook.selectors.places import region_titles
from doudi.work.declaring import Words


def proposal_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the changes of these keys are called, and their pages."""
    found = list(Proposal.objects.filter(pk__in=keys).select_related("proposed_by"))
    places = region_titles({each.region for each in found})
    return {
        str(each.pk): Words(
            each.title,
            reverse("rulebook:change", args=(each.pk,)),
            note=f"{places.get(each.region, each.region)} · {each.proposed_by.name}提出",
            badge=each.get_status_display(),
            way="看变更，批准或不批准",
        )
        for each in found
    }


def exit_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return whose exits wait, and the page they are decided on."""
    found = ExitRequest.objects.filter(pk__in=keys).select_related("person")
    page = reverse("rulebook:exits")
    return {
        str(each.pk): Words(
            each.person.name,
            page,
            note=each.get_ground_display(),
            badge=each.get_status_display(),
            way="去复核",
        )
        for each in found
    }


def breach_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return who was taken off a list while exits stood still, and the page it is put right on."""
    found = FreezeBreach.objects.filter(pk__in=keys).select_related("enrolment__person")
    page = reverse("rulebook:exits")
    return {
        str(each.pk): Words(
            each.enrolment.person.name,
            page,
            note=f"{each.ended_on} 在暂停期内退出",
            badge=each.get_status_display(),
            way="去恢复或说明",
        )
        for each in found
    }


def duty_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return which documents of their own regions still lack, and the page their steps are put down on."""
    page = reverse("rulebook:duties")
    return {
        str(each.pk): Words(
            each.theme,
            f"{page}#duty-{each.pk}",
            note=f"上级依据 {each.superior.number}",
            badge=each.get_status_display(),
            way="去登记下一步",
        )
        for each in PolicyDuty.objects.filter(pk__in=keys).select_related("superior")
    }


def review_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return which documents are to be looked at again, why, and their pages."""
    return {
        str(each.pk): Words(
            each.document.number,
            reverse("rulebook:document", args=(each.document_id,)),
            note=each.because,
            badge="待复核",
            way="看文件，写复核结论",
        )
        for each in DocumentReview.objects.filter(pk__in=keys).select_related("document")
    }
