"""Fills Word templates, in a sandbox: what is put in is text, whatever it looks like."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container, Mapping

from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff￾￿]")


class NotFilled(Exception):
    """A template cannot be filled."""


def filled(content: bytes, values: Mapping[str, str], *, foot: str = "") -> bytes:
    """Return a template as a Word file with its placeholders filled and a line at its foot.

    Lines of what is put in stay lines; signs that Word cannot hold are left out.
    """
    template = DocxTemplate(io.BytesIO(content))
    clean = {code: UNPRINTABLE.sub("", value.replace("\r\n", "\n")) for code, value in values.items()}
    sink = io.BytesIO()
    try:
        template.render(clean, _environment(), autoescape=True)
        if foot:
            line = template.docx.add_paragraph()
            line.add_run(UNPRINTABLE.sub("", foot)).font.size = Pt(8)
        template.save(sink)
    except (TemplateError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise NotFilled(type(error).__name__) from None
    return sink.getvalue()


def stranger_in(content: bytes, known: Container[str]) -> str:
    """Return what a template holds beside text and known names, as its engine reads it; '' when nothing."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    try:
        tree = _environment().parse(template.patch_xml(template.get_xml()))
    except TemplateError as error:
        return type(error).__name__
    allowed = (nodes.Output, nodes.TemplateData, nodes.Name)
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, allowed):
            return type(node).__name__
        if isinstance(node, nodes.Name) and node.name not in known:
            return node.name
    return ""


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
