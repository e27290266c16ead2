"""Says what the forms a paper is issued in are called."""

from __future__ import annotations

PDF, WORD, LARGE = "pdf", "word", "large"
LABELS = {PDF: "PDF", WORD: "Word", LARGE: "大字版", "excel": "Excel"}


def form_label(form: str) -> str:
    """Return what a form is called."""
    return LABELS[form]
