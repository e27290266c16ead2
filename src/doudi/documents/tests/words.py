"""Makes Word files as a bureau would send them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from docx import Document
from docx.document import Document as WordFile

FIELDS = ("number", "addressee", "title", "body", "office", "day")
GOOD = tuple(f"{{{{ {code} }}}}" for code in FIELDS)


def word(lines: Sequence[str] = GOOD, *, change: Callable[[WordFile], None] | None = None) -> bytes:
    """Return a Word file of these paragraphs."""
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    if change is not None:
        change(made)
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def with_part(content: bytes, name: str, part: str) -> bytes:
    """Return a Word file with one part written anew."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(sink, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, part)
    return sink.getvalue()


def words_of(content: bytes) -> str:
    """Return what a Word file says."""
    made = Document(io.BytesIO(content))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in made.paragraphs), *cells])
