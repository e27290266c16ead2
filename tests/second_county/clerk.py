"""A clerk of the county: drops files, confirms each guess as it stands, publishes, compares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doudi.exchange.models import Batch
from doudi.exchange.states import BatchState
from tests.cases.bureau import Bureau
from tests.second_county.month import File


@dataclass
class Clerk:
    """Works through a month's files by the pages; counts how often the product had to ask."""

    bureau: Bureau
    asked: Counter[str] = field(default_factory=Counter)
    taken: list[tuple[File, Batch]] = field(default_factory=list)
    refused: list[tuple[File, str]] = field(default_factory=list)

    def take(self, file: File) -> None:
        """Take one file from the drop zone to publication."""
        self.bureau.tick()
        browser = self.bureau.browser()
        browser.raise_request_exception = False
        self._focus(browser, file.period)
        before = set(Batch.objects.values_list("pk", flat=True))
        browser.post("/batches/upload/", {"files": [SimpleUploadedFile(file.name, file.data)]})
        batch = Batch.objects.exclude(pk__in=before).first()
        if batch is None:
            self.refused.append((file, "没有接收"))
            return
        batch = self._confirmed(browser, file, batch)
        if batch.state == BatchState.CHECKED:
            self._publish(browser, file, batch)
        if batch.state == BatchState.PUBLISHED:
            self.taken.append((file, batch))
        else:
            doubts = "；".join(str(doubt.get("sentence", doubt)) for doubt in batch.doubts)
            self.refused.append((file, f"{batch.state} {batch.problem} {doubts}"))

    def _confirmed(self, browser: Client, file: File, batch: Batch) -> Batch:
        """Answer what is asked as the truth says, and confirm the columns as they were guessed."""
        if batch.state == BatchState.RECOGNISED and batch.source != file.source:
            self.asked[f"来源：{batch.source or '认不出'}"] += 1
            browser.post(f"/batches/{batch.pk}/source/", {"source": file.source})
            batch.refresh_from_db()
        if batch.state == BatchState.RECOGNISED:
            form = browser.get(f"/batches/{batch.pk}/").context["mapping"]
            guessed = {name: form[name].value() or "" for name in form.fields}
            browser.post(f"/batches/{batch.pk}/confirm/", guessed)
            batch.refresh_from_db()
        return batch

    def _publish(self, browser: Client, file: File, batch: Batch) -> None:
        """Publish as the page offers it; where it asks, answer as the truth says."""
        page = browser.get(f"/batches/{batch.pk}/").context
        if page.get("is_undecided"):
            self.asked["并列还是更正"] += 1
            browser.post(f"/batches/{batch.pk}/place/", {"replaces": ""})
            page = browser.get(f"/batches/{batch.pk}/").context
        answer = {"seen": page.get("seen", "")}
        if page.get("leaving") and page["leaving"].is_steep:
            self.asked["终止的人较多"] += 1
            answer["part" if file.is_part else "confirm_closing"] = "1"
        browser.post(f"/batches/{batch.pk}/publish/", answer)
        batch.refresh_from_db()

    def _focus(self, browser: Client, period: str) -> None:
        """Look at a month, as the box at the top of the page does."""
        browser.post("/focus/", {"region": self.bureau.county, "period": period, "next": "/batches/"})
