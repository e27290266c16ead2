"""A file is judged by what it holds; of a picture nothing is kept but the picture."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from doudi.common.papers import pages_of, paper
from doudi.documents.rules.content import judged, safe_name
from doudi.documents.rules.refusing import LARGEST, NotKept
from doudi.documents.tests import files

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE = (
    files.photograph(6),
    files.drawing_with_text(),
    files.letter(files.photograph()),
    files.scan(2, files.photograph()),
)


def why_not(content: bytes) -> str:
    """Return why a file is not kept."""
    with pytest.raises(NotKept) as refused:
        judged(content)
    assert refused.value.sentence.endswith("。")
    return refused.value.code


def test_a_photograph_keeps_its_picture_and_loses_where_it_was_made() -> None:
    kept = judged(files.photograph())

    assert (kept.media_type, kept.pages) == ("image/jpeg", 1)
    assert kept.content == files.PICTURE
    assert files.PLACE in files.photograph()


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_taken_lying_stays_turned(order: str) -> None:
    kept = judged(files.photograph(6, order)).content

    assert files.PLACE not in kept
    note = kept[2:38]
    assert note[4:10] == b"Exif\0\0"
    assert struct.unpack_from("<HHHIH", note, 18) == (1, 0x0112, 3, 1, 6)
    assert kept[:2] + kept[38:] == files.PICTURE
    assert judged(kept).content == kept


@pytest.mark.parametrize("turn", [0, 9, 500])
def test_a_turn_there_is_not_is_not_kept(turn: int) -> None:
    assert judged(files.photograph(turn)).content == files.PICTURE


def test_a_drawing_loses_its_words() -> None:
    kept = judged(files.drawing_with_text())

    assert (kept.media_type, kept.content) == ("image/png", files.DRAWING)


def test_a_letter_is_kept_as_it_is_unless_a_picture_inside_says_more() -> None:
    plain = judged(files.letter()).content
    assert (judged(plain).media_type, judged(plain).pages, judged(plain).content) == (DOCX, None, plain)

    kept = judged(files.letter(files.photograph())).content

    parts = zipfile.ZipFile(io.BytesIO(kept))
    assert parts.testzip() is None
    assert parts.read("word/media/image1.jpg") == files.PICTURE
    assert not any(files.PLACE in parts.read(name) for name in parts.namelist())
    assert Document(io.BytesIO(kept)).paragraphs[0].text == "本人自愿保留低保待遇。"


def test_a_workbook_is_known_by_its_list_of_parts() -> None:
    listed = b'<Types><Override ContentType="x.spreadsheetml.sheet.main+xml"/></Types>'
    sheet = files.package(**{"[Content_Types].xml": listed, "xl__workbook.xml": b"<workbook/>"})
    assert judged(sheet).media_type == XLSX

    assert why_not(files.package(**{"xl__workbook.xml": b"<workbook/>"})) == "OTHER_KIND"
    assert why_not(files.package(**{"word__document.xml": b"x", "[Content_Types].xml": b""})) == "OTHER_KIND"


def test_a_scan_counts_its_pages_and_its_photograph_loses_its_notes_byte_for_byte() -> None:
    photograph = files.photograph(behind=b"")
    sent = files.scan(3, photograph)
    assert files.PLACE in sent

    kept = judged(sent)

    assert (kept.media_type, kept.pages, len(kept.content)) == ("application/pdf", 3, len(sent))
    resources: Any = PdfReader(io.BytesIO(kept.content)).pages[0]["/Resources"]
    picture = resources["/XObject"]["/P"]._data
    assert files.PLACE not in kept.content
    assert len(picture) == len(photograph)
    assert judged(picture).content == files.PICTURE


def test_the_pages_of_a_paper_of_ours_are_counted_as_we_count_them() -> None:
    lines = [f"第{order}项" for order in range(200)]
    made = paper("common/papers/trial.typ", {"title": "试印", "lines": lines}, at=NOON)

    assert judged(made).pages == pages_of(made)


def test_a_scan_nobody_can_open_is_refused_and_one_only_locked_against_changes_is_not() -> None:
    assert why_not(files.scan(password="1234")) == "LOCKED"
    assert judged(files.scan(2, password="", owner="1234")).pages == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b"\xff\xd8\xff" + bytes(LARGEST), "TOO_LARGE"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1" + bytes(40), "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "OLD_OFFICE"),
        (b"MZ\x90" + bytes(40), "OTHER_KIND"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "OTHER_KIND"),
        (b"<html><script>alert(1)</script></html>", "OTHER_KIND"),
        (b"GIF89a" + bytes(40), "OTHER_KIND"),
        (files.PICTURE[:-2], "DAMAGED"),
        (files.PICTURE[:40], "DAMAGED"),
        (b"\xff\xd8\xff\xe0signed by hand", "DAMAGED"),
        (b"\xff\xd8\xff\xd9", "DAMAGED"),
        (files.DRAWING[:-4], "DAMAGED"),
        (files.DRAWING[:60] + b"x" + files.DRAWING[61:], "DAMAGED"),
        (b"%PDF-1.7 nothing", "DAMAGED"),
        (files.letter()[:-30], "DAMAGED"),
        (files.with_program(), "ACTIVE"),
        (files.with_file_inside(), "ACTIVE"),
        (files.with_part(files.letter(), "word/vbaProject.bin", b"x"), "ACTIVE"),
        (files.with_part(files.letter(), "word/embeddings/oleObject1.bin", b"x"), "ACTIVE"),
        (files.with_part(files.letter(), "word/media/a.png", bytes(210 << 20)), "BOMB"),
        (files.package(a=b"x"), "OTHER_KIND"),
    ],
)
def test_what_is_not_kept_is_told_by_its_content(content: bytes, code: str) -> None:
    assert why_not(content) == code


def test_a_picture_too_large_to_be_drawn_is_refused() -> None:
    head = b"IHDR" + struct.pack(">II", 60_000, 60_000) + b"\x08\x06\0\0\0"
    large = files.DRAWING[:8] + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    assert why_not(large + files.DRAWING[33:]) == "TOO_MANY_PIXELS"

    at = files.PICTURE.index(b"\xff\xc0") + 5
    wide = files.PICTURE[:at] + struct.pack(">HH", 60_000, 60_000) + files.PICTURE[at + 4 :]
    assert why_not(wide) == "TOO_MANY_PIXELS"


@given(st.sampled_from(WHOLE), st.data())
@settings(max_examples=300, deadline=None)
def test_however_a_file_is_damaged_it_is_judged_or_refused(whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(whole)))
    with suppress(NotKept):
        judged(bytes(damaged[:cut]))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("协议.jpeg", "协议.jpg"),
        ("C:\\桌面\\协议.exe", "协议.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ('a"\r\nSet-Cookie: x.jpg', "aSet-Cookie x.jpg"),
        (".jpg", "jpg.jpg"),
        ("", "材料.jpg"),
        ("长" * 300, "长" * 100 + ".jpg"),
    ],
)
def test_a_name_is_kept_without_what_misleads(sent: str, kept: str) -> None:
    assert safe_name(sent, "image/jpeg") == kept
