"""The installation's own rules and documents: everything reads, every citation leads somewhere."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from doudi.audit.actors import SYSTEM
from doudi.policy.definitions import Definition
from doudi.policy.values import Value, parse_value, write_value
from doudi.rulebook.catalogue import book
from doudi.rulebook.forms.changes import ValueForm
from doudi.rulebook.forms.values import initial_of
from doudi.rulebook.rules.sameness import is_same_value
from doudi.rulebook.selectors.documents import article_named, citations, document_named
from doudi.rulebook.selectors.programmes import programme_text, programmes
from doudi.rulebook.services.library import load_library
from doudi.rulebook.tests.rules import MONDAY

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)


@pytest.mark.slow
def test_every_programme_reads_in_words_for_every_region() -> None:
    texts = [
        programme_text(programme, region, ON) for programme, _ in programmes() for region in book().regions()
    ]

    assert texts
    assert [step.name for text in texts for step in text.steps if not step.formula] == []
    assert [step.name for text in texts for step in text.steps if not step.document] == []


def test_every_citation_of_rules_and_values_opens_its_document() -> None:
    load_library(settings.DOUDI_POLICIES, by=SYSTEM, at=MONDAY)

    assert [cited for cited in citations() if document_named(cited) is None] == []


def test_every_value_of_the_epidemic_leads_to_its_article() -> None:
    load_library(settings.DOUDI_POLICIES, by=SYSTEM, at=MONDAY)
    document = document_named("阳民发[2020]4号")
    assert document is not None

    own = book().packs.timelines["371521"].values()
    cited = {one.article for timeline in own for one in timeline if one.article.startswith("二(二)10")}

    assert cited
    assert [article for article in cited if article_named(document, article) is None] == []


def test_every_value_in_force_fills_its_form_and_comes_back_the_same() -> None:
    known = book()
    held = [
        (known.definitions[key], chosen)
        for region in known.regions()
        for key, chosen in known.parameters(region, ON).items()
    ]
    changed = [
        definition.key
        for definition, chosen in held
        if not is_same_value(_again(definition, chosen.value), chosen.value)
    ]

    assert held
    assert changed == []


def _again(definition: Definition, value: Value) -> Value | None:
    """Return a value after it went through the form a clerk fills in; None if the form refuses it."""
    shown = initial_of(definition, write_value(definition, value))
    ticked = {name: each for name, each in shown.items() if each is not False and each != ""}
    form = ValueForm(
        {"begins": "2027-01-01", "document": "某号", "article": "一", **ticked}, definition=definition
    )
    return parse_value(definition, form.draft().written) if form.is_valid() else None
