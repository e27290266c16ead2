"""Files as phones, scanners and offices make them; the pictures were drawn by a browser."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib

from docx import Document
from docx.shared import Cm
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

PLACE = b"24.8101N113.5972E"
"""Where a photograph says it was made."""
PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhl"
    "bXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8"
    "fHx8fHx8fHx8fHx8fHz/wAARCAAIAAwDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAMF/8QAHxAAAgECBwAAAAAA"
    "AAAAAAAAABEDAQISExVBY6Lh/8QAFQEBAQAAAAAAAAAAAAAAAAAAAQT/xAAbEQADAAIDAAAAAAAAAAAAAAABAgMABRFBwf/a"
    "AAwDAQACEQMRAD8AwpJcmysixLZojqnD28ACFXReFOV7GatUEjr05//Z"
)
DRAWING = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAICAYAAADN5B7xAAAAMUlEQVR4AcTQMQ0AQAhD0X9oOk2IQhOewEAZmGjyxiZNLaEU"
    "PEsxlrksxH8Il5OG9xoAAP//mppT6QAAAAZJREFUAwBBXxzTC4fjiAAAAABJRU5ErkJggg=="
)


def exif(turn: int = 1, order: str = "<") -> bytes:
    """Return the note a phone writes: how it was held, and where."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    count, value = struct.pack(f"{order}H", 2), struct.pack(f"{order}HH", turn, 0)
    width = struct.pack(f"{order}HHIHH", 0x0100, 3, 1, 12, 0)
    entries = width + struct.pack(f"{order}HHI", 0x0112, 3, 1)
    body = b"Exif\0\0" + mark + struct.pack(f"{order}I", 8) + count + entries + value + bytes(4) + PLACE
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def photograph(turn: int = 1, order: str = "<", behind: bytes = b"MotionPhoto" + PLACE) -> bytes:
    """Return a picture as a phone hands it out, with a second picture behind the first."""
    notes = exif(turn, order) + b"\xff\xfe" + struct.pack(">H", 2 + len(PLACE)) + PLACE
    return PICTURE[:2] + notes + PICTURE[2:] + behind


def drawing_with_text() -> bytes:
    """Return a PNG that says where it was made."""
    chunk = b"tEXtLocation\0" + PLACE
    note = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return DRAWING[:33] + note + DRAWING[33:] + PLACE


def letter(picture: bytes = b"") -> bytes:
    """Return a Word file, with a picture or without."""
    made, sink = Document(), io.BytesIO()
    made.add_paragraph("本人自愿保留低保待遇。")
    if picture:
        made.add_picture(io.BytesIO(picture), width=Cm(2))
    made.save(sink)
    return sink.getvalue()


def scan(pages: int = 1, picture: bytes = b"", password: str | None = None, owner: str = "") -> bytes:
    """Return a PDF of so many pages, with a photograph on it as a phone's scanner puts it."""
    writer, sink = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if picture:
        image = StreamObject()
        image.set_data(picture)
        image.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(12),
                NameObject("/Height"): NumberObject(8),
                NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
                NameObject("/BitsPerComponent"): NumberObject(8),
                NameObject("/Filter"): NameObject("/DCTDecode"),
            }
        )
        drawn = DictionaryObject({NameObject("/P"): writer._add_object(image)})
        writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    if password is not None:
        writer.encrypt(password, owner or None)
    writer.write(sink)
    return sink.getvalue()


def with_program() -> bytes:
    """Return a PDF that does something when it is opened."""
    writer, sink = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_open_action(JavaScript("app.alert('x')"))
    writer.write(sink)
    return sink.getvalue()


def with_file_inside() -> bytes:
    """Return a PDF that carries another file."""
    writer, sink = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_attachment("x.exe", b"MZ")
    writer.write(sink)
    return sink.getvalue()


def package(**parts: bytes) -> bytes:
    """Return an archive of these parts; in a name, __ stands for a slash."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name.replace("__", "/"), content)
    return sink.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return an archive with one more part."""
    sink = io.BytesIO(content)
    with zipfile.ZipFile(sink, "a", zipfile.ZIP_DEFLATED) as written:
        written.writestr(name, part)
    return sink.getvalue()
