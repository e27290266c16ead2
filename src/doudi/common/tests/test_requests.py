import re
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from doudi.common.middleware import clean_words
from doudi.common.uploads import MemoryOnly

BOUNDARY = "limit"


def upload(size: int) -> HttpRequest:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'.encode()
        + b"x" * size
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    return RequestFactory().generic(
        "POST", "/", body, content_type=f"multipart/form-data; boundary={BOUNDARY}"
    )


def test_a_large_upload_stays_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = upload(6 * 1024 * 1024)

    file = request.FILES["file"]

    assert isinstance(file, InMemoryUploadedFile)
    assert file.size == 6 * 1024 * 1024
    assert [type(handler) for handler in request.upload_handlers] == [MemoryOnly]
    assert list(tmp_path.iterdir()) == []


def test_a_body_over_the_limit_is_turned_away_in_chinese(client: Client, settings: Settings) -> None:
    settings.UPLOAD_BYTES = 1000

    answer = client.post("/login/", b"x" * 1001, content_type="application/octet-stream")

    assert answer.status_code == 413
    assert "没有接收" in answer.content.decode()


def test_the_watchdog_gets_an_answer_whatever_the_host(client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "10.1.2.3"})

    assert answer.json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_means_database_and_keys(client: Client, settings: Settings, tmp_path: Path) -> None:
    ready = client.get("/readyz")
    settings.DOUDI_KEYS = tmp_path
    unready = client.get("/readyz")

    assert ready.status_code == 200
    assert unready.status_code == 503
    assert unready.json()["faults"] == ["密钥文件不在或读不出。"]


@pytest.mark.django_db
def test_pages_forbid_scripts_from_elsewhere_and_framing(client: Client) -> None:
    answer = client.get("/login/")

    policy = answer["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_no_template_carries_a_script_or_style_of_its_own() -> None:
    sources = Path(__file__).resolve().parents[2]
    pages = {place: place.read_text(encoding="utf-8") for place in sources.rglob("templates/**/*.html")}

    bad = [
        place.name
        for place, text in pages.items()
        if re.search(r"<style|\sstyle=|<script>|\son[a-z]+=|https?://(?!www\.w3\.org)", text)
    ]

    assert pages
    assert bad == []


@pytest.mark.parametrize("address", ["/people/%00/", "/batches/a%01b/", "/regions/%7f/"])
def test_an_address_with_a_character_no_key_types_is_refused(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 400
    assert "这个地址不对" in answer.content.decode()


def words_that_arrive(request: HttpRequest) -> tuple[dict[str, str], dict[str, str]]:
    """Send a request through the guard; return what a page would see of it."""
    seen: list[HttpRequest] = []

    def page(inner: HttpRequest) -> HttpResponse:
        seen.append(inner)
        return HttpResponse()

    clean_words(page)(request)
    return seen[0].GET.dict(), seen[0].POST.dict()


def test_what_is_asked_and_sent_arrives_without_characters_no_key_types() -> None:
    asked = RequestFactory().get("/people/", {"q": "张\x00三\x1b", "pa\x00ge": "2"})
    sent = RequestFactory().post("/people/?q=%00", {"reason": "第一行\n第二行\x00", "next": "\x00/"})

    assert words_that_arrive(asked) == ({"q": "张三", "page": "2"}, {})
    assert words_that_arrive(sent) == ({"q": ""}, {"reason": "第一行\n第二行", "next": "/"})


def test_an_upload_beside_an_odd_word_stays() -> None:
    file = SimpleUploadedFile("a.csv", b"\x00\x01")
    request = RequestFactory().post("/batches/", {"period": "2026\x00-10", "file": file})

    assert words_that_arrive(request)[1] == {"period": "2026-10"}
    assert [(name, len(files)) for name, files in request.FILES.lists()] == [("file", 1)]
    assert request.FILES.get("file") is not None
